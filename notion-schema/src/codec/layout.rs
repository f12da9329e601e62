//! Finds out which field of a struct a property of a row belongs to.
//!
//! Names are no use: people rename properties while a program runs, and a query that is answered in between has the new
//! names. IDs stay. But to find the ID of each property of each row in a list of IDs would cost more than reading the
//! value. Notion sends the properties of all rows of a data source in the same order (recorded), so the layout keeps, for each
//! place, the bytes from the name to the content as they were in the last row, and the field they belong to. In nearly every
//! row one comparison of some 50 bytes decides, and also gives the position of the content. If it fails, because another row
//! begins another order or the property was renamed, the property is looked up by its ID, or by its name as long as the
//! ID of the field is unknown, and the layout learns the new bytes.
//!
//! The bytes include the ID: a guess is never taken for a property with another ID. A value without an ID (no recording
//! has one) is looked up by its name each time, and teaches nothing.

use std::borrow::Cow;

use notion_model::PropertyId;
use serde::Deserialize;

use super::{PropertyIds, Scan};

/// A property that the struct has: its name, and its ID once it is known.
#[derive(Debug, Clone)]
struct Wanted {
    name: &'static str,
    id: Option<PropertyId>,
    /// True if the ID was learnt from a row.
    is_new: bool,
}

/// The properties that a struct has, and what was found at each place of the rows so far.
#[derive(Debug, Clone)]
pub struct Layout {
    wanted: Vec<Wanted>,
    seen: Vec<Seen>,
}

/// The property at a place of the last row that differed there from the one before.
#[derive(Debug, Clone)]
struct Seen {
    /// From the name to the content, `"Name":{"id":"title","type":"title","title":`. If the value has another form, to the
    /// end of the ID.
    beginning: Box<str>,
    guess: Guess,
}

/// The property at a place, as far as it is known before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The index of the field; `None` if the struct does not have the property.
    pub(crate) column: Option<usize>,
    /// The distance to the value, in bytes.
    pub(crate) value: usize,
    /// The distance to the content in the value, in bytes, if the value has the usual form.
    pub(crate) content: Option<usize>,
}

impl Layout {
    fn new(wanted: Vec<Wanted>) -> Layout {
        Layout {
            wanted,
            seen: Vec::new(),
        }
    }

    /// Creates a layout for the rows of one data source.
    pub fn bound(names: impl IntoIterator<Item = &'static str>, ids: &PropertyIds) -> Layout {
        let wanted = names.into_iter().map(|name| Wanted {
            name,
            id: ids.id(name).cloned(),
            is_new: false,
        });
        Layout::new(wanted.collect())
    }

    /// Returns the IDs that were learnt since the last call: those of properties that were found by their names.
    pub fn learnt(&mut self) -> Vec<(&'static str, PropertyId)> {
        let new = self.wanted.iter_mut().filter(|wanted| wanted.is_new);
        new.filter_map(|wanted| {
            wanted.is_new = false;
            Some((wanted.name, wanted.id.clone()?))
        })
        .collect()
    }

    /// Returns what is known of the property at this place, if its bytes are those of an earlier row.
    pub(crate) fn guess(&self, place: usize, text: &str) -> Option<Guess> {
        let seen = self.seen.get(place)?;
        text.starts_with(&*seen.beginning).then_some(seen.guess)
    }

    /// Looks up the property `name`, which is at `place` in its row, and learns. `text` begins with the name as it is
    /// written, and `value` with its value.
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
        // A value without an ID is found by its name alone, even if the ID of the field is known.
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
            // A guess is certain only if the ID is part of the bytes that are compared.
            let end = match &id {
                Some(id) => content.or_else(|| {
                    value
                        .strip_prefix("{\"id\":\"")
                        .filter(|rest| rest.starts_with(&**id))
                        .map(|_| start + "{\"id\":\"\"".len() + id.len())
                }),
                // A value without an ID is looked up again in each row.
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

/// Returns the ID in a property value. Every recorded value begins with it; if it does not, the value is parsed.
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

/// Returns the position of the content in a value of the form that every recorded value has:
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
