//! From a line to runs.
//!
//! One pass cuts the line into tokens, and decides for each delimiter whether it has a partner; a second one goes through
//! the tokens and keeps track of the styles that are open. Delimiters without a partner are text.

use std::collections::HashMap;

use super::delimiters::{Delimiters, Mark};
use super::mention::{self, KINDS};
use crate::markdown::attributes::attribute;
use crate::parse::is_address;
use crate::state::text::merge;
use crate::state::{Annotations, Content, Mention, Run, Workspace};

/// How many bytes an address or the head of a tag may have. Notion takes addresses of 2,000 characters.
const MAX_HEAD: usize = 2_500;

/// The runs of a line.
pub(crate) fn read(text: &str, workspace: &Workspace) -> Vec<Run> {
    let mut reader = Reader {
        workspace,
        text,
        at: 0,
        is_after_space: true,
        tokens: Vec::new(),
        delimiters: Delimiters::default(),
        brackets: Vec::new(),
        inert_brackets: 0,
        spans: Vec::new(),
        fences: fences(text),
        missing: Missing::default(),
    };
    reader.tokenize();
    merge(reader.runs())
}

#[derive(Debug)]
enum Token {
    Text(String),
    Leaf(Content, bool),
    Delimiter(usize),
    Span {
        raw: String,
        color: Option<String>,
        is_underline: bool,
        is_closed: bool,
    },
    SpanEnd {
        is_open: bool,
    },
    Bracket {
        url: Option<String>,
    },
    BracketEnd {
        is_open: bool,
    },
}

/// What was looked for to the end of the line in vain: looking again would take time with the square of its length.
#[derive(Debug, Default)]
struct Missing {
    dollar: bool,
    fenced_dollars: Vec<usize>,
    mentions: Vec<&'static str>,
    parenthesis: bool,
}

struct Reader<'t> {
    workspace: &'t Workspace,
    text: &'t str,
    at: usize,
    /// Whether the character before is a space, or there is none.
    is_after_space: bool,
    tokens: Vec<Token>,
    delimiters: Delimiters,
    /// The opening brackets that have no closing one yet, as places of tokens.
    brackets: Vec<usize>,
    /// How many of them are before a link, which is in no other link.
    inert_brackets: usize,
    spans: Vec<usize>,
    /// The places of runs of backticks, by their length.
    fences: HashMap<usize, Vec<usize>>,
    missing: Missing,
}

fn fences(text: &str) -> HashMap<usize, Vec<usize>> {
    let mut fences: HashMap<usize, Vec<usize>> = HashMap::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|b| *b == b'`'))
    {
        let start = at + found;
        let length = run_length(bytes, start);
        fences.entry(length).or_default().push(start);
        at = start + length;
    }
    fences
}

