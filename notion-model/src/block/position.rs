//! Where new blocks, or a new page, go.

use crate::id::BlockId;
use crate::json::{object, tagged};

object! {
    /// Where new blocks, or a new page, go. Notion puts them at the end if a request does not say.
    ///
    /// ```
    /// use notion_model::{BlockPosition, BlockPositionKind};
    ///
    /// let position = BlockPosition::from(BlockPositionKind::Start);
    /// assert_eq!(serde_json::to_string(&position)?, r#"{"type":"start"}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct BlockPosition {
        /// Where.
        tagged kind: BlockPositionKind,
    }
}

tagged! {
    /// Where new blocks, or a new page, go.
    pub enum BlockPositionKind {
        /// Blocks, before all others.
        Start = "start",
        /// Blocks, behind all others.
        End = "end",
        /// Behind a block.
        AfterBlock(AfterBlock) = "after_block",
        /// A page, before all others.
        PageStart = "page_start",
        /// A page, behind all others.
        PageEnd = "page_end",
    }
}

object! {
    /// The block behind which something goes.
    pub struct AfterBlock (
        /// The block's id.
        id: BlockId,
    ) {}
}

impl From<BlockPositionKind> for BlockPosition {
    fn from(kind: BlockPositionKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}

impl BlockPosition {
    /// Behind a block.
    pub fn after(block: impl Into<BlockId>) -> Self {
        BlockPositionKind::AfterBlock(AfterBlock::new(block)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn every_position_is_known() {
        for position in [
            r#"{"type": "start"}"#,
            r#"{"type": "end"}"#,
            r#"{"type": "page_start"}"#,
            r#"{"type": "page_end"}"#,
            r#"{"type": "after_block", "after_block": {"id": "00000000-0000-4000-8000-0000000000fa"}}"#,
        ] {
            known::<BlockPosition>(position);
        }
        let page: crate::PageId = "00000000-0000-4000-8000-0000000000fa".parse().unwrap();
        assert_eq!(
            serde_json::to_string(&BlockPosition::after(page)).unwrap(),
            r#"{"type":"after_block","after_block":{"id":"00000000-0000-4000-8000-0000000000fa"}}"#
        );
    }
}
