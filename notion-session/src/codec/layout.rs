//! Which of a row's properties are wanted.

use std::borrow::Cow;

use notion_model::DataSource;
use serde::Deserialize;

/// A property that is wanted: its name, and its id where that is known.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    name: &'static str,
    id: Option<Box<str>>,
}

/// Finds the column of a property: by its id where that is known, so that a property which is
/// renamed meanwhile is found all the same, else by its name.
///
/// The rows of an answer have their properties in one order, so what was found at a place in the
/// first row is the first guess at that place in the next.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    wanted: Vec<Wanted>,
    has_ids: bool,
    /// Whether further rows follow, so that it pays to remember what stood where.
    learns: bool,
    seen: Vec<Seen>,
}

/// What stood at a place of an earlier row.
#[derive(Debug, Clone)]
struct Seen {
    /// From the name to the end of the id: `"Name":{"id":"title"`; without ids, to the colon.
    beginning: Box<str>,
    /// How long the name is with its colon.
    name: usize,
    column: Option<usize>,
}

impl Layout {
    fn new(wanted: Vec<Wanted>) -> Layout {
        Layout {
            has_ids: wanted.iter().any(|property| property.id.is_some()),
            wanted,
            learns: true,
            seen: Vec::new(),
        }
    }

    /// For one row alone.
    pub(crate) fn once(names: Vec<&'static str>) -> Layout {
        Layout {
            learns: false,
            ..Layout::of_names(names)
        }
    }

    /// By the ids that the data source gives to properties of these names, where it is known.
    pub(crate) fn bound(names: Vec<&'static str>, source: Option<&DataSource>) -> Layout {
        let wanted = names.into_iter().map(|name| Wanted {
            name,
            id: source
                .and_then(|source| source.properties.get(name))
                .map(|property| property.id.as_str().into()),
        });
        Layout::new(wanted.collect())
    }

    /// By names alone.
    pub(crate) fn of_names(names: impl IntoIterator<Item = &'static str>) -> Layout {
        let by_name = |name| Wanted { name, id: None };
        Layout::new(names.into_iter().map(by_name).collect())
    }

    /// Whether the same property stands here as stood at this place in an earlier row: then its
    /// column, and how far it is to its value.
    pub(crate) fn guess(&self, place: usize, text: &str) -> Option<(Option<usize>, usize)> {
        let seen = self.seen.get(place)?;
        text.starts_with(&*seen.beginning)
            .then_some((seen.column, seen.name))
    }

    /// The column of the property `name`, which stands at `place` in its row. `text` begins with the
    /// name as it is written, and `value` with its value.
    pub(crate) fn column(
        &mut self,
        place: usize,
        name: &str,
        text: &str,
        value: &str,
    ) -> Option<usize> {
        let id = if self.has_ids { id_of(value) } else { None };
        let by_id = |wanted: &Wanted| wanted.id.is_some() && wanted.id.as_deref() == id.as_deref();
        let by_name = |wanted: &Wanted| wanted.id.is_none() && wanted.name == name;
        let column = self
            .wanted
            .iter()
            .position(by_id)
            .or_else(|| self.wanted.iter().position(by_name));
        if self.learns && place == self.seen.len() {
            let name = text.len() - value.len();
            // A guess is certain only where the id, if it counts, is part of what is compared.
            let end = match &id {
                Some(id) => value
                    .strip_prefix("{\"id\":\"")
                    .filter(|rest| rest.starts_with(&**id))
                    .map(|_| name + "{\"id\":\"\"".len() + id.len()),
                None => Some(name),
            };
            let beginning = end.and_then(|end| text.get(..end)).unwrap_or("\0");
            self.seen.push(Seen {
                beginning: beginning.into(),
                name,
                column,
            });
        }
        column
    }
}

/// The id in a property value. In all that Notion sends it is what the value begins with; where it
/// is not, the value is read for it.
fn id_of(value: &str) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Identified<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
    }
    if let Some(rest) = value.strip_prefix("{\"id\":\"")
        && let Some(end) = rest.bytes().position(|byte| byte == b'"' || byte == b'\\')
        && rest.as_bytes().get(end) == Some(&b'"')
    {
        return rest.get(..end).map(Cow::Borrowed);
    }
    let (Identified { id }, _) = super::first(value).ok()?;
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The column of a property, found twice: as the first of its place, and by the guess.
    fn column(layout: &mut Layout, place: usize, name: &str, value: &str) -> Option<usize> {
        let text = format!("\"{name}\":{value}");
        let value = &text[text.len() - value.len()..];
        match layout.guess(place, &text) {
            Some((column, name)) => {
                assert_eq!(&text[name..], value);
                column
            }
            None => layout.column(place, name, &text, value),
        }
    }

    #[test]
    fn a_column_is_found_in_any_order() {
        let mut layout = Layout::of_names(["A", "B"]);
        for row in [["B", "X", "A"], ["B", "X", "A"], ["A", "B", "X"]] {
            let found: Vec<_> = row
                .iter()
                .enumerate()
                .map(|(place, name)| column(&mut layout, place, name, "{}"))
                .collect();
            let expected: Vec<_> = row
                .iter()
                .map(|name| ["A", "B"].iter().position(|wanted| wanted == name))
                .collect();
            assert_eq!(found, expected, "{row:?}");
        }
    }

    #[test]
    fn a_known_id_counts_more_than_a_name() {
        let wanted = |name, id: Option<&str>| Wanted {
            name,
            id: id.map(Into::into),
        };
        let mut layout = Layout::new(vec![wanted("A", Some("a%3A")), wanted("B", None)]);
        let first = r#"{"id":"a%3A","type":"number","number":1}"#;
        let last = r#"{"type":"number","number":1,"id":"a%3A"}"#;
        let other = r#"{"id":"a%3","type":"number","number":1}"#;
        for _ in 0..2 {
            assert_eq!(column(&mut layout, 0, "Renamed", first), Some(0));
            assert_eq!(column(&mut layout, 1, "Renamed", last), Some(0));
            // Another property took the name.
            assert_eq!(column(&mut layout, 2, "A", other), None);
            assert_eq!(column(&mut layout, 3, "B", other), Some(1));
        }
        assert_eq!(
            column(&mut layout, 0, "A", other),
            None,
            "the guess is checked"
        );
        assert_eq!(
            column(&mut layout, 3, "B", first),
            Some(0),
            "the guess is checked"
        );
    }
}
