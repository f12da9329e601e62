//! Sorts. The first is the primary one; what is equal keeps its order: newest first.
//!
//! Choices, which no recording shows: options sort by their place in the schema, unchecked before checked, people
//! and pages by name, and empty values come last in both directions.

use std::cmp::Ordering;

use serde_json::Value;

use super::collate;
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
    Text(String),
    /// Texts that are compared one after the other.
    Texts(Vec<String>),
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

    /// Brings rows into order. They come in the order that equal ones keep.
    pub(crate) fn order<'a>(
        &self,
        computing: &Computing<'a>,
        schema: &'a Schema,
        rows: Vec<&'a Page>,
    ) -> Vec<&'a Page> {
        if self.0.is_empty() {
            return rows;
        }
        let mut keyed: Vec<(Vec<Key>, &Page)> = rows
            .into_iter()
            .map(|page| {
                (
                    self.0
                        .iter()
                        .map(|sort| key(computing, schema, page, sort))
                        .collect(),
                    page,
                )
            })
            .collect();
        keyed.sort_by(|(a, _), (b, _)| {
            self.0
                .iter()
                .zip(a.iter().zip(b))
                .map(|(sort, (a, b))| compare(a, b, sort.descending))
                .find(|ordering| ordering.is_ne())
                .unwrap_or(Ordering::Equal)
        });
        keyed.into_iter().map(|(_, page)| page).collect()
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
        Read::Text(text) => Key::Text(text.clone().into_owned()),
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
        Read::Ids(ids) => Key::Texts(ids.iter().map(|id| name(computing, *id)).collect()),
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
        (Key::Text(a), Key::Text(b)) => collate(a, b),
        (Key::Texts(a), Key::Texts(b)) => a
            .iter()
            .zip(b)
            .map(|(a, b)| collate(a, b))
            .find(|ordering| ordering.is_ne())
            .unwrap_or_else(|| a.len().cmp(&b.len())),
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
