//! `people`.

use notion_vocabulary::limits::MAX_SHOWN_REFERENCES;
use serde_json::Value;
use uuid::Uuid;

use crate::error::Result;
use crate::render;
use crate::state::id;
use crate::state::{Cell, Workspace};

pub(super) fn parse(value: &Value, workspace: &Workspace) -> Result<Option<Cell>> {
    let mut people: Vec<Uuid> = Vec::new();
    for person in value.as_array().into_iter().flatten() {
        let Some(id) = person.get("id").and_then(Value::as_str).and_then(id::parse) else {
            continue;
        };
        workspace.check_user(id)?;
        if !people.contains(&id) {
            people.push(id);
        }
    }
    Ok((!people.is_empty()).then_some(Cell::People(people)))
}

/// At most 25 people. Nothing tells that there are more.
pub(super) fn render(workspace: &Workspace, cell: Option<&Cell>) -> Value {
    up_to(MAX_SHOWN_REFERENCES, workspace, cell)
}

/// All of them.
pub(crate) fn render_all(workspace: &Workspace, cell: Option<&Cell>) -> Value {
    up_to(usize::MAX, workspace, cell)
}

fn up_to(most: usize, workspace: &Workspace, cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::People(people)) => people
            .iter()
            .take(most)
            .map(|id| render::user_value(workspace, *id))
            .collect(),
        _ => Value::Array(Vec::new()),
    }
}
