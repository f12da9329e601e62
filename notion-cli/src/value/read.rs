//! Reads the value of a property from text or JSON, as its schema says.

use notion_session::model::{
    DateValue, File, Moment, Place, PropertySchema, SchemaKind, SelectOption, UserId, ValueKind,
};
use notion_session::session::AnyValue;
use notion_session::{Error, Session};
use serde_json::{Number, Value};

use super::Titles;
use crate::failure::Result;

/// Why a value does not fit a property, and what would.
pub(super) type Refused = String;

/// The users of the workspace, to find people by their names.
#[derive(Debug, Default)]
pub(crate) struct People {
    users: Vec<Person>,
    /// The token's own user, if it was asked for.
    me: Option<UserId>,
}

#[derive(Debug)]
struct Person {
    id: UserId,
    name: String,
    email: Option<String>,
}

impl People {
    /// Reads the users. One request for each 100, and one for the token's own.
    pub(crate) async fn load(session: &Session) -> Result<People> {
        let me = session.whoami().await?.id();
        let users = session.all_users().await?;
        let person = |user: &notion_session::User| Person {
            id: user.id(),
            name: user.name().to_owned(),
            email: user.email().map(str::to_owned),
        };
        Ok(People {
            users: users.iter().map(person).collect(),
            me: Some(me),
        })
    }

    fn find(&self, word: &str) -> Result<UserId, Refused> {
        if let Ok(id) = word.parse() {
            return Ok(id);
        }
        if word == "me"
            && let Some(me) = self.me
        {
            return Ok(me);
        }
        let is_named =
            |person: &&Person| person.name == word || person.email.as_deref() == Some(word);
        let found: Vec<&Person> = self.users.iter().filter(is_named).collect();
        match &found[..] {
            [person] => Ok(person.id),
            [] => {
                let names: Vec<&str> = self
                    .users
                    .iter()
                    .map(|person| person.name.as_str())
                    .collect();
                Err(format!(
                    "{word:?} is not a user; {}",
                    known("the users are", word, &names)
                ))
            }
            several => {
                let ids: Vec<String> = several.iter().map(|person| person.id.to_string()).collect();
                Err(format!(
                    "{} users are called {word:?}: write the id of one: {}",
                    several.len(),
                    ids.join(", ")
                ))
            }
        }
    }
}

/// Reads values as the schema of a data source says.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub(crate) people: People,
    pub(crate) titles: Titles,
    /// Whether options that the schema does not have are made.
    pub(crate) create_options: bool,
}

impl Reader {
    /// The value of a property. Text is read as the property's type says; null and the empty text clear the property.
    pub(crate) fn read(
        &self,
        property: &PropertySchema,
        input: &Value,
    ) -> Result<ValueKind, Refused> {
        let value = self.value(&property.kind, input)?;
        value.into_value(property).map_err(|error| match error {
            Error::Refused(refused) => refused.reason,
            error => error.to_string(),
        })
    }

