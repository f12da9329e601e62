//! Blocks as HTML.

mod media;
mod table;

use notion_model::{
    BlockKind, Callout, Code, Color, Icon, IconColor, IconKind, LinkToPageKind, ListFormat,
    NativeIcon, Paragraph, RichText as Run, ToDo, plain_text,
};

use super::DEPTH;
use super::text::{attribute, class, escape, icon, notion, rich};
use crate::Block;
use crate::nesting::{Holds, holds};

/// Writes the blocks of a page.
pub(super) struct Writer<'a> {
    blocks: &'a [Block],
    out: String,
    /// The headings so far, with their levels; they are found by their number.
    headings: Vec<(usize, String)>,
    /// Where the table of contents goes, once all headings are known.
    contents: Option<usize>,
    depth: usize,
    /// Whether blocks are written after those that hold them instead of in them, because they are too deep.
    is_flat: bool,
}

/// The list that blocks next to each other make.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Bulleted,
    Numbered,
    ToDo,
}

impl<'a> Writer<'a> {
    pub(super) fn new(blocks: &'a [Block]) -> Self {
        Self {
            blocks,
            out: String::new(),
            headings: Vec::new(),
            contents: None,
            depth: 0,
            is_flat: false,
        }
    }

    pub(super) fn write(mut self) -> String {
        self.write_all(&self.blocks.iter().collect::<Vec<_>>(), None);
        if let Some(place) = self.contents {
            let contents = contents(&self.headings);
            self.out.insert_str(place, &contents);
        }
        self.out
    }

    /// Writes blocks next to each other in a block of this kind, or in the page.
    fn write_all(&mut self, blocks: &[&Block], holder: Option<&BlockKind>) {
        let mut open = None;
        for block in blocks {
            let list = list_of(block);
            if list != open {
                self.end_list(open);
                self.begin_list(list, block);
                open = list;
            }
            self.write_one(block, holder);
        }
        self.end_list(open);
    }

    fn begin_list(&mut self, list: Option<List>, first: &Block) {
        self.out.push_str(match list {
            Some(List::Bulleted) => "<ul>\n",
            Some(List::ToDo) => "<ul class=\"todo\">\n",
            Some(List::Numbered) | None => "",
        });
        if let BlockKind::NumberedListItem(item) = &first.kind {
            let start = item
                .list_start_index
                .as_ref()
                .and_then(serde_json::Number::as_i64);
            let start = start
                .map(|start| format!(" start=\"{start}\""))
                .unwrap_or_default();
            let numbers = match item.list_format {
                Some(ListFormat::Letters) => " type=\"a\"",
                Some(ListFormat::Roman) => " type=\"i\"",
                _ => "",
            };
            self.out.push_str(&format!("<ol{start}{numbers}>\n"));
        }
    }

    fn end_list(&mut self, list: Option<List>) {
        self.out.push_str(match list {
            Some(List::Bulleted | List::ToDo) => "</ul>\n",
            Some(List::Numbered) => "</ol>\n",
            None => "",
        });
    }

    fn write_one(&mut self, block: &Block, holder: Option<&BlockKind>) {
        if !self.is_flat && !is_at_home(&block.kind, holder) {
            self.odd(&block.kind, holder);
        }
        match (&block.kind, holder) {
            (BlockKind::Paragraph(name), Some(BlockKind::Tab(_))) => self.tab(block, name),
            _ => self.write_block(block),
        }
        if !shows_children(&block.kind) {
            self.indented(block);
        }
    }

    /// Reports a block that Notion would not have where it is, before it is written.
    fn odd(&mut self, kind: &BlockKind, holder: Option<&BlockKind>) {
        let holder = holder.map_or("the page", BlockKind::type_name);
        let place = format!("{} in {holder}", kind.type_name());
        self.note("Not as Notion has it: ", &place);
    }

