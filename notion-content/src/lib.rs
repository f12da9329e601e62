//! Notion's documents without I/O: rich text, blocks, the rules for them, and the requests that write them.
//!
//! A document is a list of [`Block`]s with their children. The same type is used for writing and for what was read.
//!
//! ```
//! use notion_content::*;
//!
//! let document = [
//!     heading("Goals"),
//!     paragraph("Read " + link("the docs", "https://example.com") + " and " + bold("remember") + "."),
//!     todo("Write it").checked(),
//!     columns([
//!         column([bulleted("One").children([numbered("Half"), numbered("The other half")])]),
//!         column([code("rust", "fn main() {}")]),
//!     ]),
//!     table([["Name", "Days"], ["Draft", "3"]]).column_header(),
//! ];
//! assert_eq!(document[1].plain_text(), "Read the docs and remember.");
//! ```
//!
//! * [`RichText`]: text with formatting, links, mentions and equations; joined by `+`, cut by [`slice`](RichText::slice),
//!   compared as Notion merges it.
//! * [`Block`]: a block of one of Notion's 37 types with its children, created by functions such as [`heading`] and [`todo()`].
//! * [`check`]: whether Notion accepts a document, and if not, the block and the rule that it breaks.
//! * [`markdown`]: reads and writes Markdown, and reports what is lost. [`html`]: writes a page as a document for a browser.
//! * [`edit`]: edits a page as Markdown by the smallest set of block changes.
//! * [`Plan`]: the requests that write a document of any size within Notion's limits.
//! * [`writable`]: the part of a document that can be written, and a report of the rest: to copy a page.

mod address;
mod block;
mod check;
mod content;
pub mod edit;
mod emoji;
pub mod html;
mod limit;
pub mod markdown;
mod nesting;
mod own;
mod plan;
mod refusal;
mod text;
mod update;
mod writable;

pub use block::*;
pub use check::{check, check_in};
pub use content::{IntoContent, ManyBlocks, OneBlock, WholeDocument};
pub use limit::{
    MAX_DEPTH, MAX_REQUEST_BLOCKS, MAX_REQUEST_BYTES, MAX_SIBLINGS, MAX_TEXT_CHARACTERS,
    MAX_TEXT_RUNS,
};
pub use own::{cover_request, icon_request};
pub use plan::{Append, At, Place, Plan, Step};
pub use refusal::{Reason, Refusal};
pub use text::{
    IntoMention, RichText, bold, check_date, custom_emoji, inline_code, inline_equation, italic,
    link, mention, mention_date, split, strikethrough, text, underline,
};

#[doc(hidden)]
pub use text::{Part, references};

/// The JSON objects that blocks and texts are made of.
pub use notion_model as model;
pub use update::update;
pub use writable::{Writable, writable};

/// One run of a [`RichText`], as Notion has it.
pub use notion_model::RichText as Run;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
