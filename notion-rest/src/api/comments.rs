//! Comments on pages and blocks.

use notion_model::{
    AttachmentRequest, BlockId, Comment, CommentId, DiscussionId, DisplayName, List, Parent,
    RichText,
};
use serde::Serialize;
use serde_json::json;

use super::Call;
use crate::http::{Client, Request};

/// The endpoints of comments. An integration needs the capabilities to read and to insert them.
#[derive(Clone, Copy, Debug)]
pub struct Comments<'a> {
    pub(super) client: &'a Client,
}

impl Comments<'_> {
    /// Writes a comment on a page or a block, or in a discussion. `POST /v1/comments`
    ///
    /// Not repeated where its answer is lost.
    ///
    /// # Limits
    ///
    /// Three attachments; 100 runs of 2,000 characters. A discussion is begun in Notion alone: a comment on a page joins the
    /// page's.
    ///
    /// # Errors
    ///
    /// `RestrictedResource` (403) without the capability to insert comments; `ObjectNotFound` (404) if page, block or
    /// discussion is not shared; `ValidationError` (400).
    pub fn create(self, comment: &CreateComment) -> Call<Comment> {
        Call::with_body(self.client, Request::post("/v1/comments"), comment)
    }

    /// One comment. `GET /v1/comments/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404); `RestrictedResource` (403) without the capability to read comments.
    pub fn retrieve(self, id: CommentId) -> Call<Comment> {
        Call::new(self.client, Request::get(format!("/v1/comments/{id}")))
    }

    /// Returns the open comments on exactly this page or block, the oldest first. `GET /v1/comments`
    ///
    /// # Limits
    ///
    /// 100 comments a part; resolved ones are not among them.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404); `RestrictedResource` (403) without the capability to read comments.
    pub fn list(self, id: impl Into<BlockId>) -> Call<List<Comment>> {
        Call::new(
            self.client,
            Request::get("/v1/comments").query("block_id", id.into().to_string()),
        )
    }

    /// Replaces the text of a comment. `PATCH /v1/comments/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404); `RestrictedResource` (403) if the comment is somebody else's; `ValidationError` (400).
    pub fn update(self, id: CommentId, rich_text: &[RichText]) -> Call<Comment> {
        self.patch(id, &json!({ "rich_text": rich_text }))
    }

    /// Replaces the text of a comment by Markdown. `PATCH /v1/comments/{id}`
    ///
    /// Errors are those of [`update`](Self::update).
    pub fn update_markdown(self, id: CommentId, markdown: &str) -> Call<Comment> {
        self.patch(id, &json!({ "markdown": markdown }))
    }

    /// Deletes a comment for good. `DELETE /v1/comments/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404); `RestrictedResource` (403) if the comment is somebody else's.
    pub fn delete(self, id: CommentId) -> Call<Comment> {
        Call::new(self.client, Request::delete(format!("/v1/comments/{id}")))
    }

    fn patch(self, id: CommentId, body: &serde_json::Value) -> Call<Comment> {
        Call::with_body(
            self.client,
            Request::patch(format!("/v1/comments/{id}")).repeatable(true),
            body,
        )
    }
}

/// A comment to be written: on a `parent` or in a discussion, with rich text or Markdown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateComment {
    /// The page or the block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// The discussion, instead of the parent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discussion_id: Option<DiscussionId>,
    /// The text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rich_text: Vec<RichText>,
    /// The text as Markdown, instead of rich text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// Up to three files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentRequest>,
    /// Under which name it is shown; the integration's unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<DisplayName>,
}

impl CreateComment {
    /// A comment on a page or a block.
    pub fn on(parent: Parent, rich_text: Vec<RichText>) -> Self {
        Self {
            parent: Some(parent),
            rich_text,
            ..Self::default()
        }
    }

    /// A comment in a discussion.
    pub fn in_discussion(id: DiscussionId, rich_text: Vec<RichText>) -> Self {
        Self {
            discussion_id: Some(id),
            rich_text,
            ..Self::default()
        }
    }
}
