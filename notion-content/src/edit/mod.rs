//! Edits a document as Markdown, and finds the smallest set of block changes that does the same to the page.
//!
//! [`Editable`] is the Markdown of a document that was read. A block that Markdown cannot express stands in it as a marked line,
//! `⟦38c9ce7b60a4815a8d3bf2a1c0d4e5f6 column list⟧`, which has to be kept. [`Editable::changes`] compares what came back and
//! returns [`BlockChange`]s: blocks that did not change keep their IDs, and with them their comments, and so do blocks whose text
//! alone changed.
//!
//! ```
//! use notion_content::edit::{BlockChange, Editable};
//! use notion_content::{Block, heading, model::BlockId, paragraph};
//!
//! let id = |number| BlockId::from(uuid::Uuid::from_u128(number));
//! let page = [heading("Goals"), paragraph("Write it."), paragraph("Read it.")];
//! let page: Vec<Block> = (1..).zip(page).map(|(number, block)| Block { id: Some(id(number)), ..block }).collect();
//!
//! let editable = Editable::new(&page);
//! let text = editable.text().replace("Write it.", "Write it **well**.");
//! let changes = editable.changes(&text)?;
//! assert!(matches!(&changes[..], [BlockChange::Update { id: changed, .. }] if *changed == id(2)));
//! # Ok::<(), notion_content::edit::EditError>(())
//! ```

mod align;
mod conflict;
mod mark;
#[cfg(test)]
#[allow(
    clippy::expect_used,
    reason = "helpers outside of test functions may stop a test too"
)]
mod tests;

use std::fmt;

use notion_model::BlockId;

pub use conflict::{Conflict, conflicts};
pub use mark::Editable;

use crate::Block;

/// A change of one block, or new blocks next to others.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum BlockChange {
    /// Gives a block other values of the same type: another text, another check mark. Its children stay.
    Update {
        /// The block.
        id: BlockId,
        /// Its new values, without children.
        block: Box<Block>,
    },
    /// Adds blocks.
    Insert {
        /// The block that they are added to; `None` for the page itself.
        parent: Option<BlockId>,
        /// The block that they come after; `None` for the beginning.
        after: Option<BlockId>,
        /// The blocks, with all that is in them.
        blocks: Vec<Block>,
    },
    /// Moves a block to the trash, with all that is in it.
    Delete {
        /// The block.
        id: BlockId,
    },
}

/// A plus for what is added, a minus for what goes, a tilde for what changes.
impl fmt::Display for BlockChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Update { id, block } => write!(f, "~ {id} {}", described(block)),
            Self::Delete { id } => write!(f, "- {id}"),
            Self::Insert { blocks, .. } => {
                for (index, block) in blocks.iter().enumerate() {
                    let gap = if index == 0 { "" } else { "\n" };
                    write!(f, "{gap}+ {}", described(block))?;
                }
                Ok(())
            }
        }
    }
}

/// The type of a block and the beginning of its text.
fn described(block: &Block) -> String {
    let kind = block.kind.type_name().replace('_', " ");
    let text = block.plain_text();
    let shown: String = text
        .chars()
        .take(60)
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    match block.children.len() {
        0 => format!("{kind}: {shown}{more}"),
        children => format!("{kind}: {shown}{more} (with {children} blocks in it)"),
    }
}

/// Why an edited text cannot become changes. Nothing is lost: the text is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// A marked line is missing.
    MissingMark(String),
    /// A marked line appears twice.
    RepeatedMark(String),
    /// A marked line was moved: Notion's API does not move blocks.
    MovedMark,
    /// A block that was not read from a page: it has no ID.
    NoId(String),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingMark(mark) => write!(
                f,
                "the line {mark} is missing: it marks a block that Markdown cannot express; put it back, or delete the \
                 block in Notion"
            ),
            Self::RepeatedMark(mark) => {
                write!(
                    f,
                    "the line {mark} appears twice: a marked block cannot be copied"
                )
            }
            Self::MovedMark => f.write_str(
                "a marked line was moved: Notion's API does not move blocks; put it back where \
                 it was",
            ),
            Self::NoId(block) => write!(
                f,
                "the block {block:?} has no ID: only a page that was read can be edited"
            ),
        }
    }
}

impl std::error::Error for EditError {}

/// Returns the smallest set of changes that turns a document that was read into another one. No request.
///
/// Small means: as few blocks as possible are created, deleted or updated. Of lists with more than a thousand changed blocks side
/// by side on both sides the result is right, and may not be the smallest.
///
/// Insertions come first, then updates, then deletions, so that a failure in between loses nothing.
///
/// # Errors
///
/// [`EditError::NoId`] if a block of the old document has no ID.
pub fn changes(old: &[Block], new: &[Block]) -> Result<Vec<BlockChange>, EditError> {
    align::changes(old, new, &|_| false)
}
