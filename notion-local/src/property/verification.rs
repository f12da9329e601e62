//! `verification`, of pages in wikis.

use serde_json::{Value, json};

use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::render::{self, Object};
use crate::state::id;
use crate::state::{Cell, DateValue, Verification, Workspace};

pub(super) fn parse(value: &Value, workspace: &Workspace) -> Result<Option<Cell>> {
    if value.get("state").and_then(Value::as_str) != Some("verified") {
        return Ok(None);
    }
    let date = match value.get("date") {
        None | Some(Value::Null) => None,
        Some(date) => {
            Some(DateValue::parse(date).ok_or_else(|| ApiError::invalid_date("verification"))?)
        }
    };
    let by = value
        .pointer("/verified_by/id")
        .and_then(Value::as_str)
        .and_then(id::parse);
    let by = by.filter(|_| workspace.importing).or(Some(workspace.bot));
    Ok(Some(Cell::Verification(Verification { by, date })))
}

pub(super) fn render(computing: &Computing<'_>, cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::Verification(verification)) => Object::new()
            .put("state", state(computing, cell))
            .put(
                "verified_by",
                verification
                    .by
                    .map(|id| render::user_value(computing.workspace, id)),
            )
            .put("date", verification.date.as_ref().map(DateValue::render))
            .into(),
        _ => json!({ "state": "unverified", "verified_by": null, "date": null }),
    }
}

/// `verified`, `expired` (its date has an end that is past) or `unverified`.
pub(super) fn state(computing: &Computing<'_>, cell: Option<&Cell>) -> &'static str {
    match cell {
        Some(Cell::Verification(verification)) => {
            let end = verification.date.as_ref().and_then(|date| date.end);
            if end.is_some_and(|end| end.instant() < computing.now) {
                "expired"
            } else {
                "verified"
            }
        }
        _ => "unverified",
    }
}
