//! Texts as Markdown.

use notion_model::{Annotations, Color, DateValue, MentionKind, RichText as Run, RichTextKind};

use super::autolink::may_be_email;
use super::escape::{address as write_address, attribute, by_number, entity};
use super::read::read;
use crate::{RichText, address};

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph: it may have several lines.
    Paragraph,
    /// In a heading.
    Heading,
    /// In a cell of a table.
    Cell,
    /// In the brackets of an image.
    Caption,
}

/// A text that reads, in this place, as what it is.
///
/// It is written with the signs of Markdown, and read again: where they do not say what is meant, which no simple rule
/// decides, tags say it.
pub(super) fn write(runs: &[Run], place: Place) -> String {
    let text = RichText::from(runs).merged();
    let markdown = Writer::new(place, false).write(&text);
    if reads_as(&markdown, &text, place) {
        markdown
    } else {
        write_as_tags(&text)
    }
}

/// A text that reads as what it is wherever it stands, and whether Markdown or HTML reads it.
pub(super) fn write_as_tags(runs: &[Run]) -> String {
    let text = RichText::from(runs).merged();
    Writer::new(Place::Heading, true).write(&text)
}

fn reads_as(markdown: &str, text: &RichText, place: Place) -> bool {
    use notion_model::BlockKind;
    let whole = match place {
        Place::Paragraph => markdown.to_owned(),
        Place::Heading => format!("# {markdown}"),
        Place::Cell => format!("| {markdown} |\n|---|"),
        Place::Caption => format!("![{markdown}](https://a.b)"),
    };
    let blocks = read(&whole).blocks;
    let [block] = blocks.as_slice() else {
        return false;
    };
    let runs = match (place, &block.kind) {
        (Place::Paragraph, BlockKind::Paragraph(block)) => &block.rich_text,
        (Place::Heading, BlockKind::Heading1(block)) => &block.rich_text,
        (Place::Caption, BlockKind::Image(file)) => &file.caption,
        (Place::Cell, BlockKind::Table(_)) => {
            let row = block.children.first().map(|row| &row.kind);
            match row {
                Some(BlockKind::TableRow(row)) if block.children.len() == 1 => {
                    match row.cells.as_slice() {
                        [cell] => cell,
                        _ => return false,
                    }
                }
                _ => return false,
            }
        }
        _ => return false,
    };
    RichText::from(runs.as_slice()) == without_refused_links(text)
}

/// A text as it is read: the addresses that Notion does not accept are lost, however they are written.
fn without_refused_links(text: &RichText) -> RichText {
    let mut runs = text.runs().to_vec();
    for run in &mut runs {
        if let RichTextKind::Text(text) = &mut run.kind
            && text
                .link
                .as_ref()
                .is_some_and(|link| address::link(&link.url).is_err())
        {
            text.link = None;
        }
    }
    runs.into()
}

struct Writer {
    place: Place,
    /// With tags, and without signs that mean something to Markdown alone.
    tags: bool,
    out: String,
    /// Where the line begins that is being written.
    line: usize,
    /// How many bytes of space it is known to begin with.
    indent: usize,
    /// Where the links lead to.
    urls: Vec<String>,
    /// What holds now, the outermost first, and how it ends.
    open: Vec<(Style, String)>,
}

/// What may hold for a text.
#[derive(Clone, Debug, PartialEq)]
enum Style {
    /// To the address of this number.
    Link(usize),
    Color(Color),
    Underline,
    Bold,
    Italic,
    Strikethrough,
}

/// How far to look for the end of what holds: it decides how it is written, not whether it is right.
const FAR: usize = 32;

impl Writer {
    fn new(place: Place, tags: bool) -> Self {
        Self {
            place,
            tags,
            out: String::new(),
            line: 0,
            indent: 0,
            urls: Vec::new(),
            open: Vec::new(),
        }
    }

