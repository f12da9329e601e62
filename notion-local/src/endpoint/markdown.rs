//! `GET` and `PATCH /pages/{id}/markdown`.

use std::sync::LazyLock;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::block::{self, Place};
use crate::error::{ApiError, Result};
use crate::markdown::{self, Piece};
use crate::render::Object;
use crate::reply::Reply;
use crate::request::Incoming;
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

/// Shows a page as text.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming) -> Result<Reply> {
    let id = request.path_id(1, "page_id")?;
    workspace.page(id)?;
    Ok(Reply::ok(shown(workspace, id).into_map()))
}

/// Changes the text of a page, and with it its blocks. Blocks whose text stays the same stay the same.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming) -> Result<Reply> {
    let id = request.path_id(1, "page_id")?;
    let body = request.json()?;
    check_body(&UPDATE, &body, request.version)?;
    workspace.page(id)?;
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    let before = markdown::page(workspace, id).markdown;
    let (after, may_delete) = changed(&before, &body)?;
    replace(workspace, id, &after, may_delete)?;

    workspace.touch(id);
    let result = shown(workspace, id);
    if body.get("allow_async").and_then(Value::as_bool) == Some(true) {
        // The result of a task has its keys in another order.
        let text = result.into_map();
        let order = ["markdown", "truncated", "unknown_block_ids", "id", "object"];
        let result = order
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), text.get(*key)?.clone())))
            .collect();
        return Ok(queued(
            workspace,
            "PATCH /v1/pages/:page_id/markdown",
            result,
        ));
    }
    Ok(Reply::ok(result.into_map()))
}

/// 202 for what was done, to be asked for later.
pub(crate) fn queued(
    workspace: &mut Workspace,
    operation: &'static str,
    result: Map<String, Value>,
) -> Reply {
    let id = format!("task_{}", workspace.fleeting_ids.random().simple());
    let task = Task {
        status_url: format!("{}/v1/async_tasks/{id}", workspace.api_url()),
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
    let written = markdown::page(workspace, id);
    let unknown: Vec<String> = written.unknown.iter().map(ToString::to_string).collect();
    Object::new()
        .put("object", "page_markdown")
        .put("id", id.to_string())
        .put("markdown", written.markdown)
        .put("truncated", false)
        .put("unknown_block_ids", unknown)
}

/// The text after a change, and whether pages in it may go.
fn changed(before: &str, body: &Value) -> Result<(String, bool)> {
    let text = |path: &str| {
        body.pointer(path)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let join = |parts: [&str; 3]| {
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join("\n")
    };
    if body.get("insert_content").is_some() {
        let content = text("/insert_content/content");
        if text("/insert_content/position/type") == "start" {
            return Ok((join([content, before, ""]), false));
        }
        if body.pointer("/insert_content/after").is_some() {
            let (_, end) = selection(before, text("/insert_content/after"))?;
            let (head, tail) = before.split_at_checked(end).unwrap_or((before, ""));
            return Ok((join([head, content, tail.trim_start_matches('\n')]), false));
        }
        return Ok((join([before, content, ""]), false));
    }
    if body.get("replace_content").is_some() {
        let may =
            body.pointer("/replace_content/allow_deleting_content") == Some(&Value::Bool(true));
        return Ok((text("/replace_content/new_str").to_owned(), may));
    }
    if body.get("replace_content_range").is_some() {
        let may = body.pointer("/replace_content_range/allow_deleting_content")
            == Some(&Value::Bool(true));
        let (start, end) = selection(before, text("/replace_content_range/content_range"))?;
        let mut after = before.to_owned();
        after.replace_range(start..end, text("/replace_content_range/content"));
        return Ok((after, may));
    }
    let may = body.pointer("/update_content/allow_deleting_content") == Some(&Value::Bool(true));
    let mut after = before.to_owned();
    let updates = body
        .pointer("/update_content/content_updates")
        .and_then(Value::as_array);
    for update in updates.into_iter().flatten() {
        let part = |key: &str| update.get(key).and_then(Value::as_str).unwrap_or_default();
        let (old, new) = (part("old_str"), part("new_str"));
        let all = update.get("replace_all_matches").and_then(Value::as_bool) == Some(true);
        match after.matches(old).count() {
            0 => return Err(ApiError::no_match(old)),
            1 => after = after.replacen(old, new, 1),
            _ if all => after = after.replace(old, new),
            count => return Err(ApiError::many_matches(old, count)),
        }
    }
    Ok((after, may))
}

/// Where a selection `start...end` lies in a text.
fn selection(text: &str, range: &str) -> Result<(usize, usize)> {
    let (first, last) = range.split_once("...").unwrap_or((range, range));
    let start = text.find(first).ok_or_else(|| ApiError::no_match(range))?;
    let end = text
        .get(start..)
        .and_then(|tail| tail.find(last))
        .map(|at| start + at + last.len());
    end.map(|end| (start, end))
        .ok_or_else(|| ApiError::no_match(range))
}

/// Gives a page a new text. The blocks at its beginning and at its end whose lines stay the same are left alone.
fn replace(workspace: &mut Workspace, page: Uuid, text: &str, may_delete: bool) -> Result<()> {
    let mut old: Vec<(Uuid, Vec<String>)> = workspace
        .children_of(page)
        .into_iter()
        .map(|id| (id, markdown::block_lines(workspace, id)))
        .collect();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let (mut first, mut last) = (0, lines.len());
    let mut kept = None;
    while let Some((id, own)) = old.first() {
        let end = first + own.len();
        if end > last
            || !lines
                .get(first..end)
                .is_some_and(|lines| lines.iter().eq(own.iter()))
        {
            break;
        }
        kept = Some(*id);
        first = end;
        old.remove(0);
    }
    while let Some((_, own)) = old.last() {
        let Some(start) = last.checked_sub(own.len()).filter(|start| *start >= first) else {
            break;
        };
        if !lines
            .get(start..last)
            .is_some_and(|lines| lines.iter().eq(own.iter()))
        {
            break;
        }
        last = start;
        old.pop();
    }
    let middle = lines.get(first..last).unwrap_or_default().join("\n");
    let pieces = markdown::read(&middle, workspace);
    let stays = |id: &Uuid| {
        pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Existing(existing) if existing == id))
    };
    let gone: Vec<Uuid> = old
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| !stays(id))
        .collect();
    if !may_delete && gone.iter().any(|id| !workspace.blocks.contains_key(id)) {
        return Err(ApiError::would_delete_pages());
    }

    for id in gone {
        trash(workspace, id);
    }
    let mut place = kept.map_or(Place::Start, Place::After);
    for piece in pieces {
        match piece {
            Piece::New(draft) => {
                let new = block::insert(workspace, Parent::Page(page), vec![draft], place);
                place = new.last().map_or(place, |id| Place::After(*id));
            }
            Piece::Existing(id) => place = Place::After(id),
        }
    }
    Ok(())
}

fn trash(workspace: &mut Workspace, id: Uuid) {
    if let Some(block) = workspace.blocks.get_mut(&id) {
        block.in_trash = true;
    } else if let Some(page) = workspace.pages.get_mut(&id) {
        page.in_trash = true;
    } else if let Some(database) = workspace.databases.get_mut(&id) {
        database.in_trash = true;
    }
}
