//! The local server from outside, in one program: a module a subject.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers outside of test functions may stop a test too"
)]

mod access;
mod bad_requests;
mod behaviour;
mod blocks;
mod comments;
mod control;
mod docs;
mod durable;
mod faults;
mod laws;
mod markdown_edits;
mod mutations;
mod pages;
mod program;
mod queries;
mod round_trips;
mod scale;
mod schemas;
mod serving;
mod snapshots;
mod support;
#[cfg(feature = "viewer")]
mod viewer;
mod views;
mod webhooks;
