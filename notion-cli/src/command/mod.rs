//! The commands, one a file.

pub(crate) mod apply;
pub(crate) mod list;
pub(crate) mod plan;
pub(crate) mod pull;
pub(crate) mod rows;