    fn write(mut self, text: &RichText) -> String {
        let runs = text.runs();
        let styles: Vec<Vec<Style>> = runs
            .iter()
            .map(|run| {
                // Neighbours that lead to the same place are under one link.
                let link = address_of(run).map(|url| {
                    if self.urls.last() != Some(&url) {
                        self.urls.push(url);
                    }
                    Style::Link(self.urls.len() - 1)
                });
                link.into_iter().chain(styles(run)).collect()
            })
            .collect();
        for (index, run) in runs.iter().enumerate() {
            let wanted = styles.get(index).map(Vec::as_slice).unwrap_or_default();
            let same = self
                .open
                .iter()
                .zip(wanted)
                .take_while(|((open, _), wanted)| open == *wanted)
                .count();
            self.close_to(same);
            for style in wanted.iter().skip(same) {
                let here = styles.get(index..).unwrap_or_default();
                let span = here.iter().zip(runs.get(index..).unwrap_or_default());
                let span: Vec<&Run> = span
                    .take(FAR)
                    .take_while(|(styles, _)| styles.contains(style))
                    .map(|(_, run)| run)
                    .collect();
                let behind = runs.get(index + span.len());
                self.start(style.clone(), &span, behind);
            }
            self.run(run, runs.get(index + 1));
        }
        self.close_to(0);
        self.out
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some((_, end)) = self.open.pop() {
                self.out.push_str(&end);
            }
        }
    }

    fn start(&mut self, style: Style, span: &[&Run], behind: Option<&Run>) {
        let (sign, tag) = match &style {
            Style::Link(number) => {
                let url = self.urls.get(*number).map_or("", String::as_str);
                let end = if self.tags {
                    self.out.push_str("<a href=");
                    attribute(&mut self.out, url);
                    self.out.push('>');
                    "</a>".to_owned()
                } else {
                    self.out.push('[');
                    let mut end = "](".to_owned();
                    write_address(&mut end, url);
                    end + ")"
                };
                self.open.push((style, end));
                return;
            }
            Style::Color(color) => {
                self.out.push_str("<span color=");
                attribute(&mut self.out, color.as_str());
                self.out.push('>');
                self.open.push((style, "</span>".to_owned()));
                return;
            }
            Style::Underline => ("", "u"),
            Style::Bold => ("**", "strong"),
            Style::Italic => ("*", "em"),
            Style::Strikethrough => ("~~", "del"),
        };
        let end = if self.tags || sign.is_empty() || !self.signs_would_do(span, behind) {
            self.out.push_str(&format!("<{tag}>"));
            format!("</{tag}>")
        } else {
            self.out.push_str(sign);
            sign.to_owned()
        };
        self.open.push((style, end));
    }

    /// Returns true if signs would be read as they are meant: not beside a space within, nor between a letter and a sign.
    fn signs_would_do(&self, span: &[&Run], behind: Option<&Run>) -> bool {
        let ends = |run: Option<&&Run>, last: bool| match run.map(|run| &run.kind) {
            Some(RichTextKind::Text(text)) if last => text.content.chars().next_back(),
            Some(RichTextKind::Text(text)) => text.content.chars().next(),
            _ => Some('$'),
        };
        let good = |inside: Option<char>, outside: Option<char>| {
            let inside = inside.unwrap_or(' ');
            let at_edge = outside.is_none_or(|outside| !outside.is_alphanumeric());
            !inside.is_whitespace() && (inside.is_alphanumeric() || at_edge)
        };
        let before = self.out.chars().next_back();
        good(ends(span.first(), false), before)
            && good(
                ends(span.last(), true),
                behind.and_then(|run| ends(Some(&run), false)),
            )
    }

    fn run(&mut self, run: &Run, next: Option<&Run>) {
        let code = looks(run).code;
        match &run.kind {
            RichTextKind::Text(text) if code => self.code(&text.content),
            RichTextKind::Text(text) => self.text(&text.content),
            kind => {
                if code {
                    self.out.push_str("<code>");
                }
                match kind {
                    RichTextKind::Equation(equation) => self.equation(&equation.expression, next),
                    RichTextKind::Mention(mention) => self.mention(&mention.kind, run),
                    _ => self.text(run.to_plain_text()),
                }
                if code {
                    self.out.push_str("</code>");
                }
            }
        }
    }

    fn code(&mut self, text: &str) {
        if self.tags || text.contains('\n') || self.place == Place::Cell && text.contains('|') {
            self.out.push_str("<code>");
            by_number(&mut self.out, text);
            self.out.push_str("</code>");
            return;
        }
        let fence = "`".repeat(longest_row(text, '`') + 1);
        let edge = |character| text.starts_with(character) || text.ends_with(character);
        let pad = if edge('`') || edge(' ') && !text.trim().is_empty() {
            " "
        } else {
            ""
        };
        self.out
            .push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
    }

    fn equation(&mut self, expression: &str, next: Option<&Run>) {
        // A letter before a dollar sign and a digit after it mean that it is money.
        let before = self.out.chars().next_back();
        let after = next.and_then(|run| run.to_plain_text().chars().next());
        let is_money = before.is_some_and(|before| before.is_ascii_alphanumeric())
            || after.is_some_and(|after| after.is_ascii_digit());
        let plain = |character: char| !"$`|<>&\n\r".contains(character);
        let edge = expression.starts_with(char::is_whitespace)
            || expression.ends_with(char::is_whitespace);
        if self.tags || is_money || edge || expression.is_empty() || !expression.chars().all(plain)
        {
            self.out.push_str("<span class=\"math\">");
            by_number(&mut self.out, expression);
            self.out.push_str("</span>");
        } else {
            self.out.push_str(&format!("${expression}$"));
        }
    }

    fn mention(&mut self, kind: &MentionKind, run: &Run) {
        let (tag, id) = match kind {
            MentionKind::User(user) => ("mention-user", user.id.to_string()),
            MentionKind::Page(page) => ("mention-page", page.id.to_string()),
            MentionKind::Database(database) => ("mention-database", database.id.to_string()),
            MentionKind::CustomEmoji(emoji) => ("custom-emoji", emoji.id.to_string()),
            MentionKind::Date(date) => return self.date(date),
            _ => return self.text(run.to_plain_text()),
        };
        self.out.push_str(&format!("<{tag} id=\"{id}\">"));
        by_number(&mut self.out, run.to_plain_text());
        self.out.push_str(&format!("</{tag}>"));
    }

    fn date(&mut self, date: &DateValue) {
        self.out.push_str("<mention-date");
        let end = date.end.as_ref().map(notion_model::Moment::as_str);
        for (name, value) in [
            ("start", Some(date.start.as_str())),
            ("end", end),
            ("time-zone", date.time_zone.as_deref()),
        ] {
            if let Some(value) = value {
                self.out.push_str(&format!(" {name}="));
                attribute(&mut self.out, value);
            }
        }
        self.out.push('>');
        by_number(&mut self.out, date.start.as_str());
        self.out.push_str("</mention-date>");
    }

    fn text(&mut self, text: &str) {
        if self.tags {
            by_number(&mut self.out, text);
            return;
        }
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            if character == '\n' {
                let inside = !self.out.is_empty() && characters.peek().is_some();
                let break_ = if self.place == Place::Paragraph && inside {
                    "\\\n"
                } else {
                    "<br>"
                };
                self.out.push_str(break_);
                if break_.ends_with('\n') {
                    self.line = self.out.len();
                    self.indent = 0;
                }
                continue;
            }
            if character == '\r' {
                // A return alone ends a line, in Markdown.
                entity(&mut self.out, character);
                continue;
            }
            if self.means_something(character, characters.peek().copied()) {
                self.out.push('\\');
            }
            self.out.push(character);
        }
    }

    /// Returns true if addresses mean nothing, because there is a link already.
    fn in_link(&self) -> bool {
        self.open
            .iter()
            .any(|(style, _)| matches!(style, Style::Link(_)))
    }

    /// Returns true if the line has nothing but space so far. What is known to be space is not looked at again.
    fn line_is_blank(&mut self) -> bool {
        let rest = self.out.get(self.line + self.indent..).unwrap_or_default();
        self.indent += rest.len() - rest.trim_start().len();
        self.line + self.indent == self.out.len()
    }

    /// Returns true if a character would be read as something else than itself.
    fn means_something(&mut self, character: char, next: Option<char>) -> bool {
        let blank = self.line_is_blank();
        let line = self.out.get(self.line..).unwrap_or_default();
        let after_letter = line.ends_with(char::is_alphanumeric);
        match character {
            '*' if next == Some(' ') && line.ends_with(' ') => blank,
            '\\' | '`' | '*' | '[' | ']' | '<' | '$' | '~' => true,
            '_' => !(after_letter && next.is_some_and(char::is_alphanumeric)),
            '|' => self.place == Place::Cell || blank,
            '&' => next.is_none_or(|next| next.is_ascii_alphanumeric() || next == '#'),
            '#' if self.place == Place::Heading => next.is_none() || next == Some('#'),
            '>' | '#' | '+' | '-' | '=' => blank,
            ':' if next == Some('/') => {
                let ends_with = |scheme: &str| {
                    let start = line.len().checked_sub(scheme.len());
                    start
                        .and_then(|start| line.get(start..))
                        .is_some_and(|end| end.eq_ignore_ascii_case(scheme))
                };
                !self.in_link() && ["http", "https", "ftp"].into_iter().any(ends_with)
            }
            '.' if line.ends_with("www") => !self.in_link(),
            '@' => may_be_email(line.chars().next_back(), next) && !self.in_link(),
            '.' | ')' => {
                !line.is_empty()
                    && line.len() < 10
                    && line.bytes().all(|byte| byte.is_ascii_digit())
            }
            '!' => next.is_none(),
            _ => false,
        }
    }
}

