//! Users.

use uuid::Uuid;

/// A user of the workspace.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: Uuid,
    pub(crate) name: Option<String>,
    pub(crate) avatar_url: Option<String>,
    pub(crate) kind: UserKind,
}

/// Person or bot.
#[derive(Debug, Clone)]
pub(crate) enum UserKind {
    Person { email: Option<String> },
    Bot,
}
