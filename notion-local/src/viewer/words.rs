//! Filters, sorts and settings of properties in words.

use notion_formula::Reference;
use serde_json::Value;

use crate::property::{Formula, PropertyKind};
use crate::render;
use crate::state::{Schema, Workspace, id};

/// Returns the name of a property type for people.
pub(super) fn type_name(kind: &PropertyKind) -> String {
    match kind {
        PropertyKind::RichText => "text".into(),
        PropertyKind::MultiSelect(_) => "multi-select".into(),
        PropertyKind::PhoneNumber => "phone".into(),
        PropertyKind::UniqueId { .. } => "ID".into(),
        PropertyKind::Url => "URL".into(),
        kind => kind.name().replace('_', " "),
    }
}

/// Describes a filter: `Status is not “Done” and Due is before today`.
pub(super) fn filter(filter: &Value, schema: &Schema) -> String {
    written(filter, schema, false)
}

fn written(filter: &Value, schema: &Schema, is_inner: bool) -> String {
    for (key, word) in [("and", " and "), ("or", " or ")] {
        if let Some(parts) = filter.get(key).and_then(Value::as_array) {
            let all: Vec<String> = parts
                .iter()
                .map(|part| written(part, schema, true))
                .collect();
            let joined = all.join(word);
            return if is_inner && all.len() > 1 {
                format!("({joined})")
            } else {
                joined
            };
        }
    }
    let Some(condition) = filter.as_object() else {
        return filter.to_string();
    };
    let text = |key: &str| condition.get(key).and_then(Value::as_str);
    let subject = match (text("property"), text("timestamp")) {
        (Some(name), _) => property(name, schema),
        (None, Some(timestamp)) => timestamp.replace('_', " "),
        (None, None) => return filter.to_string(),
    };
    let operators = condition
        .iter()
        .find(|(key, _)| !matches!(key.as_str(), "property" | "timestamp" | "type"));
    match operators {
        Some((_, operators)) => format!("{subject} {}", operator(operators)),
        None => subject,
    }
}

fn property(name: &str, schema: &Schema) -> String {
    match schema.find(name) {
        Some(property) => property.name.clone(),
        None => name.to_owned(),
    }
}

/// Describes an operator such as `{"does_not_equal": "Done"}`. Those of rollups and formulas are nested.
fn operator(operators: &Value) -> String {
    let Some((name, operand)) = operators.as_object().and_then(|map| map.iter().next()) else {
        return String::new();
    };
    let words = match name.as_str() {
        "equals" => "is".to_owned(),
        "does_not_equal" => "is not".to_owned(),
        "before" | "after" | "on_or_before" | "on_or_after" => {
            format!("is {}", name.replace('_', " "))
        }
        "string" | "number" | "checkbox" | "date" | "rich_text" | "select" | "status"
        | "multi_select" | "people" | "relation" | "files" => String::new(),
        name => name.replace('_', " "),
    };
    let operand = match operand {
        Value::Bool(true) if name.starts_with("is_") => String::new(),
        Value::Bool(true) => "checked".to_owned(),
        Value::Bool(false) => "not checked".to_owned(),
        Value::String(word) if is_relative(word) => word.replace('_', " "),
        Value::String(text) => format!("“{text}”"),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(Value::to_string).collect();
            all.join(", ")
        }
        Value::Object(map) if map.is_empty() => String::new(),
        Value::Object(_) => operator(operand),
        other => other.to_string(),
    };
    [words, operand]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_relative(word: &str) -> bool {
    [
        "today",
        "tomorrow",
        "yesterday",
        "one_week_ago",
        "one_week_from_now",
        "one_month_ago",
        "one_month_from_now",
    ]
    .contains(&word)
}

/// Describes sorts: `Due, ascending`.
pub(super) fn sorts(sorts: &Value, schema: &Schema) -> Vec<String> {
    let all = sorts.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .map(|sort| {
            let text = |key: &str| sort.get(key).and_then(Value::as_str);
            let by = match (text("property"), text("timestamp")) {
                (Some(name), _) => property(name, schema),
                (None, timestamp) => timestamp.unwrap_or_default().replace('_', " "),
            };
            format!("{by}, {}", text("direction").unwrap_or("ascending"))
        })
        .collect()
}

