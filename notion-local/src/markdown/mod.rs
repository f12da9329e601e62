//! Notion's Markdown: pages as text, and text as blocks.
//!
//! Blocks stand on lines of their own, children one tab further in; blank lines count for nothing. What Markdown has
//! no sign for is written as tags (`<callout>`, `<columns>`, `<table>`, `<details>`, …).
//! Choice: two small pages are all that recordings show; the rest follows Notion's description of the dialect.

mod inline;
mod read;
mod write;

pub(crate) use inline::read as inline;
pub(crate) use read::{Piece, read, title_and_rest};
pub(crate) use write::{block_lines, page};
