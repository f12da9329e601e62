//! Blocks: what pages are made of.

mod code;
mod kind;
mod language;
mod layout;
mod link;
mod meeting_notes;
mod text;

pub use code::Code;
pub use kind::BlockKind;
pub use language::Language;
pub use layout::{Column, Container, SyncedBlock, SyncedFrom, Tab, Table, TableRow};
pub use link::{
    ChildTitle, LinkToPage, LinkToPageKind, TableOfContents, UnsupportedBlock, WebLink,
};
pub use meeting_notes::{
    CalendarEvent, MeetingNotes, MeetingNotesBlocks, MeetingNotesStatus, Recording,
};
pub use text::{Callout, Heading, ListFormat, NumberedItem, Paragraph, TextBlock, ToDo};

use crate::id::{BlockId, PageId};
use crate::object::object;
use crate::parent::Parent;
use crate::time::Timestamp;
use crate::user::User;

object! {
    /// A block: a paragraph, an image, a table, a page in another page, … A block that the integration may not read has its
    /// id only.
    pub struct Block is "block" (
        /// The block's id. Of a page or a database in a page, it is also the id of that page or database.
        id: BlockId,
    ) {
        /// What the block lives in.
        absent parent: Option<Parent>,
        /// When the block was made, to the minute.
        absent created_time: Option<Timestamp>,
        /// When the block was changed last, to the minute.
        absent last_edited_time: Option<Timestamp>,
        /// Who made the block.
        absent created_by: Option<User>,
        /// Who changed the block last.
        absent last_edited_by: Option<User>,
        /// Whether there are blocks in it. They have to be asked for.
        written has_children: bool,
        /// Whether the block is in the trash.
        written in_trash: bool,
        /// What the block is.
        tagged kind: BlockKind,
        /// The former name of `in_trash`, in API versions before 2026-03-11.
        absent archived: Option<bool>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

object! {
    /// A block in a request: to be appended, or, of a block that exists, what is to change.
    ///
    /// ```
    /// use notion_model::{BlockKind, BlockRequest, Paragraph, RichText};
    ///
    /// let block = BlockRequest::from(BlockKind::Paragraph(Paragraph {
    ///     rich_text: vec![RichText::text("Hello")],
    ///     ..Paragraph::default()
    /// }));
    /// assert_eq!(
    ///     serde_json::to_string(&block)?,
    ///     r#"{"type":"paragraph","paragraph":{"rich_text":[{"type":"text","text":{"content":"Hello"}}]}}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct BlockRequest {
        /// `block`; may be left out.
        absent object: Option<String>,
        /// What the block is, or is to be.
        tagged kind: BlockKind,
        /// To put the block in the trash or to take it out.
        absent in_trash: Option<bool>,
        /// The former name of `in_trash`.
        absent archived: Option<bool>,
    }
}

impl From<BlockKind> for BlockRequest {
    fn from(kind: BlockKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}

impl Block {
    /// The page that this block is, if it is a page in a page.
    pub fn as_page_id(&self) -> Option<PageId> {
        matches!(self.kind, BlockKind::ChildPage(_)).then(|| self.id.uuid().into())
    }
}
