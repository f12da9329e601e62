//! Writing a comment.

use notion_content::RichText;
use notion_model::{
    AttachmentRequest, CustomName, DiscussionId, DisplayName, DisplayNameType, FileUploadId, Parent,
};
use notion_vocabulary::limits::MAX_COMMENT_ATTACHMENTS;

use super::Comment;
use crate::api::CreateComment;
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::handle::text;
use crate::session::{IntoId, Session};

/// The maximum number of attachments of a comment.
const MOST_FILES: usize = MAX_COMMENT_ATTACHMENTS;

/// Writes a comment when it is awaited. Made by [`Page::comment`](crate::Page::comment),
/// [`Block::comment`](crate::Block::comment), [`Comment::reply`] and [`Discussion::reply`](super::Discussion::reply).
#[must_use = "nothing is sent until it is awaited"]
pub struct NewComment {
    session: Session,
    comment: Result<CreateComment>,
}

impl NewComment {
    pub(super) fn on(session: &Session, parent: Parent, text: impl Into<RichText>) -> Self {
        let runs = text::runs(text, "text", "comment");
        Self {
            session: session.clone(),
            comment: runs.map(|runs| CreateComment::on(parent, runs)),
        }
    }

    pub(super) fn in_discussion(
        session: &Session,
        id: DiscussionId,
        text: impl Into<RichText>,
    ) -> Self {
        let runs = text::runs(text, "text", "comment");
        Self {
            session: session.clone(),
            comment: runs.map(|runs| CreateComment::in_discussion(id, runs)),
        }
    }

    /// Attaches an upload (at most three).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::session::FileSource;
    ///
    /// let photo = session.upload(FileSource::bytes("photo.png", "…")).await?;
    /// let comment = home.comment("As it looks today").attach(&photo).await?;
    /// assert_eq!(comment.attachments().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn attach(mut self, upload: impl IntoId<FileUploadId>) -> Self {
        self.comment = self.comment.and_then(|mut comment| {
            comment
                .attachments
                .push(AttachmentRequest::new(upload.into_id()?));
            if comment.attachments.len() > MOST_FILES {
                let reason = format!("Notion takes {MOST_FILES} files with a comment at most");
                return Err(Error::refused("attachments", "comment", reason));
            }
            Ok(comment)
        });
        self
    }

    /// Sets the name that the comment is shown under (default: that of the integration).
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        if let Ok(comment) = &mut self.comment {
            comment.display_name = Some(DisplayName {
                kind: Some(DisplayNameType::Custom),
                custom: Some(CustomName {
                    name: name.into(),
                    ..CustomName::default()
                }),
                ..DisplayName::default()
            });
        }
        self
    }

    async fn send(self) -> Result<Comment> {
        let Self { session, comment } = self;
        session.ensure_open()?;
        let data = session.api().comments().create(&comment?).await?;
        Ok(Comment::new(session, data))
    }
}

awaitable! {
    NewComment, send -> Comment;
    |this| comment: this.comment
}
