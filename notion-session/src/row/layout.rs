//! Which of a row's properties are wanted.

use std::borrow::Cow;

use notion_model::DataSource;
use serde::Deserialize;

/// A property that is wanted: its name, and its id where that is known.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
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
    seen: Vec<Seen>,
}

#[derive(Debug, Clone)]
struct Seen {
    name: Box<str>,
    id: Option<Box<str>>,
    column: Option<usize>,
}

impl Layout {
    fn new(wanted: Vec<Wanted>) -> Layout {
        Layout {
            has_ids: wanted.iter().any(|property| property.id.is_some()),
            wanted,
            seen: Vec::new(),
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

    /// The column of the property `name`, which stands at `place` in its row and whose value begins
    /// here.
    pub(super) fn column(&mut self, place: usize, name: &str, value: &str) -> Option<usize> {
        let id = if self.has_ids { id_of(value) } else { None };
        if let Some(seen) = self.seen.get(place)
            && *seen.name == *name
            && seen.id.as_deref() == id.as_deref()
        {
            return seen.column;
        }
        let by_id = |wanted: &Wanted| wanted.id.is_some() && wanted.id.as_deref() == id.as_deref();
        let by_name = |wanted: &Wanted| wanted.id.is_none() && wanted.name == name;
        let column = self
            .wanted
            .iter()
            .position(by_id)
            .or_else(|| self.wanted.iter().position(by_name));
        if place == self.seen.len() {
            self.seen.push(Seen {
                name: name.into(),
                id: id.map(Into::into),
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
    let (Identified { id }, _) = super::scan::first(value).ok()?;
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_in_any_order() {
        let mut layout = Layout::of_names(["A", "B"]);
        for row in [["B", "X", "A"], ["B", "X", "A"], ["A", "B", "X"]] {
            let found: Vec<_> = row
                .iter()
                .enumerate()
                .map(|(place, name)| layout.column(place, name, "{}"))
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
        let mut layout = Layout::new(vec![
            Wanted {
                name: "A",
                id: Some("a%3A".into()),
            },
            Wanted {
                name: "B",
                id: None,
            },
        ]);
        let first = r#"{"id":"a%3A","type":"number","number":1}"#;
        let last = r#"{"type":"number","number":1,"id":"a%3A"}"#;
        let other = r#"{"id":"zz","type":"number","number":1}"#;
        assert_eq!(layout.column(0, "Renamed", first), Some(0));
        assert_eq!(layout.column(1, "Renamed", last), Some(0));
        assert_eq!(
            layout.column(2, "A", other),
            None,
            "another property took the name"
        );
        assert_eq!(layout.column(3, "B", other), Some(1));
        assert_eq!(layout.column(0, "A", other), None, "the guess is checked");
    }
}
