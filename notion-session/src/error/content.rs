//! Content that was partly written.

use notion_model::BlockId;

/// Some content was written before a request failed.
#[derive(Debug, thiserror::Error)]
#[error("{source}; {sent} of {of} requests succeeded before, and their content is in `{root}`")]
#[non_exhaustive]
pub struct PartlyWritten {
    /// The page or block that was written to. If a page was to be created with its content, the page exists.
    pub root: BlockId,
    /// The number of requests that succeeded.
    pub sent: usize,
    /// The number of requests in all.
    pub of: usize,
    /// The blocks that were created directly in the page or block. Some of their children may be missing.
    pub blocks: Vec<BlockId>,
    /// The error of the request that failed.
    pub source: super::Error,
}
