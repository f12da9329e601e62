//! Sorts. The first is the primary one; what is equal keeps its order: newest first.
//!
//! Choices, which no recording shows: options sort by their place in the schema, unchecked before checked, people
//! and pages by name, and empty values come last in both directions.

use std::cmp::Ordering;

use serde_json::Value;

use super::collate::collation_key;
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

/// What rows are compared by.
#[derive(Debug, Clone, PartialEq)]
enum Key {
    Empty,
    Number(f64),
    Text(Vec<u8>),
    /// Texts that are compared one after the other.
    Texts(Vec<Vec<u8>>),
    Places(Vec<usize>),
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

    /// Whether rows keep the order that they have.
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
        let mut keyed: Vec<(Vec<Key>, usize, &Page)> = rows
            .into_iter()
            .enumerate()
            .map(|(at, page)| {
                (
                    self.0
                        .iter()
                        .map(|sort| key(computing, schema, page, sort))
                        .collect(),
                    at,
                    page,
                )
            })
            .collect();
        let compare = |a: &(Vec<Key>, usize, &Page), b: &(Vec<Key>, usize, &Page)| {
            let pairs = self.0.iter().zip(a.0.iter().zip(&b.0));
            let differs = pairs
                .map(|(sort, (a, b))| compare(a, b, sort.descending))
                .find(|ordering| ordering.is_ne());
            differs.unwrap_or_else(|| a.1.cmp(&b.1))
        };
        if keyed.len() > most {
            // Only the rows that are shown have to be in order.
            keyed.select_nth_unstable_by(most, compare);
            keyed.truncate(most);
        }
        keyed.sort_unstable_by(compare);
        keyed.into_iter().map(|(_, _, page)| page).collect()
    }
}

fn key<'a>(computing: &Computing<'a>, schema: &'a Schema, page: &'a Page, sort: &Sort) -> Key {
    match &sort.by {
        By::Created => of(
            computing,
            None,
            &property::automatic::read(page, &PropertyKind::CreatedTime),
        ),
        By::Edited => of(
            computing,
            None,
            &property::automatic::read(page, &PropertyKind::LastEditedTime),
        ),
        By::Property(id) => match schema.by_id(id) {
            Some(found) => of(
                computing,
                Some(&found.kind),
                &property::read(computing, page, found),
            ),
            None => Key::Empty,
        },
    }
}

fn of(computing: &Computing<'_>, kind: Option<&PropertyKind>, value: &Read<'_>) -> Key {
    match value {
        value if value.is_empty() => Key::Empty,
        Read::Nothing => Key::Empty,
        Read::Text(text) => Key::Text(collation_key(text)),
        Read::Number(number) => number.map_or(Key::Empty, Key::Number),
        Read::Checkbox(checked) => Key::Number(f64::from(u8::from(*checked))),
        Read::Options(names) => {
            let choices = kind.and_then(PropertyKind::choices).unwrap_or_default();
            let place = |name: &&str| {
                choices
                    .iter()
                    .position(|choice| choice.name == **name)
                    .unwrap_or(usize::MAX)
            };
            Key::Places(names.iter().map(place).collect())
        }
        #[allow(clippy::cast_precision_loss)]
        Read::Date(date) => date.as_ref().map_or(Key::Empty, |date| {
            Key::Number(date.start.instant().as_second() as f64)
        }),
        Read::Ids(ids) => Key::Texts(
            ids.iter()
                .map(|id| collation_key(&name(computing, *id)))
                .collect(),
        ),
        #[allow(clippy::cast_precision_loss)]
        Read::Count(count) => Key::Number(*count as f64),
        Read::Array(values) => values
            .first()
            .map_or(Key::Empty, |value| of(computing, None, value)),
    }
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

fn compare(a: &Key, b: &Key, descending: bool) -> Ordering {
    let ordering = match (a, b) {
        (Key::Empty, Key::Empty) => return Ordering::Equal,
        (Key::Empty, _) => return Ordering::Greater,
        (_, Key::Empty) => return Ordering::Less,
        (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
        (Key::Text(a), Key::Text(b)) => a.cmp(b),
        (Key::Texts(a), Key::Texts(b)) => a.cmp(b),
        (Key::Places(a), Key::Places(b)) => a.cmp(b),
        // Formulas may give several types.
        (a, b) => rank(a).cmp(&rank(b)),
    };
    if descending {
        ordering.reverse()
    } else {
        ordering
    }
}

fn rank(key: &Key) -> u8 {
    match key {
        Key::Number(_) => 0,
        Key::Text(_) => 1,
        Key::Texts(_) => 2,
        Key::Places(_) => 3,
        Key::Empty => 4,
    }
}
