//! The values of properties: as plain JSON, as text for a person, and as text that can be read back.

mod read;
mod titles;

use notion_session::model::PropertyValue;
use serde_json::{Value, json};

pub(crate) use read::{People, Reader};
pub(crate) use titles::Titles;

/// A property value as Notion has it, without what surrounds it: a string, a number, a boolean, or a list of these; null
/// if it is empty. Files and places are objects, because their name alone does not lead to them.
pub(crate) fn plain(value: &Value) -> Value {
    let Some(kind) = value["type"].as_str() else {
        return value.clone();
    };
    let content = &value[kind];
    let list = |of: fn(&Value) -> Value| match content.as_array() {
        Some(items) => items.iter().map(of).collect(),
        None => Value::Null,
    };
    match kind {
        "title" | "rich_text" => {
            let runs = content.as_array().into_iter().flatten();
            runs.filter_map(|run| run["plain_text"].as_str())
                .collect::<String>()
                .into()
        }
        "select" | "status" => content["name"].clone(),
        "multi_select" => list(|item| item["name"].clone()),
        "files" => list(file),
        "people" => list(user),
        "relation" => list(|page| page["id"].clone()),
        "array" => list(plain),
        "created_by" | "last_edited_by" => user(content),
        "date" => match (content["start"].as_str(), content["end"].as_str()) {
            (Some(start), Some(end)) => format!("{start}/{end}").into(),
            _ => content["start"].clone(),
        },
        "unique_id" => match (content["prefix"].as_str(), &content["number"]) {
            (_, Value::Null) => Value::Null,
            (Some(prefix), number) => format!("{prefix}-{number}").into(),
            (None, number) => number.clone(),
        },
        "formula" | "rollup" => plain(content),
        "verification" => content["state"].clone(),
        "place" => match content {
            Value::Object(place) => {
                let kept = place.iter().filter(|(_, value)| !value.is_null());
                kept.map(|(key, value)| (key.clone(), value.clone()))
                    .collect()
            }
            _ => Value::Null,
        },
        "button" | "unsupported" | "incomplete" => Value::Null,
        _ => content.clone(),
    }
}

fn file(file: &Value) -> Value {
    let kind = file["type"].as_str().unwrap_or_default();
    json!({ "name": file["name"], "url": file[kind]["url"] })
}

fn user(user: &Value) -> Value {
    match &user["name"] {
        Value::Null => user["id"].clone(),
        name => name.clone(),
    }
}

/// A property value as Notion has it, as a person reads it: as in the tables of the library.
pub(crate) fn shown(value: &Value) -> String {
    let read = serde_json::from_value::<PropertyValue>(value.clone());
    // What the model does not know is shown as it can be.
    read.map_or_else(
        |_| text(&plain(value)),
        |value| notion_session::table::text(&value.kind),
    )
}

/// A plain value as text; as the cell of a CSV file it can be read back.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        // A file or a place.
        Value::Object(object) => {
            let part = |key: &str| object.get(key).and_then(Value::as_str);
            match part("name")
                .or_else(|| part("address"))
                .or_else(|| part("url"))
            {
                Some(text) => text.to_owned(),
                None => value.to_string(),
            }
        }
        Value::Number(number) => number.to_string(),
    }
}

/// A plain value as the cell of a CSV file, from which it can be read back: lists have a comma and a space between their
/// elements, and are JSON if an element has a comma of its own, or is an object.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Array(items) if !items.iter().all(is_plain_element) => value.to_string(),
        Value::Object(_) => value.to_string(),
        value => text(value),
    }
}

/// Whether a list of such elements can be split again.
fn is_plain_element(item: &Value) -> bool {
    match item {
        Value::String(text) => {
            !text.is_empty()
                && text.trim() == text
                && !text.contains(',')
                && !text.starts_with(['[', '{', '"'])
        }
        Value::Number(_) | Value::Bool(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_plain_and_read_as_text() {
        for (value, expected, read) in [
            (
                json!({ "type": "title", "title": [{ "plain_text": "a" }, { "plain_text": "b" }] }),
                json!("ab"),
                "ab",
            ),
            (
                json!({ "type": "number", "number": 2.5 }),
                json!(2.5),
                "2.5",
            ),
            (json!({ "type": "select", "select": null }), json!(null), ""),
            (
                json!({ "type": "multi_select", "multi_select": [{ "name": "x" }, { "name": "y" }] }),
                json!(["x", "y"]),
                "x, y",
            ),
            (
                json!({ "type": "checkbox", "checkbox": true }),
                json!(true),
                "yes",
            ),
            (
                json!({ "type": "date", "date": { "start": "2026-01-01", "end": "2026-01-02" } }),
                json!("2026-01-01/2026-01-02"),
                "2026-01-01/2026-01-02",
            ),
            (
                json!({ "type": "unique_id", "unique_id": { "prefix": "T", "number": 3 } }),
                json!("T-3"),
                "T-3",
            ),
            (
                json!({ "type": "formula", "formula": { "type": "boolean", "boolean": false } }),
                json!(false),
                "no",
            ),
            (
                json!({ "type": "rollup", "rollup": { "type": "array", "array": [{ "type": "number", "number": 1 }] } }),
                json!([1]),
                "1",
            ),
            (
                json!({ "type": "people", "people": [{ "id": "u" }] }),
                json!(["u"]),
                "u",
            ),
            (
                json!({ "type": "files", "files": [{ "name": "a", "type": "external", "external": { "url": "https://a.b" } }] }),
                json!([{ "name": "a", "url": "https://a.b" }]),
                "a",
            ),
            (
                json!({ "type": "place", "place": { "lat": 1.5, "lon": 2.5, "name": "Here", "address": null } }),
                json!({ "lat": 1.5, "lon": 2.5, "name": "Here" }),
                "Here",
            ),
            (json!({ "type": "button", "button": {} }), json!(null), ""),
        ] {
            let found = plain(&value);
            assert_eq!(found, expected, "{value}");
            assert_eq!(text(&found), read);
        }
    }

    #[test]
    fn a_list_in_a_cell_can_be_split_again() {
        assert_eq!(cell(&json!(["a", "b"])), "a, b");
        assert_eq!(cell(&json!(["a, b", "c"])), r#"["a, b","c"]"#);
        assert_eq!(cell(&json!([" a"])), r#"[" a"]"#);
        assert_eq!(cell(&json!([])), "");
        assert_eq!(cell(&json!({ "name": "x" })), r#"{"name":"x"}"#);
    }
}
