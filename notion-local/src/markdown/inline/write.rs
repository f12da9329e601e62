//! From runs to a line.
//!
//! Styles are opened and closed as they begin and end, so that neighbours share them. Some sequences would be read as
//! others: stars beside stars, spaces at an edge. So what was written is read again, and written with more care if that
//! gives other runs.

use super::read::{emoji_at, read};
use super::{SPECIAL, color_attribute, mention};
use crate::state::text::merge;
use crate::state::{Content, Run, Workspace};

/// A tag that reads as nothing. It keeps delimiters apart.
const SEPARATOR: &str = "<span></span>";

/// How carefully a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    None,
    /// Spaces at the edges of styled runs stand after a backslash.
    Spaces,
    /// In addition, every run has its styles for itself, apart from its neighbours.
    Apart,
}

/// The runs as a line.
pub(in crate::markdown) fn write(workspace: &Workspace, runs: &[Run]) -> String {
    let expected = merge(runs.to_vec());
    for care in [Care::None, Care::Spaces] {
        let line = line(workspace, &expected, care);
        if read(&line, workspace) == expected {
            return line;
        }
    }
    line(workspace, &expected, Care::Apart)
}

/// What a run is in, from the outside to the inside.
#[derive(Debug, Clone, PartialEq)]
enum Layer {
    Link(String),
    Span(String, bool),
    Strikethrough,
    Bold,
    Italic,
}

impl Layer {
    fn open(&self) -> String {
        match self {
            Self::Link(_) => "[".into(),
            Self::Span(color, is_underline) => {
                let mut tag = String::from("<span");
                if color != "default" {
                    tag.push_str(&format!(" color=\"{}\"", color_attribute(color)));
                }
                if *is_underline {
                    tag.push_str(" underline=\"true\"");
                }
                tag + ">"
            }
            Self::Strikethrough => "~~".into(),
            Self::Bold => "**".into(),
            Self::Italic => "*".into(),
        }
    }

    fn close(&self) -> String {
        match self {
            Self::Link(url) => format!("]({})", escape_address(url)),
            Self::Span(..) => "</span>".into(),
            other => other.open(),
        }
    }
}

fn layers(run: &Run) -> Vec<Layer> {
    let style = &run.annotations;
    let mut layers = Vec::new();
    if let Content::Text {
        link: Some(url), ..
    } = &run.content
    {
        layers.push(Layer::Link(url.clone()));
    }
    if style.color != "default" || style.underline {
        layers.push(Layer::Span(style.color.clone(), style.underline));
    }
    for (is_on, layer) in [
        (style.strikethrough, Layer::Strikethrough),
        (style.bold, Layer::Bold),
        (style.italic, Layer::Italic),
    ] {
        if is_on {
            layers.push(layer);
        }
    }
    layers
}

fn line(workspace: &Workspace, runs: &[Run], care: Care) -> String {
    let mut line = String::new();
    let mut open: Vec<Layer> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let wanted = layers(run);
        let kept = if care == Care::Apart {
            0
        } else {
            open.iter()
                .take_while(|layer| wanted.contains(layer))
                .count()
        };
        for layer in open.drain(kept..).rev() {
            line.push_str(&layer.close());
        }
        if care == Care::Apart && at > 0 {
            line.push_str(SEPARATOR);
        }
        for layer in wanted {
            if !open.contains(&layer) {
                line.push_str(&layer.open());
                open.push(layer);
            }
        }
        let is_styled = care != Care::None && !open.is_empty();
        line.push_str(&content(workspace, run, is_styled));
    }
    for layer in open.iter().rev() {
        line.push_str(&layer.close());
    }
    keep_edges(line)
}

fn content(workspace: &Workspace, run: &Run, is_styled: bool) -> String {
    match &run.content {
        Content::Text { content, .. } if run.annotations.code => code(content),
        Content::Text { content, .. } => {
            let text = escape(workspace, content);
            if is_styled { keep_edges(text) } else { text }
        }
        Content::Equation(expression) => {
            let fence = fence(expression);
            format!("${fence}{}{fence}$", padded(expression))
        }
        Content::Mention(mention) => mention::write(workspace, mention, run),
    }
}

/// Code between as many backticks as it takes.
fn code(content: &str) -> String {
    // A tag that is meant literally is cut in two: both parts are read as one.
    let parts: Vec<&str> = content.split("<br>").collect();
    let mut written = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let before = if at > 0 { "r>" } else { "" };
        let after = if at + 1 < parts.len() { "<b" } else { "" };
        let part = format!("{before}{part}{after}").replace('\n', "<br>");
        let fence = fence(&part);
        written.push(format!("{fence}{}{fence}", padded(&part)));
    }
    written.join(SEPARATOR)
}

/// The shortest run of backticks that is not in a text.
fn fence(text: &str) -> String {
    let mut lengths: Vec<usize> = Vec::new();
    let mut length = 0;
    for c in text.chars().chain([' ']) {
        if c == '`' {
            length += 1;
        } else if length > 0 {
            lengths.push(length);
            length = 0;
        }
    }
    let mut shortest = 1;
    while lengths.contains(&shortest) {
        shortest += 1;
    }
    "`".repeat(shortest)
}

/// With a space at both ends where a backtick or a space is at one.
fn padded(text: &str) -> String {
    let is_at_edge = |c: char| text.starts_with(c) || text.ends_with(c);
    let text = text.replace('\n', "<br>");
    if is_at_edge('`') || (is_at_edge(' ') && !text.trim_matches(' ').is_empty()) {
        format!(" {text} ")
    } else {
        text
    }
}

/// A text whose characters have no meaning.
pub(in crate::markdown) fn escape(workspace: &Workspace, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\n' => out.push_str("<br>"),
            c => {
                let is_emoji = c == ':'
                    && text
                        .get(at..)
                        .is_some_and(|rest| emoji_at(rest, workspace).is_some());
                if SPECIAL.contains(c) || c == '\r' || is_emoji {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

/// An address whose parentheses are in pairs stays as it is.
pub(in crate::markdown) fn escape_address(url: &str) -> String {
    let mut open = 0_i64;
    let mut is_paired = true;
    for c in url.chars() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        is_paired &= open >= 0;
    }
    is_paired &= open == 0;
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c == '\\' || (matches!(c, '(' | ')') && !is_paired) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Spaces at the edges of a line would be lost, and those beside a delimiter would take its meaning.
fn keep_edges(text: String) -> String {
    let is_space = |c: char| matches!(c, ' ' | '\t');
    let mut text = text;
    if text.starts_with(is_space) {
        text.insert(0, '\\');
    }
    if let Some(head) = text.strip_suffix(is_space) {
        let slashes = head.len() - head.trim_end_matches('\\').len();
        if slashes % 2 == 0 {
            let at = head.len();
            text.insert(at, '\\');
        }
    }
    text
}
