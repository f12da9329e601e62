//! `select` and `multi_select`: options that are made when they are first written.

use serde_json::Value;

use super::Choice;
use super::context::ValueContext;
use crate::error::{ApiError, Result};
use crate::state::{Cell, OptionId, Property};

pub(super) fn render_config(choices: &[Choice]) -> Value {
    choices.iter().map(Choice::render_config).collect()
}

pub(super) fn parse_one(
    property: &Property,
    value: &Value,
    context: &mut ValueContext<'_>,
) -> Result<Option<Cell>> {
    if value.is_null() {
        return Ok(None);
    }
    choose(property, value, context).map(|id| Some(Cell::Option(id)))
}

pub(super) fn parse_many(
    property: &Property,
    value: &Value,
    context: &mut ValueContext<'_>,
) -> Result<Option<Cell>> {
    let mut ids: Vec<OptionId> = Vec::new();
    for option in value.as_array().into_iter().flatten() {
        let id = choose(property, option, context)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok((!ids.is_empty()).then_some(Cell::MultiSelect(ids)))
}

/// The option that a request names by id or by name. A name that is new makes an option.
fn choose(property: &Property, value: &Value, context: &mut ValueContext<'_>) -> Result<OptionId> {
    let choices = property.kind.choices().unwrap_or_default();
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if let Some(found) = text("id").and_then(|id| choices.iter().find(|choice| *choice.id == *id)) {
        return Ok(found.id.clone());
    }
    let Some(name) = text("name") else {
        return Err(ApiError::unknown_option_id(
            &property.name,
            text("id").unwrap_or_default(),
        ));
    };
    if let Some(found) = by_name(choices, name) {
        return Ok(found.id.clone());
    }
    check_name(property.kind.name(), name)?;
    Ok(context.new_option(property, name, text("color")))
}

/// The option of this name. Names are one in any letter case; the same case counts first.
pub(crate) fn by_name<'a>(choices: &'a [Choice], name: &str) -> Option<&'a Choice> {
    let same = choices.iter().find(|choice| choice.name == name);
    same.or_else(|| {
        let lower = name.to_lowercase();
        choices
            .iter()
            .find(|choice| choice.name.to_lowercase() == lower)
    })
}

/// Names of options have no commas and are not empty.
pub(crate) fn check_name(kind: &str, name: &str) -> Result<()> {
    if name.contains(',') {
        return Err(ApiError::validation(format!(
            "Invalid {kind} option, commas not allowed: {name}"
        )));
    }
    if name.is_empty() {
        return Err(ApiError::validation(format!(
            "Invalid {kind} option, name should not be empty."
        )));
    }
    Ok(())
}

pub(super) fn render_one(choices: &[Choice], cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::Option(id)) => find(choices, id).map_or(Value::Null, Choice::render),
        _ => Value::Null,
    }
}

pub(super) fn render_many(choices: &[Choice], cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::MultiSelect(ids)) => ids
            .iter()
            .filter_map(|id| find(choices, id))
            .map(Choice::render)
            .collect(),
        _ => Value::Array(Vec::new()),
    }
}

/// The names of the options of a cell.
pub(super) fn read<'a>(choices: &'a [Choice], cell: Option<&Cell>) -> Vec<&'a str> {
    let name = |id: &OptionId| find(choices, id).map(|choice| choice.name.as_str());
    match cell {
        Some(Cell::Option(id)) => name(id).into_iter().collect(),
        Some(Cell::MultiSelect(ids)) => ids.iter().filter_map(name).collect(),
        _ => Vec::new(),
    }
}

fn find<'a>(choices: &'a [Choice], id: &OptionId) -> Option<&'a Choice> {
    choices.iter().find(|choice| choice.id == *id)
}
