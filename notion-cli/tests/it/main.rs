//! The program, and the Rust that it writes: it is compiled here.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers outside of test functions may stop a test too"
)]

mod program;
mod pulled;
mod support;
