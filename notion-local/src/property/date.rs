//! `date`.

use serde_json::Value;

use crate::error::{ApiError, Result};
use crate::state::{Cell, DateValue, Property};

pub(super) fn parse(property: &Property, value: &Value) -> Result<Option<Cell>> {
    if value.is_null() {
        return Ok(None);
    }
    let date = DateValue::parse(value).ok_or_else(|| ApiError::invalid_date(&property.name))?;
    Ok(Some(Cell::Date(date)))
}

pub(super) fn render(cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::Date(date)) => date.render(),
        _ => Value::Null,
    }
}
