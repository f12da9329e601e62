//! Workspaces to mirror, and stores to mirror them to.

pub(crate) mod store;
pub(crate) mod world;
