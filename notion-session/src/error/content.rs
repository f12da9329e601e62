//! Content that was written in part.

use notion_model::BlockId;

/// Content that takes several requests, of which one failed after others had been carried out.
#[derive(Debug, thiserror::Error)]
#[error(
    "{source}; {sent} of {of} requests were carried out before, and what they wrote is in `{root}`"
)]
#[non_exhaustive]
pub struct PartlyWritten {
    /// The page or the block that was written to. A page that was to be created with its content is there.
    pub root: BlockId,
    /// How many requests were carried out.
    pub sent: usize,
    /// How many there would have been.
    pub of: usize,
    /// The new blocks straight in the page or the block, so far. Not all need to have in them what they should.
    pub blocks: Vec<BlockId>,
    /// What went wrong.
    pub source: super::Error,
}
