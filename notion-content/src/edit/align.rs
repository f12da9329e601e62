//! Aligns the blocks of two documents, list of siblings by list of siblings.
//!
//! For two lists, a table has the least cost of turning each tail of the old one into each tail of the new one. Equal blocks
//! cost nothing. Two blocks of one type can be one block that changed: that costs one if their own values differ, and what their
//! children cost, which is the same question one level deeper. A block that goes or comes costs as much as it has blocks in it.
//! What is equal at both ends of the lists is taken off first, so that the table is small for most edits.

use notion_model::{BlockId, BlockKind};

use super::{BlockChange, EditError};
use crate::block::heading_mut;
use crate::{Block, update};

/// More cells than this are not filled: the lists are divided at blocks that both have once.
const MAX_CELLS: usize = 1_000_000;

/// The cost of what must not be done.
const NEVER: u64 = u64::MAX / 4;

/// What is done with the blocks of two lists, in their order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// The old block stays as it is.
    Keep,
    /// The old block becomes the new one.
    Change,
    Delete,
    Insert,
}

/// The changes that turn one document into the other. Blocks that `is_fixed` holds for are neither changed nor deleted.
pub(super) fn changes(
    old: &[Block],
    new: &[Block],
    is_fixed: &dyn Fn(&Block) -> bool,
) -> Result<Vec<BlockChange>, EditError> {
    let aligner = Aligner { is_fixed };
    let (steps, cost) = aligner.align(old, new);
    if cost >= NEVER {
        return Err(EditError::MovedMark);
    }
    let mut found = Changes::default();
    aligner.collect(None, old, new, &steps, &mut found)?;
    let Changes {
        mut inserts,
        updates,
        deletes,
    } = found;
    inserts.extend(updates);
    inserts.extend(deletes);
    Ok(inserts)
}

#[derive(Default)]
struct Changes {
    inserts: Vec<BlockChange>,
    updates: Vec<BlockChange>,
    deletes: Vec<BlockChange>,
}

struct Aligner<'a> {
    is_fixed: &'a dyn Fn(&Block) -> bool,
}

