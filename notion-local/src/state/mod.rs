//! The workspace: plain structs, with ids where one thing refers to another. What can be computed is not kept.

mod user;
mod workspace;

pub(crate) use user::{User, UserKind};
pub(crate) use workspace::Workspace;
