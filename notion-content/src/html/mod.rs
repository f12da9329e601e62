//! Writes pages as HTML: a complete, self-contained document, or a fragment of one.
//!
//! ```
//! use notion_content::{bulleted, heading, html, paragraph};
//!
//! let page = html::document("Plans", &[heading("Today"), bulleted("Read"), bulleted("Write"), paragraph("<Enter>")]);
//! assert!(page.starts_with("<!doctype html>"));
//! assert!(page.contains("<h1>Plans</h1>"));
//! assert!(page.contains("<ul>\n<li>Read</li>\n<li>Write</li>\n</ul>"));
//! assert!(page.contains("<p>&lt;Enter&gt;</p>"));
//! ```
//!
//! * Blocks become the tags that mean what they are: lists, tables with headings, `<details>` for toggles, `<figure>` for
//!   what has a caption, `<aside>` for callouts, `<nav>` for the table of contents. The title is the `<h1>`, so that a
//!   heading of the first level is an `<h2>`.
//! * All text is escaped. Links lead to `http:`, `https:`, `mailto:` and `tel:` addresses only; others are text. Pictures are
//!   loaded from `http:`, `https:` and `data:image/` addresses only, videos and sounds from `http:` and `https:`. Control
//!   characters are removed from addresses, because browsers ignore them. The document
//!   contains neither scripts nor frames and forbids both: an embed is a link.
//! * Pictures, videos and sounds stay where they are: the document has their addresses, and those of files that Notion
//!   holds work for an hour.
//! * Blocks that Notion would not have where they are (a paragraph in a table, a column outside a list of columns, an image
//!   that holds blocks) are shown with all their text, after a note that reports it. So is a table whose rows differ in
//!   length.
//! * Equations are shown as they were written, in KaTeX's language.
//! * A block that the API does not give, and a copy of a synced block without the blocks of its original, leave a note that
//!   they are missing.

mod address;
mod block;
mod text;

use crate::Block;
use block::Writer;
use text::escape;

/// The most levels of blocks that are nested in HTML; deeper ones follow the block that holds them. Browsers have such a
/// limit too.
const DEPTH: usize = 100;

/// The style of a document.
const STYLE: &str = include_str!("style.css");

/// The content security policy: pictures, videos and sounds may be loaded; no scripts, frames or forms.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; media-src http: https:; \
     base-uri 'none'; form-action 'none'";

/// Returns a complete document: the title and the content of a page.
pub fn document(title: &str, blocks: &[Block]) -> String {
    let mut out = String::from("<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n"
    ));
    out.push_str(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
    );
    escape(&mut out, title);
    out.push_str("</title>\n<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n<main>\n<h1>");
    escape(&mut out, title);
    out.push_str("</h1>\n");
    out.push_str(&fragment(blocks));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Returns the blocks alone, to include in another document. The style of [`document`] defines the classes.
pub fn fragment(blocks: &[Block]) -> String {
    Writer::new(blocks).write()
}
