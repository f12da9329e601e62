//! Pages as Markdown.

use crate::block::BlockPosition;
use crate::id::{BlockId, PageId};
use crate::json::{object, tagged};

object! {
    /// The content of a page in Notion's flavour of Markdown.
    pub struct PageMarkdown is "page_markdown" (
        /// The page's id.
        id: PageId,
    ) {
        /// The content.
        written markdown: String,
        /// Whether the page is too long to be given whole.
        written truncated: bool,
        /// The blocks that Markdown cannot express, and those that the integration may not read.
        written unknown_block_ids: Vec<BlockId>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

object! {
    /// A request to change the content of a page.
    pub struct MarkdownRequest {
        /// Whether Notion may answer at once and do the work later, as an [`AsyncTask`](crate::AsyncTask).
        absent allow_async: Option<bool>,
        /// The change.
        tagged kind: MarkdownChange,
    }
}

tagged! {
    /// How a [`MarkdownRequest`] changes a page.
    pub enum MarkdownChange {
        /// Replaces texts.
        UpdateContent(UpdateContent) = "update_content",
        /// Replaces everything.
        ReplaceContent(ReplaceContent) = "replace_content",
        /// Adds something.
        InsertContent(InsertContent) = "insert_content",
        /// Replaces everything from one text to another.
        ReplaceContentRange(ReplaceContentRange) = "replace_content_range",
    }
}

object! {
    /// Replaces texts.
    pub struct UpdateContent {
        /// The texts and what replaces them.
        written content_updates: Vec<ContentUpdate>,
        /// Whether pages and databases in this page may be deleted by it.
        absent allow_deleting_content: Option<bool>,
    }
}

object! {
    /// A text and what replaces it.
    pub struct ContentUpdate {
        /// The text. It must stand in the page exactly once, unless all are to be replaced.
        written old_str: String,
        /// What replaces it.
        written new_str: String,
        /// Whether to replace every one.
        absent replace_all_matches: Option<bool>,
    }
}

object! {
    /// Replaces everything.
    pub struct ReplaceContent {
        /// The new content.
        written new_str: String,
        /// Whether pages and databases in this page may be deleted by it.
        absent allow_deleting_content: Option<bool>,
    }
}

object! {
    /// Adds something.
    pub struct InsertContent {
        /// What to add.
        written content: String,
        /// Behind which text, given as `start...end`.
        absent after: Option<String>,
        /// At which end.
        absent position: Option<BlockPosition>,
    }
}

object! {
    /// Replaces everything from one text to another.
    pub struct ReplaceContentRange {
        /// The new content.
        written content: String,
        /// What it replaces, given as `start...end`.
        written content_range: String,
        /// Whether pages and databases in this page may be deleted by it.
        absent allow_deleting_content: Option<bool>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn every_change_is_known() {
        for (request, kind) in [
            (
                r#"{"type": "update_content", "update_content": {"content_updates": [
                {"old_str": "a", "new_str": "b", "replace_all_matches": true}], "allow_deleting_content": false}}"#,
                "update_content",
            ),
            (
                r#"{"allow_async": true, "type": "replace_content", "replace_content": {"new_str": "b"}}"#,
                "replace_content",
            ),
            (
                r#"{"type": "insert_content", "insert_content": {"content": "b", "position": {"type": "end"}}}"#,
                "insert_content",
            ),
            (
                r#"{"type": "replace_content_range", "replace_content_range": {"content": "b", "content_range": "a...c"}}"#,
                "replace_content_range",
            ),
        ] {
            assert_eq!(known::<MarkdownRequest>(request).kind.type_name(), kind);
        }
    }
}
