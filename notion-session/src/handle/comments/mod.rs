//! Comments on pages and blocks, and their discussions.

mod new;

use std::sync::Arc;

use notion_content::RichText;
use notion_model::{
    Attachment, BlockId, Comment as CommentData, CommentId, DiscussionId, Parent, RichText as Run,
    Timestamp, UserId, plain_text,
};

pub use new::NewComment;

use crate::error::Result;
use crate::find::get::sealed::Gettable;
use crate::handle::text;
use crate::session::Get;
use crate::session::{Block, IntoId, Page, Session};

/// A comment on a page or a block.
///
/// A handle contains what Notion last reported about it; [`reload`](Self::reload) reads it again. The object store does not
/// keep comments.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    session: Session,
    data: Arc<CommentData>,
}

impl Comment {
    fn new(session: Session, mut data: CommentData) -> Self {
        data.request_id = None;
        Self {
            session,
            data: Arc::new(data),
        }
    }

    /// Returns the ID.
    pub fn id(&self) -> CommentId {
        self.data.id
    }

    /// Returns the text without its formatting. A mention of a deleted user has Notion's placeholder.
    pub fn text(&self) -> String {
        plain_text(&self.data.rich_text)
    }

    /// Returns the text with its formatting.
    pub fn rich_text(&self) -> &[Run] {
        &self.data.rich_text
    }

    /// Returns the discussion that it belongs to.
    pub fn discussion_id(&self) -> Option<DiscussionId> {
        self.data.discussion_id
    }

    /// Returns the page or block that it belongs to.
    pub fn parent(&self) -> Option<&Parent> {
        self.data.parent.as_ref()
    }

    /// Returns the ID of the author; [`Session::get_user`] returns the user.
    pub fn created_by(&self) -> Option<UserId> {
        self.data.created_by.as_ref().map(|user| user.id)
    }

    /// Returns the name that it is shown under.
    pub fn display_name(&self) -> Option<&str> {
        let name = self.data.display_name.as_ref()?;
        name.resolved_name.as_deref()
    }

    /// Returns the attachments.
    pub fn attachments(&self) -> &[Attachment] {
        &self.data.attachments
    }

    /// Returns the time when it was created, to the minute.
    pub fn created_time(&self) -> Option<&Timestamp> {
        self.data.created_time.as_ref()
    }

    /// Returns the time when it was last edited, to the minute.
    pub fn last_edited_time(&self) -> Option<&Timestamp> {
        self.data.last_edited_time.as_ref()
    }

    /// Returns the comment as Notion sent it.
    pub fn data(&self) -> &CommentData {
        &self.data
    }

    /// Returns the session of the handle.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Replies in the same discussion. One request when it is awaited. The builder sets attachments and a name.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let question = home.comment("Is this done?").await?;
    /// let answer = question.reply("Since Monday.").await?;
    /// assert_eq!(answer.discussion_id(), question.discussion_id());
    /// # Ok(())
    /// # }
    /// ```
    pub fn reply(&self, text: impl Into<RichText>) -> NewComment {
        match (self.discussion_id(), self.parent()) {
            (Some(id), _) => NewComment::in_discussion(&self.session, id, text),
            // Notion always sends the discussion.
            (None, parent) => {
                let parent = parent.cloned().unwrap_or_default();
                NewComment::on(&self.session, parent, text)
            }
        }
    }

    /// Sets the text of the comment. One request. An integration can change its own comments only.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) if the text is longer than Notion accepts;
    /// [`is_forbidden`](crate::Error::is_forbidden) if the integration may not change it; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn set_text(&mut self, text: impl Into<RichText>) -> Result<()> {
        let runs = text::runs(text, "text", "comment")?;
        self.session.ensure_open()?;
        let data = self
            .session
            .api()
            .comments()
            .update(self.id(), &runs)
            .await?;
        *self = Self::new(self.session.clone(), data);
        Ok(())
    }

    /// Sets the text of the comment in Notion's Markdown. One request.
    ///
    /// # Errors
    ///
    /// Those of [`set_text`](Self::set_text).
    pub async fn set_markdown(&mut self, markdown: &str) -> Result<()> {
        self.session.ensure_open()?;
        let comments = self.session.api();
        let data = comments
            .comments()
            .update_markdown(self.id(), markdown)
            .await?;
        *self = Self::new(self.session.clone(), data);
        Ok(())
    }

    /// Reads the comment again. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Session::get_comment`].
    pub async fn reload(&mut self) -> Result<()> {
        *self = self.session.get_comment(self.id()).await?;
        Ok(())
    }

    /// Deletes the comment permanently: comments have no trash. One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let mut comment = home.comment("Nice").await?;
    /// comment.set_text("Very nice").await?;
    /// assert_eq!(home.comments().await?[0].text(), "Very nice");
    /// comment.delete().await?;
    /// assert!(home.comments().await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) if it was deleted already; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn delete(self) -> Result<()> {
        self.session.ensure_open()?;
        self.session.api().comments().delete(self.id()).await?;
        Ok(())
    }
}

