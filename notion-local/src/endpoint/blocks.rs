//! `GET`, `PATCH` and `DELETE /blocks/{id}`, `GET` and `PATCH /blocks/{id}/children`.

use std::sync::LazyLock;

use serde_json::Value;
use uuid::Uuid;

use crate::block::{self, BlocksBody, ChildPosition};
use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::face::{check_alive, check_trash};
use crate::render;
use crate::state::{FieldValue, Parent, Workspace};
use crate::validate::{
    Body, Cursor, In2025, In2026, Key, MAX_PAGE, Reference, Request, Shape, body, paging_of_query,
    required, trash,
};

body! {
    /// The body of `PATCH /blocks/{id}/children`.
    struct AppendBlocks<'a> {
        children: BlocksBody<'a>,
        after: In2025<Uuid>,
        position: In2026<Position>,
    }
}

/// Where in a page or a block new ones go.
#[derive(Debug, Clone, Copy)]
enum Position {
    Start,
    End,
    After(Uuid),
}

impl<'a> Body<'a> for Position {
    fn shape() -> Shape {
        Shape::Union(vec![
            Shape::Object(vec![
                required("type", Shape::OneOf(&["after_block"])),
                required("after_block", Reference::shape()),
            ]),
            Shape::Object(vec![required("type", Shape::OneOf(&["start", "end"]))]),
        ])
    }

    fn read(value: &'a Value) -> Option<Self> {
        match value.get("type")?.as_str()? {
            "start" => Some(Self::Start),
            "end" => Some(Self::End),
            _ => Reference::read(value.get("after_block")?).map(|block| Self::After(block.0)),
        }
    }
}

/// The body of `PATCH /blocks/{id}`: what stands under the name of a type, and what it says about the trash.
struct UpdateBlock<'a> {
    payload: Option<(&'a str, &'a Value)>,
    in_trash: Option<bool>,
    archived: In2025<bool>,
}

impl<'a> Body<'a> for UpdateBlock<'a> {
    fn shape() -> Shape {
        block::update_shape()
    }

    fn read(value: &'a Value) -> Option<Self> {
        let mut keys = value.as_object()?.iter();
        let payload = keys.find(|(key, _)| block::kind(key).is_some());
        Some(Self {
            payload: payload.map(|(key, payload)| (key.as_str(), payload)),
            in_trash: Key::take(value.get("in_trash"))?,
            archived: Key::take(value.get("archived"))?,
        })
    }
}

impl<'a> Request<'a> for UpdateBlock<'a> {
    fn known_shape() -> &'static Shape {
        static SHAPE: LazyLock<Shape> = LazyLock::new(UpdateBlock::shape);
        &SHAPE
    }
}

/// Shows a block. Pages and databases are blocks too.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("block_id")?;
    reply(workspace, request, id)
}

/// Changes a block, or takes it to the trash and back.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("block_id")?;
    let body: UpdateBlock<'_> = request.body()?;
    exists(workspace, id)?;
    let trash = trash(body.in_trash, body.archived);
    if workspace.in_trash(id) && trash != Some(false) {
        return Err(ApiError::archived_block());
    }
    let fields = match body.payload {
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
    check_alive(workspace, id)?;
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
    let body: AppendBlocks<'_> = request.body()?;
    let (parent, in_tab) = container(workspace, id, body.children)?;
    check_alive(workspace, id)?;
    let position = body.after.0.map(Position::After).or(body.position.0);
    let place = find_place(workspace, id, position)?;
    let drafts = body.children.drafts(workspace, in_tab)?;

    let new = block::insert(workspace, parent, drafts, place);
    if let Some(page) = workspace.page_of(id) {
        workspace.touch(page);
    }
    if workspace.blocks.contains_key(&id) {
        workspace.touch(id);
    }
    // The new blocks; with a position also all that comes behind them.
    let shown = if position.is_some() {
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
fn container(workspace: &Workspace, id: Uuid, children: BlocksBody<'_>) -> Result<(Parent, bool)> {
    if workspace.pages.contains_key(&id) {
        return Ok((Parent::Page(id), false));
    }
    let Some(block) = workspace.blocks.get(&id) else {
        exists(workspace, id)?;
        return Err(ApiError::no_children());
    };
    let names: Vec<&str> = children.types().collect();
    block::check_inside(block.kind, &names)?;
    Ok((Parent::Block(id), block.kind == "tab"))
}

fn find_place(
    workspace: &Workspace,
    id: Uuid,
    position: Option<Position>,
) -> Result<ChildPosition> {
    match position {
        None | Some(Position::End) => Ok(ChildPosition::End),
        Some(Position::Start) => Ok(ChildPosition::Start),
        Some(Position::After(after)) if workspace.children_of(id).contains(&after) => {
            Ok(ChildPosition::After(after))
        }
        Some(Position::After(after)) => Err(workspace.not_found("block", after)),
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
        page.face.in_trash = trash;
    } else if let Some(database) = workspace.databases.get_mut(&id) {
        database.face.in_trash = trash;
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
