//! The mirror against the local server, on SQLite, and on PostgreSQL where `NOTION_MIRROR_TEST_PG` has its address.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests print what did not run, and helpers may stop a test too"
)]

mod bad_input;
mod contents;
mod export;
mod first_sync;
mod later_syncs;
mod model;
mod support;
