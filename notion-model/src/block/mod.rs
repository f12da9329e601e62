//! Blocks: what pages are made of.

mod code;
mod kind;
mod layout;
mod link;
mod meeting_notes;
mod parts;
mod position;
mod text;

pub use code::{Code, Language};
pub use kind::BlockKind;
pub use layout::{Column, Container, SyncedBlock, SyncedFrom, Tab, Table, TableRow};
pub use link::{
    ChildTitle, LinkToPage, LinkToPageKind, TableOfContents, UnsupportedBlock, WebLink,
};
pub use meeting_notes::{
    CalendarEvent, MeetingNotes, MeetingNotesBlocks, MeetingNotesList, MeetingNotesStatus,
    Recording,
};
pub use position::{AfterBlock, BlockPosition, BlockPositionKind};
pub use text::{Callout, Heading, ListFormat, NumberedItem, Paragraph, TextBlock, ToDo};

use crate::id::{BlockId, PageId};
use crate::json::object;
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
    /// Returns the page that this block is, if it is a page in a page.
    pub fn as_page_id(&self) -> Option<PageId> {
        matches!(self.kind, BlockKind::ChildPage(_)).then(|| self.id.uuid().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn every_type_is_known_as_notion_answers() {
        const TEXT: &str = r#""rich_text": [], "color": "gray_background""#;
        let media =
            r#"{"caption": [], "type": "external", "external": {"url": "https://example.com"}}"#;
        let notes = r#"{"title": [], "status": "notes_ready", "children": {
            "summary_block_id": "00000000-0000-4000-8000-000000000001"}, "calendar_event": {"start_time": "2026-06-27T10:00:00Z",
            "end_time": "2026-06-27T11:00:00Z", "attendees": ["00000000-0000-4000-8000-0000000000fa"]},
            "recording": {"start_time": "2026-06-27T10:00:00Z"}}"#;
        assert_eq!(BlockKind::TYPES.len(), 37);
        for kind in BlockKind::TYPES {
            let content = match *kind {
                "paragraph" | "callout" => format!(r#"{{"icon": null, {TEXT}}}"#),
                "heading_1" | "heading_2" | "heading_3" | "heading_4" => format!(r#"{{"is_toggleable": false, {TEXT}}}"#),
                "bulleted_list_item" | "quote" | "toggle" => format!("{{{TEXT}}}"),
                "numbered_list_item" => format!(r#"{{"list_start_index": 3, "list_format": "roman", {TEXT}}}"#),
                "to_do" => format!(r#"{{"checked": true, {TEXT}}}"#),
                "template" => r#"{"rich_text": []}"#.to_owned(),
                "synced_block" => r#"{"synced_from": {"type": "block_id", "block_id": "00000000-0000-4000-8000-000000000001"}}"#.to_owned(),
                "child_page" | "child_database" => r#"{"title": "T"}"#.to_owned(),
                "equation" => r#"{"expression": "x"}"#.to_owned(),
                "code" => r#"{"caption": [], "rich_text": [], "language": "c++"}"#.to_owned(),
                "divider" | "breadcrumb" | "tab" | "column_list" => "{}".to_owned(),
                "table_of_contents" => r#"{"color": "default"}"#.to_owned(),
                "column" => r#"{"width_ratio": 0.25}"#.to_owned(),
                "link_to_page" => r#"{"type": "comment_id", "comment_id": "00000000-0000-4000-8000-000000000001"}"#.to_owned(),
                "table" => r#"{"table_width": 2, "has_column_header": false, "has_row_header": true}"#.to_owned(),
                "table_row" => r#"{"cells": [[], [{"type": "text", "text": {"content": "x", "link": null}}]]}"#.to_owned(),
                "meeting_notes" | "transcription" => notes.to_owned(),
                "embed" | "bookmark" => r#"{"caption": [], "url": "https://example.com"}"#.to_owned(),
                "link_preview" => r#"{"url": "https://example.com"}"#.to_owned(),
                "unsupported" => r#"{"block_type": "button"}"#.to_owned(),
                "file" => r#"{"caption": [], "type": "file", "file": {"url": "https://example.com",
                    "expiry_time": "2026-06-27T16:53:00.000Z"}, "name": "a.txt"}"#.to_owned(),
                _ => media.to_owned(),
            };
            let block: Block = known(&format!(
                r#"{{"object": "block", "id": "00000000-0000-4000-8000-0000000000fa", "has_children": false, "in_trash": false,
                    "type": "{kind}", "{kind}": {content}}}"#
            ));
            assert_eq!(block.kind.type_name(), *kind);
        }
    }

    #[test]
    fn requests_hold_blocks_in_blocks() {
        let columns: BlockRequest = known(
            r#"{"object": "block", "column_list": {"children": [{"column": {"width_ratio": 0.5, "children": [
                {"table": {"table_width": 1, "children": [{"table_row": {"cells": [[]]}}]}}]}}]}}"#,
        );
        let BlockKind::ColumnList(list) = &columns.kind else {
            panic!("not a list of columns");
        };
        let BlockKind::Column(column) = &list.children[0].kind else {
            panic!("not a column");
        };
        assert!(matches!(column.children[0].kind, BlockKind::Table(_)));
    }

    #[test]
    fn a_request_may_change_the_trash_only() {
        let trash = BlockRequest {
            in_trash: Some(true),
            ..BlockRequest::default()
        };
        assert_eq!(
            serde_json::to_string(&trash).unwrap(),
            r#"{"in_trash":true}"#
        );
        assert_eq!(known::<BlockRequest>(r#"{"in_trash": true}"#), trash);
    }

    #[test]
    fn a_page_in_a_page_has_the_id_of_its_block() {
        let json = r#"{"object": "block", "id": "00000000-0000-4000-8000-0000000000fa", "type": "child_page", "child_page": {"title": "T"}}"#;
        let page: Block = known(json);
        assert_eq!(page.as_page_id().map(BlockId::from), Some(page.id));
        let other: Block = known(&json.replace("child_page", "child_database"));
        assert_eq!(other.as_page_id(), None);
    }
}
