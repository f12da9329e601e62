//! Block types: what each has in its payload.

use crate::words::words;

/// The payload has `rich_text`.
const TEXT: u8 = 1;
/// The payload may have `children` in a request.
const CHILDREN: u8 = 1 << 1;
/// The payload has `color`.
const COLOR: u8 = 1 << 2;
/// The payload has `caption`.
const CAPTION: u8 = 1 << 3;
/// No request creates such a block.
const FOREIGN: u8 = 1 << 4;
/// Most blocks with a text.
const USUAL: u8 = TEXT | CHILDREN | COLOR;

words! {
    /// The type of a block (the 37 of the SDK's types).
    pub enum BlockType: u8 {
        Paragraph = "paragraph" => USUAL,
        Heading1 = "heading_1" => USUAL,
        Heading2 = "heading_2" => USUAL,
        Heading3 = "heading_3" => USUAL,
        Heading4 = "heading_4" => USUAL,
        BulletedListItem = "bulleted_list_item" => USUAL,
        NumberedListItem = "numbered_list_item" => USUAL,
        Quote = "quote" => USUAL,
        ToDo = "to_do" => USUAL,
        Toggle = "toggle" => USUAL,
        Template = "template" => TEXT | CHILDREN,
        SyncedBlock = "synced_block" => CHILDREN,
        ChildPage = "child_page" => FOREIGN,
        ChildDatabase = "child_database" => FOREIGN,
        Equation = "equation" => 0,
        Code = "code" => TEXT | CAPTION,
        Callout = "callout" => USUAL,
        Divider = "divider" => 0,
        Breadcrumb = "breadcrumb" => 0,
        TableOfContents = "table_of_contents" => COLOR,
        Tab = "tab" => CHILDREN,
        ColumnList = "column_list" => CHILDREN,
        Column = "column" => CHILDREN,
        LinkToPage = "link_to_page" => 0,
        Table = "table" => CHILDREN,
        TableRow = "table_row" => 0,
        MeetingNotes = "meeting_notes" => FOREIGN,
        /// `meeting_notes` in API versions before 2026-03-11.
        Transcription = "transcription" => FOREIGN,
        Embed = "embed" => CAPTION,
        Bookmark = "bookmark" => CAPTION,
        Image = "image" => CAPTION,
        Video = "video" => CAPTION,
        Pdf = "pdf" => CAPTION,
        File = "file" => CAPTION,
        Audio = "audio" => CAPTION,
        LinkPreview = "link_preview" => FOREIGN,
        Unsupported = "unsupported" => FOREIGN,
    }
}

impl BlockType {
    /// Returns true if the payload has `rich_text`.
    pub const fn has_rich_text(self) -> bool {
        self.row() & TEXT != 0
    }

    /// Returns true if the payload may have `children` in a request. Of headings only toggles have some. The content of a page or of
    /// meeting notes is read like children and is not in the payload.
    pub const fn has_children(self) -> bool {
        self.row() & CHILDREN != 0
    }

    /// Returns true if the payload has `color`.
    pub const fn has_color(self) -> bool {
        self.row() & COLOR != 0
    }

    /// Returns true if the payload has `caption`.
    pub const fn has_caption(self) -> bool {
        self.row() & CAPTION != 0
    }

    /// Returns the only type of block that may be inside, where it is not any type: a tab has paragraphs, a table rows, a list of columns
    /// columns.
    pub const fn only_child(self) -> Option<Self> {
        match self {
            Self::Tab => Some(Self::Paragraph),
            Self::Table => Some(Self::TableRow),
            Self::ColumnList => Some(Self::Column),
            _ => None,
        }
    }

    /// Returns the only type of block that such a block may be in, where it is not any type.
    pub const fn only_parent(self) -> Option<Self> {
        match self {
            Self::TableRow => Some(Self::Table),
            Self::Column => Some(Self::ColumnList),
            _ => None,
        }
    }

    /// Returns true if a list of blocks in a request can create such a block. The others are made in Notion, or by endpoints of their own.
    pub const fn is_creatable(self) -> bool {
        self.row() & FOREIGN == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_request_creates_has_nothing_that_a_request_sets() {
        for block in BlockType::ALL.iter().filter(|block| !block.is_creatable()) {
            let has = block.has_rich_text()
                || block.has_children()
                || block.has_color()
                || block.has_caption();
            assert!(!has, "{block}");
        }
    }

    #[test]
    fn what_is_in_one_type_only_is_its_only_child() {
        for block in BlockType::ALL {
            if let Some(parent) = block.only_parent() {
                assert_eq!(parent.only_child(), Some(*block), "{parent}");
            }
            if let Some(child) = block.only_child() {
                assert!(block.has_children() && child.is_creatable(), "{block}");
            }
        }
    }

    #[test]
    fn headings_are_alike() {
        let headings = BlockType::ALL
            .iter()
            .filter(|block| block.as_str().starts_with("heading_"));
        let rows: Vec<u8> = headings.map(|heading| heading.row()).collect();
        assert!(rows.len() > 1 && rows.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
