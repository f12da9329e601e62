//! From blocks to Markdown.

mod media;
mod table;

use notion_model::{
    BlockKind, Callout, Code, Color, Heading, IconKind, LinkToPageKind, RichText as Run, plain_text,
};

use self::media::page_url;
use super::escape::attribute;
use super::lines::{fenced, indented, join, join_lines, quoted};
use super::unsaid::unsaid;
use super::write_text::{Place, write as write_text, write_as_tags};
use super::{DEPTH, Loss, Markdown, alert, language, read};
use crate::{Block, RichText};

/// Writes blocks as Markdown.
///
/// What Markdown has no words for is written as what comes nearest, and told.
///
/// ```
/// use notion_content::{bookmark, callout, markdown, model::Icon, numbered, paragraph};
///
/// let written = markdown::write(&[
///     numbered("One").children([paragraph("and a half")]),
///     numbered("Two"),
///     callout("Mind the gap").icon(Icon::emoji("⚠️")),
///     bookmark("https://example.com"),
/// ]);
/// assert_eq!(
///     written.text,
///     "1. One\n\n   and a half\n2. Two\n\n> [!WARNING]\n> Mind the gap\n\n[https://example.com](https://example.com)\n",
/// );
/// assert_eq!(written.lost[0].to_string(), "[3]: a bookmark is a link in Markdown");
/// ```
pub fn write(blocks: &[Block]) -> Markdown {
    let mut writer = Writer {
        path: Vec::new(),
        lost: Vec::new(),
    };
    let mut text = writer.blocks(blocks);
    if !text.is_empty() {
        text.push('\n');
    }
    Markdown {
        text,
        lost: writer.lost,
    }
}

struct Writer {
    path: Vec<usize>,
    lost: Vec<Loss>,
}

