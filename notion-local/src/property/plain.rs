//! `url`, `email` and `phone_number`: one line of text, or nothing.

use serde_json::Value;

use crate::state::Cell;

/// Choice: empty text is nothing.
pub(super) fn parse(value: &Value) -> Option<Cell> {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map(|text| Cell::Plain(text.to_owned()))
}

pub(super) fn render(cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::Plain(text)) => text.clone().into(),
        _ => Value::Null,
    }
}
