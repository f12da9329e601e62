//! Somebody else's edit between the reading of a page and the change.

use std::collections::HashMap;

use notion_model::BlockId;

use super::{BlockChange, described};
use crate::Block;

/// A change that somebody else's edit stands against.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conflict {
    /// The block.
    pub id: BlockId,
    /// What the block was when it was read.
    pub before: String,
    /// What it is now; `None` if it is gone.
    pub now: Option<String>,
}

/// Returns the conflicts between changes, which were found for a document that was read, and the document as it is now.
///
/// Changes of blocks that nobody else has touched have no conflict: each is about a block by its ID, so that both edits hold.
pub fn conflicts(read: &[Block], now: &[Block], changes: &[BlockChange]) -> Vec<Conflict> {
    let (read, now) = (by_id(read), by_id(now));
    let mut found: Vec<Conflict> = Vec::new();
    let mut check = |id: &BlockId, is_whole: bool| {
        let Some(before) = read.get(id) else { return };
        let after = now.get(id);
        let is_same = after.is_some_and(|after| match is_whole {
            true => *after == *before && ids(after) == ids(before),
            false => own(after) == own(before),
        });
        if !is_same && !found.iter().any(|conflict| conflict.id == *id) {
            found.push(Conflict {
                id: *id,
                before: described(before),
                now: after.map(|after| described(after)),
            });
        }
    };
    for change in changes {
        match change {
            BlockChange::Update { id, .. } => check(id, false),
            BlockChange::Delete { id } => check(id, true),
            BlockChange::Insert { parent, after, .. } => {
                // Where it goes has to be there; what it says may have changed.
                for id in [parent, after].into_iter().flatten() {
                    if !now.contains_key(id) {
                        check(id, false);
                    }
                }
            }
        }
    }
    found
}

fn by_id(document: &[Block]) -> HashMap<BlockId, &Block> {
    let mut found = HashMap::new();
    let mut open: Vec<&Block> = document.iter().collect();
    while let Some(block) = open.pop() {
        if let Some(id) = block.id {
            found.insert(id, block);
        }
        open.extend(&block.children);
    }
    found
}

fn ids(block: &Block) -> Vec<Option<BlockId>> {
    let mut found = Vec::new();
    let mut open = vec![block];
    while let Some(block) = open.pop() {
        found.push(block.id);
        open.extend(&block.children);
    }
    found
}

fn own(block: &Block) -> Block {
    Block {
        id: None,
        kind: block.kind.clone(),
        children: Vec::new(),
    }
}