    fn write_block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(paragraph) => {
                self.element("p", paragraph.color.as_ref(), &rich(&paragraph.rich_text));
                self.indented(block);
            }
            BlockKind::Heading1(heading)
            | BlockKind::Heading2(heading)
            | BlockKind::Heading3(heading)
            | BlockKind::Heading4(heading) => {
                let hides = heading.is_toggleable || !block.children.is_empty();
                self.heading(block, &heading.rich_text, heading.color.as_ref(), hides);
            }
            BlockKind::BulletedListItem(item) => {
                self.item(block, &rich(&item.rich_text), item.color.as_ref());
            }
            BlockKind::NumberedListItem(item) => {
                self.item(block, &rich(&item.rich_text), item.color.as_ref());
            }
            BlockKind::ToDo(item) => self.task(block, item),
            BlockKind::Quote(quote) => {
                self.begin("blockquote", quote.color.as_ref());
                self.text(&quote.rich_text);
                self.children(block);
                self.out.push_str("</blockquote>\n");
            }
            BlockKind::Callout(callout) => self.callout(block, callout),
            BlockKind::Toggle(toggle) | BlockKind::Template(toggle) => {
                self.out.push_str("<details open>\n");
                self.element("summary", toggle.color.as_ref(), &rich(&toggle.rich_text));
                self.children(block);
                self.out.push_str("</details>\n");
            }
            BlockKind::Code(code) => self.code(code),
            BlockKind::Equation(equation) => {
                let mut text = String::new();
                escape(&mut text, &equation.expression);
                self.out
                    .push_str(&format!("<code class=\"math\">{text}</code>\n"));
            }
            BlockKind::Divider(_) => self.out.push_str("<hr>\n"),
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::ColumnList(_) => {
                self.out.push_str("<div class=\"columns\">\n");
                self.children(block);
                self.out.push_str("</div>\n");
            }
            BlockKind::Column(_) => {
                self.out.push_str("<div>\n");
                self.children(block);
                self.out.push_str("</div>\n");
            }
            BlockKind::Tab(_) => self.children(block),
            BlockKind::SyncedBlock(synced) => {
                if synced.synced_from.is_some() && block.children.is_empty() {
                    self.note("Not readable: ", "the original of a synced block");
                }
                self.children(block);
            }
            BlockKind::Image(file) => self.image(file),
            BlockKind::Video(file) => self.player("video", file),
            BlockKind::Audio(file) => self.player("audio", file),
            BlockKind::Pdf(file) | BlockKind::File(file) => self.file(file),
            BlockKind::Bookmark(to) | BlockKind::Embed(to) => {
                self.card(to.url.as_deref().unwrap_or_default(), &to.caption);
            }
            BlockKind::LinkPreview(to) => self.card(&to.url, &[]),
            BlockKind::LinkToPage(to) => match &to.kind {
                LinkToPageKind::Page(id) => self.card_named(&notion(id), "A page"),
                LinkToPageKind::Database(id) => self.card_named(&notion(id), "A database"),
                LinkToPageKind::Comment(id) => self.card_named(&notion(id), "A comment"),
                _ => self.missing("a link"),
            },
            BlockKind::ChildPage(child) | BlockKind::ChildDatabase(child) => {
                let name = if child.title.is_empty() {
                    "Untitled"
                } else {
                    &child.title
                };
                match block.id {
                    Some(id) => self.card_named(&notion(id), name),
                    None => self.card_named("", name),
                }
            }
            // A second one would say the same.
            BlockKind::TableOfContents(_) => {
                self.contents.get_or_insert(self.out.len());
            }
            BlockKind::Breadcrumb(_) => {}
            BlockKind::TableRow(row) => {
                self.out.push_str("<table>\n");
                self.row(row, false, false);
                self.out.push_str("</table>\n");
            }
            BlockKind::MeetingNotes(notes) | BlockKind::Transcription(notes) => {
                self.text(&notes.title);
                self.children(block);
            }
            BlockKind::Unsupported(other) => {
                self.missing(other.block_type.as_deref().unwrap_or("a block"));
            }
            BlockKind::Untyped | BlockKind::Unknown(_) => self.missing(block.kind.type_name()),
        }
    }

    /// The blocks in a block.
    fn children(&mut self, block: &Block) {
        self.inside(block.children.iter().collect(), &block.kind);
    }

    /// Writes some of the blocks in a block of this kind. If they are too deep, all that they hold follows on the same level.
    fn inside(&mut self, blocks: Vec<&Block>, holder: &BlockKind) {
        if self.depth < DEPTH {
            self.depth += 1;
            self.write_all(&blocks, Some(holder));
            self.depth -= 1;
            return;
        }
        let was_flat = std::mem::replace(&mut self.is_flat, true);
        let mut open = blocks;
        open.reverse();
        while let Some(block) = open.pop() {
            let mut alone = Block::from(block.kind.clone());
            alone.id = block.id;
            // The rows of a table stay in it.
            let is_table = matches!(block.kind, BlockKind::Table(_));
            for child in block.children.iter().rev() {
                if is_table && is_row(child) {
                    open.extend(child.children.iter().rev());
                    alone.children.insert(0, child.kind.clone().into());
                } else {
                    open.push(child);
                }
            }
            // What is in a synced block is all that there is of it.
            if block.children.is_empty() || !matches!(block.kind, BlockKind::SyncedBlock(_)) {
                self.write_all(&[&alone], None);
            }
        }
        self.is_flat = was_flat;
    }

    fn indented(&mut self, block: &Block) {
        if !block.children.is_empty() {
            self.out.push_str("<div style=\"margin-left:1.4em\">\n");
            self.children(block);
            self.out.push_str("</div>\n");
        }
    }

    fn begin(&mut self, tag: &str, color: Option<&Color>) {
        match class(color) {
            Some(class) => self.out.push_str(&format!("<{tag} class=\"{class}\">\n")),
            None => self.out.push_str(&format!("<{tag}>\n")),
        }
    }

    fn element(&mut self, tag: &str, color: Option<&Color>, inner: &str) {
        let class = class(color).map(|class| format!(" class=\"{class}\""));
        let class = class.unwrap_or_default();
        self.out
            .push_str(&format!("<{tag}{class}>{inner}</{tag}>\n"));
    }

    /// The text of a block that holds others, unless it has none.
    fn text(&mut self, runs: &[Run]) {
        if !runs.is_empty() {
            self.element("p", None, &rich(runs));
        }
    }

    fn heading(&mut self, block: &Block, runs: &[Run], color: Option<&Color>, hides: bool) {
        let level = level(&block.kind);
        self.headings.push((level, plain_text(runs)));
        let (level, number) = (level + 1, self.headings.len());
        let class = class(color).map(|class| format!(" class=\"{class}\""));
        let class = class.unwrap_or_default();
        let heading = format!(
            "<h{level} id=\"h{number}\"{class}>{}</h{level}>",
            rich(runs)
        );
        if hides {
            self.out
                .push_str(&format!("<details open>\n<summary>{heading}</summary>\n"));
            self.children(block);
            self.out.push_str("</details>\n");
        } else {
            self.out.push_str(&heading);
            self.out.push('\n');
        }
    }

    fn item(&mut self, block: &Block, text: &str, color: Option<&Color>) {
        let class = class(color).map(|class| format!(" class=\"{class}\""));
        let class = class.unwrap_or_default();
        self.out.push_str(&format!("<li{class}>{text}"));
        if !block.children.is_empty() {
            self.out.push('\n');
            self.children(block);
        }
        self.out.push_str("</li>\n");
    }

    fn task(&mut self, block: &Block, item: &ToDo) {
        let (class, checked) = if item.checked {
            (" class=\"done\"", " checked")
        } else {
            ("", "")
        };
        let mut text = format!("<span>{}</span>", rich(&item.rich_text));
        if let Some(color) = self::class(item.color.as_ref()) {
            text = format!("<span class=\"{color}\">{text}</span>");
        }
        self.out.push_str(&format!(
            "<li{class}><input type=\"checkbox\" disabled{checked}> {text}"
        ));
        if !block.children.is_empty() {
            self.out.push('\n');
            self.children(block);
        }
        self.out.push_str("</li>\n");
    }

    fn callout(&mut self, block: &Block, callout: &Callout) {
        self.begin("aside", callout.color.as_ref());
        match &callout.icon {
            None => self.out.push_str("<span>💡</span>\n"),
            icon => self.icon(icon.as_ref()),
        }
        self.out.push_str("<div>\n");
        self.text(&callout.rich_text);
        self.children(block);
        self.out.push_str("</div>\n</aside>\n");
    }

    fn icon(&mut self, icon: Option<&Icon>) {
        let Some(icon) = icon else {
            return;
        };
        let mut text = String::new();
        match &icon.kind {
            IconKind::Emoji(emoji) => escape(&mut text, emoji),
            IconKind::CustomEmoji(emoji) => self::icon(&mut text, &emoji.url, &emoji.name),
            IconKind::External(file) => self::icon(&mut text, &file.url, ""),
            IconKind::Hosted(file) => self::icon(&mut text, &file.url, ""),
            IconKind::Native(native) => self::icon(&mut text, &native_icon(native), &native.name),
            IconKind::Upload(_) | IconKind::Untyped | IconKind::Unknown(_) => {}
        }
        if !text.is_empty() {
            self.out.push_str(&format!("<span>{text}</span>\n"));
        }
    }

    fn code(&mut self, code: &Code) {
        let language = code.language.clone().unwrap_or_default();
        self.out.push_str("<figure>\n<pre><code");
        let word = language.as_str().replace(' ', "-");
        attribute(&mut self.out, "class", &format!("language-{word}"));
        self.out.push('>');
        // A line end after the tag would not be shown.
        if plain_text(&code.rich_text).starts_with('\n') {
            self.out.push('\n');
        }
        self.out
            .push_str(&rich(&code.rich_text).replace("<br>", "\n"));
        self.out.push_str("</code></pre>\n");
        self.caption(&code.caption);
        self.out.push_str("</figure>\n");
    }

    /// A tab: its name, and what is in it.
    fn tab(&mut self, block: &Block, name: &Paragraph) {
        self.out.push_str("<section>\n");
        self.icon(name.icon.as_ref());
        let text = format!("<strong>{}</strong>", rich(&name.rich_text));
        self.element("p", name.color.as_ref(), &text);
        self.children(block);
        self.out.push_str("</section>\n");
    }

    fn caption(&mut self, caption: &[Run]) {
        if !caption.is_empty() {
            self.element("figcaption", None, &rich(caption));
        }
    }
}

