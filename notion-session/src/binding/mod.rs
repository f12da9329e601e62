//! Which schema lives in which data source: binding what exists, creating what is missing, changing what differs.

pub(crate) mod apply;
pub(crate) mod bind;
pub(crate) mod carry_out;
pub(crate) mod create;
pub(crate) mod get_or_create;
