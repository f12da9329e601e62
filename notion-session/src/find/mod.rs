//! Finding objects of a workspace by their IDs, titles and places.

pub(crate) mod databases;
pub(crate) mod found;
pub(crate) mod get;
pub(crate) mod partial;
pub(crate) mod search;