/// Where one of Notion's own icons is: `https://www.notion.so/icons/snake_purple.svg` is answered as the icon `snake` in
/// purple (recorded).
fn native_icon(icon: &NativeIcon) -> String {
    let color = icon.color.as_ref().map_or("gray", IconColor::as_str);
    let is_name = |name: &str| {
        name.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if !is_name(&icon.name) || !is_name(color) {
        return String::new();
    }
    format!("https://www.notion.so/icons/{}_{color}.svg", icon.name)
}

/// The headings of the page, as links.
fn contents(headings: &[(usize, String)]) -> String {
    let mut out = String::from("<nav>\n<ul>\n");
    for (index, (level, text)) in headings.iter().enumerate() {
        let (number, indent) = (index + 1, level - 1);
        out.push_str(&format!(
            "<li style=\"margin-left:{indent}em\"><a href=\"#h{number}\">"
        ));
        escape(&mut out, text);
        out.push_str("</a></li>\n");
    }
    out.push_str("</ul>\n</nav>\n");
    out
}

fn list_of(block: &Block) -> Option<List> {
    match block.kind {
        BlockKind::BulletedListItem(_) => Some(List::Bulleted),
        BlockKind::NumberedListItem(_) => Some(List::Numbered),
        BlockKind::ToDo(_) => Some(List::ToDo),
        _ => None,
    }
}

/// Returns true if the blocks in a block of this kind are written with it. Others hold none in Notion.
fn shows_children(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::SyncedBlock(_) | BlockKind::MeetingNotes(_) | BlockKind::Transcription(_) => {
            true
        }
        BlockKind::ChildPage(_) => false,
        kind => holds(kind) != Holds::Nothing,
    }
}

