//! Which of a row's properties are wanted.

use std::borrow::Cow;

use notion_model::PropertyId;
use serde::Deserialize;

use super::{PropertyIds, Scan};

/// A property that is wanted: its name, and its id where that is known.
#[derive(Debug, Clone)]
struct Wanted {
    name: &'static str,
    id: Option<PropertyId>,
    /// Whether the id was learnt from a row.
    is_new: bool,
}

/// Finds the column of a property: by its id where that is known, so that a property which is
/// renamed meanwhile is found all the same, else by its name.
///
/// The rows of a data source have their properties in one order, so what was found at a place in one
/// row is the first guess at that place in the next.
#[derive(Debug, Clone)]
pub struct Layout {
    wanted: Vec<Wanted>,
    seen: Vec<Seen>,
}

/// What stood at a place of the last row that was not as guessed.
#[derive(Debug, Clone)]
struct Seen {
    /// From the name to the content, `"Name":{"id":"title","type":"title","title":`; where the value
    /// is of another form, to the end of the id.
    beginning: Box<str>,
    guess: Guess,
}

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The column, if it is wanted.
    pub(crate) column: Option<usize>,
    /// How far it is to the value.
    pub(crate) value: usize,
    /// How far it is to the content in the value, where the value is of the usual form.
    pub(crate) content: Option<usize>,
}

impl Layout {
    fn new(wanted: Vec<Wanted>) -> Layout {
        Layout {
            wanted,
            seen: Vec::new(),
        }
    }

    /// For rows of one data source: by the ids that are known, else by names.
    pub fn bound(names: impl IntoIterator<Item = &'static str>, ids: &PropertyIds) -> Layout {
        let wanted = names.into_iter().map(|name| Wanted {
            name,
            id: ids.id(name).cloned(),
            is_new: false,
        });
        Layout::new(wanted.collect())
    }

    /// The ids that were learnt since this was asked last: those of properties that were found by
    /// their names.
    pub fn learnt(&mut self) -> Vec<(&'static str, PropertyId)> {
        let new = self.wanted.iter_mut().filter(|wanted| wanted.is_new);
        new.filter_map(|wanted| {
            wanted.is_new = false;
            Some((wanted.name, wanted.id.clone()?))
        })
        .collect()
    }

    /// Whether the same property stands here as stood at this place in an earlier row: then what.
    pub(crate) fn guess(&self, place: usize, text: &str) -> Option<Guess> {
        let seen = self.seen.get(place)?;
        text.starts_with(&*seen.beginning).then_some(seen.guess)
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
        let id = id_of(value);
        let by_id = |wanted: &Wanted| match (&wanted.id, &id) {
            (Some(known), Some(id)) => known.as_str() == &**id,
            _ => false,
        };
        // A value without an id is found by its name alone, whatever is known of others.
        let by_name =
            |wanted: &Wanted| (wanted.id.is_none() || id.is_none()) && wanted.name == name;
        let mut column = self.wanted.iter().position(by_id);
        if column.is_none() {
            column = self.wanted.iter().position(by_name);
            let found = column.and_then(|column| self.wanted.get_mut(column));
            if let (Some(wanted), Some(id)) = (found, &id) {
                wanted.id = Some(PropertyId::from(&**id));
                wanted.is_new = true;
            }
        }
        if place <= self.seen.len() {
            let start = text.len() - value.len();
            let content = content_of(value).map(|content| start + content);
            // A guess is certain only where the id, if it counts, is part of what is compared.
            let end = match &id {
                Some(id) => content.or_else(|| {
                    value
                        .strip_prefix("{\"id\":\"")
                        .filter(|rest| rest.starts_with(&**id))
                        .map(|_| start + "{\"id\":\"\"".len() + id.len())
                }),
                // What has no id is looked at anew in each row.
                None => None,
            };
            let beginning = end.and_then(|end| text.get(..end)).unwrap_or("\0");
            let seen = Seen {
                beginning: beginning.into(),
                guess: Guess {
                    column,
                    value: start,
                    content,
                },
            };
            match self.seen.get_mut(place) {
                Some(earlier) => *earlier = seen,
                None => self.seen.push(seen),
            }
        }
        column
    }
}

/// The id in a property value. In all that Notion sends it is what the value begins with; where it
/// is not, the value is read for it.
pub fn id_of(value: &str) -> Option<Cow<'_, str>> {
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

