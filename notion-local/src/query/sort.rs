//! Sorts. The first is the primary one; what is equal keeps its order: newest first.
//!
//! Choices, which no recording shows: options sort by their place in the schema, unchecked before checked, people
//! and pages by name, and empty values come last in both directions.

use serde_json::Value;

use super::collate::collate;
use crate::compute::{Computing, Read};
use crate::error::{ApiError, Result};
use crate::property::{self, PropertyKind};
use crate::state::{Page, PropertyId, Schema, text};

/// Sorts that have been checked against a schema.
#[derive(Debug, Default)]
pub(crate) struct Sorts(Vec<Sort>);

#[derive(Debug)]
struct Sort {
    by: By,
    descending: bool,
}

#[derive(Debug)]
enum By {
    Property(PropertyId),
    Created,
    Edited,
}

impl Sorts {
    /// Reads sorts whose shape has been checked.
    pub(crate) fn parse(value: Option<&Value>, schema: &Schema) -> Result<Self> {
        let sorts: Result<Vec<Sort>> = value
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|sort| {
                let text = |key: &str| sort.get(key).and_then(Value::as_str);
                let descending = text("direction") == Some("descending");
                let by = match (text("timestamp"), text("property")) {
                    (Some("created_time"), _) => By::Created,
                    (Some(_), _) => By::Edited,
                    (None, name) => {
                        let name = name.unwrap_or_default();
                        let property = schema
                            .find(name)
                            .ok_or_else(|| ApiError::find_sort_property(name))?;
                        By::Property(property.id.clone())
                    }
                };
                Ok(Sort { by, descending })
            })
            .collect();
        sorts.map(Self)
    }

    /// Returns true if rows keep the order that they have.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Brings rows into order, and keeps the first `most` of them. They come in the order that equal ones keep.
    pub(crate) fn order<'a>(
        &self,
        computing: &Computing<'a>,
        schema: &'a Schema,
        mut rows: Vec<&'a Page>,
        most: usize,
    ) -> Vec<&'a Page> {
        if self.0.is_empty() {
            rows.truncate(most);
            return rows;
        }
        // The keys of all rows stand in one place: many small ones would cost more than comparing them.
        let mut keys = Vec::with_capacity(rows.len() * 32);
        let mut order: Vec<(usize, usize, usize)> = Vec::with_capacity(rows.len());
        for (at, page) in rows.iter().enumerate() {
            let start = keys.len();
            for sort in &self.0 {
                sort.write(computing, schema, page, &mut keys);
            }
            order.push((start, keys.len(), at));
        }
        let key = |start: usize, end: usize| keys.get(start..end).unwrap_or_default();
        let compare = |a: &(usize, usize, usize), b: &(usize, usize, usize)| {
            key(a.0, a.1).cmp(key(b.0, b.1)).then(a.2.cmp(&b.2))
        };
        if order.len() > most {
            // Only the rows that are shown have to be in order.
            order.select_nth_unstable_by(most, compare);
            order.truncate(most);
        }
        order.sort_unstable_by(compare);
        order
            .into_iter()
            .filter_map(|(_, _, at)| rows.get(at).copied())
            .collect()
    }
}

impl Sort {
    /// Writes what a row is compared by: bytes that compare as the values do. None is the beginning of another one, so
    /// that the next sort's bytes can stand behind it.
    fn write<'a>(
        &self,
        computing: &Computing<'a>,
        schema: &'a Schema,
        page: &'a Page,
        keys: &mut Vec<u8>,
    ) {
        let time = |kind| property::automatic::read(page, kind);
        let start = keys.len();
        match &self.by {
            By::Created => write(computing, None, &time(&PropertyKind::CreatedTime), keys),
            By::Edited => write(computing, None, &time(&PropertyKind::LastEditedTime), keys),
            By::Property(id) => match schema.by_id(id) {
                Some(found) => {
                    let value = property::read(computing, page, found);
                    write(computing, Some(&found.kind), &value, keys);
                }
                None => keys.push(EMPTY),
            },
        }
        let written = keys.get_mut(start..).unwrap_or_default();
        if self.descending && written.first() != Some(&EMPTY) {
            written.iter_mut().for_each(|byte| *byte = !*byte);
        }
    }
}

/// Of formulas that give several types, numbers come first.
const NUMBER: u8 = 1;
const TEXT: u8 = 2;
const TEXTS: u8 = 3;
const PLACES: u8 = 4;
/// Behind all others, those that are turned round too.
const EMPTY: u8 = u8::MAX;
/// What stands before each of several, and the end of them.
const MORE: u8 = 1;
const END: u8 = 0;

fn write(
    computing: &Computing<'_>,
    kind: Option<&PropertyKind>,
    value: &Read<'_>,
    keys: &mut Vec<u8>,
) {
    match value {
        value if value.is_empty() => keys.push(EMPTY),
        Read::Nothing => keys.push(EMPTY),
        Read::Text(text) => {
            keys.push(TEXT);
            collate(text, keys);
        }
        Read::Number(number) => match number {
            Some(number) => write_number(*number, keys),
            None => keys.push(EMPTY),
        },
        Read::Checkbox(checked) => write_number(f64::from(u8::from(*checked)), keys),
        Read::Options(names) => {
            let choices = kind.and_then(PropertyKind::choices).unwrap_or_default();
            keys.push(PLACES);
            for name in names {
                let place = choices.iter().position(|choice| choice.name == *name);
                keys.push(MORE);
                keys.extend(place.unwrap_or(usize::MAX).to_be_bytes());
            }
            keys.push(END);
        }
        #[allow(clippy::cast_precision_loss)]
        Read::Date(date) => match date {
            Some(date) => write_number(date.start.instant().as_second() as f64, keys),
            None => keys.push(EMPTY),
        },
        Read::Ids(ids) => {
            keys.push(TEXTS);
            for id in ids {
                keys.push(MORE);
                collate(&name(computing, *id), keys);
            }
            keys.push(END);
        }
        #[allow(clippy::cast_precision_loss)]
        Read::Count(count) => write_number(*count as f64, keys),
        Read::Array(values) => match values.first() {
            Some(value) => write(computing, None, value, keys),
            None => keys.push(EMPTY),
        },
    }
}

/// A number, in the order of [`f64::total_cmp`]: of negative ones all bits are turned round, of others the sign.
fn write_number(number: f64, keys: &mut Vec<u8>) {
    let bits = number.to_bits();
    let turned = if number.is_sign_negative() {
        !bits
    } else {
        bits ^ (1 << 63)
    };
    keys.push(NUMBER);
    keys.extend(turned.to_be_bytes());
}

/// The name of a user or the title of a page.
fn name(computing: &Computing<'_>, id: uuid::Uuid) -> String {
    let workspace = computing.workspace;
    match (workspace.users.get(&id), workspace.pages.get(&id)) {
        (Some(user), _) => user.name.clone().unwrap_or_default(),
        (None, Some(page)) => text::plain(workspace, page.title()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(number: f64) -> Vec<u8> {
        let mut keys = Vec::new();
        write_number(number, &mut keys);
        keys
    }

    proptest! {
        #[test]
        fn numbers_compare_as_their_bytes_do(a in proptest::num::f64::ANY, b in proptest::num::f64::ANY) {
            prop_assert_eq!(number(a).cmp(&number(b)), a.total_cmp(&b));
        }
    }
}
