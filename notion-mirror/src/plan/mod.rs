//! Decisions, without I/O: what to read next, what has changed, what is gone.

pub(crate) mod absence;
pub(crate) mod fingerprint;
pub(crate) mod listing;
pub(crate) mod time;
pub(crate) mod window;
