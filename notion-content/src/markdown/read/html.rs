//! HTML in Markdown: the tags that stand for blocks.

use notion_model::Color;
use pulldown_cmark::Event;

use super::super::frame::{Kind, heading_tag, icon};
use super::super::html::{Tag, Token, tokens};
use super::super::leaf::Leaf;
use super::{Reader, read_line};
use crate::paragraph;

impl Reader<'_> {
    /// Takes a block of HTML: the tags that mean something open and close what holds blocks, the rest is text.
    pub(super) fn html_block(&mut self, html: &str, at: usize) {
        let mut summary: Option<String> = None;
        for token in tokens(html) {
            match (token, &mut summary) {
                (Token::Tag(tag), Some(_)) if tag.closing && tag.name == "summary" => {
                    let text = summary.take().unwrap_or_default();
                    self.set_summary(&text);
                }
                (Token::Tag(tag), Some(text)) => text.push_str(tag.source),
                (Token::Text(more), Some(text)) => text.push_str(more),
                (Token::Tag(tag), None) if tag.name == "summary" => {
                    if !tag.closing {
                        summary = Some(String::new());
                    }
                }
                (Token::Tag(tag), None) => self.html_tag(&tag, at),
                (Token::Text(text), None) => {
                    let text = text.trim_matches(['\n', '\r']);
                    if !text.trim_ascii().is_empty() || self.has_leaf() {
                        read_line(self.leaf(), text);
                    }
                }
                (Token::Comment, _) => self.lose(at, "a comment that is not shown"),
            }
        }
        if let Some(text) = summary {
            self.set_summary(&text);
        }
        self.end_leaf(at);
    }

    fn html_tag(&mut self, tag: &Tag<'_>, at: usize) {
        match (tag.name.as_str(), tag.closing) {
            ("details", false) => self.open(
                Kind::Toggle {
                    level: None,
                    summary: Vec::new(),
                },
                true,
                at,
            ),
            ("callout", false) => {
                let icon = icon(tag);
                let color = tag.attribute("color").map(Color::from);
                self.open(Kind::Callout { icon, color }, true, at);
            }
            ("details" | "callout", true) => {
                self.end_leaf(at);
                let open = self.frames.last().filter(|frame| frame.html);
                let fits = match open.map(|frame| &frame.kind) {
                    Some(Kind::Toggle { .. }) => tag.name == "details",
                    Some(Kind::Callout { .. }) => tag.name == "callout",
                    Some(Kind::Flat) => true,
                    _ => false,
                };
                if fits {
                    self.close_last();
                }
            }
            _ => {
                let event = Event::InlineHtml(tag.source.to_owned().into());
                self.leaf().take(event);
            }
        }
    }

    /// The summary of the details that are open.
    fn set_summary(&mut self, text: &str) {
        let text = text.trim_ascii();
        let (level, text) = match heading_tag(text) {
            Some((level, inner)) => (Some(level), inner),
            None => (None, text),
        };
        let mut leaf = Leaf::new(&self.budget);
        read_line(&mut leaf, text);
        let (runs, _) = leaf.into_runs();
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Toggle {
                level: place,
                summary,
            }) => {
                *place = level;
                *summary = runs;
            }
            _ => self.push(paragraph(runs)),
        }
    }

    fn has_leaf(&self) -> bool {
        !self.leaves.is_empty()
    }
}
