//! The formula language from outside, in one program: a module a subject.

#![allow(
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests print what they counted, and helpers may stop a test too"
)]

#[cfg(feature = "eval")]
mod bounds;
#[cfg(feature = "eval")]
mod corpus;
#[cfg(feature = "eval")]
mod extremes;
mod laws;
mod recordings;
#[cfg(feature = "eval")]
mod reference;
mod support;
mod syntax;
mod types;
#[cfg(feature = "eval")]
mod values;
