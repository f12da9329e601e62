//! Blocks: what documents are made of.

mod change;
mod deep;
mod make;
mod media;
mod same;

pub(crate) use change::heading_mut;
pub use make::*;
pub use media::{
    IntoFile, IntoLink, audio, bookmark, embed, file, image, link_to_page, pdf, video,
};

use notion_model::{Block as BlockData, BlockId, BlockKind, BlockRequest, RichText as Run};

use crate::{Reason, RichText};

/// The most levels of blocks that [`Block::to_request`] puts into one object.
const MAX_LEVELS: usize = 100;

/// A block with its children: for writing, and as it was read.
///
/// Functions such as [`paragraph`] and [`todo()`] create blocks, and the methods change them. `kind` has the values of the
/// block, and only `children` has its children.
///
/// ```
/// use notion_content::{Block, bold, heading, model::Color, toggle, todo};
///
/// let list = toggle("Before we " + bold("leave")).color(Color::Gray).children([
///     todo("Close the windows").checked(),
///     todo("Turn off the lights"),
/// ]);
/// assert_eq!(list.children.len(), 2);
/// assert_eq!(list.kind.type_name(), "toggle");
/// assert_eq!(list.plain_text(), "Before we leave");
/// ```
///
/// Two blocks are equal if they show the same: IDs do not count, texts are compared as Notion merges them, and a missing value
/// is equal to Notion's default.
/// Blocks can be nested [`MAX_DEPTH`](crate::MAX_DEPTH) levels deep. What reads documents refuses deeper ones.
#[derive(Default)]
pub struct Block {
    /// The ID, if the block was read.
    pub id: Option<BlockId>,
    /// The type and the values of the block, without its children.
    pub kind: BlockKind,
    /// The children.
    pub children: Vec<Block>,
}

impl Block {
    /// Returns the text of the block, if blocks of its type have one.
    pub fn text(&self) -> Option<RichText> {
        self.runs().map(RichText::from)
    }

    /// Returns the text of the block as runs, if blocks of its type have one.
    pub fn runs(&self) -> Option<&[Run]> {
        self.kind.rich_text()
    }

    /// Returns the text of the block to be changed, if blocks of its type have one.
    pub fn runs_mut(&mut self) -> Option<&mut Vec<Run>> {
        self.kind.rich_text_mut()
    }

    /// Returns the caption of a file, an embed, a bookmark or code.
    pub fn caption_runs(&self) -> Option<&[Run]> {
        self.kind.caption()
    }

    /// Returns the text of the block without formatting, and an empty string if it has none. Its children are not included.
    pub fn plain_text(&self) -> String {
        self.runs()
            .map(notion_model::plain_text)
            .unwrap_or_default()
    }

    /// Returns the number of blocks: this one and all that it holds.
    pub fn count(&self) -> usize {
        let mut count = 0;
        let mut open = vec![self];
        while let Some(block) = open.pop() {
            count += 1;
            open.extend(&block.children);
        }
        count
    }

    /// Returns the block and all in it as one JSON object. Notion takes two levels of blocks in a request at most;
    /// [`Plan`](crate::Plan) divides deeper ones.
    ///
    /// ```
    /// use notion_content::{bulleted, Reason};
    ///
    /// let block = bulleted("One").children([bulleted("Half")]);
    /// assert!(block.to_request()?.kind.type_name() == "bulleted_list_item");
    ///
    /// let deep = (0..100).fold(bulleted("x"), |inner, _| bulleted("x").children([inner]));
    /// assert_eq!(deep.to_request().unwrap_err(), Reason::TooDeep { limit: 100 });
    /// # Ok::<(), notion_content::Reason>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Reason::TooDeep`] if there are more than 100 levels of blocks.
    pub fn to_request(&self) -> Result<BlockRequest, Reason> {
        let mut level = vec![self];
        for _ in 0..MAX_LEVELS {
            level = level.iter().flat_map(|block| &block.children).collect();
        }
        if level.is_empty() {
            Ok(self.request())
        } else {
            Err(Reason::TooDeep { limit: MAX_LEVELS })
        }
    }

    /// The same, of blocks that are known not to be too deep.
    fn request(&self) -> BlockRequest {
        let mut kind = self.kind.clone();
        if let Some(children) = kind.children_mut() {
            *children = self.children.iter().map(Self::request).collect();
        }
        kind.into()
    }
}

/// Without children: Notion returns them only in another request.
impl From<BlockData> for Block {
    fn from(block: BlockData) -> Self {
        Self {
            id: Some(block.id),
            kind: block.kind,
            children: Vec::new(),
        }
    }
}

/// With the children that the request has.
impl From<BlockKind> for Block {
    fn from(mut kind: BlockKind) -> Self {
        let inner = kind.children_mut().map(std::mem::take);
        Self {
            id: None,
            children: inner.into_iter().flatten().map(Self::from).collect(),
            kind,
        }
    }
}

impl From<BlockRequest> for Block {
    fn from(block: BlockRequest) -> Self {
        block.kind.into()
    }
}

/// A paragraph.
impl From<RichText> for Block {
    fn from(text: RichText) -> Self {
        paragraph(text)
    }
}

/// A paragraph.
impl From<&str> for Block {
    fn from(text: &str) -> Self {
        paragraph(text)
    }
}

/// A paragraph.
impl From<String> for Block {
    fn from(text: String) -> Self {
        paragraph(text)
    }
}

/// All texts of a block's own: its text, its caption, its cells.
pub(crate) fn texts_mut(kind: &mut BlockKind) -> Vec<&mut Vec<Run>> {
    match kind {
        BlockKind::Code(block) => vec![&mut block.rich_text, &mut block.caption],
        BlockKind::TableRow(row) => row.cells.iter_mut().collect(),
        kind if kind.caption().is_some() => kind.caption_mut().into_iter().collect(),
        kind => kind.rich_text_mut().into_iter().collect(),
    }
}
