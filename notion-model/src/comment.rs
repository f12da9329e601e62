//! Comments.

use crate::file::HostedFile;
use crate::id::{CommentId, DiscussionId, FileUploadId};
use crate::json::{object, open_enum};
use crate::parent::Parent;
use crate::text::RichText;
use crate::time::Timestamp;
use crate::user::User;

object! {
    /// A comment on a page or a block.
    pub struct Comment is "comment" (
        /// The comment's id.
        id: CommentId,
    ) {
        /// The page or the block that the comment is on.
        absent parent: Option<Parent>,
        /// The discussion that the comment belongs to.
        absent discussion_id: Option<DiscussionId>,
        /// When the comment was made, to the minute.
        absent created_time: Option<Timestamp>,
        /// When the comment was changed last, to the minute.
        absent last_edited_time: Option<Timestamp>,
        /// Who made the comment.
        absent created_by: Option<User>,
        /// The text.
        written rich_text: Vec<RichText>,
        /// Under which name the comment is shown.
        absent display_name: Option<DisplayName>,
        /// The files that come with it.
        absent attachments: Vec<Attachment>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

object! {
    /// Under which name a comment is shown.
    pub struct DisplayName {
        /// Whose name it is.
        absent kind as "type": Option<DisplayNameType>,
        /// The name itself, in Notion's answers.
        absent resolved_name: Option<String>,
        /// The name itself, in a request that sets one.
        absent custom: Option<CustomName>,
    }
}

open_enum! {
    /// Whose name a comment is shown under.
    pub enum DisplayNameType {
        Integration = "integration",
        User = "user",
        Custom = "custom",
    }
}

object! {
    /// A name that a request sets.
    pub struct CustomName {
        /// The name.
        written name: String,
    }
}

object! {
    /// A file that comes with a comment.
    pub struct Attachment {
        /// What kind of file it is.
        absent category: Option<AttachmentCategory>,
        /// Where it is.
        absent file: Option<HostedFile>,
    }
}

open_enum! {
    /// What kind of file comes with a comment.
    pub enum AttachmentCategory {
        Audio = "audio",
        Image = "image",
        Pdf = "pdf",
        Productivity = "productivity",
        Video = "video",
    }
}

object! {
    /// A file that is to come with a comment, in a request; up to three.
    pub struct AttachmentRequest (
        /// The upload.
        file_upload_id: FileUploadId,
    ) {
        /// `file_upload`; may be left out.
        absent kind as "type": Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn names_and_attachments_are_known() {
        let comment: Comment = known(
            r#"{"object": "comment", "id": "00000000-0000-4000-8000-0000000000fa",
                "parent": {"type": "block_id", "block_id": "00000000-0000-4000-8000-000000000001"},
                "discussion_id": "00000000-0000-4000-8000-000000000002",
                "created_time": "2026-06-27T16:53:00.000Z", "last_edited_time": "2026-06-27T16:53:00.000Z",
                "created_by": {"object": "user", "id": "00000000-0000-4000-8000-0000000000f1"}, "rich_text": [],
                "display_name": {"type": "custom", "resolved_name": null},
                "attachments": [{"category": "image",
                    "file": {"url": "https://example.com/a.png", "expiry_time": "2026-06-27T17:53:00.000Z"}}]}"#,
        );
        assert_eq!(
            comment.attachments[0].category,
            Some(AttachmentCategory::Image)
        );
        assert_eq!(
            comment.display_name.unwrap().kind,
            Some(DisplayNameType::Custom)
        );
    }

    #[test]
    fn requests_are_known() {
        known::<DisplayName>(r#"{"type": "custom", "custom": {"name": "Support"}}"#);
        known::<AttachmentRequest>(r#"{"file_upload_id": "00000000-0000-4000-8000-0000000000fa"}"#);
    }
}
