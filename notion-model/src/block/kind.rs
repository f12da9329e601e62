//! The 37 types of blocks.

use super::{
    Callout, ChildTitle, Code, Column, Container, Heading, LinkToPage, MeetingNotes, NumberedItem,
    Paragraph, SyncedBlock, Tab, Table, TableOfContents, TableRow, TextBlock, ToDo,
    UnsupportedBlock, WebLink,
};
use crate::file::File;
use crate::json::{Empty, tagged};
use crate::text::{Equation, LinkPreview};

tagged! {
    /// What a [`Block`](super::Block) is.
    pub enum BlockKind {
        /// A paragraph.
        Paragraph(Paragraph) = "paragraph",
        /// A heading of the first level.
        Heading1(Heading) = "heading_1",
        /// A heading of the second level.
        Heading2(Heading) = "heading_2",
        /// A heading of the third level.
        Heading3(Heading) = "heading_3",
        /// A heading of the fourth level.
        Heading4(Heading) = "heading_4",
        /// An item of a list with bullets.
        BulletedListItem(TextBlock) = "bulleted_list_item",
        /// An item of a list with numbers.
        NumberedListItem(NumberedItem) = "numbered_list_item",
        /// A quotation.
        Quote(TextBlock) = "quote",
        /// Something to do, with a box to check.
        ToDo(ToDo) = "to_do",
        /// A text that hides the blocks in it.
        Toggle(TextBlock) = "toggle",
        /// A button that makes copies of the blocks in it; Notion no longer makes them.
        Template(TextBlock) = "template",
        /// Blocks that are shown in several places.
        SyncedBlock(SyncedBlock) = "synced_block",
        /// A page in this page.
        ChildPage(ChildTitle) = "child_page",
        /// A database in this page.
        ChildDatabase(ChildTitle) = "child_database",
        /// A formula.
        Equation(Equation) = "equation",
        /// Code.
        Code(Code) = "code",
        /// A text in a box, with an icon.
        Callout(Callout) = "callout",
        /// A line.
        Divider(Empty) = "divider",
        /// The way from the top of the workspace to this page.
        Breadcrumb(Empty) = "breadcrumb",
        /// The headings of the page.
        TableOfContents(TableOfContents) = "table_of_contents",
        /// Tabs; each paragraph in it is one.
        Tab(Tab) = "tab",
        /// Columns.
        ColumnList(Container) = "column_list",
        /// One column.
        Column(Column) = "column",
        /// A link to a page, a database or a comment.
        LinkToPage(LinkToPage) = "link_to_page",
        /// A table; not a database.
        Table(Table) = "table",
        /// A row of a table.
        TableRow(TableRow) = "table_row",
        /// The notes of a meeting.
        MeetingNotes(MeetingNotes) = "meeting_notes",
        /// The same in API versions before 2026-03-11.
        Transcription(MeetingNotes) = "transcription",
        /// Something of the web, shown in the page.
        Embed(WebLink) = "embed",
        /// A link with a preview.
        Bookmark(WebLink) = "bookmark",
        /// An image.
        Image(File) = "image",
        /// A video.
        Video(File) = "video",
        /// A PDF.
        Pdf(File) = "pdf",
        /// Any file.
        File(File) = "file",
        /// A sound.
        Audio(File) = "audio",
        /// The preview of a link to another service; cannot be made by a request.
        LinkPreview(LinkPreview) = "link_preview",
        /// A block that the API does not give.
        Unsupported(UnsupportedBlock) = "unsupported",
    }
}