impl Aligner<'_> {
    /// The steps with the least cost, and that cost.
    fn align(&self, old: &[Block], new: &[Block]) -> (Vec<Step>, u64) {
        let mut start = 0;
        while start < old.len().min(new.len()) && old[start] == new[start] {
            start += 1;
        }
        let most = old.len().min(new.len()) - start;
        let mut end = 0;
        while end < most && old[old.len() - 1 - end] == new[new.len() - 1 - end] {
            end += 1;
        }
        let (middle, cost) =
            self.middle(&old[start..old.len() - end], &new[start..new.len() - end]);
        let mut steps = vec![Step::Keep; start];
        steps.extend(middle);
        steps.extend(std::iter::repeat_n(Step::Keep, end));
        (steps, cost)
    }

    fn middle(&self, old: &[Block], new: &[Block]) -> (Vec<Step>, u64) {
        if old.len().saturating_mul(new.len()) > MAX_CELLS {
            return self.divided(old, new);
        }
        let width = new.len() + 1;
        let mut costs = vec![0_u64; (old.len() + 1) * width];
        let gone: Vec<u64> = old.iter().map(|block| self.deletion(block)).collect();
        let come: Vec<u64> = new.iter().map(weight).collect();
        let mut pairs = vec![None; old.len() * new.len()];
        for i in (0..=old.len()).rev() {
            for j in (0..=new.len()).rev() {
                let at = i * width + j;
                let mut least = if i == old.len() && j == new.len() {
                    0
                } else {
                    u64::MAX
                };
                if i < old.len() {
                    least = least.min(gone[i].saturating_add(costs[at + width]));
                }
                if j < new.len() {
                    least = least.min(come[j].saturating_add(costs[at + 1]));
                }
                if i < old.len() && j < new.len() {
                    let pair = self.pair(&old[i], &new[j]);
                    pairs[i * new.len() + j] = pair;
                    if let Some(pair) = pair {
                        least = least.min(pair.saturating_add(costs[at + width + 1]));
                    }
                }
                costs[at] = least;
            }
        }
        let (mut i, mut j) = (0, 0);
        let mut steps = Vec::with_capacity(old.len().max(new.len()));
        while i < old.len() || j < new.len() {
            let at = i * width + j;
            let pair = match i < old.len() && j < new.len() {
                true => pairs[i * new.len() + j],
                false => None,
            };
            if let Some(cost) = pair
                && costs[at] == cost.saturating_add(costs[at + width + 1])
            {
                steps.push(if cost == 0 { Step::Keep } else { Step::Change });
                (i, j) = (i + 1, j + 1);
            } else if i < old.len() && costs[at] == gone[i].saturating_add(costs[at + width]) {
                steps.push(Step::Delete);
                i += 1;
            } else {
                steps.push(Step::Insert);
                j += 1;
            }
        }
        (steps, costs[0])
    }

    /// Lists that are too long for a table: divided at the first block that both have, or paired one by one.
    fn divided(&self, old: &[Block], new: &[Block]) -> (Vec<Step>, u64) {
        // A block in the middle that the other list has too, nearest to the same part of it.
        let middle = old.len() / 2;
        let near = |at: usize| at.abs_diff(middle);
        let mut candidates: Vec<usize> = (0..old.len()).collect();
        candidates.sort_by_key(|at| near(*at));
        for at in candidates.into_iter().take(200) {
            let mut places = new
                .iter()
                .enumerate()
                .filter(|(_, block)| **block == old[at]);
            if let (Some((place, _)), None) = (places.next(), places.next()) {
                let (mut steps, before) = self.align(&old[..at], &new[..place]);
                steps.push(Step::Keep);
                let (rest, after) = self.align(&old[at + 1..], &new[place + 1..]);
                steps.extend(rest);
                return (steps, before.saturating_add(after));
            }
        }
        let mut steps = Vec::new();
        let mut cost = 0_u64;
        for (old, new) in old.iter().zip(new) {
            match self.pair(old, new) {
                Some(pair) => {
                    cost = cost.saturating_add(pair);
                    steps.push(if pair == 0 { Step::Keep } else { Step::Change });
                }
                None => {
                    cost = cost
                        .saturating_add(self.deletion(old))
                        .saturating_add(weight(new));
                    steps.extend([Step::Insert, Step::Delete]);
                }
            }
        }
        for block in old.iter().skip(new.len()) {
            cost = cost.saturating_add(self.deletion(block));
            steps.push(Step::Delete);
        }
        for block in new.iter().skip(old.len()) {
            cost = cost.saturating_add(weight(block));
            steps.push(Step::Insert);
        }
        (steps, cost)
    }

    /// What it costs that an old block becomes a new one; `None` if the API has no such change.
    fn pair(&self, old: &Block, new: &Block) -> Option<u64> {
        if old == new {
            return Some(0);
        }
        if (self.is_fixed)(old) || !can_become(old, new) {
            return None;
        }
        let own = u64::from(!has_same_values(old, new));
        let children = match (old.children.is_empty(), new.children.is_empty()) {
            (true, true) => 0,
            _ => self.align(&old.children, &new.children).1,
        };
        Some(own.saturating_add(children))
    }

    /// What it costs that an old block goes.
    fn deletion(&self, block: &Block) -> u64 {
        let mut open = vec![block];
        while let Some(block) = open.pop() {
            if (self.is_fixed)(block) {
                return NEVER;
            }
            open.extend(&block.children);
        }
        weight(block)
    }

    fn collect(
        &self,
        parent: Option<BlockId>,
        old: &[Block],
        new: &[Block],
        steps: &[Step],
        found: &mut Changes,
    ) -> Result<(), EditError> {
        let (mut old, mut new) = (old.iter(), new.iter());
        let mut after = None;
        // New blocks that come one after the other are inserted together.
        let mut is_inserting = false;
        for step in steps {
            let id = |block: &Block| block.id.ok_or_else(|| EditError::NoId(block.plain_text()));
            match step {
                Step::Insert => {
                    let Some(block) = new.next() else { break };
                    match found.inserts.last_mut() {
                        Some(BlockChange::Insert { blocks, .. }) if is_inserting => {
                            blocks.push(copy(block));
                        }
                        _ => found.inserts.push(BlockChange::Insert {
                            parent,
                            after,
                            blocks: vec![copy(block)],
                        }),
                    }
                    is_inserting = true;
                }
                Step::Delete => {
                    let Some(block) = old.next() else { break };
                    found.deletes.push(BlockChange::Delete { id: id(block)? });
                }
                Step::Keep => {
                    let (Some(block), Some(_)) = (old.next(), new.next()) else {
                        break;
                    };
                    after = Some(id(block)?);
                    is_inserting = false;
                }
                Step::Change => {
                    let (Some(block), Some(changed)) = (old.next(), new.next()) else {
                        break;
                    };
                    let id = id(block)?;
                    if !has_same_values(block, changed) {
                        found.updates.push(BlockChange::Update {
                            id,
                            block: Box::new(own(changed)),
                        });
                    }
                    let (steps, _) = self.align(&block.children, &changed.children);
                    self.collect(Some(id), &block.children, &changed.children, &steps, found)?;
                    after = Some(id);
                    is_inserting = false;
                }
            }
        }
        Ok(())
    }
}

/// How many blocks a block is.
fn weight(block: &Block) -> u64 {
    block.count() as u64
}

/// The block without its children.
fn own(block: &Block) -> Block {
    Block {
        id: None,
        kind: block.kind.clone(),
        children: Vec::new(),
    }
}

/// The block as a new one.
fn copy(block: &Block) -> Block {
    let mut copy = own(block);
    copy.children = block.children.iter().map(self::copy).collect();
    copy
}

fn has_same_values(old: &Block, new: &Block) -> bool {
    own(old) == own(new)
}

/// Returns true if an update of the block makes it the new one: of the same type, and without what the API leaves as it is.
fn can_become(old: &Block, new: &Block) -> bool {
    let is_kept = match (&old.kind, &new.kind) {
        (BlockKind::Callout(old), BlockKind::Callout(new)) => {
            old.icon.is_some() && new.icon.is_none()
        }
        (BlockKind::Table(old), BlockKind::Table(new)) => old.table_width != new.table_width,
        _ => false,
    };
    let is_toggle =
        |block: &Block| heading_mut(&mut block.kind.clone()).map(|heading| heading.is_toggleable);
    !is_kept
        && is_toggle(old) == is_toggle(new)
        && update(&old.kind, !old.children.is_empty(), &own(new)).is_ok()
}
