//! Markdown in both directions, without requests.
//!
//! [`write()`] converts blocks to CommonMark with GitHub's extensions: tables, task lists, strikethrough, alerts and formulas.
//! [`read`] converts such text, also with footnotes, to blocks.
//!
//! ```
//! use notion_content::{heading, markdown, todo, bold, paragraph};
//!
//! let text = "# Plans\n\nAll of **this**.\n\n- [x] Write it\n- [ ] Read it\n";
//! let blocks = markdown::read(text).blocks;
//! assert_eq!(
//!     blocks,
//!     [heading("Plans"), paragraph("All of " + bold("this") + "."), todo("Write it").checked(), todo("Read it")],
//! );
//! assert_eq!(markdown::write(&blocks).text, text);
//! ```
//!
//! # Lossless
//!
//! A document of these blocks is the same after it was written and read:
//!
//! | block | Markdown |
//! |---|---|
//! | paragraph | a paragraph; an empty one is `<empty-block/>` |
//! | headings 1 to 4 | `#` to `####`; with blocks in them, `<details>` with `<summary><h2>…</h2></summary>` |
//! | bulleted, numbered, to-do | `-`, `1.`, `- [ ]` and `- [x]`, with their children after the text |
//! | quote | `>`: the first paragraph is its text, the rest are its children |
//! | callout | `> [!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]`, `[!CAUTION]` for ℹ️ 💡 ❗ ⚠️ 🛑; others `<callout icon="🐱" color="red">` |
//! | toggle | `<details>` and `<summary>` |
//! | code | a fence with the language |
//! | equation | `$$…$$`; if that would be read differently, a fence with the language `math` |
//! | divider | `---` |
//! | table | a table; without a heading row the first row is empty |
//! | image on the web | `![caption](address)` |
//!
//! Text keeps bold, italic, strikethrough, code, links and equations (`$…$`); by tags that Markdown lets through also
//! underline (`<u>`), colours (`<span color="red">`), and mentions of users, pages, databases, dates and custom emojis
//! (`<mention-page id="…">Title</mention-page>`). If asterisks and similar signs would be read differently, such as
//! at the edge of a bold space, HTML tags are written instead.
//!
//! # Losses
//!
//! Content that Markdown cannot express is approximated, and each loss is **reported** with its place by [`Markdown::lost`]:
//! the colours of blocks other than callouts; children of a paragraph (they follow it); columns, tabs and synced blocks
//! (their children follow each other); the start of a numbered list; the heading column of a table; formatting inside code,
//! and its caption; videos, audio, PDFs, files, embeds, bookmarks, pages and databases (they become links); files that Notion
//! hosts (their URL expires after an hour); the table of contents, breadcrumbs, and blocks that the API does not return;
//! nesting beyond [`DEPTH`].
//!
//! Reading, [`Document::lost`] reports what Notion does not have: footnotes (they become text), the alignment of
//! tables, headings of the fifth and sixth level, the start of a numbered list, images inside text (they become links),
//! comments, languages of code, and URLs that Notion does not accept, such as relative ones (their text stays). Text that is
//! longer than Notion accepts in one block continues in the next block. The result always passes [`check`](crate::check).
//!
//! # Dialect
//!
//! As CommonMark 0.31 with GitHub's extensions. In particular:
//!
//! * `https://example.com`, `www.example.com` and `ada@example.com` are links, as GitHub makes them, and nothing in them
//!   is emphasis.
//! * `$x$` is a formula, as in Pandoc: no space after the first dollar sign and before the second, no digit after the
//!   second; also no letter or digit before the first. So `US$5-$10` is text.
//! * Markdown inside a block of HTML is not parsed. HTML that is not named above stays text.
//!
//! # Bounds
//!
//! Reading and writing take time and memory in proportion to the length of the text, and no document is deeper than
//! [`DEPTH`]. The parser below, `pulldown-cmark`, limits what would grow without bound (references, cells of tables that
//! are left out, parentheses in addresses) but for one thing: its time for a line grows with the depth of the blocks around
//! it. So the signs of blocks on a line count up to four times [`DEPTH`]; what comes after these is text, which
//! [`Document::lost`] reports.

mod alert;
mod autolink;
mod escape;
mod fit;
mod frame;
mod hidden;
mod html;
mod language;
mod leaf;
mod lines;
mod misread;
mod nesting;
mod read;
mod unsaid;
mod write;
mod write_text;

use std::fmt;

pub use read::read;
pub use write::write;

use crate::Block;

/// The maximum nesting of blocks. Deeper blocks are moved after their parent, and reported.
pub const DEPTH: usize = 100;

/// Markdown, and a report of what it does not express.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Markdown {
    /// The text.
    pub text: String,
    /// The losses.
    pub lost: Vec<Loss>,
}

/// Blocks, and a report of what of the text they do not express.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The losses.
    pub lost: Vec<Loss>,
}

/// A loss: something that could not be expressed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// Where: `[2].children[0]` of blocks, `line 7` of a text.
    pub place: String,
    /// What, in words.
    pub what: &'static str,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}
