//! Sessions from outside, in one program: a folder a subject.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers outside of test functions may stop a test too"
)]

mod pages;
mod queries;
mod rows;
mod schema;
mod session;
mod support;
