//! What crosses crates, in one program: a module a subject. Compile errors (`ui`) and what must compile (`ui-pass`) are
//! programs of their own: the one starts the compiler, the other is what it compiles.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests print their reports, and helpers may stop a test too"
)]

mod architecture;
mod conformance;
mod content_rules;
mod crates;
mod faults;
mod model_recordings;
mod msrv;
mod pictures;
mod readme;
mod recorded_queries;
mod support;