/// The place of the `]` that closes a bracket which was opened right before `text`. Brackets in code and in equations with
/// backticks are content: nothing is escaped there.
pub(crate) fn closing_bracket(text: &str) -> Option<usize> {
    let fences = fences(text);
    let bytes = text.as_bytes();
    let (mut at, mut open) = (0, 0_usize);
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'[' => open += 1,
            b']' if open == 0 => return Some(at),
            b']' => open -= 1,
            b'`' => {
                let length = run_length(bytes, at);
                let places = fences.get(&length).map(Vec::as_slice).unwrap_or_default();
                let next = places.partition_point(|place| *place <= at);
                at = places.get(next).copied().unwrap_or(at) + length;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

fn run_length(bytes: &[u8], start: usize) -> usize {
    let first = bytes.get(start);
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter().take_while(|byte| Some(*byte) == first).count()
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn tokenize(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            if self.special(c) {
                self.is_after_space = false;
                continue;
            }
            self.push_text(c);
            self.at += c.len_utf8();
            self.is_after_space = c.is_whitespace();
        }
    }

    fn push_text(&mut self, c: char) {
        if let Some(Token::Text(text)) = self.tokens.last_mut() {
            text.push(c);
        } else {
            self.tokens.push(Token::Text(c.to_string()));
        }
    }

    fn leaf(&mut self, content: Content, is_code: bool, end: usize) -> bool {
        self.tokens.push(Token::Leaf(content, is_code));
        self.at = end;
        true
    }

    /// Reads something with a meaning of its own, if it is one.
    fn special(&mut self, c: char) -> bool {
        match c {
            '\\' => self.escaped(),
            '`' => self.code(),
            '*' | '~' => self.delimiter(c),
            '$' => self.equation(),
            '[' => {
                self.brackets.push(self.tokens.len());
                self.tokens.push(Token::Bracket { url: None });
                self.at += 1;
                true
            }
            ']' => self.bracket_end(),
            '<' => self.tag(),
            ':' => self.emoji(),
            _ => false,
        }
    }

    /// A backslash takes the meaning from punctuation, and from a space that would be lost.
    fn escaped(&mut self) -> bool {
        let next = self.rest().chars().nth(1);
        let Some(c) = next.filter(|c| c.is_ascii_punctuation() || matches!(c, ' ' | '\t' | '\r'))
        else {
            return false;
        };
        self.push_text(c);
        self.at += 1 + c.len_utf8();
        true
    }

    fn code(&mut self) -> bool {
        let length = run_length(self.text.as_bytes(), self.at);
        let start = self.at + length;
        let places = self
            .fences
            .get(&length)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let next = places.partition_point(|place| *place < start);
        let Some(end) = places.get(next).copied() else {
            // All of them are text: a shorter part of the run begins nothing.
            for _ in 0..length {
                self.push_text('`');
            }
            self.at = start;
            return true;
        };
        let inner = self.text.get(start..end).unwrap_or_default();
        let content = code_content(inner).replace("<br>", "\n");
        self.leaf(
            Content::Text {
                content,
                link: None,
            },
            true,
            end + length,
        )
    }

    fn delimiter(&mut self, c: char) -> bool {
        let length = run_length(self.text.as_bytes(), self.at);
        let after = self.text.get(self.at + length..).unwrap_or_default();
        let is_before_space = after.chars().next().is_none_or(char::is_whitespace);
        if (self.is_after_space && is_before_space) || (c == '~' && length < 2) {
            for _ in 0..length {
                self.push_text(c);
            }
        } else {
            let run = self.delimiters.add(c, length);
            self.tokens.push(Token::Delimiter(run));
        }
        self.at += length;
        true
    }

    /// `` $`x`$ ``, with as many backticks as it takes, or `$x$`, which has no spaces inside and no letters or digits
    /// outside: "$5 and $6" are prices.
    fn equation(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let ticks = if bytes.get(start) == Some(&b'`') {
            run_length(bytes, start)
        } else {
            0
        };
        if ticks > 0 && !self.missing.fenced_dollars.contains(&ticks) {
            let inner = start + ticks;
            let close = format!("{}$", "`".repeat(ticks));
            let mut from = inner;
            let found = loop {
                let found = self.text.get(from..).and_then(|rest| rest.find(&close));
                let Some(found) = found.map(|found| from + found) else {
                    break None;
                };
                if bytes.get(found.wrapping_sub(1)) != Some(&b'`') && found > inner {
                    break Some(found);
                }
                from = found + 1;
            };
            if let Some(end) = found {
                let expression = self.text.get(inner..end).unwrap_or_default();
                let expression = code_content(expression).replace("<br>", "\n");
                return self.leaf(Content::Equation(expression), false, end + close.len());
            }
            self.missing.fenced_dollars.push(ticks);
        }
        let before = self
            .text
            .get(..self.at)
            .and_then(|text| text.chars().next_back());
        let opens = before.is_none_or(|c| !c.is_alphanumeric())
            && self
                .text
                .get(start..)
                .and_then(|rest| rest.chars().next())
                .is_some_and(|c| !c.is_whitespace() && c != '$' && c != '`');
        if !opens || self.missing.dollar {
            return false;
        }
        let mut from = start;
        loop {
            let found = self.text.get(from..).and_then(|rest| rest.find('$'));
            let Some(end) = found.map(|found| from + found) else {
                self.missing.dollar = true;
                return false;
            };
            let inner = self.text.get(start..end).unwrap_or_default();
            let after = self
                .text
                .get(end + 1..)
                .and_then(|rest| rest.chars().next());
            let is_escaped = inner.ends_with('\\');
            let closes = !is_escaped
                && !inner.ends_with(char::is_whitespace)
                && after.is_none_or(|c| !c.is_alphanumeric());
            if closes && !inner.is_empty() {
                return self.leaf(Content::Equation(inner.to_owned()), false, end + 1);
            }
            from = end + 1;
        }
    }

    fn bracket_end(&mut self) -> bool {
        let Some(open) = self.brackets.pop() else {
            return false;
        };
        let is_inert = self.brackets.len() < self.inert_brackets;
        self.inert_brackets = self.inert_brackets.min(self.brackets.len());
        let address = if is_inert { None } else { self.address() };
        match address {
            Some((url, end)) => {
                if let Some(Token::Bracket { url: of }) = self.tokens.get_mut(open) {
                    *of = Some(url);
                }
                self.inert_brackets = self.brackets.len();
                self.tokens.push(Token::BracketEnd { is_open: true });
                self.at = end;
            }
            None => {
                self.tokens.push(Token::BracketEnd { is_open: false });
                self.at += 1;
            }
        }
        true
    }

    /// The address in parentheses after a closing bracket, and where it ends. Parentheses in it are in pairs, or after
    /// a backslash.
    fn address(&mut self) -> Option<(String, usize)> {
        let start = self.at + 2;
        let rest = self.text.get(self.at + 1..)?.strip_prefix('(')?;
        if self.missing.parenthesis {
            return None;
        }
        let (mut url, mut open) = (String::new(), 0_usize);
        let mut chars = rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                _ if at > MAX_HEAD || c.is_whitespace() => return None,
                ')' if open == 0 => {
                    let end = start + at + 1;
                    return is_address(&url).then_some((url, end));
                }
                ')' => open -= 1,
                '(' => open += 1,
                '\\' => {
                    let (_, next) = chars.next()?;
                    if !next.is_ascii_punctuation() {
                        url.push('\\');
                    }
                    url.push(next);
                    continue;
                }
                _ => {}
            }
            url.push(c);
        }
        // The line is over.
        self.missing.parenthesis = open == 0;
        None
    }

    fn tag(&mut self) -> bool {
        let rest = self.rest();
        for line_break in ["<br>", "<br/>", "<br />"] {
            if rest.starts_with(line_break) {
                self.push_text('\n');
                self.at += line_break.len();
                return true;
            }
        }
        if rest.starts_with("</span>") {
            let open = self.spans.pop();
            if let Some(Token::Span { is_closed, .. }) = open.and_then(|at| self.tokens.get_mut(at))
            {
                *is_closed = true;
            }
            self.tokens.push(Token::SpanEnd {
                is_open: open.is_some(),
            });
            self.at += "</span>".len();
            return true;
        }
        if rest.starts_with("<span") {
            let Some(head) = self.head() else {
                return false;
            };
            if !matches!(head.get(5..6), Some(" ") | None) {
                return false;
            }
            self.spans.push(self.tokens.len());
            self.tokens.push(Token::Span {
                raw: format!("{head}>"),
                color: attribute(head, "color").and_then(super::color),
                is_underline: attribute(head, "underline") == Some("true"),
                is_closed: false,
            });
            self.at += head.len() + 1;
            return true;
        }
        if rest.starts_with("<mention-")
            && let Some((mention, end)) = self.mention()
        {
            return self.leaf(Content::Mention(mention), false, end);
        }
        false
    }

    /// The head of a tag, without its closing bracket.
    fn head(&self) -> Option<&'t str> {
        let rest = self.rest();
        let mut bytes = rest.bytes().take(MAX_HEAD);
        let end = bytes.position(|byte| byte == b'>')?;
        rest.get(..end)
    }

    fn mention(&mut self) -> Option<(Mention, usize)> {
        let head = self.head()?;
        let name = head.strip_prefix("<mention-")?.split([' ', '/']).next()?;
        let (kind, close) = KINDS.iter().find(|(kind, _)| *kind == name)?;
        let mention = mention::read(kind, head)?;
        let after = self.at + head.len() + 1;
        if head.ends_with('/') || self.missing.mentions.contains(kind) {
            return Some((mention, after));
        }
        match self.text.get(after..)?.find(close) {
            Some(found) => Some((mention, after + found + close.len())),
            None => {
                self.missing.mentions.push(kind);
                Some((mention, after))
            }
        }
    }

    /// `:name:` of an emoji of the workspace.
    fn emoji(&mut self) -> bool {
        let found = emoji_at(self.rest(), self.workspace);
        match found {
            Some((id, length)) => {
                let end = self.at + length;
                self.leaf(Content::Mention(Mention::CustomEmoji(id)), false, end)
            }
            None => false,
        }
    }

    fn runs(self) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut marks = [0_usize; 3];
        let mut spans: Vec<(Option<String>, bool)> = Vec::new();
        let mut links: Vec<String> = Vec::new();
        let place = |mark: Mark| match mark {
            Mark::Bold => 0,
            Mark::Italic => 1,
            Mark::Strikethrough => 2,
        };
        for token in self.tokens {
            let style = |is_code: bool| Annotations {
                bold: marks[0] > 0,
                italic: marks[1] > 0,
                strikethrough: marks[2] > 0,
                underline: spans.iter().any(|(_, is_underline)| *is_underline),
                code: is_code,
                color: spans
                    .iter()
                    .rev()
                    .find_map(|(color, _)| color.clone())
                    .unwrap_or_else(|| "default".into()),
            };
            let text = |content: String, link: Option<&String>| Content::Text {
                content,
                link: link.cloned(),
            };
            let raw = match token {
                Token::Text(content) => content,
                Token::Leaf(content, is_code) => {
                    let content = match content {
                        Content::Text { content, .. } => text(content, links.last()),
                        content => content,
                    };
                    runs.push(Run {
                        content,
                        annotations: style(is_code),
                    });
                    continue;
                }
                Token::Delimiter(run) => {
                    let Some(run) = self.delimiters.runs.get(run) else {
                        continue;
                    };
                    for mark in &run.closes {
                        if let Some(count) = marks.get_mut(place(*mark)) {
                            *count = count.saturating_sub(1);
                        }
                    }
                    if run.remaining > 0 {
                        let content = run.character.to_string().repeat(run.remaining);
                        let annotations = Annotations {
                            bold: marks[0] > 0,
                            italic: marks[1] > 0,
                            strikethrough: marks[2] > 0,
                            ..style_of(&spans)
                        };
                        runs.push(Run {
                            content: text(content, links.last()),
                            annotations,
                        });
                    }
                    for mark in &run.opens {
                        if let Some(count) = marks.get_mut(place(*mark)) {
                            *count += 1;
                        }
                    }
                    continue;
                }
                Token::Span {
                    color,
                    is_underline,
                    is_closed: true,
                    ..
                } => {
                    spans.push((color, is_underline));
                    continue;
                }
                Token::SpanEnd { is_open: true } => {
                    spans.pop();
                    continue;
                }
                Token::Bracket { url: Some(url) } => {
                    links.push(url);
                    continue;
                }
                Token::BracketEnd { is_open: true } => {
                    links.pop();
                    continue;
                }
                Token::Span { raw, .. } => raw,
                Token::SpanEnd { .. } => "</span>".to_owned(),
                Token::Bracket { .. } => "[".to_owned(),
                Token::BracketEnd { .. } => "]".to_owned(),
            };
            runs.push(Run {
                content: text(raw, links.last()),
                annotations: style(false),
            });
        }
        runs
    }
}

