//! Requests and replies, without HTTP: what endpoints take and give.

pub(crate) mod fetch;
pub(crate) mod form;
pub(crate) mod pattern;
mod reply;
mod request;
pub(crate) mod target;

pub(crate) use reply::Reply;
pub(crate) use request::{Call, Incoming, Version};