/// Returns a formula with the names of properties instead of the tokens that Notion stores.
pub(super) fn formula(formula: &Formula, workspace: &Workspace) -> String {
    let Some(parsed) = formula.parsed() else {
        return formula.stored.clone();
    };
    let named = parsed.rename(|mention| {
        let Reference::Token(token) = mention.reference else {
            return None;
        };
        let mut parts = token.split(':').skip(2);
        let id = id::percent_decode(parts.next()?);
        let source = id::parse(parts.next()?)?;
        let schema = &workspace.data_sources.get(&source)?.schema;
        Some(Reference::Name(schema.by_id(&id)?.name.clone()))
    });
    named.to_string()
}

/// Describes the settings of a property, except its type and options.
pub(super) fn settings(kind: &PropertyKind, workspace: &Workspace, own: uuid::Uuid) -> String {
    match kind {
        PropertyKind::Number { format } => format.replace('_', " "),
        PropertyKind::Relation(_) | PropertyKind::Rollup(_) => {
            let config = kind.render_config(workspace, own);
            let text = |key: &str| config.get(key).and_then(Value::as_str);
            match kind {
                PropertyKind::Rollup(_) => format!(
                    "{} of {} through {}",
                    text("function").unwrap_or_default().replace('_', " "),
                    text("rollup_property_name").unwrap_or_default(),
                    text("relation_property_name").unwrap_or_default(),
                ),
                _ => related(&config, workspace),
            }
        }
        PropertyKind::UniqueId { prefix } => prefix
            .as_ref()
            .map(|prefix| format!("prefix {prefix}"))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn related(config: &Value, workspace: &Workspace) -> String {
    let source = config.get("data_source_id").and_then(Value::as_str);
    let source = source.and_then(id::parse);
    let source = source.and_then(|id| workspace.data_sources.get(&id));
    let name = source.map(|source| render::title_or_default(workspace, &source.face.title));
    let other = config
        .get("dual_property")
        .and_then(|dual| dual.get("synced_property_name"))
        .and_then(Value::as_str);
    let name = name.unwrap_or_else(|| "a database that is not here".to_owned());
    match other {
        Some(other) => format!("{name}, both ways as {other}"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn filters_are_read_as_sentences() {
        let schema = Schema::default();
        for (json, expected) in [
            (
                json!({ "property": "Due", "date": { "before": "today" } }),
                "Due is before today",
            ),
            (
                json!({ "and": [
                    { "property": "Status", "status": { "does_not_equal": "Done" } },
                    { "or": [
                        { "property": "Due", "date": { "this_week": {} } },
                        { "property": "N", "number": { "greater_than": 5 } },
                    ] },
                ] }),
                "Status is not “Done” and (Due this week or N greater than 5)",
            ),
            (
                json!({ "property": "A", "checkbox": { "equals": true } }),
                "A is checked",
            ),
            (
                json!({ "property": "A", "files": { "is_empty": true } }),
                "A is empty",
            ),
            (
                json!({ "property": "F", "formula": { "string": { "contains": "x" } } }),
                "F contains “x”",
            ),
            (
                json!({ "property": "R", "rollup": { "any": { "number": { "equals": 1 } } } }),
                "R any is 1",
            ),
            (
                json!({ "timestamp": "created_time", "created_time": { "past_week": {} } }),
                "created time past week",
            ),
        ] {
            assert_eq!(filter(&json, &schema), expected);
        }
    }

    #[test]
    fn sorts_name_their_direction() {
        let json = json!([
            { "property": "Due", "direction": "descending" },
            { "timestamp": "last_edited_time", "direction": "ascending" },
        ]);
        assert_eq!(
            sorts(&json, &Schema::default()),
            ["Due, descending", "last edited time, ascending"]
        );
    }
}