/// What holds for a run, the outermost first. That it is code is the run's own matter.
fn styles(run: &Run) -> Vec<Style> {
    let looks = looks(run);
    let color = Some(looks.color).filter(|color| *color != Color::Default);
    [
        color.map(Style::Color),
        looks.underline.then_some(Style::Underline),
        looks.bold.then_some(Style::Bold),
        looks.italic.then_some(Style::Italic),
        looks.strikethrough.then_some(Style::Strikethrough),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Where a run leads to.
fn address_of(run: &Run) -> Option<String> {
    let url = match &run.kind {
        RichTextKind::Text(text) => text.link.as_ref().map(|link| link.url.clone()),
        RichTextKind::Mention(mention) => link_of(&mention.kind),
        _ => None,
    };
    url.filter(|url| !url.is_empty())
}

/// The link that stands for a mention of which Markdown says nothing else.
fn link_of(kind: &MentionKind) -> Option<String> {
    match kind {
        MentionKind::LinkPreview(link) => Some(link.url.clone()),
        MentionKind::LinkMention(link) => Some(link.href.clone()),
        _ => None,
    }
}

fn looks(run: &Run) -> Annotations {
    run.annotations.clone().unwrap_or_default()
}

/// How often a character stands at most one behind the other.
pub(super) fn longest_row(text: &str, character: char) -> usize {
    let (mut longest, mut row) = (0, 0);
    for other in text.chars() {
        row = if other == character { row + 1 } else { 0 };
        longest = longest.max(row);
    }
    longest
}

/// What of a text cannot be said, if there is something.
pub(super) fn unsaid_of(runs: &[Run]) -> Option<&'static str> {
    runs.iter().find_map(|run| {
        let said = match &run.kind {
            RichTextKind::Text(_) | RichTextKind::Equation(_) => true,
            RichTextKind::Mention(mention) => matches!(
                mention.kind,
                MentionKind::User(_)
                    | MentionKind::Page(_)
                    | MentionKind::Database(_)
                    | MentionKind::CustomEmoji(_)
                    | MentionKind::Date(_)
            ),
            _ => false,
        };
        let nul = run.to_plain_text().contains('\0')
            || address_of(run).is_some_and(|url| url.contains('\0'));
        match (said, nul) {
            (false, _) => Some("a mention that is a link in Markdown"),
            (true, true) => Some(NUL),
            (true, false) => None,
        }
    })
}

/// Markdown has every character but this one.
pub(super) const NUL: &str = "a character of number 0";
