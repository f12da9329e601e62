//! `GET` and `PATCH /pages/{id}/markdown`.

use std::ops::Range;
use std::sync::LazyLock;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::exchange::pattern::API;
use crate::markdown::{self, Edit};
use crate::render::Object;
use crate::state::{Parent, Task, Workspace};
use crate::validate::common::tagged;
use crate::validate::{Shape, check_body, optional, required};

static UPDATE: LazyLock<Shape> = LazyLock::new(|| {
    let deleting = || optional("allow_deleting_content", Shape::Bool);
    let position = Shape::Object(vec![required("type", Shape::OneOf(&["start", "end"]))]);
    let update = Shape::Object(vec![
        required("old_str", Shape::TEXT),
        required("new_str", Shape::TEXT),
        optional("replace_all_matches", Shape::Bool),
    ]);
    let insert = Shape::Object(vec![
        required("content", Shape::TEXT),
        optional("after", Shape::TEXT),
        optional("position", position),
    ]);
    let range = Shape::Object(vec![
        required("content", Shape::TEXT),
        required("content_range", Shape::TEXT),
        deleting(),
    ]);
    tagged(
        vec![
            ("insert_content", insert),
            ("replace_content_range", range),
            (
                "update_content",
                Shape::Object(vec![
                    required("content_updates", Shape::list_up_to(100, update)),
                    deleting(),
                ]),
            ),
            (
                "replace_content",
                Shape::Object(vec![required("new_str", Shape::TEXT), deleting()]),
            ),
        ],
        || vec![optional("allow_async", Shape::Bool)],
    )
});

/// Shows a page as text, or a block that the text of its page leaves out.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    container(workspace, id)?;
    Ok(Reply::ok(shown(workspace, id).into_map()))
}

/// What the blocks of a text are in: the page, or what a single block is in.
fn container(workspace: &Workspace, id: Uuid) -> Result<Parent> {
    match workspace.blocks.get(&id) {
        Some(block) => Ok(block.parent),
        None => workspace.page(id).map(|page| Parent::Page(page.id)),
    }
}

/// Changes the text of a page, and with it its blocks. Blocks whose text stays the same stay the same.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    let body = request.json()?;
    check_body(&UPDATE, body, request.version)?;
    let parent = container(workspace, id)?;
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    let written = markdown::write(workspace, id);
    let mut edit = Edit::new(written.text());
    let may_delete = change(&mut edit, &body)?;
    let plan = markdown::plan(workspace, &written, &edit, may_delete)?;
    markdown::apply(workspace, parent, plan);

    if let Some(page) = workspace.page_of(id) {
        workspace.touch(page);
    }
    let result = shown(workspace, id);
    if body.get("allow_async").and_then(Value::as_bool) == Some(true) {
        // The result of a task has its keys in another order.
        let text = result.into_map();
        let order = ["markdown", "truncated", "unknown_block_ids", "id", "object"];
        let result = order
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), text.get(*key)?.clone())))
            .collect();
        return Ok(queued(workspace, request.operation(), result));
    }
    Ok(Reply::ok(result.into_map()))
}

/// 202 for what was done, to be asked for later.
pub(crate) fn queued(
    workspace: &mut Workspace,
    operation: String,
    result: Map<String, Value>,
) -> Reply {
    let id = format!("task_{}", workspace.fleeting_ids.random().simple());
    let task = Task {
        status_url: format!("{}{API}async_tasks/{id}", workspace.api_url()),
        id: id.clone(),
        created: workspace.clock.now(),
        operation,
        result,
    };
    let body = task.queued().into_map();
    workspace.tasks.insert(id, task);
    Reply {
        status: 202,
        body,
        with_request_id: true,
    }
}

fn shown(workspace: &Workspace, id: Uuid) -> Object {
    let written = markdown::write(workspace, id);
    let unknown: Vec<String> = written.unknown.iter().map(ToString::to_string).collect();
    Object::new()
        .put("object", "page_markdown")
        .put("id", id.to_string())
        .put("markdown", written.text())
        .put("truncated", written.is_truncated)
        .put("unknown_block_ids", unknown)
}

/// Edits a text as a body says. Returns whether pages in it may go.
fn change(edit: &mut Edit, body: &Value) -> Result<bool> {
    let text = |path: &str| {
        body.pointer(path)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let may_delete = |kind: &str| {
        body.pointer(&format!("/{kind}/allow_deleting_content")) == Some(&Value::Bool(true))
    };
    if body.get("insert_content").is_some() {
        insert(edit, body, text("/insert_content/content"))?;
        return Ok(false);
    }
    if body.get("replace_content").is_some() {
        edit.replace_all(text("/replace_content/new_str"));
        return Ok(may_delete("replace_content"));
    }
    if body.get("replace_content_range").is_some() {
        let range = selection(&edit.text(), text("/replace_content_range/content_range"))?;
        edit.replace_one(range, text("/replace_content_range/content"));
        return Ok(may_delete("replace_content_range"));
    }
    let updates = body
        .pointer("/update_content/content_updates")
        .and_then(Value::as_array);
    for update in updates.into_iter().flatten() {
        let part = |key: &str| update.get(key).and_then(Value::as_str).unwrap_or_default();
        let (old, new) = (part("old_str"), part("new_str"));
        let all = update.get("replace_all_matches").and_then(Value::as_bool) == Some(true);
        let present = edit.text();
        let matches: Vec<Range<usize>> = match old {
            "" => Vec::new(),
            old => present
                .match_indices(old)
                .map(|(at, found)| at..at + found.len())
                .collect(),
        };
        match matches.len() {
            0 => return Err(ApiError::no_match(old)),
            1 => edit.replace(&matches, new),
            _ if all => edit.replace(&matches, new),
            count => return Err(ApiError::many_matches(old, count)),
        }
    }
    Ok(may_delete("update_content"))
}

/// Puts text at the start, at the end, or on new lines after the line that a selection ends on.
fn insert(edit: &mut Edit, body: &Value, content: &str) -> Result<()> {
    let present = edit.text();
    let end = present.len();
    if content.is_empty() {
        return Ok(());
    }
    let kind = body.pointer("/insert_content/position/type");
    let after = body
        .pointer("/insert_content/after")
        .and_then(Value::as_str);
    let at = match (kind.and_then(Value::as_str), after) {
        (Some("start"), _) => 0,
        (_, Some(after)) => {
            let selected = selection(&present, after)?.end;
            let rest = present.get(selected..).unwrap_or_default();
            selected + rest.find('\n').unwrap_or(rest.len())
        }
        _ => end,
    };
    let text = match at {
        _ if end == 0 => content.to_owned(),
        0 if kind.is_some() => format!("{content}\n"),
        _ => format!("\n{content}"),
    };
    edit.replace_one(at..at, &text);
    Ok(())
}

/// Where a selection `start...end` lies in a text.
fn selection(text: &str, range: &str) -> Result<Range<usize>> {
    let (first, last) = range.split_once("...").unwrap_or((range, range));
    let start = text.find(first).ok_or_else(|| ApiError::no_match(range))?;
    let end = text
        .get(start..)
        .and_then(|tail| tail.find(last))
        .map(|at| start + at + last.len());
    end.map(|end| start..end)
        .ok_or_else(|| ApiError::no_match(range))
}
