//! Blocks that lead elsewhere, and the ones of which the API says little.

use crate::color::Color;
use crate::id::{CommentId, DatabaseId, PageId};
use crate::json::{object, tagged};
use crate::text::RichText;

object! {
    /// A link to something on the web: an embed or a bookmark.
    pub struct WebLink {
        /// The caption.
        absent caption: Vec<RichText>,
        /// The address.
        absent url: Option<String>,
    }
}

object! {
    /// A link to something in the workspace.
    pub struct LinkToPage {
        /// What it leads to.
        tagged kind: LinkToPageKind,
    }
}

tagged! {
    /// What a [`LinkToPage`] leads to.
    pub enum LinkToPageKind {
        /// A page.
        Page(PageId) = "page_id",
        /// A database.
        Database(DatabaseId) = "database_id",
        /// A comment.
        Comment(CommentId) = "comment_id",
    }
}

object! {
    /// A page or a database in a page.
    pub struct ChildTitle {
        /// Its title as plain text.
        written title: String,
    }
}

object! {
    /// The headings of the page.
    pub struct TableOfContents {
        /// The colour.
        absent color: Option<Color>,
    }
}

object! {
    /// A block that the API does not give.
    pub struct UnsupportedBlock {
        /// What it is in Notion, such as `button` or `ai_block`.
        absent block_type: Option<String>,
    }
}
