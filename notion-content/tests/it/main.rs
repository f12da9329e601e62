//! Documents from outside, in one program: a module a subject.

#![allow(
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests print what they counted and how long it took, and helpers may stop a test too"
)]

mod any_blocks;
mod commonmark;
mod deep_nesting;
mod html;
mod link_mentions;
mod markdown;
mod plans;
mod recorded_blocks;
mod recorded_markdown;
mod support;
mod time_of_documents;
mod time_of_markdown;
