//! `GET /custom_emojis`, `GET /async_tasks/{id}`.

use serde_json::{Value, json};

use crate::error::Result;
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::render::{Object, succeeded_task};
use crate::state::Workspace;
use crate::validate::{Cursor, paging_of_query};

/// Lists the emojis of the workspace. Its envelope has another order of keys than other lists.
pub(crate) fn custom_emojis(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let paging = paging_of_query(request, Cursor::Opaque)?;
    let name = request.query("name");
    let emojis: Vec<_> = workspace
        .emojis
        .values()
        .filter(|emoji| name.is_none_or(|name| emoji.name == name))
        .collect();
    let (shown, next) = paging.cut(&emojis, |emoji| emoji.id)?;
    let results: Vec<Value> = shown
        .iter()
        .map(|emoji| json!({ "id": emoji.id, "name": emoji.name, "url": emoji.url }))
        .collect();
    let body = Object::new()
        .put("object", "list")
        .put("type", "custom_emoji")
        .put("results", results)
        .put("has_more", next.is_some())
        .put("next_cursor", next);
    Ok(Reply::ok(body.into_map()))
}

/// Shows a task. What is asked for is done at once, so that every task has succeeded.
pub(crate) fn async_task(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path("task_id");
    let task = workspace
        .tasks
        .get(id)
        .ok_or_else(|| workspace.not_found_text("async_task", id))?;
    Ok(Reply::ok(succeeded_task(task).into_map()))
}