/// What stands between two blocks depends on what they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Bullet,
    Number,
    Other,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut out = String::new();
        let mut before = None;
        let mut number = 0_usize;
        for (index, block) in blocks.iter().enumerate() {
            self.path.push(index);
            let shape = shape(block);
            number = if shape == Shape::Number {
                number + 1
            } else {
                0
            };
            let text = self.block(block, number);
            self.path.pop();
            if text.is_empty() {
                continue;
            }
            match before {
                None => {}
                Some(before) if before == shape && shape != Shape::Other => out.push('\n'),
                Some(_) => out.push_str("\n\n"),
            }
            out.push_str(&text);
            before = Some(shape);
        }
        out
    }

    /// One block without a line end after it; nothing if there is nothing to write.
    fn block(&mut self, block: &Block, number: usize) -> String {
        let text = self.block_itself(block, number);
        if block.children.is_empty() || block.kind.children().is_some() {
            return text;
        }
        self.lose("the blocks in a block that cannot have any follow it");
        let children = self.inner(&block.children);
        join(text, &children)
    }

    /// One block, with the blocks in it if it can hold any.
    fn block_itself(&mut self, block: &Block, number: usize) -> String {
        for what in unsaid(block) {
            self.lose(what);
        }
        let children = block.children.as_slice();
        match &block.kind {
            BlockKind::Paragraph(paragraph) => {
                let text = if paragraph.rich_text.is_empty() {
                    EMPTY.to_owned()
                } else {
                    write_text(&paragraph.rich_text, Place::Paragraph)
                };
                self.followed_by(
                    text,
                    children,
                    "the blocks in a paragraph follow it in Markdown",
                )
            }
            BlockKind::Heading1(heading) => self.heading(1, heading, children),
            BlockKind::Heading2(heading) => self.heading(2, heading, children),
            BlockKind::Heading3(heading) => self.heading(3, heading, children),
            BlockKind::Heading4(heading) => self.heading(4, heading, children),
            BlockKind::BulletedListItem(item) => self.item("- ", "", &item.rich_text, children),
            BlockKind::NumberedListItem(item) => {
                let sign = format!("{number}. ");
                self.item(&sign, "", &item.rich_text, children)
            }
            BlockKind::ToDo(item) => {
                let box_ = if item.checked { "[x] " } else { "[ ] " };
                self.item("- ", box_, &item.rich_text, children)
            }
            BlockKind::Quote(quote) => {
                let inner = self.text_and_children(&quote.rich_text, children);
                quoted(&inner)
            }
            BlockKind::Callout(callout) => self.callout(callout, children),
            BlockKind::Toggle(toggle) => self.details(None, &toggle.rich_text, children),
            BlockKind::Template(template) => {
                self.lose("a template button is a toggle in Markdown");
                self.details(None, &template.rich_text, children)
            }
            BlockKind::Code(code) => self.code(code),
            BlockKind::Equation(equation) => self.equation(&equation.expression),
            BlockKind::Divider(_) => "---".to_owned(),
            BlockKind::Table(table) => self.table(table, children),
            BlockKind::TableRow(row) => {
                let cells = row.cells.iter().map(Vec::as_slice).collect::<Vec<_>>();
                self.lose("a row that is not in a table");
                write_text(&cells.join(&Run::text(" ")), Place::Paragraph)
            }
            BlockKind::Image(file) => self.image(file),
            BlockKind::Video(file) => self.file(file, "a video is a link in Markdown"),
            BlockKind::Audio(file) => self.file(file, "a sound is a link in Markdown"),
            BlockKind::Pdf(file) => self.file(file, "a PDF is a link in Markdown"),
            BlockKind::File(file) => self.file(file, "a file is a link in Markdown"),
            BlockKind::Bookmark(link) => {
                let url = link.url.as_deref().unwrap_or_default();
                self.link(&link.caption, url, "a bookmark is a link in Markdown")
            }
            BlockKind::Embed(link) => {
                let url = link.url.as_deref().unwrap_or_default();
                self.link(&link.caption, url, "an embed is a link in Markdown")
            }
            BlockKind::LinkPreview(link) => self.link(
                &[],
                &link.url,
                "the preview of a link is a link in Markdown",
            ),
            BlockKind::LinkToPage(link) => {
                let id = match &link.kind {
                    LinkToPageKind::Page(id) => id.uuid(),
                    LinkToPageKind::Database(id) => id.uuid(),
                    LinkToPageKind::Comment(id) => id.uuid(),
                    _ => return self.nothing("a link to nothing"),
                };
                self.link(
                    &[],
                    &page_url(id),
                    "a link to a page is a link like others in Markdown",
                )
            }
            BlockKind::ChildPage(page) => {
                self.child(block, &page.title, "a page is a link in Markdown")
            }
            BlockKind::ChildDatabase(database) => {
                self.child(block, &database.title, "a database is a link in Markdown")
            }
            BlockKind::ColumnList(_) => {
                self.lose("columns follow each other in Markdown");
                let mut text = String::new();
                for (index, column) in children.iter().enumerate() {
                    self.path.push(index);
                    let column = match &column.kind {
                        BlockKind::Column(_) => self.inner(&column.children),
                        _ => {
                            self.lose("a block among columns that is not a column");
                            self.one(column)
                        }
                    };
                    self.path.pop();
                    text = join(text, &column);
                }
                text
            }
            BlockKind::Column(_) => {
                self.lose("a single column");
                self.inner(children)
            }
            BlockKind::Tab(_) => self.followed_by(
                String::new(),
                children,
                "tabs follow each other in Markdown",
            ),
            BlockKind::SyncedBlock(synced) => {
                let is_copy = synced.synced_from.is_some();
                self.followed_by(
                    String::new(),
                    children,
                    if is_copy && children.is_empty() {
                        "the original of a synced block, which is not readable or empty"
                    } else {
                        "a synced block is a copy of what is in it in Markdown"
                    },
                )
            }
            BlockKind::TableOfContents(_) => self.nothing("a table of contents"),
            BlockKind::Breadcrumb(_) => self.nothing("a breadcrumb"),
            BlockKind::MeetingNotes(_) | BlockKind::Transcription(_) => {
                self.nothing("the notes of a meeting")
            }
            BlockKind::Unsupported(_) => self.nothing("a block that the API does not give"),
            BlockKind::Untyped | BlockKind::Unknown(_) => {
                self.nothing("a block that this library does not know")
            }
        }
    }

    /// A block that stands where it cannot, unless it is too deep.
    fn one(&mut self, block: &Block) -> String {
        if self.path.len() <= DEPTH {
            return self.block(block, 1);
        }
        self.nothing("blocks that are nested too deep")
    }

    /// The blocks in a block, unless they are too deep.
    fn inner(&mut self, children: &[Block]) -> String {
        if self.path.len() < DEPTH || children.is_empty() {
            return self.blocks(children);
        }
        self.nothing("blocks that are nested too deep")
    }

    fn followed_by(&mut self, text: String, children: &[Block], what: &'static str) -> String {
        if children.is_empty() && !text.is_empty() {
            return text;
        }
        self.lose(what);
        let children = self.inner(children);
        join(text, &children)
    }

    fn heading(&mut self, level: usize, heading: &Heading, children: &[Block]) -> String {
        if heading.is_toggleable || !children.is_empty() {
            return self.details(Some(level), &heading.rich_text, children);
        }
        let signs = "#".repeat(level);
        let text = write_text(&heading.rich_text, Place::Heading);
        if text.is_empty() {
            signs
        } else {
            format!("{signs} {text}")
        }
    }

    /// The text of a block that holds others, as the first paragraph, and what is in it.
    fn text_and_children(&mut self, runs: &[Run], children: &[Block]) -> String {
        let text = match (runs.is_empty(), children.is_empty()) {
            (false, _) => write_text(runs, Place::Paragraph),
            (true, false) => EMPTY.to_owned(),
            (true, true) => String::new(),
        };
        let children = self.inner(children);
        join(text, &children)
    }

    fn item(&mut self, sign: &str, box_: &str, runs: &[Run], children: &[Block]) -> String {
        let mut text = if runs.is_empty() {
            String::new()
        } else {
            write_text(runs, Place::Paragraph)
        };
        // An empty item ends in a marker alone only where nothing is around it: pulldown-cmark closes the list around a
        // quote whose last item is empty.
        let is_inside = self.path.len() > 1;
        if text.is_empty() && (!children.is_empty() || !box_.is_empty() || is_inside) {
            text.push_str(EMPTY);
        }
        let text = format!("{box_}{text}");
        // A list may follow the text without an empty line, but neither one whose first item is empty, nor behind the
        // tag that says that there is no text.
        let may_follow = |child: &Block| {
            shape(child) != Shape::Other && child.runs().is_some_and(|runs| !runs.is_empty())
        };
        // A tag that is alone on its line takes all lines up to an empty one.
        let dense =
            !runs.is_empty() && !text.starts_with('<') && children.first().is_some_and(may_follow);
        let children = self.inner(children);
        let inner = if dense && !children.is_empty() {
            format!("{text}\n{children}")
        } else {
            join(text, &children)
        };
        let lines = indented(&inner, &" ".repeat(sign.len()));
        if lines.is_empty() {
            sign.trim_end().to_owned()
        } else {
            format!("{sign}{lines}")
        }
    }

    fn callout(&mut self, callout: &Callout, children: &[Block]) -> String {
        let inner = self.text_and_children(&callout.rich_text, children);
        let color = callout
            .color
            .as_ref()
            .filter(|color| **color != Color::Default);
        if let Some(word) = alert::word(callout.icon.as_ref())
            && color.is_none()
        {
            return quoted(join_lines(format!("[!{word}]"), &inner).as_str());
        }
        let mut tag = "<callout".to_owned();
        let mut say = |name: &str, value: &str| {
            tag.push_str(&format!(" {name}="));
            attribute(&mut tag, value);
        };
        match callout.icon.as_ref().map(|icon| &icon.kind) {
            None => {}
            Some(IconKind::Emoji(emoji)) => say("icon", emoji),
            Some(IconKind::External(file)) => say("icon-url", &file.url),
            Some(IconKind::CustomEmoji(emoji)) => say("icon-id", &emoji.id.to_string()),
            Some(IconKind::Native(icon)) => {
                say("icon-name", &icon.name);
                if let Some(color) = &icon.color {
                    say("icon-color", color.as_str());
                }
            }
            Some(_) => self.lost.push(Loss {
                place: place(&self.path),
                what: "an icon that Notion holds",
            }),
        }
        if let Some(color) = color {
            say("color", color.as_str());
        }
        if inner.is_empty() {
            format!("{tag}>\n\n</callout>")
        } else {
            format!("{tag}>\n\n{inner}\n\n</callout>")
        }
    }

    fn details(&mut self, level: Option<usize>, runs: &[Run], children: &[Block]) -> String {
        let text = write_as_tags(runs);
        let summary = match level {
            Some(level) => format!("<h{level}>{text}</h{level}>"),
            None => text,
        };
        let children = self.inner(children);
        if children.is_empty() {
            format!("<details>\n<summary>{summary}</summary>\n</details>")
        } else {
            format!("<details>\n<summary>{summary}</summary>\n\n{children}\n\n</details>")
        }
    }

    fn code(&mut self, code: &Code) -> String {
        if !code.caption.is_empty() {
            self.lose("the caption of code");
        }
        let text = plain_text(&code.rich_text);
        if RichText::from(code.rich_text.as_slice()) != RichText::from(text.as_str()) {
            self.lose("looks, links and mentions inside of code");
        }
        let info = language::write(code.language.as_ref());
        if code
            .language
            .as_ref()
            .is_some_and(|language| language::read(info).0 != *language)
        {
            self.lose("a language that this library does not know");
        }
        let fenced = fenced(info, &text);
        if text.contains(['\r', '\0']) {
            self.lose("control characters in code");
        }
        fenced
    }

    fn equation(&mut self, expression: &str) -> String {
        let display = format!("$$\n{expression}\n$$");
        let is = |text: &str| {
            matches!(read(text).blocks.as_slice(), [Block { kind: BlockKind::Equation(equation), .. }]
                if equation.expression == expression)
        };
        if is(&display) {
            return display;
        }
        let fenced = fenced("math", expression);
        if !is(&fenced) {
            self.lose("control characters in an equation");
        }
        fenced
    }

    fn nothing(&mut self, what: &'static str) -> String {
        self.lose(what);
        String::new()
    }

    fn lose(&mut self, what: &'static str) {
        self.lost.push(Loss {
            place: place(&self.path),
            what,
        });
    }
}

/// A paragraph without text.
const EMPTY: &str = "<empty-block/>";

fn shape(block: &Block) -> Shape {
    match block.kind {
        BlockKind::BulletedListItem(_) | BlockKind::ToDo(_) => Shape::Bullet,
        BlockKind::NumberedListItem(_) => Shape::Number,
        _ => Shape::Other,
    }
}

/// `[2].children[0]`
fn place(path: &[usize]) -> String {
    let steps = path.iter().map(|index| format!("[{index}]"));
    steps.collect::<Vec<_>>().join(".children")
}
