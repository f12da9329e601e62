//! Handles in content: what is mentioned, and what is linked to.

use notion_content::{IntoLink, IntoMention};
use notion_model::{LinkToPageKind, MentionKind};

use crate::session::{Database, Page, User};

/// A user is mentioned.
impl IntoMention for &User {
    fn into_mention(self) -> MentionKind {
        self.id().into_mention()
    }
}

/// A page is mentioned.
impl IntoMention for &Page {
    fn into_mention(self) -> MentionKind {
        self.id().into_mention()
    }
}

/// A database is mentioned.
impl<S> IntoMention for &Database<S> {
    fn into_mention(self) -> MentionKind {
        self.id().into_mention()
    }
}

/// A page is linked to.
impl IntoLink for &Page {
    fn into_link(self) -> LinkToPageKind {
        self.id().into_link()
    }
}

/// A database is linked to.
impl<S> IntoLink for &Database<S> {
    fn into_link(self) -> LinkToPageKind {
        self.id().into_link()
    }
}
