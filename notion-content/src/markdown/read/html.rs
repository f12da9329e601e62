//! HTML in Markdown: the tags that are blocks of Notion.
//!
//! A block of HTML is HTML, as CommonMark has it: no sign in it means anything to Markdown. Tags that Notion has a block or
//! a style for are read; any other HTML is text as it was written, with its line ends.

use notion_model::{Color, Icon};

use super::super::frame::{DEFAULT_ICON, Kind, icon};
use super::super::html::{Tag, Token, tokens};
use super::super::leaf::Leaf;
use super::Reader;
use crate::paragraph;

impl Reader<'_> {
    /// Takes a block of HTML: the tags of blocks open and close what holds blocks, the rest is text.
    pub(super) fn html_block(&mut self, html: &str, at: usize) {
        let mut summary = false;
        let mut pieces = Vec::new();
        for token in tokens(html) {
            match token {
                Token::Tag(tag) if tag.name == "summary" => {
                    if summary {
                        self.set_summary(std::mem::take(&mut pieces), at);
                    } else {
                        self.html_text(std::mem::take(&mut pieces), at);
                    }
                    summary = !tag.closing;
                }
                Token::Tag(tag) if !summary && matches!(&*tag.name, "details" | "callout") => {
                    self.html_text(std::mem::take(&mut pieces), at);
                    self.html_container(&tag, at);
                }
                Token::Comment => self.lose(at, "a comment that is not shown"),
                token => pieces.push(token),
            }
        }
        if summary {
            self.set_summary(pieces, at);
        } else {
            self.html_text(pieces, at);
        }
        self.end_leaf(at);
    }

    fn html_container(&mut self, tag: &Tag<'_>, at: usize) {
        match (tag.name.as_str(), tag.closing) {
            ("details", false) => self.open(
                Kind::Toggle {
                    level: None,
                    summary: Vec::new(),
                },
                true,
                at,
            ),
            (_, false) => {
                let icon = icon(tag).unwrap_or_else(|| {
                    self.lose(at, "an icon that Notion does not accept");
                    Icon::emoji(DEFAULT_ICON)
                });
                let color = tag.attribute("color").map(Color::from);
                let is_unknown = matches!(color, Some(Color::Unknown(_)));
                if is_unknown {
                    self.lose(at, "a colour that Notion does not have");
                }
                let color = color.filter(|_| !is_unknown);
                self.open(Kind::Callout { icon, color }, true, at);
            }
            (name, true) => {
                self.end_leaf(at);
                let open = self.frames.last().filter(|frame| frame.html);
                let fits = match open.map(|frame| &frame.kind) {
                    Some(Kind::Toggle { .. }) => name == "details",
                    Some(Kind::Callout { .. }) => name == "callout",
                    Some(Kind::Flat) => true,
                    _ => false,
                };
                if fits {
                    self.close_last(at);
                }
            }
        }
    }

    /// Text between the tags of blocks.
    fn html_text(&mut self, pieces: Vec<Token<'_>>, at: usize) {
        if !pieces.iter().all(is_blank) {
            put(pieces, self.leaf());
            self.lose_what_the_leaf_lost(at);
        }
    }

    /// The summary of the details that are open.
    fn set_summary(&mut self, mut pieces: Vec<Token<'_>>, at: usize) {
        while pieces.last().is_some_and(is_blank) {
            pieces.pop();
        }
        let start = pieces.iter().take_while(|piece| is_blank(piece)).count();
        pieces.drain(..start);
        let level = match (pieces.first(), pieces.last()) {
            (Some(Token::Tag(first)), Some(Token::Tag(last))) if last.closing && !first.closing => {
                heading_level(first).filter(|level| heading_level(last) == Some(*level))
            }
            _ => None,
        };
        if let Some(level) = level {
            pieces.pop();
            pieces.remove(0);
            self.lose_level(level, at);
        }
        let mut leaf = Leaf::new(&self.budget);
        put(pieces, &mut leaf);
        if let Some(what) = leaf.lost.take() {
            self.lose(at, what);
        }
        let (runs, images) = leaf.into_runs();
        if images {
            self.lose(at, "an image inside text becomes a link in Notion");
        }
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Toggle {
                level: place,
                summary,
            }) if summary.is_empty() => {
                *place = level;
                *summary = runs;
            }
            _ => {
                self.end_leaf(at);
                self.push(paragraph(runs), at);
            }
        }
    }
}

/// Puts text and tags into a text.
fn put(pieces: Vec<Token<'_>>, leaf: &mut Leaf) {
    let is_raw = pieces
        .iter()
        .any(|piece| matches!(piece, Token::Tag(tag) if !is_of_text(&tag.name)));
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.into_iter().enumerate() {
        match piece {
            Token::Tag(tag) => leaf.html_tag(&tag),
            Token::Text(text) => {
                let text = if index == 0 && leaf.is_empty() {
                    text.trim_ascii_start()
                } else {
                    text
                };
                let text = if index == last {
                    text.trim_ascii_end()
                } else {
                    text
                };
                if is_raw {
                    leaf.html_text(text);
                } else {
                    leaf.html_text(&on_one_line(text));
                }
            }
            Token::Comment => {}
        }
    }
}

/// A text whose line ends are spaces, as those of a paragraph are.
fn on_one_line(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.truncate(out.trim_end_matches([' ', '\t', '\r']).len());
        out.push(' ');
        out.push_str(line.trim_start_matches([' ', '\t']));
    }
    out
}

fn is_blank(piece: &Token<'_>) -> bool {
    matches!(piece, Token::Text(text) if text.trim_ascii().is_empty())
}

fn heading_level(tag: &Tag<'_>) -> Option<u8> {
    let level = tag.name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Returns true if a tag is one of those that texts are read with.
fn is_of_text(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "br"
            | "code"
            | "custom-emoji"
            | "del"
            | "em"
            | "empty-block"
            | "i"
            | "img"
            | "ins"
            | "mention-database"
            | "mention-date"
            | "mention-page"
            | "mention-user"
            | "s"
            | "span"
            | "strike"
            | "strong"
            | "u"
    )
}
