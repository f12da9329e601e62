//! The commands, one file each.

pub(crate) mod about;
pub(crate) mod api;
pub(crate) mod append;
pub(crate) mod apply;
pub(crate) mod auth;
pub(crate) mod backup;
pub(crate) mod comments;
pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod get;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod listen;
pub(crate) mod mcp;
#[cfg(feature = "mirror")]
pub(crate) mod mirror;
pub(crate) mod new;
pub(crate) mod open;
pub(crate) mod place;
pub(crate) mod plan;
pub(crate) mod pull;
pub(crate) mod rows;
pub(crate) mod search;
pub(crate) mod set;
pub(crate) mod transfer;
pub(crate) mod whoami;
