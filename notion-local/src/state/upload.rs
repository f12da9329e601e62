//! Uploaded files.

use bytes::Bytes;
use jiff::Timestamp;
use uuid::Uuid;

use super::History;

/// The path under which the bytes of uploads are shown. Their ID follows, and perhaps their name.
pub(crate) const UPLOADS: &str = "/_local/files/";

/// An upload, from its announcement on.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) id: Uuid,
    pub(crate) history: History,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) expires: Timestamp,
    /// Whether something refers to it. It does not expire then.
    pub(crate) attached: bool,
    pub(crate) content: Content,
}

/// What has come of an upload so far.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Nothing yet.
    Announced,
    /// Some of its parts, by number.
    Parts {
        total: usize,
        sent: Vec<Option<Bytes>>,
    },
    /// All of it.
    Here(Bytes),
    /// It is elsewhere, and counts as imported from when somebody looks at it.
    Elsewhere {
        url: String,
        imported: Option<Timestamp>,
        /// How long it is, where that is known.
        length: Option<usize>,
    },
    /// It has expired, and its bytes are gone.
    Gone {
        /// How long it was, if all of it had come.
        length: Option<usize>,
    },
}

impl Content {
    /// Gives up the bytes.
    pub(crate) fn free(&mut self) {
        let length = match self {
            Self::Here(bytes) => Some(bytes.len()),
            Self::Parts { .. } => None,
            Self::Announced | Self::Elsewhere { .. } | Self::Gone { .. } => return,
        };
        *self = Self::Gone { length };
    }
}

impl Upload {
    /// `pending`, `uploaded` or `expired`.
    pub(crate) fn status(&self, now: Timestamp) -> &'static str {
        match &self.content {
            // What is gone does not come back when the clock is set back.
            Content::Gone { .. } => "expired",
            _ if !self.attached && now > self.expires => "expired",
            Content::Here(_)
            | Content::Elsewhere {
                imported: Some(_), ..
            } => "uploaded",
            _ => "pending",
        }
    }
}