/// Returns true if Notion has blocks of this kind in a block of that kind, or in a page.
fn is_at_home(kind: &BlockKind, holder: Option<&BlockKind>) -> bool {
    match holder {
        // What these hold is Notion's to say.
        Some(
            BlockKind::SyncedBlock(_)
            | BlockKind::MeetingNotes(_)
            | BlockKind::Transcription(_)
            | BlockKind::Unsupported(_)
            | BlockKind::Untyped
            | BlockKind::Unknown(_),
        )
        | None => is_for_anywhere(kind),
        Some(holder) => match holds(holder) {
            Holds::Nothing => false,
            Holds::Any => is_for_anywhere(kind),
            Holds::Rows => is_row_kind(kind),
            Holds::Columns => matches!(kind, BlockKind::Column(_)),
            Holds::Tabs => matches!(kind, BlockKind::Paragraph(_)),
        },
    }
}

fn is_for_anywhere(kind: &BlockKind) -> bool {
    !is_row_kind(kind) && !matches!(kind, BlockKind::Column(_))
}

fn is_row_kind(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::TableRow(_))
}

pub(super) fn is_row(block: &Block) -> bool {
    is_row_kind(&block.kind)
}

fn level(kind: &BlockKind) -> usize {
    match kind {
        BlockKind::Heading2(_) => 2,
        BlockKind::Heading3(_) => 3,
        BlockKind::Heading4(_) => 4,
        _ => 1,
    }
}
