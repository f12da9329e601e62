//! The endpoints, one file a resource.

pub(crate) mod users;
