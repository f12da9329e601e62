//! Comments.

use uuid::Uuid;

use super::{History, Parent, Run};

/// A comment on a page or a block.
#[derive(Debug, Clone)]
pub(crate) struct Comment {
    pub(crate) id: Uuid,
    pub(crate) parent: Parent,
    pub(crate) discussion: Uuid,
    pub(crate) history: History,
    pub(crate) text: Vec<Run>,
    pub(crate) shown_as: ShownAs,
    /// Uploads.
    pub(crate) attachments: Vec<Uuid>,
}

/// Whose name stands beside a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ShownAs {
    /// The integration or the person that wrote it.
    Author,
    Custom(String),
}
