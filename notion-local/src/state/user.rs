//! Users.

use serde_json::Value;
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
    Person {
        email: Option<String>,
        /// What is told of the address since July 2026.
        is_verified: Option<bool>,
    },
    Bot {
        /// Who owns it, where that is not the workspace.
        owner: Option<Value>,
    },
}
