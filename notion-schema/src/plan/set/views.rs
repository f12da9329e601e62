//! The views of a set: which are missing, and which are not as the code has them.
//!
//! A view is found by its name among those of the data source. Views that the code does not name are left alone:
//! people made them. Notion returns properties by ID or by name, and adds what it has by default, so that both sides
//! are compared by IDs, and configurations only as far as the code has them.

use notion_model::{DataSource, PropertyId, View};
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::plan::change::{Action, Change};
use crate::schema::SchemaNode;
use crate::view::ViewNode;

/// What has to change so that a database has the views of its schema. `live` are its data source and its views, if it
/// exists.
///
/// # Errors
///
/// [`Error::Refused`] if a view needs a property that the schema does not have, or has a filter that Notion does not
/// take, or if two views have one name.
pub(super) fn changes(
    schema: &SchemaNode,
    matches: &[(PropertyId, String)],
    live: Option<(&DataSource, &[View])>,
) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for (place, view) in schema.views.iter().enumerate() {
        check(schema, view, &schema.views[..place])?;
        let named = |it: &&View| it.name.as_deref() == Some(view.name.as_str());
        let found = live.and_then(|(source, views)| Some((source, views.iter().find(named)?)));
        let Some((source, found)) = found else {
            let action = Action::AddView(Box::new(view.clone()));
            changes.push(Change::safe(&view.name, action, describe(view)));
            continue;
        };
        if found.kind.as_ref() != Some(&view.kind) {
            let kind = found.kind.as_ref().map_or("unknown", |kind| kind.as_str());
            changes.push(Change::by_hand(
                &view.name,
                format!("view: {kind} -> {}", view.kind),
                "Notion's API does not change the type of a view: delete or rename it in Notion, or give the view in \
                 the code another name",
            ));
            continue;
        }
        let differing = differing(view, found, source, matches);
        if !differing.is_empty() {
            let action = Action::ChangeView {
                id: found.id,
                view: Box::new(view.clone()),
            };
            let what = format!("{}: other {}", describe(view), differing.join(", "));
            changes.push(Change::safe(&view.name, action, what));
        }
    }
    Ok(changes)
}

fn check(schema: &SchemaNode, view: &ViewNode, before: &[ViewNode]) -> Result<()> {
    let refused = |reason: String| {
        let what = format!("view \"{}\"", view.name);
        Err(Error::refused(
            what,
            format!("schema `{}`", schema.name),
            reason,
        ))
    };
    if let Some(invalid) = &view.invalid {
        return refused(invalid.clone());
    }
    if before.iter().any(|it| it.name == view.name) {
        return refused(
            "another view of the schema has this name: give one of them another".to_owned(),
        );
    }
    let is_there = |name: &String| schema.property(name).is_some() || is_time(name);
    match view.properties().into_iter().find(|name| !is_there(name)) {
        None => Ok(()),
        Some(name) => refused(format!(
            "it needs the property `{name}`, which `{}` does not have: add the property, or change the view",
            schema.name
        )),
    }
}

/// Notion takes the times of a page for properties where it places rows in time.
fn is_time(name: &str) -> bool {
    matches!(name, "created_time" | "last_edited_time")
}

/// A view in a few words.
pub(super) fn describe(view: &ViewNode) -> String {
    let mut words = view.kind.to_string();
    let text = |key: &str| view.configuration.get(key).and_then(Value::as_str);
    let group = |key: &str| {
        let group = view.configuration.get(key)?.get("property_id")?;
        group.as_str()
    };
    if let Some(chart) = text("chart_type") {
        words = format!("{words} ({chart})");
    }
    let parts = [
        ("by", group("group_by")),
        ("then by", group("sub_group_by")),
        ("by", group("x_axis")),
        ("by", text("date_property_id")),
        ("until", text("end_date_property_id")),
        ("by", text("map_by")),
    ];
    for (word, property) in parts {
        if let Some(property) = property {
            words.push_str(&format!(" {word} `{property}`"));
        }
    }
    if view.filter.is_some() {
        words.push_str(", filtered");
    }
    for (at, sort) in view.sorts.iter().enumerate() {
        let by = sort.get("property").or(sort.get("timestamp"));
        let by = by.and_then(Value::as_str).unwrap_or_default();
        let word = if at == 0 { ", sorted by" } else { " and" };
        let direction = match sort.get("direction").and_then(Value::as_str) {
            Some("descending") => " descending",
            _ => "",
        };
        words.push_str(&format!("{word} `{by}`{direction}"));
    }
    words
}

