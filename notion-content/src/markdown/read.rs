//! From Markdown to blocks.

mod html;

use notion_model::{BlockKind, File};
use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag as Start, TagEnd as End,
};

use super::fit::fit;
use super::frame::{Frame, Kind, Rows, heading};
use super::hidden::Hidden;
use super::leaf::{Budget, Leaf, Piece, flatten};
use super::misread::{is_formula, misread};
use super::{DEPTH, Document, Loss, alert, language, nesting};
use crate::{Block, code, divider, equation, paragraph};

/// Reads Markdown as blocks.
///
/// Every text is Markdown, so that this never fails. What Notion has no words for is told.
///
/// ```
/// use notion_content::{bulleted, code, markdown, quote, toggle};
///
/// let document = markdown::read(
///     "> To be\n>\n> * or not\n\n```rs\nfn main() {}\n```\n\n<details><summary>More</summary>\n\n* to be\n\n</details>\n",
/// );
/// assert_eq!(document.blocks, [
///     quote("To be").children([bulleted("or not")]),
///     code("rust", "fn main() {}"),
///     toggle("More").children([bulleted("to be")]),
/// ]);
/// assert!(document.lost.is_empty());
/// ```
pub fn read(markdown: &str) -> Document {
    let too_deep = nesting::excess(markdown);
    let flat = Hidden::new(markdown, &too_deep);
    let misread = misread(&flat.text, options());
    let hidden = Hidden::new(&flat.text, &misread);
    let mut reader = Reader {
        source: &hidden.text,
        seen: (0, 1),
        frames: vec![Frame::new(Kind::Root, false)],
        keepers: vec![0],
        depth: 0,
        leaves: Vec::new(),
        images: Vec::new(),
        code: None,
        html: None,
        lost: Vec::new(),
        budget: Budget::of(markdown),
    };
    for (event, range) in Parser::new_ext(&hidden.text, options()).into_offset_iter() {
        let event = match event {
            Event::InlineMath(_) if !is_formula(&hidden.text, &range) => {
                Event::Text(hidden.text.get(range.clone()).unwrap_or_default().into())
            }
            event => event,
        };
        reader.take(flat.restore(hidden.restore(event)), range.start);
    }
    let mut document = reader.finish();
    if let Some(place) = too_deep.first() {
        document.lost.push(Loss {
            place: format!("line {}", line_of(markdown, *place)),
            what: "signs of blocks that are nested too deep are text",
        });
    }
    document
}

/// The number of the line of a place in a text.
fn line_of(text: &str, place: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    1 + before.matches('\n').count()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

/// What opened a frame that was closed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closed {
    /// A container of Markdown.
    Container,
    /// A tag of HTML.
    Tag,
}

