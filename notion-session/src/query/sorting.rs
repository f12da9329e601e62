//! Sorts rows as Notion does, for sorted queries of more than 10,000 rows, which Notion does not return.
//!
//! Choices, since no recording shows Notion's order (the local server makes the same): options sort by their position in the
//! schema, unchecked before checked, people by name, and empty values last in both directions. Equal rows stay in the order
//! of their creation, the newest first.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::Timestamp;
use notion_model::{DataSource, SchemaKind};
use notion_schema::internal::id_of;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::collate::collate;
use crate::error::{Error, Result};
use crate::schema::DateOrTime;

/// The property or time that rows are sorted by.
#[derive(Debug)]
pub(super) struct Sorting {
    by: Vec<By>,
}

#[derive(Debug)]
struct By {
    what: What,
    descending: bool,
}

#[derive(Debug)]
enum What {
    Created,
    Edited,
    Property {
        name: String,
        /// The ID, which finds it after it was renamed.
        id: String,
        /// The positions of the options, by their names.
        options: HashMap<String, usize>,
    },
}

/// A key that rows are compared by.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Empty,
    Number(f64),
    Text(String),
    /// Strings that are compared one after the other.
    Texts(Vec<String>),
    Places(Vec<usize>),
}

impl Sorting {
    /// Parses sorts in Notion's JSON.
    ///
    /// # Errors
    ///
    /// If rows would have to be sorted by the titles of other pages, which are not part of the answer.
    pub(super) fn new(sorts: &[Value], source: &DataSource) -> Result<Sorting> {
        let by = sorts.iter().map(|sort| {
            let word = |key: &str| sort.get(key).and_then(Value::as_str);
            let what = match (word("timestamp"), word("property")) {
                (Some("created_time"), _) => What::Created,
                (Some(_), _) | (None, None) => What::Edited,
                (None, Some(name)) => What::property(name, source)?,
            };
            Ok(By {
                what,
                descending: word("direction") == Some("descending"),
            })
        });
        Ok(Sorting {
            by: by.collect::<Result<_>>()?,
        })
    }

