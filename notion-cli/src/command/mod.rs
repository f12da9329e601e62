//! The commands, one file each.

pub(crate) mod about;
pub(crate) mod apply;
pub(crate) mod auth;
pub(crate) mod list;
pub(crate) mod plan;
pub(crate) mod pull;
pub(crate) mod rows;
pub(crate) mod whoami;
