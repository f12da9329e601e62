//! A text that is being read: a paragraph, a heading, a cell, a caption.

use std::cell::Cell;
use std::rc::Rc;

use notion_model::{
    Annotations, Color, CustomEmoji, CustomEmojiId, DatabaseId, DateValue, MentionKind, Moment,
    PageId, RichText as Run, User, UserId,
};
use pulldown_cmark::{Event, Tag as Start, TagEnd as End};

use super::autolink;
use super::escape::unescape;
use super::fit::{LONG_FORMULA, is_formula};
use super::html::Tag;
use crate::{address, check_date};

/// What [`Leaf::lost`] says of a link.
const ADDRESS: &str = "an address of a link that Notion does not accept";

/// How many bytes may go into addresses. Every run under a link has the link's address: without a bound, a long one that is
/// cut into many runs would be copied out of all proportion.
#[derive(Clone, Debug, Default)]
pub(super) struct Budget(Rc<Cell<usize>>);

impl Budget {
    pub(super) fn of(source: &str) -> Self {
        Self(Rc::new(Cell::new((1 << 20) + 8 * source.len())))
    }

    fn permits(&self, bytes: usize) -> bool {
        let left = self.0.get().checked_sub(bytes);
        self.0.set(left.unwrap_or_default());
        left.is_some()
    }
}

/// A text, piece by piece, and what holds for the next piece.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    budget: Budget,
    pieces: Vec<Piece>,
    bold: usize,
    italic: usize,
    strikethrough: usize,
    underline: usize,
    code: usize,
    links: Vec<Option<Rc<str>>>,
    /// Whether each open `<span>` sets a colour. The others are text.
    spans: Vec<bool>,
    /// The colours that these set, the innermost last.
    colors: Vec<Color>,
    /// The tag whose text belongs to a mention or an equation, and that text.
    inner: Option<(Inner, String)>,
    /// It was said that the text is empty.
    pub(super) marked_empty: bool,
    /// What the last event said and the text does not keep.
    pub(super) lost: Option<&'static str>,
    /// Whether addresses are links without any sign around them. They are not in the caption of an image.
    autolinks: bool,
}

/// A piece of a text.
#[derive(Debug)]
pub(super) enum Piece {
    Text {
        content: String,
        looks: Annotations,
        link: Option<Rc<str>>,
    },
    Run(Box<Run>),
    /// A formula that stands for itself.
    Display(String),
    /// An image, without an address if Notion does not accept it.
    Image {
        url: Option<String>,
        caption: Vec<Piece>,
    },
}

#[derive(Debug)]
enum Inner {
    Mention(Box<MentionKind>, String),
    Equation,
}

impl Leaf {
    pub(super) fn new(budget: &Budget) -> Self {
        Self {
            autolinks: true,
            ..Self::of_caption(budget)
        }
    }

    /// The text of an image.
    pub(super) fn of_caption(budget: &Budget) -> Self {
        Self {
            budget: budget.clone(),
            ..Self::default()
        }
    }

    /// Takes an event that belongs to a text. Images are the reader's: they are texts of their own.
    pub(super) fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => self.text_with_addresses(&text),
            Event::Code(text) => {
                self.code += 1;
                self.text(&text);
                self.code -= 1;
            }
            Event::InlineMath(text) => self.formula(&text),
            Event::DisplayMath(text) => {
                self.lose_long_formula(&text);
                self.pieces
                    .push(Piece::Display(text.trim_ascii().to_owned()));
            }
            Event::InlineHtml(html) | Event::Html(html) => match Tag::of(&html) {
                Some(tag) => self.tag(&tag),
                None if html.starts_with("<!--") => {}
                None => self.text(&html),
            },
            Event::SoftBreak if !self.ends_with_a_break() => self.text(" "),
            Event::HardBreak => self.text("\n"),
            Event::FootnoteReference(label) => self.text(&format!("[{label}]")),
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    /// A text in which addresses are links.
    fn text_with_addresses(&mut self, text: &str) {
        let mut done = 0;
        if self.autolinks && self.links.is_empty() && self.code == 0 && self.inner.is_none() {
            for (place, byte) in text.bytes().enumerate() {
                if place >= done
                    && autolink::is_trigger(byte)
                    && let Some(address) = autolink::at(text, place, done)
                {
                    let shown = text.get(address.range.clone()).unwrap_or_default();
                    self.text(text.get(done..address.range.start).unwrap_or_default());
                    // What Notion does not accept, as `ftp:`, is text as it was.
                    let url = format!("{}{shown}", address.prefix);
                    let good = address::link(&url).is_ok();
                    self.links.push(good.then(|| url.into()));
                    self.text(shown);
                    self.links.pop();
                    done = address.range.end;
                }
            }
        }
        self.text(text.get(done..).unwrap_or_default());
    }

    /// A text of HTML: nothing in it means anything to Markdown.
    pub(super) fn html_text(&mut self, text: &str) {
        self.text(&unescape(text));
    }

