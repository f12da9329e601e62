//! `number`. Integers are integers.

use serde_json::Value;

use crate::state::Cell;

/// Numbers are JavaScript's: 5.0 and 5 are one, and both come back as 5.
pub(super) fn parse(value: &Value) -> Option<Cell> {
    let number = value.as_number()?;
    let plain = match number.as_f64().map(to_json) {
        Some(Value::Number(plain)) => plain,
        _ => number.clone(),
    };
    Some(Cell::Number(plain))
}

pub(super) fn render(cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::Number(number)) => Value::Number(number.clone()),
        _ => Value::Null,
    }
}

pub(super) fn read(cell: Option<&Cell>) -> Option<f64> {
    match cell {
        Some(Cell::Number(number)) => number.as_f64(),
        _ => None,
    }
}

/// A computed number as JSON: without a fraction it is an integer, and what is no number is null.
pub(crate) fn to_json(number: f64) -> Value {
    #[allow(clippy::cast_possible_truncation)]
    if number.fract() == 0.0 && number.abs() < 9.0e18 {
        Value::from(number as i64)
    } else {
        serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}