struct Reader<'a> {
    source: &'a str,
    /// A place in the text, and the number of its line.
    seen: (usize, usize),
    /// What is open around the next block, the innermost last.
    frames: Vec<Frame>,
    /// The places of those frames that keep blocks, the innermost last.
    keepers: Vec<usize>,
    /// How many of them are levels of blocks.
    depth: usize,
    /// The text that is open, and the captions in it.
    leaves: Vec<Leaf>,
    /// Where the images lead to whose captions are open.
    images: Vec<String>,
    code: Option<(String, String)>,
    html: Option<String>,
    lost: Vec<Loss>,
    budget: Budget,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag, at),
            // The space before a tag comes as a text.
            Event::Html(html) | Event::Text(html) if self.html.is_some() => {
                self.html.get_or_insert_default().push_str(&html);
            }
            Event::Text(text) if self.code.is_some() => {
                if let Some((_, code)) = &mut self.code {
                    code.push_str(&text);
                }
            }
            Event::Rule => {
                self.end_leaf(at);
                self.push(divider(), at);
            }
            Event::TaskListMarker(done) => {
                let item = self.frames.last_mut().map(|frame| &mut frame.kind);
                if let Some(Kind::Item { task, .. }) = item {
                    *task = Some(done);
                }
            }
            event => {
                if let Event::FootnoteReference(_) = event {
                    self.lose(at, "a footnote becomes text in Notion");
                }
                if let Event::InlineHtml(html) = &event
                    && html.starts_with("<!--")
                {
                    self.lose(at, "a comment that is not shown");
                }
                self.leaf().take(event);
                self.lose_what_the_leaf_lost(at);
            }
        }
    }

    fn start(&mut self, tag: Start<'_>, at: usize) {
        match tag {
            Start::Emphasis | Start::Strong | Start::Strikethrough | Start::Link { .. } => {
                self.leaf().take(Event::Start(tag));
                self.lose_what_the_leaf_lost(at);
            }
            Start::Image { dest_url, .. } => {
                self.leaf();
                self.images.push(dest_url.into_string());
                self.leaves.push(Leaf::of_caption(&self.budget));
            }
            Start::Paragraph | Start::Heading { .. } => {
                self.end_leaf(at);
                self.open_leaf();
            }
            Start::TableCell => self.open_leaf(),
            Start::TableHead | Start::TableRow => {
                if let Some(Frame {
                    kind: Kind::Table(table),
                    ..
                }) = self.frames.last_mut()
                {
                    table.rows.push(Vec::new());
                }
            }
            Start::CodeBlock(kind) => {
                self.end_leaf(at);
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new()));
            }
            Start::HtmlBlock => {
                self.end_leaf(at);
                self.html = Some(String::new());
            }
            Start::List(start) => {
                if !matches!(start, None | Some(0 | 1)) {
                    self.lose(at, "a list of numbers starts at 1 in Notion");
                }
                self.open(
                    Kind::List {
                        ordered: start.is_some(),
                    },
                    false,
                    at,
                );
            }
            Start::Item => {
                let ordered = self.frames.iter().rev().find_map(|frame| match frame.kind {
                    Kind::List { ordered } => Some(ordered),
                    _ => None,
                });
                let ordered = ordered.unwrap_or_default();
                self.open(
                    Kind::Item {
                        ordered,
                        task: None,
                    },
                    false,
                    at,
                );
            }
            Start::BlockQuote(None) => self.open(Kind::Quote, false, at),
            Start::BlockQuote(Some(kind)) => {
                let icon = alert::icon(kind);
                self.open(Kind::Callout { icon, color: None }, false, at);
            }
            Start::FootnoteDefinition(label) => {
                self.lose(at, "a footnote becomes text in Notion");
                let label = label.into_string();
                self.open(Kind::Footnote { label }, false, at);
            }
            Start::Table(alignments) => {
                if alignments
                    .iter()
                    .any(|alignment| *alignment != Alignment::None)
                {
                    self.lose(at, "the columns of a table are not aligned in Notion");
                }
                self.open(Kind::Table(Rows::default()), false, at);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: End, at: usize) {
        match tag {
            End::Emphasis | End::Strong | End::Strikethrough | End::Link => {
                self.leaf().take(Event::End(tag));
            }
            End::Image => {
                let caption = self.leaves.pop().unwrap_or_else(|| Leaf::new(&self.budget));
                let url = self.images.pop().unwrap_or_default();
                self.leaf().image(&url, caption);
                self.lose_what_the_leaf_lost(at);
            }
            End::Paragraph => self.end_leaf(at),
            End::Heading(level) => self.end_heading(level, at),
            End::TableCell => self.end_cell(at),
            End::CodeBlock => self.end_code(at),
            End::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.html_block(&html, at);
            }
            End::List(_)
            | End::Item
            | End::BlockQuote(_)
            | End::FootnoteDefinition
            | End::Table => {
                self.end_leaf(at);
                // What tags opened within it ends with it.
                while self.close_last(at) == Some(Closed::Tag) {}
            }
            _ => {}
        }
    }

    /// Opens something that holds blocks.
    fn open(&mut self, kind: Kind, html: bool, at: usize) {
        self.end_leaf(at);
        let mut frame = Frame::new(kind, html);
        if frame.is_level() {
            if self.depth < DEPTH {
                self.depth += 1;
            } else {
                self.lose(
                    at,
                    "blocks that are nested too deeply are moved after their parent",
                );
                frame.kind = Kind::Flat;
            }
        }
        if frame.keeps_blocks() {
            self.keepers.push(self.frames.len());
        }
        self.frames.push(frame);
    }

    /// Closes the innermost frame but the root, and puts what it is into what is around it.
    fn close_last(&mut self, at: usize) -> Option<Closed> {
        let frame = self
            .frames
            .pop_if(|frame| !matches!(frame.kind, Kind::Root))?;
        let closed = if frame.html {
            Closed::Tag
        } else {
            Closed::Container
        };
        if frame.is_level() {
            self.depth = self.depth.saturating_sub(1);
        }
        if frame.keeps_blocks() {
            self.keepers.pop();
            let keeps_one = !matches!(frame.kind, Kind::Footnote { .. });
            let mut blocks = frame.into_blocks();
            match blocks.pop() {
                // All others are one block, which was not fitted yet.
                Some(block) if keeps_one => self.push(block, at),
                last => {
                    self.blocks().append(&mut blocks);
                    self.blocks().extend(last);
                }
            }
        }
        Some(closed)
    }

    /// The text that is open; one that begins here, as in an item of a dense list, if none is.
    fn leaf(&mut self) -> &mut Leaf {
        if self.leaves.is_empty() {
            self.open_leaf();
        }
        let last = self.leaves.len() - 1;
        &mut self.leaves[last]
    }

    fn open_leaf(&mut self) {
        self.leaves.push(Leaf::new(&self.budget));
    }

    /// The text that is open becomes a block, or several.
    fn end_leaf(&mut self, at: usize) {
        let Some(leaf) = self.leaves.pop() else {
            return;
        };
        self.leaves.clear();
        if leaf.is_empty() {
            if leaf.marked_empty {
                self.push(paragraph(""), at);
            }
            return;
        }
        let pieces = leaf.into_pieces();
        let alone =
            |piece: &Piece| matches!(piece, Piece::Image { url: Some(_), .. } | Piece::Display(_));
        if pieces.iter().any(alone) && pieces.iter().all(|piece| alone(piece) || piece.is_space()) {
            for piece in pieces {
                self.stands_alone(piece, at);
            }
            return;
        }
        let (runs, images) = flatten(pieces);
        if images {
            self.lose(at, "an image inside text becomes a link in Notion");
        }
        // An image without a caption whose address was lost leaves nothing.
        if !runs.is_empty() {
            self.push(paragraph(runs), at);
        }
    }

    fn stands_alone(&mut self, piece: Piece, at: usize) {
        match piece {
            Piece::Display(expression) => self.push(equation(expression), at),
            Piece::Image {
                url: Some(url),
                caption,
            } => {
                let (caption, images) = flatten(caption);
                if images {
                    self.lose(at, "an image inside text becomes a link in Notion");
                }
                let file = File {
                    caption,
                    ..File::external(url)
                };
                self.push(BlockKind::Image(file).into(), at);
            }
            Piece::Image { url: None, .. } | Piece::Text { .. } | Piece::Run(_) => {}
        }
    }

    fn end_heading(&mut self, level: HeadingLevel, at: usize) {
        let leaf = self.leaves.pop().map(Leaf::into_runs);
        let (runs, images) = leaf.unwrap_or_default();
        if images {
            self.lose(at, "an image inside text becomes a link in Notion");
        }
        let level = level as u8;
        self.lose_level(level, at);
        self.push(heading(level, runs, false).into(), at);
    }

    fn lose_level(&mut self, level: u8, at: usize) {
        if level > 4 {
            self.lose(
                at,
                "a heading below the fourth level is of the fourth in Notion",
            );
        }
    }

    fn end_cell(&mut self, at: usize) {
        let leaf = self.leaves.pop().unwrap_or_else(|| Leaf::new(&self.budget));
        let marked = leaf.marked_empty;
        let (runs, images) = leaf.into_runs();
        if images {
            self.lose(at, "an image inside text becomes a link in Notion");
        }
        if let Some(Frame {
            kind: Kind::Table(table),
            ..
        }) = self.frames.last_mut()
        {
            table.header_marked |= marked;
            if let Some(row) = table.rows.last_mut() {
                row.push(runs);
            }
        }
    }

    fn end_code(&mut self, at: usize) {
        let (info, mut text) = self.code.take().unwrap_or_default();
        // Every way to end a line is the same.
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        if text.ends_with('\n') {
            text.pop();
        }
        if info.trim_ascii() == "math" {
            self.push(equation(text), at);
            return;
        }
        let (language, is_exact) = language::read(&info);
        if !is_exact {
            self.lose(
                at,
                "what is after a fence is approximated by a language of Notion",
            );
        }
        self.push(code(language, text), at);
    }

    fn push(&mut self, block: Block, at: usize) {
        let (blocks, lost) = fit(block);
        self.blocks().extend(blocks);
        if let Some(what) = lost {
            self.lose(at, what);
        }
    }

    /// The blocks of the innermost frame that keeps any.
    fn blocks(&mut self) -> &mut Vec<Block> {
        // The root is never closed.
        let keeper = self.keepers.last().copied().unwrap_or_default();
        &mut self.frames[keeper].blocks
    }

    /// Reports what the open text could not keep.
    fn lose_what_the_leaf_lost(&mut self, at: usize) {
        if let Some(what) = self.leaves.last_mut().and_then(|leaf| leaf.lost.take()) {
            self.lose(at, what);
        }
    }

    fn lose(&mut self, at: usize, what: &'static str) {
        let (place, line) = self.seen;
        if at > place {
            let between = self.source.get(place..at).unwrap_or_default();
            self.seen = (at, line + between.matches('\n').count());
        }
        self.lost.push(Loss {
            place: format!("line {}", self.seen.1),
            what,
        });
    }

    fn finish(mut self) -> Document {
        let at = self.source.len();
        self.end_leaf(at);
        while self.close_last(at).is_some() {}
        Document {
            blocks: self
                .frames
                .pop()
                .map(|frame| frame.blocks)
                .unwrap_or_default(),
            lost: self.lost,
        }
    }
}