    /// A tag of HTML. Whether it means something, and is not text as it was written.
    pub(super) fn html_tag(&mut self, tag: &Tag<'_>) {
        self.tag(tag);
    }

    /// A text as it is, in the looks that hold.
    pub(super) fn text(&mut self, text: &str) {
        if let Some((_, inner)) = &mut self.inner {
            inner.push_str(text);
            return;
        }
        if text.is_empty() {
            return;
        }
        let (looks, link) = (self.looks(), self.links.last().cloned().flatten());
        match self.pieces.last_mut() {
            Some(Piece::Text {
                content,
                looks: before,
                link: other,
            }) if *before == looks && *other == link => content.push_str(text),
            _ => self.pieces.push(Piece::Text {
                content: text.to_owned(),
                looks,
                link: link.filter(|url| self.budget.permits(url.len())),
            }),
        }
    }

    pub(super) fn image(&mut self, url: &str, caption: Leaf) {
        let mut caption = caption.into_pieces();
        let is_good = address::file(url).is_ok();
        if !is_good {
            self.lost = Some("an address of an image that Notion does not accept");
            // The address is better than nothing, unless it is the image.
            if caption.is_empty() && !url.trim_ascii_start().starts_with("data:") {
                caption.push(Piece::of_text(url));
            }
        }
        self.pieces.push(Piece::Image {
            url: is_good.then(|| url.to_owned()),
            caption,
        });
    }

    pub(super) fn into_pieces(mut self) -> Vec<Piece> {
        self.close_inner();
        self.pieces
    }

    /// All of it as one text, and whether an image became a link in it.
    pub(super) fn into_runs(self) -> (Vec<Run>, bool) {
        flatten(self.into_pieces())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.inner.is_none()
    }

