//! Finding things of a workspace: by their ids, their titles, and where they are.

pub(crate) mod databases;
pub(crate) mod found;
pub(crate) mod get;
pub(crate) mod search;