    fn value(&self, kind: &SchemaKind, input: &Value) -> Result<AnyValue, Refused> {
        let is_empty = match input {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        let expected = |what: &str| format!("{input} is not {what}");
        Ok(match kind {
            _ if is_empty => AnyValue::Empty,
            SchemaKind::Title(_)
            | SchemaKind::RichText(_)
            | SchemaKind::Url(_)
            | SchemaKind::Email(_)
            | SchemaKind::PhoneNumber(_) => AnyValue::Text(scalar(input)?),
            SchemaKind::Number(_) => {
                let number = number(input).ok_or_else(|| expected("a number, like 2.5"))?;
                AnyValue::Value(Box::new(ValueKind::Number(Some(number))))
            }
            SchemaKind::Checkbox(_) => {
                AnyValue::Checkbox(boolean(input).ok_or_else(|| expected("yes or no"))?)
            }
            SchemaKind::Select(schema) => {
                let name = scalar(input)?;
                self.check_option(&name, &schema.options, true)?;
                AnyValue::Text(name)
            }
            SchemaKind::Status(schema) => {
                let name = scalar(input)?;
                self.check_option(&name, &schema.options, false)?;
                AnyValue::Text(name)
            }
            SchemaKind::MultiSelect(schema) => {
                let names = strings(input)?;
                for name in &names {
                    self.check_option(name, &schema.options, true)?;
                }
                AnyValue::Options(names)
            }
            SchemaKind::Date(_) => AnyValue::Date(date(&scalar(input)?)),
            SchemaKind::People(_) => {
                let found = strings(input)?
                    .into_iter()
                    .map(|word| self.people.find(&word));
                AnyValue::People(found.collect::<Result<_, _>>()?)
            }
            SchemaKind::Relation(relation) => {
                AnyValue::Relation(self.titles.pages(relation.data_source_id, input)?)
            }
            SchemaKind::Files(_) => {
                AnyValue::Files(elements(input).iter().map(file).collect::<Result<_, _>>()?)
            }
            SchemaKind::Place(_) => {
                AnyValue::Value(Box::new(ValueKind::Place(Some(place(input)?))))
            }
            // What Notion computes is refused with the reason.
            _ => AnyValue::Text(input.to_string()),
        })
    }

    fn check_option(
        &self,
        name: &str,
        options: &[SelectOption],
        can_be_made: bool,
    ) -> Result<(), Refused> {
        if options.iter().any(|option| option.name == name) {
            return Ok(());
        }
        if self.create_options && can_be_made {
            return Ok(());
        }
        let names: Vec<&str> = options.iter().map(|option| option.name.as_str()).collect();
        let hint = match can_be_made {
            true => "; --create-options makes new ones",
            false => "; options of a status are made in Notion",
        };
        Err(format!(
            "{name:?} is not an option; {}{hint}",
            known("the options are", name, &names)
        ))
    }
}

/// What there is, with the nearest first.
fn known(what: &str, word: &str, names: &[&str]) -> String {
    /// Enough for a line of a terminal.
    const SHOWN: usize = 10;
    if names.is_empty() {
        return "there are none".to_owned();
    }
    let near = notion_formula::suggest(word, names.iter().copied());
    let near = near
        .map(|near| format!("did you mean {near:?}? "))
        .unwrap_or_default();
    let shown: Vec<String> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("{name:?}"))
        .collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{near}{what} {}{more}", shown.join(", "))
}

/// A string, or a number or a boolean as one.
fn scalar(input: &Value) -> Result<String, Refused> {
    match input {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(value) => Ok(value.to_string()),
        other => Err(format!("{other} is not a string")),
    }
}

fn number(input: &Value) -> Option<Number> {
    match input {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => {
            let text = text.trim();
            let text = text.strip_prefix('+').unwrap_or(text);
            text.parse::<Number>()
                .ok()
                // `.5` and `5.` are not JSON.
                .or_else(|| Number::from_f64(text.parse().ok()?))
        }
        _ => None,
    }
}