    /// Returns the keys of a page.
    ///
    /// # Errors
    ///
    /// If the JSON is not a page.
    pub(super) fn keys(&self, page: &str) -> Result<Vec<Key>, serde_json::Error> {
        #[derive(Deserialize)]
        struct Page<'a> {
            #[serde(deserialize_with = "notion_schema::internal::read_instant")]
            created_time: Timestamp,
            #[serde(deserialize_with = "notion_schema::internal::read_instant")]
            last_edited_time: Timestamp,
            #[serde(borrow)]
            properties: HashMap<Cow<'a, str>, &'a RawValue>,
        }
        let page: Page<'_> = serde_json::from_str(page)?;
        self.by
            .iter()
            .map(|by| match &by.what {
                What::Created => Ok(seconds(page.created_time)),
                What::Edited => Ok(seconds(page.last_edited_time)),
                What::Property { name, id, options } => {
                    let by_name = page.properties.get(&**name);
                    let mut values = page.properties.values();
                    let by_id = |value: &&&RawValue| id_of(value.get()).as_deref() == Some(&**id);
                    match by_name.or_else(|| values.find(by_id)) {
                        Some(value) => {
                            let value: Value = serde_json::from_str(value.get())?;
                            Ok(Key::of(&value, options))
                        }
                        None => Ok(Key::Empty),
                    }
                }
            })
            .collect()
    }

    /// Compares two rows.
    pub(super) fn compare(&self, a: &[Key], b: &[Key]) -> Ordering {
        self.by
            .iter()
            .zip(a.iter().zip(b))
            .map(|(by, (a, b))| compare(a, b, by.descending))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl What {
    /// Finds a property by its name or ID.
    fn property(key: &str, source: &DataSource) -> Result<What> {
        let mut properties = source.properties.values();
        let by_id = || properties.find(|property| property.id.as_str() == key);
        let found = source.properties.get(key).or_else(by_id);
        let name = found.map_or(key, |property| &property.name);
        let names: Vec<&str> = match found.map(|property| &property.kind) {
            Some(SchemaKind::Select(select) | SchemaKind::MultiSelect(select)) => {
                select.options.iter().map(|option| &*option.name).collect()
            }
            Some(SchemaKind::Status(status)) => {
                status.options.iter().map(|option| &*option.name).collect()
            }
            Some(SchemaKind::Relation(_)) => {
                return Err(Error::refused(
                    name,
                    "sort",
                    "Notion gives at most 10,000 rows of this query, and sorts relations by the \
                     titles of their pages, which are not at hand to sort the others by",
                ));
            }
            _ => Vec::new(),
        };
        let options = names.into_iter().map(str::to_owned).zip(0..).collect();
        Ok(What::Property {
            name: name.to_owned(),
            id: found
                .map_or(key, |property| property.id.as_str())
                .to_owned(),
            options,
        })
    }
}

impl Key {
    /// Of a property value, with or without an id.
    fn of(value: &Value, options: &HashMap<String, usize>) -> Key {
        let kind = value["type"].as_str().unwrap_or_default();
        let content = &value[kind];
        let text = |text: &Value| match text.as_str() {
            None | Some("") => Key::Empty,
            Some(text) => Key::Text(text.to_owned()),
        };
        match kind {
            "title" | "rich_text" => {
                let runs = content.as_array().into_iter().flatten();
                let whole: String = runs.filter_map(|run| run["plain_text"].as_str()).collect();
                text(&whole.into())
            }
            "number" => content.as_f64().map_or(Key::Empty, Key::Number),
            "checkbox" | "boolean" => {
                Key::Number(f64::from(u8::from(content.as_bool().unwrap_or(false))))
            }
            "unique_id" => content["number"].as_f64().map_or(Key::Empty, Key::Number),
            "select" | "status" if content.is_object() => {
                Key::Places(vec![place(content, options)])
            }
            "multi_select" => match content.as_array() {
                Some(chosen) if !chosen.is_empty() => {
                    Key::Places(chosen.iter().map(|one| place(one, options)).collect())
                }
                _ => Key::Empty,
            },
            "date" => instant(&content["start"]),
            "created_time" | "last_edited_time" => instant(content),
            "created_by" | "last_edited_by" => text(&content["name"]),
            "people" => match content.as_array() {
                Some(people) if !people.is_empty() => {
                    let name = |user: &Value| user["name"].as_str().unwrap_or_default().to_owned();
                    Key::Texts(people.iter().map(name).collect())
                }
                _ => Key::Empty,
            },
            #[expect(clippy::cast_precision_loss, reason = "a count")]
            "files" => match content.as_array().map_or(0, Vec::len) {
                0 => Key::Empty,
                count => Key::Number(count as f64),
            },
            "formula" | "rollup" => Key::of(content, options),
            "array" => match content.as_array().and_then(|values| values.first()) {
                Some(first) => Key::of(first, options),
                None => Key::Empty,
            },
            // URLs, e-mail addresses, phone numbers, texts of formulas.
            _ => text(content),
        }
    }
}

fn place(option: &Value, options: &HashMap<String, usize>) -> usize {
    let name = option["name"].as_str().unwrap_or_default();
    options.get(name).copied().unwrap_or(usize::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact")]
fn seconds(time: Timestamp) -> Key {
    Key::Number(time.as_second() as f64)
}

fn instant(start: &Value) -> Key {
    match start.as_str().and_then(|text| text.parse().ok()) {
        Some(DateOrTime::DateTime(time)) => seconds(time.timestamp()),
        Some(DateOrTime::Date(day)) => day
            .to_jiff()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_or(Key::Empty, |start| seconds(start.timestamp())),
        None => Key::Empty,
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
        // A formula may give several types.
        (a, b) => a.rank().cmp(&b.rank()),
    };
    if descending {
        ordering.reverse()
    } else {
        ordering
    }
}

impl Key {
    const fn rank(&self) -> u8 {
        match self {
            Key::Number(_) => 0,
            Key::Text(_) => 1,
            Key::Texts(_) => 2,
            Key::Places(_) => 3,
            Key::Empty => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_property_is_sorted_by_whatever_it_is_called_in_the_rows() {
        let source: DataSource = serde_json::from_value(json!({
            "object": "data_source", "id": "38c9ce7b-60a4-8100-8000-000000000001", "title": [],
            "properties": { "Days": {
                "id": "es%3A", "name": "Days", "description": null, "type": "number", "number": {}
            } },
        }))
        .unwrap();
        let page = |name: &str, days: u32| {
            json!({
                "created_time": "2026-06-27T16:53:00.000Z",
                "last_edited_time": "2026-06-27T16:53:00.000Z",
                "properties": {
                    "Other": { "id": "a", "type": "number", "number": 9 },
                    name: { "id": "es%3A", "type": "number", "number": days },
                },
            })
            .to_string()
        };
        for key in ["es%3A", "Days"] {
            let sorts = [json!({ "property": key, "direction": "ascending" })];
            let sorting = Sorting::new(&sorts, &source).unwrap();
            let keys = |name: &str, days| sorting.keys(&page(name, days)).unwrap();
            assert_eq!(keys("Days", 2), [Key::Number(2.0)]);
            assert_eq!(keys("Renamed since", 3), [Key::Number(3.0)]);
        }
    }
}