/// Where the content begins in a value of the form in which Notion has sent every value so far:
/// `{"id":"a%3Bx","type":"number","number":`.
fn content_of(value: &str) -> Option<usize> {
    let mut scan = Scan::new(value);
    let is_usual = scan.word("{\"id\":") && scan.plain_text().is_some() && scan.word(",\"type\":");
    let kind = is_usual.then(|| scan.plain_text())??;
    let is_usual = scan.word(",\"") && scan.word(kind) && scan.word("\":");
    is_usual.then(|| scan.at())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The column of a property, found twice: as the first of its place, and by the guess.
    fn column(layout: &mut Layout, place: usize, name: &str, value: &str) -> Option<usize> {
        let text = format!("\"{name}\":{value}");
        let value = &text[text.len() - value.len()..];
        match layout.guess(place, &text) {
            Some(guess) => {
                assert_eq!(&text[guess.value..], value);
                guess.column
            }
            None => layout.column(place, name, &text, value),
        }
    }

    #[test]
    fn a_column_is_found_in_any_order() {
        let mut layout = Layout::bound(vec!["A", "B"], &PropertyIds::default());
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
        let mut ids = PropertyIds::default();
        ids.learn("A", "a%3A".into());
        let mut layout = Layout::bound(vec!["A", "B"], &ids);
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
        let third = r#"{"id":"b","type":"number","number":1}"#;
        assert_eq!(
            column(&mut layout, 0, "A", third),
            None,
            "the guess is checked"
        );
        assert_eq!(
            column(&mut layout, 3, "B", first),
            Some(0),
            "the guess is checked"
        );
    }

    #[test]
    fn a_value_without_an_id_is_found_by_its_name_and_misleads_no_other() {
        let mut layout = Layout::bound(["A", "B"], &PropertyIds::default());
        let value = |id: &str| format!(r#"{{"id":"{id}","type":"number","number":1}}"#);
        let without = [
            r#"{"type":"number","number":1}"#,
            r#"{"id":null,"type":"number","number":1}"#,
            r#"{"id":5,"type":"number","number":1}"#,
        ];
        for _ in 0..2 {
            for without in without {
                assert_eq!(column(&mut layout, 0, "A", without), Some(0), "{without}");
                assert_eq!(column(&mut layout, 1, "X", without), None, "{without}");
                assert_eq!(column(&mut layout, 2, "B", without), Some(1), "{without}");
                // The next row has ids.
                assert_eq!(
                    column(&mut layout, 0, "A", &value("a")),
                    Some(0),
                    "{without}"
                );
                assert_eq!(column(&mut layout, 1, "X", &value("x")), None, "{without}");
                assert_eq!(
                    column(&mut layout, 2, "B", &value("b")),
                    Some(1),
                    "{without}"
                );
                assert_eq!(
                    column(&mut layout, 0, "Renamed", &value("a")),
                    Some(0),
                    "{without}"
                );
            }
        }
    }

    #[test]
    fn an_id_is_learnt_where_a_name_is_found() {
        let mut layout = Layout::bound(vec!["A", "B"], &PropertyIds::default());
        let (value, other) = (r#"{"id":"x","number":1}"#, r#"{"id":"y","number":1}"#);
        assert_eq!(column(&mut layout, 0, "B", value), Some(1));
        assert_eq!(layout.learnt(), [("B", PropertyId::from("x"))]);
        assert_eq!(layout.learnt(), []);
        // From then on it goes by the id.
        assert_eq!(column(&mut layout, 0, "Renamed", value), Some(1));
        assert_eq!(column(&mut layout, 1, "B", other), None);
        assert_eq!(layout.learnt(), []);
    }

    #[test]
    fn another_order_is_learnt_from_the_first_row_that_has_it() {
        let mut layout = Layout::bound(["A", "B"], &PropertyIds::default());
        let value = |id: &str| format!(r#"{{"id":"{id}","type":"number","number":1}}"#);
        for order in [["A", "B"], ["B", "A"]] {
            for (place, name) in order.iter().enumerate() {
                column(&mut layout, place, name, &value(name));
            }
            for (place, name) in order.iter().enumerate() {
                let text = format!("\"{name}\":{}", value(name));
                let expected = ["A", "B"].iter().position(|wanted| wanted == name);
                let guess = layout.guess(place, &text).unwrap();
                assert_eq!((guess.column, guess.value), (expected, 4));
                assert_eq!(&text[guess.content.unwrap()..], "1}");
            }
        }
    }
}