fn boolean(input: &Value) -> Option<bool> {
    match input {
        Value::Bool(value) => Some(*value),
        Value::String(text) => match text.trim().to_lowercase().as_str() {
            "yes" | "true" | "1" | "x" | "✓" => Some(true),
            "no" | "false" | "0" => Some(false),
            _ => None,
        },
        Value::Number(number) => match number.as_u64() {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// `2026-12-01`, `2026-12-01T09:00:00+01:00`, or two of them with a slash between.
fn date(text: &str) -> DateValue {
    let moment = |text: &str| Moment::from(text.trim());
    match text.split_once('/') {
        Some((start, end)) => DateValue::range(moment(start), moment(end)),
        None => DateValue::from(moment(text)),
    }
}

/// The elements of a list: of a JSON array, or of text with commas between.
fn elements(input: &Value) -> Vec<Value> {
    match input {
        Value::Array(items) => items.clone(),
        Value::String(text) => match serde_json::from_str(text) {
            Ok(Value::Array(items)) => items,
            Ok(object @ Value::Object(_)) => vec![object],
            _ => {
                let parts = text.split(',').map(str::trim);
                parts
                    .filter(|part| !part.is_empty())
                    .map(Value::from)
                    .collect()
            }
        },
        other => vec![other.clone()],
    }
}

pub(super) fn strings(input: &Value) -> Result<Vec<String>, Refused> {
    elements(input).iter().map(scalar).collect()
}

/// A file on the web: its URL, or an object with a name and a URL.
fn file(input: &Value) -> Result<File, Refused> {
    let is_web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    let (url, name) = match input {
        Value::String(url) => (Some(url.as_str()), None),
        other => (other["url"].as_str(), other["name"].as_str()),
    };
    let Some(url) = url.filter(|url| is_web(url)) else {
        return Err(format!(
            "{input} is not a file: expected a URL, or {{\"name\": …, \"url\": …}}; `notion upload` uploads a file"
        ));
    };
    let file_name = || {
        let path = url.split(['?', '#']).next().unwrap_or(url);
        path.trim_end_matches('/').rsplit('/').next().unwrap_or(url)
    };
    let name = name
        .filter(|name| !name.is_empty())
        .unwrap_or_else(file_name);
    Ok(File::external(url).named(name))
}

fn place(input: &Value) -> Result<Place, Refused> {
    let object = match input {
        Value::String(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        other => other.clone(),
    };
    let refused =
        || format!("{input} is not a place: expected {{\"lat\": …, \"lon\": …, \"name\": …}}");
    if !object["lat"].is_number() || !object["lon"].is_number() {
        return Err(refused());
    }
    serde_json::from_value(object).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use notion_session::model::{NumberSchema, SelectSchema};
    use serde_json::json;

    use super::*;
    use crate::value::{cell, plain};

    fn property(kind: SchemaKind) -> PropertySchema {
        PropertySchema::new("id", "P", kind)
    }

    fn select(names: &[&str]) -> SelectSchema {
        let options = names.iter().map(|name| SelectOption::named(*name));
        SelectSchema {
            options: options.collect(),
            ..SelectSchema::default()
        }
    }

    #[test]
    fn what_does_not_fit_says_what_would() {
        let reader = Reader::default();
        for (kind, input, expected) in [
            (
                SchemaKind::Number(NumberSchema::default()),
                json!("two"),
                "\"two\" is not a number",
            ),
            (
                SchemaKind::Checkbox(Default::default()),
                json!("maybe"),
                "is not yes or no",
            ),
            (
                SchemaKind::Select(select(&["Done", "Open"])),
                json!("Dome"),
                "did you mean \"Done\"? the options are \"Done\", \"Open\"; --create-options",
            ),
            (
                SchemaKind::Date(Default::default()),
                json!("tomorrow"),
                "tomorrow",
            ),
            (
                SchemaKind::People(Default::default()),
                json!("Ada"),
                "\"Ada\" is not a user",
            ),
            (
                SchemaKind::Files(Default::default()),
                json!("a.txt"),
                "expected a URL",
            ),
            (
                SchemaKind::Place(Default::default()),
                json!("Here"),
                "is not a place",
            ),
            (
                SchemaKind::CreatedTime(Default::default()),
                json!("now"),
                "Notion computes",
            ),
            (
                SchemaKind::Title(Default::default()),
                json!([1]),
                "is not a string",
            ),
        ] {
            let error = reader.read(&property(kind), &input).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let reader = Reader {
            create_options: true,
            ..Reader::default()
        };
        for (kind, value) in [
            (
                SchemaKind::Number(NumberSchema::default()),
                json!({ "type": "number", "number": 0.1 }),
            ),
            (
                SchemaKind::Checkbox(Default::default()),
                json!({ "type": "checkbox", "checkbox": true }),
            ),
            (
                SchemaKind::MultiSelect(select(&[])),
                json!({ "type": "multi_select", "multi_select": [{ "name": "a" }, { "name": "[b" }] }),
            ),
            (
                SchemaKind::Date(Default::default()),
                json!({ "type": "date", "date": { "start": "2026-01-01T09:00:00.000+00:00", "end": "2026-01-02T10:00:00.000+00:00" } }),
            ),
            (
                SchemaKind::Files(Default::default()),
                json!({ "type": "files", "files": [{ "name": "a, b", "type": "external", "external": { "url": "https://a.b/c" } }] }),
            ),
            (
                SchemaKind::Place(Default::default()),
                json!({ "type": "place", "place": { "lat": 1.5, "lon": -2, "name": "Here" } }),
            ),
        ] {
            let printed = plain(&value);
            for input in [printed.clone(), json!(cell(&printed))] {
                let read = reader.read(&property(kind.clone()), &input).unwrap();
                let read = serde_json::to_value(notion_session::model::PropertyValue::from(read));
                assert_eq!(plain(&read.unwrap()), printed, "{input}");
            }
        }
    }
}
