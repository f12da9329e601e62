//! Where blocks go: at the end, at the start, or behind another one.

use uuid::Uuid;

use super::Draft;
use crate::state::id::IdKind;
use crate::state::{Block, Parent, Workspace};

/// A position among the children of a page or block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChildPosition {
    Start,
    End,
    /// After this child.
    After(Uuid),
}

/// Creates blocks with their children and inserts them. Returns their IDs.
pub(crate) fn insert(
    workspace: &mut Workspace,
    parent: Parent,
    drafts: Vec<Draft>,
    place: ChildPosition,
) -> Vec<Uuid> {
    let ids: Vec<Uuid> = drafts
        .into_iter()
        .map(|draft| make(workspace, parent, draft))
        .collect();
    new_children(workspace, parent, &ids, place);
    ids
}

/// Puts a page or a database at the end of its parent.
pub(crate) fn new_child(workspace: &mut Workspace, parent: Parent, id: Uuid, place: ChildPosition) {
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
    insert(
        workspace,
        Parent::Block(id),
        draft.children,
        ChildPosition::End,
    );
    id
}

fn new_children(workspace: &mut Workspace, parent: Parent, ids: &[Uuid], place: ChildPosition) {
    let (Parent::Page(above) | Parent::Block(above)) = parent else {
        return;
    };
    if ids.is_empty() {
        return;
    }
    let children = workspace.children.entry(above).or_default();
    let at = match place {
        ChildPosition::Start => 0,
        ChildPosition::End => children.len(),
        ChildPosition::After(id) => children
            .iter()
            .position(|child| *child == id)
            .map_or(children.len(), |at| at + 1),
    };
    children.splice(at..at, ids.iter().copied());
}
