//! The values of properties as plain JSON, and as text.

use serde_json::Value;

/// A property value as Notion has it, without what surrounds it: a text, a number, yes or no, or a list of these;
/// null where it is empty.
pub(super) fn plain(value: &Value) -> Value {
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
        "multi_select" | "files" => list(|item| item["name"].clone()),
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
        "place" => match &content["name"] {
            Value::Null => content["address"].clone(),
            name => name.clone(),
        },
        "button" | "unsupported" | "incomplete" => Value::Null,
        _ => content.clone(),
    }
}

/// A plain value as a person reads it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn user(user: &Value) -> Value {
    match &user["name"] {
        Value::Null => user["id"].clone(),
        name => name.clone(),
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
            (json!({ "type": "button", "button": {} }), json!(null), ""),
        ] {
            let found = plain(&value);
            assert_eq!(found, expected, "{value}");
            assert_eq!(text(&found), read);
        }
    }
}
