//! What is known of Notion's behaviour, rule by rule.

#![expect(clippy::needless_pass_by_value)]

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
