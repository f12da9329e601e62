//! Arguments of methods that write content.

use crate::block::Block;
use crate::markdown::Document;

/// Content that can be written to a page or a block: one block, several blocks, or a document.
///
/// * One block: a [`Block`]; or a string or [`RichText`](crate::RichText), which becomes a paragraph.
/// * Several: an array, a `Vec` or an iterator of those.
/// * A [`Document`] that [`markdown::read`](crate::markdown::read) returned. Its blocks are written; its `lost` reports the
///   losses.
///
/// `Form` distinguishes these for the compiler, and is always inferred.
///
/// ```
/// use notion_content::{Block, IntoContent, heading, markdown, paragraph};
///
/// fn blocks<Form>(content: impl IntoContent<Form>) -> Vec<Block> {
///     content.into_content().blocks
/// }
///
/// assert_eq!(blocks("One."), [paragraph("One.")]);
/// assert_eq!(blocks(heading("Goals")), [heading("Goals")]);
/// assert_eq!(blocks(["One.", "Two."]), [paragraph("One."), paragraph("Two.")]);
/// assert_eq!(blocks(markdown::read("One.")), [paragraph("One.")]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as content",
    label = "neither a block nor several blocks",
    note = "content is a block, a string (which becomes a paragraph), an array, `Vec` or iterator of these, or the document that `markdown::read` returns"
)]
pub trait IntoContent<Form> {
    /// Returns the blocks, and the losses if they were read from text.
    fn into_content(self) -> Document;
}

/// The form of [`IntoContent`] that is one block.
#[derive(Debug)]
pub enum OneBlock {}

/// The form of [`IntoContent`] that is several blocks.
#[derive(Debug)]
pub enum ManyBlocks {}

/// The form of [`IntoContent`] that is a document.
#[derive(Debug)]
pub enum WholeDocument {}

#[diagnostic::do_not_recommend]
impl<B: Into<Block>> IntoContent<OneBlock> for B {
    fn into_content(self) -> Document {
        [self].into_content()
    }
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator<Item: Into<Block>>> IntoContent<ManyBlocks> for I {
    fn into_content(self) -> Document {
        Document {
            blocks: self.into_iter().map(Into::into).collect(),
            lost: Vec::new(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl IntoContent<WholeDocument> for Document {
    fn into_content(self) -> Document {
        self
    }
}
