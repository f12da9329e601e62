//! The client against servers: the local one, and such as the tests make.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers may stop a test too"
)]

mod endpoints;
#[cfg(feature = "redis")]
mod shared_pace;
mod support;
mod transport;
