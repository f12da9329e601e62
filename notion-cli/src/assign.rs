//! Assignments on the command line: `Status=Done`, `Tags+=urgent`, `Tags-=later`, `Due=`.

use notion_session::Session;
use notion_session::model::{DataSource, Page, PropertySchema, SchemaKind, ValueKind, plain_text};
use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::query;
use crate::value::{People, Reader, Titles};

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operator {
    Set,
    Add,
    Remove,
}

/// An assignment to a property of a data source.
#[derive(Debug)]
pub(crate) struct Assignment {
    property: PropertySchema,
    operator: Operator,
    value: ValueKind,
}

/// Reads assignments by the schema. No request, unless one is to people, for one for each 100 users, or one names pages by their
/// titles.
pub(crate) async fn read(
    session: &Session,
    source: &DataSource,
    words: &[String],
    create_options: bool,
) -> Result<Vec<Assignment>> {
    let mut split = Vec::new();
    for word in words {
        split.push(parts(source, word)?);
    }
    let has_people = |(property, ..): &(&PropertySchema, Operator, &str)| {
        matches!(property.kind, SchemaKind::People(_))
    };
    let people = match split.iter().any(has_people) {
        true => People::load(session).await?,
        false => People::default(),
    };
    let mut titles = Titles::default();
    for (property, _, text) in &split {
        titles.note(property, &Value::from(*text));
    }
    titles.load(session).await?;
    let reader = Reader {
        people,
        titles,
        create_options,
    };
    split
        .into_iter()
        .map(|(property, operator, text)| {
            let name = &property.name;
            if operator != Operator::Set && !is_list(&property.kind) {
                return Err(Failure::new(format!(
                    "{name:?} has one value: write {name}=VALUE; += and -= are for lists"
                )));
            }
            let value = reader.read(property, &Value::from(text));
            let value = value.map_err(|why| Failure::about(format!("{name:?}"), why))?;
            Ok(Assignment {
                property: property.clone(),
                operator,
                value,
            })
        })
        .collect()
}

/// The property, the operator and the value of `Name=value`. A name may have `=` in it: the longest name counts.
fn parts<'a>(
    source: &'a DataSource,
    word: &'a str,
) -> Result<(&'a PropertySchema, Operator, &'a str)> {
    let split = |name: &str| {
        let head = word.get(..name.len())?;
        if head.to_lowercase() != name.to_lowercase() {
            return None;
        }
        let rest = word[name.len()..].trim_start();
        let operators = [
            ("+=", Operator::Add),
            ("-=", Operator::Remove),
            ("=", Operator::Set),
        ];
        operators
            .into_iter()
            .find_map(|(sign, operator)| Some((operator, rest.strip_prefix(sign)?.trim())))
    };
    let found = source
        .properties
        .values()
        .filter_map(|property| split(&property.name).map(|found| (property, found)))
        // The exact name before one in other letters, and the longest.
        .max_by_key(|(property, _)| (word.starts_with(&property.name), property.name.len()));
    if let Some((property, (operator, text))) = found {
        return Ok((property, operator, text));
    }
    let Some((name, _)) = word.split_once('=') else {
        return Err(Failure::usage(format!(
            "{word:?} is not an assignment: write NAME=VALUE, NAME+=VALUE, NAME-=VALUE, or NAME= to clear"
        )));
    };
    let name = name.trim_end_matches(['+', '-']).trim();
    let known: Vec<&str> = source.properties.keys().map(String::as_str).collect();
    let near = notion_formula::suggest(name, known.iter().copied());
    let near = near.map(|near| format!("; did you mean {near:?}?"));
    Err(Failure::new(format!(
        "{name:?} is not a property of {:?}{} It has: {}",
        plain_text(&source.title),
        near.unwrap_or_else(|| ".".to_owned()),
        known.join(", ")
    )))
}

fn is_list(kind: &SchemaKind) -> bool {
    matches!(
        kind,
        SchemaKind::MultiSelect(_)
            | SchemaKind::People(_)
            | SchemaKind::Relation(_)
            | SchemaKind::Files(_)
    )
}

impl Assignment {
    /// The name of the property.
    pub(crate) fn name(&self) -> &str {
        &self.property.name
    }

    /// The new value, of a page that does not exist yet.
    pub(crate) fn into_new(self) -> (String, ValueKind) {
        (self.property.name, self.value)
    }

    /// The new value, of a page that has a value already. No request, unless the value is a list that Notion truncated.
    pub(crate) async fn on(&self, session: &Session, page: &Page) -> Result<ValueKind> {
        if self.operator == Operator::Set {
            return Ok(self.value.clone());
        }
        let values = query::values(session, page).await?;
        let name = &self.property.name;
        let value = values.into_iter().find(|(other, _)| other == name);
        let value = value.map(|(_, value)| value).unwrap_or_default();
        let about = |error| Failure::about(format!("{name:?}"), error);
        let value: notion_session::model::PropertyValue =
            serde_json::from_value(value).map_err(about)?;
        let is_added = self.operator == Operator::Add;
        let mut current = value.kind;
        match (&mut current, &self.value) {
            (ValueKind::MultiSelect(old), ValueKind::MultiSelect(new)) => {
                // By their names alone: an option's id and color need not be repeated.
                for option in old.iter_mut() {
                    *option = notion_session::model::SelectOption::named(option.name.as_str());
                }
                merge(old, new, is_added, |option| option.name.clone());
            }
            (ValueKind::People(old), ValueKind::People(new)) => {
                merge(old, new, is_added, |user| {
                    serde_json::json!(user)["id"].to_string()
                });
            }
            (ValueKind::Relation(old), ValueKind::Relation(new)) => {
                merge(old, new, is_added, |page| page.id.to_string());
            }
            (ValueKind::Files(old), ValueKind::Files(new)) => {
                merge(old, new, is_added, |file| {
                    file.url().unwrap_or_default().to_owned()
                });
            }
            _ => current = self.value.clone(),
        }
        Ok(current)
    }
}

/// Adds or removes elements that a key tells apart.
fn merge<T: Clone>(old: &mut Vec<T>, new: &[T], is_added: bool, key: impl Fn(&T) -> String) {
    let keys: Vec<String> = new.iter().map(&key).collect();
    if !is_added {
        old.retain(|element| !keys.contains(&key(element)));
        return;
    }
    for element in new {
        let is_there = old.iter().any(|other| key(other) == key(element));
        if !is_there {
            old.push(element.clone());
        }
    }
}