/// A discussion: comments and their replies.
#[derive(Clone, Debug, PartialEq)]
pub struct Discussion {
    session: Session,
    id: DiscussionId,
    comments: Vec<Comment>,
}

impl Discussion {
    /// Returns the ID.
    pub fn id(&self) -> DiscussionId {
        self.id
    }

    /// Returns the comments, the oldest first.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Replies in the discussion. One request when it is awaited. The handle does not get the new comment.
    pub fn reply(&self, text: impl Into<RichText>) -> NewComment {
        NewComment::in_discussion(&self.session, self.id, text)
    }

    /// Groups comments by their discussions, in the order of the oldest comment of each.
    fn of(session: &Session, comments: Vec<Comment>) -> Vec<Self> {
        let mut discussions: Vec<Self> = Vec::new();
        for comment in comments {
            let Some(id) = comment.discussion_id() else {
                continue;
            };
            match discussions.iter_mut().find(|other| other.id == id) {
                Some(discussion) => discussion.comments.push(comment),
                None => discussions.push(Self {
                    session: session.clone(),
                    id,
                    comments: vec![comment],
                }),
            }
        }
        discussions
    }
}

/// Comments.
impl Page {
    /// Comments on the page. One request when it is awaited. The builder sets attachments and a name.
    ///
    /// A page has one discussion of its own, which later comments join.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// home.comment("Looks good").await?;
    /// home.comment("Even better").display_name("Review").await?;
    /// let discussions = home.discussions().await?;
    /// assert_eq!((discussions.len(), discussions[0].comments().len()), (1, 2));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Refused`](crate::Error::Refused) if the text is longer than Notion accepts;
    /// [`is_forbidden`](crate::Error::is_forbidden) if the integration may not comment; a validation error if the page
    /// is in the trash; [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) if Notion's answer was lost; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn comment(&self, text: impl Into<RichText>) -> NewComment {
        NewComment::on(self.session(), Parent::page(self.id()), text)
    }

    /// Returns the open comments on the page itself, the oldest first, without those on its blocks. One request for each 100.
    ///
    /// # Errors
    ///
    /// [`is_forbidden`](crate::Error::is_forbidden) if the integration may not read comments; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn comments(&self) -> Result<Vec<Comment>> {
        self.session().comments_on(self.id().into()).await
    }

    /// Returns the open comments by discussion, the oldest discussion first. One request for each 100 comments.
    ///
    /// # Errors
    ///
    /// Those of [`comments`](Self::comments).
    pub async fn discussions(&self) -> Result<Vec<Discussion>> {
        Ok(Discussion::of(self.session(), self.comments().await?))
    }
}

/// Comments.
impl Block {
    /// Comments on the block in a new discussion. One request when it is awaited. See [`Page::comment`] for the builder and
    /// the errors.
    pub fn comment(&self, text: impl Into<RichText>) -> NewComment {
        NewComment::on(self.session(), Parent::block(self.id()), text)
    }

    /// Returns the open comments on the block, the oldest first. One request for each 100.
    ///
    /// # Errors
    ///
    /// Those of [`Page::comments`].
    pub async fn comments(&self) -> Result<Vec<Comment>> {
        self.session().comments_on(self.id()).await
    }

    /// Returns the open comments by discussion, the oldest discussion first. One request for each 100 comments.
    ///
    /// # Errors
    ///
    /// Those of [`Page::comments`].
    pub async fn discussions(&self) -> Result<Vec<Discussion>> {
        Ok(Discussion::of(self.session(), self.comments().await?))
    }
}

/// Comments.
impl Session {
    /// Returns a comment. One request: the object store does not keep comments.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) if there is none with this ID;
    /// [`Error::InvalidId`](crate::Error::InvalidId) if it is not a valid ID; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn get_comment(&self, id: impl IntoId<CommentId>) -> Get<Comment> {
        Get::new(self, id.into_id())
    }

    async fn comments_on(&self, id: BlockId) -> Result<Vec<Comment>> {
        self.ensure_open()?;
        let comments = self.api().comments().list(id).all().await?;
        let handle = |data| Comment::new(self.clone(), data);
        Ok(comments.into_iter().map(handle).collect())
    }
}

impl Gettable for Comment {
    type Id = CommentId;

    fn from_store(_: &Session, _: &CommentId) -> Result<Option<Comment>> {
        Ok(None)
    }

    async fn fetch(session: Session, id: CommentId) -> Result<Comment> {
        let data = session.api().comments().retrieve(id).await?;
        Ok(Comment::new(session, data))
    }
}
