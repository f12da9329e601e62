//! `POST /pages/{id}/move`.

use std::sync::LazyLock;

use serde_json::Value;
use uuid::Uuid;

use super::databases::is_inside;
use super::pages;
use crate::block::{self, Place};
use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::property::values::relate;
use crate::state::id;
use crate::state::{Cell, Map, PageParent, Parent, PropertyId, TITLE, Workspace};
use crate::validate::common::tagged_only;
use crate::validate::{Shape, check_body, required};

static MOVE: LazyLock<Shape> = LazyLock::new(|| {
    let parent = tagged_only(vec![
        ("page_id", Shape::Uuid),
        ("data_source_id", Shape::Uuid),
    ]);
    Shape::Object(vec![required("parent", parent)])
});

/// Hangs a page on another page or into a data source.
///
/// Choice: of a row's values those stay whose property has the same name and type in the new data source and needs
/// no options or pages of it; the title stays always.
pub(crate) fn move_page(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    let body = request.json()?;
    check_body(&MOVE, body, request.version)?;
    workspace.page(id)?;
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    let target = |key: &str| {
        body.pointer(key)
            .and_then(Value::as_str)
            .and_then(id::parse)
    };
    let (parent, above) = if let Some(above) = target("/parent/page_id") {
        (PageParent::Page(workspace.page(above)?.id), above)
    } else {
        let above =
            target("/parent/data_source_id").ok_or_else(|| ApiError::undefined("parent"))?;
        (
            PageParent::DataSource(workspace.data_source(above)?.id),
            above,
        )
    };
    if is_inside(workspace, above, id) {
        // Choice: no source has the text.
        return Err(ApiError::validation("A page cannot be moved into itself."));
    }
    if workspace.in_trash(above) {
        return Err(ApiError::archived_block());
    }

    let cells = kept_cells(workspace, id, parent);
    leave(workspace, id);
    if let Some(page) = workspace.pages.get_mut(&id) {
        page.parent = parent;
        page.cells = cells;
    }
    match parent {
        PageParent::DataSource(source) => workspace.add_row(source, id),
        _ => block::new_child(workspace, Parent::Page(above), id, Place::End),
    }
    pages::reply(workspace, request, id)
}

/// Takes a page away from where it is, and out of two-way relations.
fn leave(workspace: &mut Workspace, id: Uuid) {
    let Some(page) = workspace.pages.get(&id) else {
        return;
    };
    match page.parent {
        PageParent::DataSource(source) => {
            let properties: Vec<PropertyId> = page.cells.keys().cloned().collect();
            for property in properties {
                relate(workspace, id, &property, &indexmap::IndexSet::new());
            }
            if let Some(source) = workspace.data_sources.get_mut(&source) {
                source.rows.retain(|row| *row != id);
            }
        }
        PageParent::Page(above) | PageParent::Block(above) => {
            if let Some(children) = workspace.children.get_mut(&above) {
                children.retain(|child| *child != id);
            }
        }
        PageParent::Workspace => {}
    }
}

fn kept_cells(workspace: &Workspace, id: Uuid, parent: PageParent) -> Map<PropertyId, Cell> {
    let Some(page) = workspace.pages.get(&id) else {
        return Map::default();
    };
    if page.parent == parent {
        return page.cells.clone();
    }
    let mut kept = Map::default();
    if let Some(title) = page.cells.get(TITLE) {
        kept.insert(TITLE.into(), title.clone());
    }
    let schema = |id: Uuid| workspace.data_sources.get(&id).map(|source| &source.schema);
    let (Some(from), PageParent::DataSource(to)) = (page.data_source().and_then(schema), parent)
    else {
        return kept;
    };
    let Some(to) = schema(to) else { return kept };
    for (property, cell) in &page.cells {
        let own = matches!(
            cell,
            Cell::Option(_) | Cell::MultiSelect(_) | Cell::Relation(_)
        );
        let Some(before) = from.by_id(property).filter(|_| !own) else {
            continue;
        };
        let same = to
            .by_name(&before.name)
            .filter(|after| after.kind.name() == before.kind.name());
        if let Some(after) = same {
            kept.insert(after.id.clone(), cell.clone());
        }
    }
    kept
}
