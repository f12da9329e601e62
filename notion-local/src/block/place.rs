//! Where blocks go: at the end, at the start, or behind another one.

use uuid::Uuid;

use super::Draft;
use crate::state::id::IdKind;
use crate::state::{Block, Parent, Workspace};

/// A place among the children of a page or a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Start,
    End,
    /// Behind this child.
    After(Uuid),
}

/// Makes blocks and what is in them, and puts them in place. Returns their ids.
pub(crate) fn insert(
    workspace: &mut Workspace,
    parent: Parent,
    drafts: Vec<Draft>,
    place: Place,
) -> Vec<Uuid> {
    let ids: Vec<Uuid> = drafts
        .into_iter()
        .map(|draft| make(workspace, parent, draft))
        .collect();
    new_children(workspace, parent, &ids, place);
    ids
}

/// Puts a page or a database at the end of its parent.
pub(crate) fn new_child(workspace: &mut Workspace, parent: Parent, id: Uuid, place: Place) {
    new_children(workspace, parent, &[id], place);
}

fn make(workspace: &mut Workspace, parent: Parent, draft: Draft) -> Uuid {
    let id = workspace.ids.made(IdKind::Block);
    let history = workspace.new_history();
    let block = Block {
        id,
        parent,
        history,
        in_trash: false,
        kind: draft.kind,
        fields: draft.fields,
    };
    workspace.blocks.insert(id, block);
    insert(workspace, Parent::Block(id), draft.children, Place::End);
    id
}

fn new_children(workspace: &mut Workspace, parent: Parent, ids: &[Uuid], place: Place) {
    let (Parent::Page(above) | Parent::Block(above)) = parent else {
        return;
    };
    if ids.is_empty() {
        return;
    }
    let children = workspace.children.entry(above).or_default();
    let at = match place {
        Place::Start => 0,
        Place::End => children.len(),
        Place::After(id) => children
            .iter()
            .position(|child| *child == id)
            .map_or(children.len(), |at| at + 1),
    };
    children.splice(at..at, ids.iter().copied());
}
