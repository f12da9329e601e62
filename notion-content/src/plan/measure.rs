//! How much of a request a block takes with all that is in it.

use notion_model::BlockKind;

use crate::check::Draft;
use crate::limit::{MAX_BLOCKS_BYTES, MAX_CHILDREN_LEVELS, MAX_REQUEST_BLOCKS, MAX_SIBLINGS};

/// What a part of a document takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) blocks: usize,
    pub(super) bytes: usize,
}

impl Size {
    /// What a request has room for.
    pub(super) const ROOM: Self = Self {
        blocks: MAX_REQUEST_BLOCKS,
        bytes: MAX_BLOCKS_BYTES,
    };

    pub(super) fn fits(self, room: Self) -> bool {
        self.blocks <= room.blocks && self.bytes <= room.bytes
    }

    /// With a block beside it, and the comma between them.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            blocks: self.blocks + other.blocks,
            bytes: self.bytes + other.bytes + 1,
        }
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self {
            blocks: self.blocks.saturating_sub(other.blocks),
            bytes: self.bytes.saturating_sub(other.bytes + 1),
        }
    }
}

/// What is to be known of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Without the blocks in it.
    pub(super) own: Size,
    /// With all of them.
    pub(super) whole: Size,
    /// How many levels of blocks a request must still hold below the block for all of them to go along.
    levels: usize,
    /// Whether no list in it is longer than a request takes.
    narrow: bool,
}

impl Measure {
    /// Returns true if the block can go along with all that is in it, where a request still holds so many levels below it.
    pub(super) fn goes_along(&self, levels: usize) -> bool {
        self.narrow && self.levels <= levels && self.whole.fits(Size::ROOM)
    }
}

/// The measures of all blocks. Each stands before those in it.
pub(super) fn measure(drafts: &[Draft]) -> Vec<Measure> {
    let mut measures: Vec<Option<Measure>> = vec![None; drafts.len()];
    for (at, draft) in drafts.iter().enumerate().rev() {
        let own = Size {
            blocks: 1,
            bytes: draft.bytes,
        };
        let mut whole = own;
        let mut deepest = None;
        let mut narrow = draft.children.len() <= MAX_SIBLINGS;
        for child in draft.children.clone() {
            let Some(Some(child)) = measures.get(child) else {
                continue;
            };
            whole = whole.with(child.whole);
            deepest = deepest.max(Some(child.levels));
            narrow &= child.narrow;
        }
        let measure = Measure {
            own,
            whole,
            levels: levels(&draft.request, deepest),
            narrow,
        };
        if let Some(place) = measures.get_mut(at) {
            *place = Some(measure);
        }
    }
    measures.into_iter().flatten().collect()
}

/// How many levels of blocks a request must still hold below a block of this kind.
///
/// The SDK's types for requests say more than "two levels of nesting": a list of columns stands on the first level only,
/// and its columns are no level of their own. They are what Notion checks with, as its messages show; a choice, for the
/// documentation does not say so.
fn levels(kind: &BlockKind, deepest: Option<usize>) -> usize {
    let below = deepest.map_or(0, |deepest| deepest + 1);
    match kind {
        BlockKind::ColumnList(_) => deepest.unwrap_or_default().max(MAX_CHILDREN_LEVELS),
        BlockKind::Column(_) => below.max(MAX_CHILDREN_LEVELS),
        BlockKind::Table(_) => below.max(1),
        _ => below,
    }
}
