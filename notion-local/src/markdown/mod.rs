//! Notion's Markdown: pages as text, and text as blocks.
//!
//! Blocks stand on lines of their own, children one tab further in; blank lines count for nothing. What Markdown has
//! no sign for is written as tags (`<callout>`, `<columns>`, `<table>`, `<details>`, …). It is what Notion documents as
//! enhanced Markdown; recordings show two small pages.
//!
//! A page is edited as text: [`plan()`] finds which blocks the text still has, and [`apply`] changes the others.

mod apply;
mod attributes;
mod diff;
mod edit;
mod inline;
mod language;
mod plan;
mod read;
mod table;
mod write;

pub(crate) use apply::apply;
pub(crate) use edit::Edit;
pub(crate) use inline::read as inline;
pub(crate) use plan::plan;
pub(crate) use read::{read, title_and_rest};
pub(crate) use write::write;