fn style_of(spans: &[(Option<String>, bool)]) -> Annotations {
    let color = spans.iter().rev().find_map(|(color, _)| color.clone());
    Annotations {
        underline: spans.iter().any(|(_, is_underline)| *is_underline),
        color: color.unwrap_or_else(|| "default".into()),
        ..Annotations::default()
    }
}

/// What stands between backticks: without the space at both ends that keeps it from those.
fn code_content(inner: &str) -> &str {
    let is_padded = inner.len() > 2
        && inner.starts_with(' ')
        && inner.ends_with(' ')
        && !inner.trim_matches(' ').is_empty();
    match inner.get(1..inner.len().saturating_sub(1)) {
        Some(content) if is_padded => content,
        _ => inner,
    }
}

/// The emoji of the workspace whose `:name:` a text begins with, and how long that is.
pub(in crate::markdown) fn emoji_at(
    text: &str,
    workspace: &Workspace,
) -> Option<(uuid::Uuid, usize)> {
    if workspace.emojis.is_empty() {
        return None;
    }
    let rest = text.strip_prefix(':')?;
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '+')))?;
    let name = rest.get(..end).filter(|name| !name.is_empty())?;
    rest.get(end..)?.strip_prefix(':')?;
    let emoji = workspace.emojis.values().find(|emoji| emoji.name == name)?;
    Some((emoji.id, name.len() + 2))
}
