//! The program, and the Rust that it writes: it is compiled here.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "helpers outside of test functions may stop a test too, and tests print what did not run"
)]

mod program;
mod pulled;
mod support;
