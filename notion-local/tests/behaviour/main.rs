//! What is known of Notion's behaviour, rule by rule.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

#[path = "../common/mod.rs"]
mod common;

mod computed;
mod databases;
mod endpoints;
mod errors;
mod facts;
mod filters;
mod formula_filters;
mod graphs;
mod limits;
mod markdown;
mod objects;
mod rollups;
mod schemas;
mod templates;
mod texts;
mod uploads;
