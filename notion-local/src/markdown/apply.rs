//! Changes of the blocks of a page, applied.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::plan::{BlockChanges, Placed, Placing};
use crate::block::{self, ChildPosition};
use crate::state::{PageParent, Parent, Workspace};

/// Applies a plan to a page, or to a block and what is beside it.
pub(crate) fn apply(workspace: &mut Workspace, parent: Parent, plan: BlockChanges) {
    arrange(workspace, parent, plan.placed);
    for id in plan.gone {
        trash(workspace, id);
    }
}

/// Puts blocks into their order in a page or a block. What is there and in no place, because it is in the trash or was not
/// shown, stays between its neighbours.
fn arrange(workspace: &mut Workspace, parent: Parent, placed: Vec<Placed>) {
    let (Parent::Page(inside) | Parent::Block(inside)) = parent else {
        return;
    };
    let before = workspace.children.get(&inside).cloned().unwrap_or_default();
    let mut order = Vec::with_capacity(placed.len());
    for Placed { block, children } in placed {
        let id = match block {
            Placing::New(draft) => {
                let new = block::insert(workspace, parent, vec![draft], ChildPosition::End);
                let Some(id) = new.first().copied() else {
                    continue;
                };
                id
            }
            Placing::Kept(id) => id,
            Placing::Changed(id, kind, fields) => {
                if let Some(block) = workspace.blocks.get_mut(&id) {
                    block.kind = kind;
                    block.fields = fields;
                }
                workspace.touch(id);
                id
            }
        };
        if workspace.parent_of(id) != Some(inside) {
            relocate(workspace, id, parent);
        }
        order.push(id);
        if let Some((inner, children)) = children {
            arrange(workspace, Parent::Block(inner.unwrap_or(id)), children);
        }
    }
    let places: HashMap<Uuid, usize> = before
        .iter()
        .enumerate()
        .map(|(place, id)| (*id, place))
        .collect();
    let known: HashSet<Uuid> = order.iter().copied().collect();
    let moved_away = |workspace: &Workspace, id: Uuid| workspace.parent_of(id) != Some(inside);
    let mut children = Vec::with_capacity(before.len() + order.len());
    let mut rest = before.iter().copied().enumerate().peekable();
    for id in order {
        let place = places.get(&id).copied();
        while let Some((_, other)) = rest.next_if(|(at, _)| Some(*at) <= place) {
            if !known.contains(&other) && !moved_away(workspace, other) {
                children.push(other);
            }
        }
        children.push(id);
    }
    for (_, other) in rest {
        if !known.contains(&other) && !moved_away(workspace, other) {
            children.push(other);
        }
    }
    workspace.children.insert(inside, children);
}

fn relocate(workspace: &mut Workspace, id: Uuid, parent: Parent) {
    if let Some(above) = workspace.parent_of(id)
        && let Some(children) = workspace.children.get_mut(&above)
    {
        children.retain(|child| *child != id);
    }
    if let Some(block) = workspace.blocks.get_mut(&id) {
        block.parent = parent;
    } else if let Some(page) = workspace.pages.get_mut(&id) {
        page.parent = match parent {
            Parent::Workspace => PageParent::Workspace,
            Parent::Page(id) => PageParent::Page(id),
            Parent::Block(id) => PageParent::Block(id),
        };
    } else if let Some(database) = workspace.databases.get_mut(&id) {
        database.parent = parent;
    }
    workspace.touch(id);
}

fn trash(workspace: &mut Workspace, id: Uuid) {
    if let Some(block) = workspace.blocks.get_mut(&id) {
        block.in_trash = true;
    } else if let Some(page) = workspace.pages.get_mut(&id) {
        page.face.in_trash = true;
    } else if let Some(database) = workspace.databases.get_mut(&id) {
        database.face.in_trash = true;
    }
}
