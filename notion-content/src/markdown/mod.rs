//! Markdown both ways, without asking Notion.
//!
//! [`write()`] makes CommonMark of blocks, with the extensions that GitHub has: tables, task lists, strikethrough, alerts
//! and formulas. [`read`] makes blocks of any such text, and of text with footnotes.
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
//! # What is kept
//!
//! A document that is written and read again is the same document, as long as it is made of these:
//!
//! | block | Markdown |
//! |---|---|
//! | paragraph | a paragraph; an empty one is `<empty-block/>` |
//! | headings 1 to 4 | `#` to `####`; with blocks in them, `<details>` with `<summary><h2>…</h2></summary>` |
//! | bulleted, numbered, to-do | `-`, `1.`, `- [ ]` and `- [x]`, with what is in them behind the text |
//! | quote | `>`: the first paragraph is its text, the rest the blocks in it |
//! | callout | `> [!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]`, `[!CAUTION]` for ℹ️ 💡 ❗ ⚠️ 🛑; others `<callout icon="🐱" color="red">` |
//! | toggle | `<details>` and `<summary>` |
//! | code | a fence with the language |
//! | equation | `$$…$$`; where that would not be read, a fence with the language `math` |
//! | divider | `---` |
//! | table | a table; without a heading row the first row is empty |
//! | image on the web | `![caption](address)` |
//!
//! Text keeps bold, italic, strikethrough, code, links and equations (`$…$`); by tags that Markdown lets through also
//! underline (`<u>`), colours (`<span color="red">`), and mentions of users, pages, databases, dates and custom emojis
//! (`<mention-page id="…">Title</mention-page>`). Where asterisks and their like would not be read as they are meant,
//! such as at the edge of a bold space, the tags of HTML stand instead.
//!
//! # What is not
//!
//! Whatever Markdown has no words for is written as what comes nearest, and **told**: [`Markdown::lost`] says what, and
//! where. That is: the colours of blocks other than callouts; blocks in a paragraph (they come behind it); columns, tabs
//! and synced blocks (what is in them comes one behind the other); where a list of numbers starts; the heading column of
//! a table; looks inside of code, and its caption; videos, sounds, PDFs, files, embeds, bookmarks, pages and databases
//! (they become links); files that Notion holds (their address is good for an hour); the table of contents, breadcrumbs,
//! and what the API does not give; depths beyond [`DEPTH`].
//!
//! Reading, [`Document::lost`] reports what Notion does not have: footnotes (they become text), the alignment of
//! tables, headings of the fifth and sixth level, where a list of numbers starts, images inside of a text (they become
//! links), comments, languages of code, and addresses that Notion does not accept, as relative ones: their texts stay. So do texts that
//! are longer than Notion accepts in one block: they go on in the next one. What was read passes
//! [`check`](crate::check).
//!
//! # How it is read
//!
//! As CommonMark 0.31 with GitHub's extensions. In particular:
//!
//! * `https://example.com`, `www.example.com` and `ada@example.com` are links, as GitHub makes them, and nothing in them
//!   is emphasis.
//! * `$x$` is a formula, as in Pandoc: no space after the first dollar sign and before the second, no digit after the
//!   second; also no letter or digit before the first. So `US$5-$10` is text.
//! * A block of HTML is HTML: no sign in it means anything to Markdown. HTML that is not named above stays as the text that
//!   it is.
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

/// How deep blocks are nested at most: what is deeper is put beside what it is in, and told.
pub const DEPTH: usize = 100;

/// What was written: Markdown, and what it does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Markdown {
    /// The text.
    pub text: String,
    /// What of the blocks is not in it.
    pub lost: Vec<Loss>,
}

/// What was read: blocks, and what of the text they do not say.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// What of the text is not in them.
    pub lost: Vec<Loss>,
}

/// Something that could not be said.
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
