//! `GET`, `PATCH` and `DELETE /blocks/{id}`, `GET` and `PATCH /blocks/{id}/children`.

use std::sync::LazyLock;

use serde_json::Value;
use uuid::Uuid;

use super::pages::{check_trash, in_trash};
use crate::block::{self, Place};
use crate::error::{ApiError, Result};
use crate::exchange::Reply;
use crate::exchange::{Incoming, Version};
use crate::render;
use crate::state::id;
use crate::state::{FieldValue, Parent, Workspace};
use crate::validate::common::reference;
use crate::validate::{Cursor, MAX_PAGE, Shape, check_body, only_in, paging_of_query, required};

static UPDATE: LazyLock<Shape> = LazyLock::new(block::update_shape);

static APPEND: LazyLock<Shape> = LazyLock::new(|| {
    let position = Shape::Union(vec![
        Shape::Object(vec![
            required("type", Shape::OneOf(&["after_block"])),
            required("after_block", reference()),
        ]),
        Shape::Object(vec![required("type", Shape::OneOf(&["start", "end"]))]),
    ]);
    Shape::Object(vec![
        required("children", block::children_shape()),
        only_in(Version::V2025, "after", Shape::Uuid),
        only_in(Version::V2026, "position", position),
    ])
});

/// Shows a block. Pages and databases are blocks too.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("block_id")?;
    reply(workspace, request, id)
}

/// Changes a block, or takes it to the trash and back.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("block_id")?;
    let body = request.json()?;
    check_body(&UPDATE, body, request.version)?;
    exists(workspace, id)?;
    let trash = in_trash(&body);
    if workspace.in_trash(id) && trash != Some(false) {
        return Err(ApiError::archived_block());
    }
    let payload = body
        .as_object()
        .into_iter()
        .flatten()
        .find(|(key, _)| block::kind(key).is_some());
    let fields = match payload {
        None => None,
        Some((given, payload)) => {
            let Some(block) = workspace.blocks.get(&id) else {
                // Choice: no source has the text. Pages and databases are changed by their own endpoints.
                return Err(ApiError::validation(
                    "Pages and databases cannot be updated as blocks.",
                ));
            };
            Some(block::update(workspace, block, given, payload)?)
        }
    };

    if let Some(page) = workspace.pages.get(&id) {
        check_trash(page, trash)?;
    }
    if let Some(fields) = fields
        && let Some(block) = workspace.blocks.get_mut(&id)
    {
        block.fields = fields;
    }
    if let Some(trash) = trash {
        set_trash(workspace, id, trash);
    }
    if workspace.blocks.contains_key(&id) {
        workspace.touch(id);
        touch_container(workspace, id);
    }
    reply(workspace, request, id)
}

/// Takes a block to the trash.
pub(crate) fn delete(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("block_id")?;
    exists(workspace, id)?;
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    if let Some(page) = workspace.pages.get(&id) {
        check_trash(page, Some(true))?;
    }
    set_trash(workspace, id, true);
    if workspace.blocks.contains_key(&id) {
        workspace.touch(id);
        touch_container(workspace, id);
    } else if workspace.pages.contains_key(&id) {
        workspace.touch(id);
    }
    reply(workspace, request, id)
}

/// Lists what is in a block or a page.
pub(crate) fn children(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("block_id")?;
    let paging = paging_of_query(request, Cursor::Id)?;
    exists(workspace, id)?;
    let children = workspace.children_of(shown_parent(workspace, id));
    let (children, next) = paging.cut(&children, |child| *child)?;
    let results = children
        .iter()
        .filter_map(|child| render::block(workspace, *child, request.version));
    Ok(Reply::ok(
        render::list("block", results.map(Value::from).collect(), next).into_map(),
    ))
}