    fn start(&mut self, tag: &Start<'_>) {
        match tag {
            Start::Emphasis => self.italic += 1,
            Start::Strong => self.bold += 1,
            Start::Strikethrough => self.strikethrough += 1,
            Start::Link { dest_url, .. } => self.link(dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: End) {
        match tag {
            End::Emphasis => self.italic = self.italic.saturating_sub(1),
            End::Strong => self.bold = self.bold.saturating_sub(1),
            End::Strikethrough => self.strikethrough = self.strikethrough.saturating_sub(1),
            End::Link => drop(self.links.pop()),
            _ => {}
        }
    }

    fn link(&mut self, url: &str) {
        let good = address::link(url).is_ok();
        if !good {
            self.lost = Some(ADDRESS);
        }
        self.links.push(good.then(|| url.into()));
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if let Some((inner, _)) = &self.inner {
            if tag.closing && tag.name == inner.tag() {
                self.close_inner();
            } else if tag.name == "br" {
                self.text("\n");
            }
            return;
        }
        let count = match tag.name.as_str() {
            "b" | "strong" => &mut self.bold,
            "i" | "em" => &mut self.italic,
            "s" | "del" | "strike" => &mut self.strikethrough,
            "u" | "ins" => &mut self.underline,
            "code" => &mut self.code,
            _ => return self.other_tag(tag),
        };
        *count = if tag.closing {
            count.saturating_sub(1)
        } else {
            *count + 1
        };
    }

    fn other_tag(&mut self, tag: &Tag<'_>) {
        match (tag.name.as_str(), tag.closing) {
            ("br", _) => self.text("\n"),
            ("empty-block", _) => self.marked_empty = true,
            ("img", false) if tag.attribute("src").is_some() => {
                let mut caption = Self::new(&self.budget);
                caption.text(tag.attribute("alt").unwrap_or_default());
                self.image(tag.attribute("src").unwrap_or_default(), caption);
            }
            ("a", false) => match tag.attribute("href") {
                Some(url) => self.link(url),
                None => self.text(tag.source),
            },
            ("a", true) if !self.links.is_empty() => drop(self.links.pop()),
            ("span", false) if tag.attribute("class") == Some("math") => {
                self.inner = Some((Inner::Equation, String::new()));
            }
            ("span", false) => match tag.attribute("color").map(Color::from) {
                Some(color) if !matches!(color, Color::Unknown(_)) => {
                    self.spans.push(true);
                    self.colors.push(color);
                }
                _ => {
                    self.spans.push(false);
                    self.text(tag.source);
                }
            },
            ("span", true) => match self.spans.pop() {
                Some(true) => drop(self.colors.pop()),
                Some(false) | None => self.text(tag.source),
            },
            (name, false) => match mention(name, tag) {
                Some(kind) => {
                    let inner = Inner::Mention(Box::new(kind), name.to_owned());
                    self.inner = Some((inner, String::new()));
                }
                None => self.text(tag.source),
            },
            _ => self.text(tag.source),
        }
    }

    fn close_inner(&mut self) {
        match self.inner.take() {
            Some((Inner::Equation, expression)) => self.formula(&expression),
            Some((Inner::Mention(kind, _), name)) => {
                let mut run = Run::mention(*kind);
                run.plain_text = name;
                self.run(run);
            }
            None => {}
        }
    }

    fn formula(&mut self, expression: &str) {
        self.lose_long_formula(expression);
        self.run(formula(expression));
    }

    fn lose_long_formula(&mut self, expression: &str) {
        if !is_formula(expression) {
            self.lost = Some(LONG_FORMULA);
        }
    }

    fn run(&mut self, mut run: Run) {
        let looks = self.looks();
        let is_code = run.annotations.as_ref().is_some_and(|looks| looks.code);
        if looks != Annotations::default() || is_code {
            run.annotations = Some(Annotations {
                code: looks.code || is_code,
                ..looks
            });
        }
        self.pieces.push(Piece::Run(Box::new(run)));
    }

    fn looks(&self) -> Annotations {
        Annotations {
            bold: self.bold > 0,
            italic: self.italic > 0,
            strikethrough: self.strikethrough > 0,
            underline: self.underline > 0,
            code: self.code > 0,
            color: self.colors.last().cloned().unwrap_or_default(),
            ..Annotations::default()
        }
    }

    fn ends_with_a_break(&self) -> bool {
        matches!(self.pieces.last(), Some(Piece::Text { content, .. }) if content.ends_with('\n'))
    }
}

impl Inner {
    fn tag(&self) -> &str {
        match self {
            Self::Mention(_, tag) => tag,
            Self::Equation => "span",
        }
    }
}

impl Piece {
    fn of_text(text: &str) -> Self {
        Self::Text {
            content: text.to_owned(),
            looks: Annotations::default(),
            link: None,
        }
    }

    /// Nothing but the space between two others.
    pub(super) fn is_space(&self) -> bool {
        matches!(self, Self::Text { content, .. } if content.trim_ascii().is_empty())
    }
}

/// Pieces as one text. What stands for itself stands in the text: a formula as one of its own, an image as a link.
pub(super) fn flatten(pieces: Vec<Piece>) -> (Vec<Run>, bool) {
    let mut runs = Vec::with_capacity(pieces.len());
    let mut images = false;
    // Without recursion: captions may have images in them, and their captions too.
    let mut open = vec![(pieces.into_iter(), None::<Rc<str>>)];
    while let Some((pieces, inherited)) = open.last_mut() {
        let inherited = inherited.clone();
        let Some(piece) = pieces.next() else {
            open.pop();
            continue;
        };
        match piece {
            Piece::Text {
                content,
                looks,
                link,
            } => runs.push(text(content, looks, link.or(inherited))),
            Piece::Run(run) => runs.push(*run),
            Piece::Display(expression) => runs.push(formula(&expression)),
            Piece::Image { url, mut caption } => {
                if let Some(url) = &url {
                    images = true;
                    if caption.is_empty() {
                        caption.push(Piece::of_text(url));
                    }
                }
                let good = |url: &String| url.len() * caption.len() < 1 << 16;
                let link = url.filter(good).map(|url| url.as_str().into());
                open.push((caption.into_iter(), link));
            }
        }
    }
    (runs, images)
}

/// A formula in a text, or code if it is longer than Notion accepts.
fn formula(expression: &str) -> Run {
    if is_formula(expression) {
        return Run::equation(expression);
    }
    let mut run = Run::text(expression);
    run.annotations = Some(Annotations {
        code: true,
        ..Annotations::default()
    });
    run
}

fn text(content: String, looks: Annotations, link: Option<Rc<str>>) -> Run {
    let mut run = Run::text(content);
    if looks != Annotations::default() {
        run.annotations = Some(looks);
    }
    match link {
        Some(url) => run.link(&*url),
        None => run,
    }
}

/// What a tag mentions, if it is one that does.
fn mention(name: &str, tag: &Tag<'_>) -> Option<MentionKind> {
    let id = || tag.attribute("id");
    Some(match name {
        "mention-user" => MentionKind::User(User::new(id()?.parse::<UserId>().ok()?)),
        "mention-page" => {
            let id = id()?.parse::<PageId>().ok()?;
            MentionKind::Page(notion_model::PageReference::new(id))
        }
        "mention-database" => {
            let id = id()?.parse::<DatabaseId>().ok()?;
            MentionKind::Database(notion_model::DatabaseReference::new(id))
        }
        "mention-date" => {
            let date = DateValue {
                start: tag.attribute("start")?.into(),
                end: tag.attribute("end").map(Moment::from),
                time_zone: tag.attribute("time-zone").map(str::to_owned),
                ..DateValue::default()
            };
            check_date(&date).ok()?;
            MentionKind::Date(date)
        }
        "custom-emoji" => {
            let id = id()?.parse::<CustomEmojiId>().ok()?;
            MentionKind::CustomEmoji(CustomEmoji::new(id))
        }
        _ => return None,
    })
}
