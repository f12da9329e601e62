//! `POST /pages/{id}/move`.

use uuid::Uuid;

use super::pages;
use crate::block::{self, ChildPosition};
use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::face::{check_alive, is_inside};
use crate::property::values::relate;
use crate::state::{Cell, Map, PageParent, Parent, PropertyId, TITLE, Workspace};
use crate::validate::{body, tagged};

body! {
    /// The body of `POST /pages/{id}/move`.
    struct MovePage {
        parent: NewPlace,
    }
}

tagged! {
    /// What a page is to be in.
    enum NewPlace {
        Page("page_id": Uuid),
        DataSource("data_source_id": Uuid),
    }
}

/// Hangs a page on another page or into a data source.
///
/// Choice: of a row's values those stay whose property has the same name and type in the new data source and needs
/// no options or pages of it; the title stays always.
pub(crate) fn move_page(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    let body: MovePage = request.body()?;
    workspace.page(id)?;
    check_alive(workspace, id)?;
    let (parent, above) = match body.parent {
        NewPlace::Page(above) => (PageParent::Page(workspace.page(above)?.id), above),
        NewPlace::DataSource(above) => {
            let source = workspace.data_source(above)?.id;
            (PageParent::DataSource(source), above)
        }
    };
    if is_inside(workspace, above, id) {
        // Choice: no source has the text.
        return Err(ApiError::validation("A page cannot be moved into itself."));
    }
    check_alive(workspace, above)?;

    let cells = kept_cells(workspace, id, parent);
    leave(workspace, id);
    if let Some(page) = workspace.pages.get_mut(&id) {
        page.parent = parent;
        page.cells = cells;
    }
    match parent {
        PageParent::DataSource(source) => workspace.add_row(source, id),
        _ => block::new_child(workspace, Parent::Page(above), id, ChildPosition::End),
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