/// Adds blocks.
pub(crate) fn append(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("block_id")?;
    let body = request.json()?;
    check_body(&APPEND, body, request.version)?;
    let (parent, in_tab) = container(workspace, id, &body)?;
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    let (place, positioned) = place(workspace, id, &body)?;
    let drafts = block::drafts(body.get("children"), workspace, in_tab)?;

    let new = block::insert(workspace, parent, drafts, place);
    if let Some(page) = workspace.page_of(id) {
        workspace.touch(page);
    }
    if workspace.blocks.contains_key(&id) {
        workspace.touch(id);
    }
    // The new blocks; with a position also all that comes behind them.
    let shown = if positioned {
        from_first(workspace, id, &new)
    } else {
        new
    };
    let next = shown.get(MAX_PAGE).map(ToString::to_string);
    let shown = shown.get(..MAX_PAGE.min(shown.len())).unwrap_or_default();
    let results = shown
        .iter()
        .filter_map(|child| render::block(workspace, *child, request.version));
    Ok(Reply::ok(
        render::list("block", results.map(Value::from).collect(), next).into_map(),
    ))
}

/// Where blocks can be added, and whether that is a tab block.
fn container(workspace: &Workspace, id: Uuid, body: &Value) -> Result<(Parent, bool)> {
    if workspace.pages.contains_key(&id) {
        return Ok((Parent::Page(id), false));
    }
    let Some(block) = workspace.blocks.get(&id) else {
        exists(workspace, id)?;
        return Err(ApiError::no_children());
    };
    let names: Vec<&str> = body
        .get("children")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .filter_map(|child| {
            child
                .keys()
                .find(|key| block::kind(key).is_some())
                .map(String::as_str)
        })
        .collect();
    block::check_inside(block.kind, &names)?;
    Ok((Parent::Block(id), block.kind == "tab"))
}

fn place(workspace: &Workspace, id: Uuid, body: &Value) -> Result<(Place, bool)> {
    let after = body
        .get("after")
        .or_else(|| body.pointer("/position/after_block/id"));
    if let Some(after) = after.and_then(Value::as_str).and_then(id::parse) {
        if !workspace.children_of(id).contains(&after) {
            return Err(workspace.not_found("block", after));
        }
        return Ok((Place::After(after), true));
    }
    match body.pointer("/position/type").and_then(Value::as_str) {
        None => Ok((Place::End, false)),
        Some("start") => Ok((Place::Start, true)),
        Some(_) => Ok((Place::End, true)),
    }
}

fn from_first(workspace: &Workspace, id: Uuid, new: &[Uuid]) -> Vec<Uuid> {
    let children = workspace.children_of(id);
    let at = new
        .first()
        .and_then(|first| children.iter().position(|child| child == first));
    at.and_then(|at| children.get(at..))
        .unwrap_or_default()
        .to_vec()
}

/// The block whose children are shown: the original of a synced copy.
fn shown_parent(workspace: &Workspace, id: Uuid) -> Uuid {
    match workspace
        .blocks
        .get(&id)
        .and_then(|block| block.field("synced_from"))
    {
        Some(FieldValue::SyncedFrom(Some(original))) => *original,
        _ => id,
    }
}

fn set_trash(workspace: &mut Workspace, id: Uuid, trash: bool) {
    if let Some(block) = workspace.blocks.get_mut(&id) {
        block.in_trash = trash;
    } else if let Some(page) = workspace.pages.get_mut(&id) {
        page.in_trash = trash;
    } else if let Some(database) = workspace.databases.get_mut(&id) {
        database.in_trash = trash;
    }
}

/// A change in a page is a change of the page.
fn touch_container(workspace: &mut Workspace, id: Uuid) {
    if let Some(page) = workspace.page_of(id) {
        workspace.touch(page);
    }
}

fn exists(workspace: &Workspace, id: Uuid) -> Result<()> {
    let known = workspace.blocks.contains_key(&id)
        || workspace.pages.contains_key(&id)
        || workspace.databases.contains_key(&id);
    if known {
        Ok(())
    } else {
        Err(workspace.not_found("block", id))
    }
}

fn reply(workspace: &Workspace, request: &Incoming<'_>, id: Uuid) -> Result<Reply> {
    let object = render::block(workspace, id, request.version)
        .ok_or_else(|| workspace.not_found("block", id))?;
    Ok(Reply::ok(object.into_map()))
}