/// What a view differs in, in words.
fn differing(
    wanted: &ViewNode,
    found: &View,
    source: &DataSource,
    matches: &[(PropertyId, String)],
) -> Vec<&'static str> {
    let mut live = ViewNode::new(wanted.name.as_str(), wanted.kind.clone());
    live.filter = found
        .filter
        .as_ref()
        .and_then(|it| serde_json::to_value(it).ok());
    live.sorts = (found.sorts.iter().flatten())
        .filter_map(|it| serde_json::to_value(it).ok())
        .collect();
    let configuration = found.configuration.as_ref();
    if let Some(Value::Object(map)) = configuration.and_then(|it| serde_json::to_value(it).ok()) {
        live.configuration = map;
    }
    let mut wanted = wanted.clone();
    wanted.replace(&mut |name| {
        let mut matches = matches.iter();
        matches
            .find(|(_, it)| it == name)
            .map(|(id, _)| id.as_str().to_owned())
    });
    resolve(&mut live, source);
    let mut differing = Vec::new();
    if normal(wanted.filter) != normal(live.filter) {
        differing.push("filter");
    }
    let sorts = |sorts: Vec<Value>| {
        sorts
            .into_iter()
            .map(|it| normal(Some(it)))
            .collect::<Vec<_>>()
    };
    if sorts(wanted.sorts) != sorts(live.sorts) {
        differing.push("order");
    }
    let has = |(key, value): (&String, &Value)| {
        live.configuration
            .get(key)
            .is_some_and(|it| within(value, it))
    };
    if !wanted.configuration.iter().all(has) {
        differing.push("settings");
    }
    differing
}

/// Puts the IDs of a data source's properties in place of their names.
pub(super) fn resolve(view: &mut ViewNode, source: &DataSource) {
    view.replace(&mut |name| {
        let property = source.properties.get(name)?;
        Some(property.id.as_str().to_owned())
    });
}

/// A filter or a sort without what makes no difference: nulls, the names of types, and groups of one.
fn normal(value: Option<Value>) -> Option<Value> {
    match value? {
        Value::Null => None,
        Value::Object(map) => {
            let mut kept = Map::new();
            for (key, value) in map {
                if key == "type" && value.is_string() {
                    continue;
                }
                if let Some(value) = normal(Some(value)) {
                    kept.insert(key, value);
                }
            }
            for group in ["and", "or"] {
                if let (1, Some(Value::Array(items))) = (kept.len(), kept.get(group))
                    && let [one] = &items[..]
                {
                    return Some(one.clone());
                }
            }
            Some(Value::Object(kept))
        }
        Value::Array(items) => {
            let items = items.into_iter().filter_map(|item| normal(Some(item)));
            Some(Value::Array(items.collect()))
        }
        value => Some(value),
    }
}

/// Whether a setting is as the code has it. Notion may add more to it.
fn within(wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => wanted
            .iter()
            .all(|(key, value)| found.get(key).is_some_and(|found| within(value, found))),
        (Value::Array(wanted), Value::Array(found)) => {
            wanted.len() == found.len()
                && wanted
                    .iter()
                    .zip(found)
                    .all(|(wanted, found)| within(wanted, found))
        }
        (wanted, found) => wanted == found,
    }
}
