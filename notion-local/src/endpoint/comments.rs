//! `POST /comments`, `GET /comments`, `GET`, `PATCH` and `DELETE /comments/{id}`.

use std::sync::LazyLock;

use serde_json::Value;
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::markdown;
use crate::parse;
use crate::render;
use crate::state::id::{self, IdKind};
use crate::state::{Comment, Parent, Run, ShownAs, Workspace};
use crate::validate::common::{rich_text, tagged_only, type_name};
use crate::validate::{Cursor, Field, Shape, check_body, optional, paging_of_query, required};

/// The most files of one comment.
const MOST_ATTACHMENTS: usize = 3;

static CREATE: LazyLock<Shape> = LazyLock::new(|| {
    let shared = || {
        let attachment = Shape::Object(vec![
            required("file_upload_id", Shape::Uuid),
            optional("type", type_name("file_upload")),
        ]);
        let custom = Shape::Object(vec![required("name", Shape::TEXT)]);
        let shown = Shape::Union(vec![
            Shape::Object(vec![required(
                "type",
                Shape::OneOf(&["integration", "user"]),
            )]),
            Shape::Object(vec![
                required("type", Shape::OneOf(&["custom"])),
                required("custom", custom),
            ]),
        ]);
        vec![
            optional(
                "attachments",
                Shape::list_up_to(MOST_ATTACHMENTS, attachment),
            ),
            optional("display_name", shown),
        ]
    };
    let arm = |place: Field, text: Field| {
        let mut fields = vec![place, text];
        fields.extend(shared());
        Shape::Object(fields)
    };
    let parent = || {
        required(
            "parent",
            tagged_only(vec![("page_id", Shape::Uuid), ("block_id", Shape::Uuid)]),
        )
    };
    let discussion = || required("discussion_id", Shape::Uuid);
    Shape::Union(vec![
        arm(parent(), required("rich_text", rich_text())),
        arm(parent(), required("markdown", Shape::TEXT)),
        arm(discussion(), required("rich_text", rich_text())),
        arm(discussion(), required("markdown", Shape::TEXT)),
    ])
});

static UPDATE: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Union(vec![
        Shape::Object(vec![required("rich_text", rich_text())]),
        Shape::Object(vec![required("markdown", Shape::TEXT)]),
    ])
});

/// Writes a comment: on a page, on a block, or in a discussion.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body = request.json()?;
    check_body(&CREATE, body, request.version)?;
    let (parent, discussion) = place(workspace, &body)?;
    let text = read_text(workspace, &body)?;
    let mut attachments = Vec::new();
    for attachment in body
        .get("attachments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let id = attachment
            .get("file_upload_id")
            .and_then(Value::as_str)
            .and_then(id::parse)
            .ok_or_else(|| ApiError::undefined("attachments.file_upload_id"))?;
        attachments.push(parse::uploaded(id, workspace)?);
    }
    let shown_as = match body
        .pointer("/display_name/custom/name")
        .and_then(Value::as_str)
    {
        Some(name) => ShownAs::Custom(name.to_owned()),
        None => ShownAs::Author,
    };

    let discussion = discussion.unwrap_or_else(|| workspace.ids.made(IdKind::Discussion));
    let id = workspace.ids.made(IdKind::Comment);
    let history = workspace.new_history();
    workspace.comments.insert(
        id,
        Comment {
            id,
            parent,
            discussion,
            history,
            text,
            shown_as,
            attachments,
        },
    );
    reply(workspace, id)
}

/// Where a comment goes. The second comment on a page joins the discussion of the first. Choice: comments on blocks
/// begin a discussion each.
fn place(workspace: &Workspace, body: &Value) -> Result<(Parent, Option<Uuid>)> {
    let id_of = |path: &str| {
        body.pointer(path)
            .and_then(Value::as_str)
            .and_then(id::parse)
    };
    if let Some(discussion) = id_of("/discussion_id") {
        let other = workspace
            .comments
            .values()
            .find(|comment| comment.discussion == discussion);
        let other = other.ok_or_else(|| workspace.not_found("discussion", discussion))?;
        return Ok((other.parent, Some(discussion)));
    }
    let (parent, id) = if let Some(id) = id_of("/parent/page_id") {
        (Parent::Page(workspace.page(id)?.id), id)
    } else {
        let id = id_of("/parent/block_id").ok_or_else(|| ApiError::undefined("parent"))?;
        if workspace.pages.contains_key(&id) {
            (Parent::Page(id), id)
        } else if workspace.blocks.contains_key(&id) {
            (Parent::Block(id), id)
        } else {
            return Err(workspace.not_found("block", id));
        }
    };
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    let joined = match parent {
        Parent::Page(_) => workspace
            .comments
            .values()
            .find(|comment| comment.parent == parent),
        _ => None,
    };
    Ok((parent, joined.map(|comment| comment.discussion)))
}

/// Lists the comments on exactly this page or block, the oldest first.
pub(crate) fn list(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let paging = paging_of_query(request, Cursor::Id)?;
    let given = request
        .query("block_id")
        .ok_or_else(|| ApiError::query_undefined("block_id"))?;
    let id = id::parse(given).ok_or_else(|| ApiError::query_id("block_id", given))?;
    if !workspace.pages.contains_key(&id) && !workspace.blocks.contains_key(&id) {
        return Err(workspace.not_found("block", id));
    }
    let on = |comment: &&Comment| matches!(comment.parent, Parent::Page(at) | Parent::Block(at) if at == id);
    let comments: Vec<&Comment> = workspace.comments.values().filter(on).collect();
    let (shown, next) = paging.cut(&comments, |comment| comment.id)?;
    let results = shown
        .iter()
        .map(|comment| render::comment(workspace, comment).into())
        .collect();
    Ok(Reply::ok(render::list("comment", results, next).into_map()))
}

/// Shows a comment.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    reply(workspace, request.path_id("comment_id")?)
}

/// Changes the text of a comment.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("comment_id")?;
    let body = request.json()?;
    check_body(&UPDATE, body, request.version)?;
    exists(workspace, id)?;
    let text = read_text(workspace, &body)?;
    let now = workspace.clock.now();
    if let Some(comment) = workspace.comments.get_mut(&id) {
        comment.text = text;
        comment.history.edited = now;
    }
    reply(workspace, id)
}

/// Deletes a comment, and shows it a last time.
pub(crate) fn delete(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("comment_id")?;
    let shown = reply(workspace, id)?;
    workspace.comments.shift_remove(&id);
    Ok(shown)
}

fn read_text(workspace: &Workspace, body: &Value) -> Result<Vec<Run>> {
    match body.get("markdown").and_then(Value::as_str) {
        Some(text) => Ok(markdown::inline(text, workspace)),
        None => parse::rich_text(body.get("rich_text").unwrap_or(&Value::Null), workspace),
    }
}

fn exists(workspace: &Workspace, id: Uuid) -> Result<()> {
    if workspace.comments.contains_key(&id) {
        Ok(())
    } else {
        Err(workspace.not_found("comment", id))
    }
}

fn reply(workspace: &Workspace, id: Uuid) -> Result<Reply> {
    let comment = workspace
        .comments
        .get(&id)
        .ok_or_else(|| workspace.not_found("comment", id))?;
    Ok(Reply::ok(render::comment(workspace, comment).into_map()))
}
