//! Handles in content: mentions and links.

use notion_content::{IntoLink, IntoMention};
use notion_model::{LinkToPageKind, MentionKind};

use crate::session::{Database, Page, User};

/// Mentions the user.
impl IntoMention for &User {
    fn into_mention(self) -> MentionKind {
        self.id().into_mention()
    }
}

/// Mentions the page.
impl IntoMention for &Page {
    fn into_mention(self) -> MentionKind {
        self.id().into_mention()
    }
}

/// Mentions the database.
impl<S> IntoMention for &Database<S> {
    fn into_mention(self) -> MentionKind {
        self.id().into_mention()
    }
}

/// Links to the page.
impl IntoLink for &Page {
    fn into_link(self) -> LinkToPageKind {
        self.id().into_link()
    }
}

/// Links to the database.
impl<S> IntoLink for &Database<S> {
    fn into_link(self) -> LinkToPageKind {
        self.id().into_link()
    }
}
