//! Pages as text.

use uuid::Uuid;

use super::inline::{self, color_attribute};
use super::read::kind_of;
use crate::block::MAX_DEPTH;
use crate::render::plain_url;
use crate::state::text::plain;
use crate::state::{Block, FieldValue, FileSource, Icon, Workspace};

/// How many blocks a text has at most. Notion says that it is about so many.
const MAX_BLOCKS: usize = 20_000;

/// A page as text.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) lines: Vec<String>,
    /// The blocks on the lines.
    pub(crate) blocks: Vec<Shown>,
    /// Blocks that have no sign in Markdown, and blocks whose place is beyond a bound.
    pub(crate) unknown: Vec<Uuid>,
    /// Whether blocks are left out because there are too many.
    pub(crate) is_truncated: bool,
}

impl Written {
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }
}

/// A block, and where it is in the text.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) id: Uuid,
    /// Its type, if it can be read from the text again. Pages, databases and blocks without a sign are tags with an id.
    pub(crate) kind: Option<&'static str>,
    /// The lines with its children.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// How many tabs stand before its first line.
    pub(crate) depth: usize,
    /// What its children are in: itself, or the original of a synced copy.
    pub(crate) inside: Uuid,
    pub(crate) children: Vec<Shown>,
}

/// The blocks of a page as text, or a single block with its children.
pub(crate) fn write(workspace: &Workspace, id: Uuid) -> Written {
    let mut writer = Writer {
        workspace,
        lines: Vec::new(),
        unknown: Vec::new(),
        is_truncated: false,
        count: 0,
        number: 0,
        originals: Vec::new(),
    };
    let blocks = if workspace.pages.contains_key(&id) {
        writer.children(id, 0)
    } else {
        writer.block(id, 0).into_iter().collect()
    };
    Written {
        lines: writer.lines,
        blocks,
        unknown: writer.unknown,
        is_truncated: writer.is_truncated,
    }
}

struct Writer<'a> {
    workspace: &'a Workspace,
    lines: Vec<String>,
    unknown: Vec<Uuid>,
    is_truncated: bool,
    count: usize,
    /// The number of the last item of a numbered list.
    number: usize,
    /// The synced blocks whose content is being written. A copy may be in its own original.
    originals: Vec<Uuid>,
}

impl Writer<'_> {
    fn children(&mut self, id: Uuid, depth: usize) -> Vec<Shown> {
        let children = self.workspace.children_of(id);
        if depth >= MAX_DEPTH {
            self.unknown.extend(children);
            return Vec::new();
        }
        let before = std::mem::take(&mut self.number);
        let mut shown = Vec::with_capacity(children.len());
        for child in children {
            if self.count >= MAX_BLOCKS {
                self.is_truncated = true;
                self.unknown.push(child);
                continue;
            }
            shown.extend(self.block(child, depth));
        }
        self.number = before;
        shown
    }

    fn line(&mut self, depth: usize, text: &str) {
        for line in text.split('\n') {
            self.lines.push(format!("{}{line}", "\t".repeat(depth)));
        }
    }

    fn block(&mut self, id: Uuid, depth: usize) -> Option<Shown> {
        self.count += 1;
        let start = self.lines.len();
        let workspace = self.workspace;
        let mut shown = Shown {
            id,
            kind: None,
            start,
            end: start,
            depth,
            inside: id,
            children: Vec::new(),
        };
        match workspace.blocks.get(&id) {
            Some(block) => self.write_block(block, depth, &mut shown),
            None => {
                let (tag, title) = match (workspace.pages.get(&id), workspace.databases.get(&id)) {
                    (Some(page), _) => ("page", plain(workspace, page.title())),
                    (None, Some(database)) => ("database", plain(workspace, &database.face.title)),
                    (None, None) => return None,
                };
                let title = inline::escape(workspace, &title);
                self.line(
                    depth,
                    &format!("<{tag} url=\"{}\">{title}</{tag}>", plain_url(id)),
                );
            }
        }
        shown.end = self.lines.len();
        Some(shown)
    }

    fn write_block(&mut self, block: &Block, depth: usize, shown: &mut Shown) {
        let workspace = self.workspace;
        if block.kind != "numbered_list_item" {
            self.number = 0;
        }
        shown.kind = Some(block.kind);
        let text = || self::text(workspace, block, "rich_text");
        let color = suffix(block, false);
        match block.kind {
            "paragraph" => match text() {
                text if text.is_empty() => self.line(depth, &format!("<empty-block/>{color}")),
                text => self.line(depth, &format!("{}{color}", as_paragraph(text))),
            },
            "heading_1" | "heading_2" | "heading_3" | "heading_4" => {
                let level = block
                    .kind
                    .bytes()
                    .last()
                    .map_or(1, |digit| usize::from(digit - b'0'));
                let is_toggle = block.field("is_toggleable") == Some(&FieldValue::Flag(true));
                let suffix = suffix(block, is_toggle);
                self.line(depth, &format!("{} {}{suffix}", "#".repeat(level), text()));
            }
            "bulleted_list_item" => self.line(depth, &format!("- {}{color}", text())),
            "numbered_list_item" => {
                self.number += 1;
                self.line(depth, &format!("{}. {}{color}", self.number, text()));
            }
            "to_do" => {
                let is_checked = block.field("checked") == Some(&FieldValue::Flag(true));
                let mark = if is_checked { "x" } else { " " };
                self.line(depth, &format!("- [{mark}] {}{color}", text()));
            }
            "quote" => self.line(depth, &format!("> {}{color}", text())),
            "divider" => self.line(depth, "---"),
            "equation" => {
                let expression = word(block, "expression");
                let fence = fence(&expression, '$', 2);
                self.line(depth, &format!("{fence}\n{expression}\n{fence}"));
            }
            "code" => {
                let code = match block.field("rich_text") {
                    Some(FieldValue::Text(runs)) => plain(workspace, runs),
                    _ => String::new(),
                };
                let fence = fence(&code, '`', 3);
                let language = word(block, "language");
                self.line(depth, &format!("{fence}{language}\n{code}\n{fence}"));
            }
            "toggle" => {
                self.line(depth, &format!("<details{}>", color_of(block)));
                self.line(depth, &format!("<summary>{}</summary>", text()));
                shown.children = self.children(block.id, depth + 1);
                return self.line(depth, "</details>");
            }
            "callout" => {
                let icon = match block.field("icon") {
                    Some(FieldValue::Icon(Some(icon))) => self.icon(icon),
                    _ => String::new(),
                };
                self.line(depth, &format!("<callout{icon}{}>", color_of(block)));
                match text() {
                    // The first paragraph would be read as the callout's own text.
                    text if text.is_empty() && !workspace.has_children(block.id) => {}
                    text if text.is_empty() => self.line(depth + 1, "<empty-block/>"),
                    text => self.line(depth + 1, &as_paragraph(text)),
                }
                shown.children = self.children(block.id, depth + 1);
                return self.line(depth, "</callout>");
            }
            "column_list" => return self.tagged(block.id, "columns", "", depth, shown),
            "column" => return self.tagged(block.id, "column", "", depth, shown),
            "synced_block" => return self.synced(block, depth, shown),
            "table" => return self.table(block, depth, shown),
            "table_of_contents" => {
                let color = color_of(block);
                self.line(depth, &format!("<table_of_contents{color}/>"));
            }
            "image" => {
                let caption = self::text(workspace, block, "caption");
                let source = inline::escape_address(&source(block));
                self.line(depth, &format!("![{caption}]({source})"));
            }
            "video" | "audio" | "pdf" | "file" => {
                let (kind, caption) = (block.kind, self::text(workspace, block, "caption"));
                let source = quoted(&source(block));
                self.line(
                    depth,
                    &format!("<{kind} src=\"{source}\">{caption}</{kind}>"),
                );
            }
            kind => {
                shown.kind = None;
                self.unknown.push(block.id);
                let url = self.address(block.id);
                self.line(depth, &format!("<unknown url=\"{url}\" alt=\"{kind}\"/>"));
                return;
            }
        }
        shown.children = self.children(block.id, depth + 1);
    }

    /// The address of a block: that of its page, and the block's id.
    fn address(&self, id: Uuid) -> String {
        match self.workspace.page_of(id) {
            Some(page) => format!("{}#{}", plain_url(page), id.simple()),
            None => plain_url(id),
        }
    }

    fn icon(&self, icon: &Icon) -> String {
        let icon = match icon {
            Icon::Emoji(emoji) => emoji.clone(),
            Icon::CustomEmoji(id) => match self.workspace.emojis.get(id) {
                Some(emoji) => format!(":{}:", emoji.name),
                None => return String::new(),
            },
            Icon::File(file) => address_of(file),
            Icon::Native { name, color } => crate::parse::native_icon_url(name, color),
        };
        format!(" icon=\"{}\"", quoted(&icon))
    }

    fn tagged(&mut self, inside: Uuid, tag: &str, head: &str, depth: usize, shown: &mut Shown) {
        self.line(depth, &format!("<{tag}{head}>"));
        shown.inside = inside;
        shown.children = self.children(inside, depth + 1);
        self.line(depth, &format!("</{tag}>"));
    }

    /// A synced block, or a copy of one with what is in the original.
    fn synced(&mut self, block: &Block, depth: usize, shown: &mut Shown) {
        let original = match block.field("synced_from") {
            Some(FieldValue::SyncedFrom(Some(original))) => Some(*original),
            _ => None,
        };
        let inside = original.unwrap_or(block.id);
        let tag = match original {
            Some(_) => "synced_block_reference",
            None => "synced_block",
        };
        let head = format!(" url=\"{}\"", self.address(inside));
        let is_readable = self.workspace.blocks.contains_key(&inside)
            && !self.workspace.in_trash(inside)
            && self.workspace.sees(inside);
        if !is_readable || self.originals.contains(&inside) {
            shown.inside = inside;
            self.line(depth, &format!("<{tag}{head}>"));
            return self.line(depth, &format!("</{tag}>"));
        }
        self.originals.push(inside);
        self.tagged(inside, tag, &head, depth, shown);
        self.originals.pop();
    }

    fn table(&mut self, block: &Block, depth: usize, shown: &mut Shown) {
        let flag = |key, name| match block.field(key) {
            Some(FieldValue::Flag(true)) => format!(" {name}=\"true\""),
            _ => String::new(),
        };
        let head = format!(
            "<table{}{}>",
            flag("has_column_header", "header-row"),
            flag("has_row_header", "header-column")
        );
        self.line(depth, &head);
        for id in self.workspace.children_of(block.id) {
            let Some(FieldValue::Cells(cells)) = self
                .workspace
                .blocks
                .get(&id)
                .and_then(|row| row.field("cells"))
            else {
                continue;
            };
            self.count += 1;
            let start = self.lines.len();
            self.line(depth, "<tr>");
            for cell in cells {
                let cell = inline::write(self.workspace, cell);
                self.line(depth, &format!("<td>{cell}</td>"));
            }
            self.line(depth, "</tr>");
            shown.children.push(Shown {
                id,
                kind: Some("table_row"),
                start,
                end: self.lines.len(),
                depth,
                inside: id,
                children: Vec::new(),
            });
        }
        self.line(depth, "</table>");
    }
}

/// A fence that is longer than those in a text.
fn fence(text: &str, character: char, least: usize) -> String {
    let lines = text.split('\n').map(|line| line.trim_matches([' ', '\t']));
    let longest = lines
        .filter(|line| line.chars().all(|c| c == character))
        .map(str::len)
        .max();
    let length = longest.map_or(least, |longest| least.max(longest + 1));
    character.to_string().repeat(length)
}

/// The text of a paragraph, so that it is not read as another block.
fn as_paragraph(text: String) -> String {
    let is_sign = kind_of(&text).0 != "paragraph"
        || text == "---"
        || text.starts_with("![")
        || text.starts_with("$$")
        || text.starts_with('|')
        || text.starts_with(":::");
    if !is_sign {
        return text;
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut text = text;
    text.insert(digits, '\\');
    text
}

fn text(workspace: &Workspace, block: &Block, key: &str) -> String {
    match block.field(key) {
        Some(FieldValue::Text(runs)) => inline::write(workspace, runs),
        _ => String::new(),
    }
}

fn word(block: &Block, key: &str) -> String {
    match block.field(key) {
        Some(FieldValue::Word(word)) => word.clone(),
        _ => String::new(),
    }
}

/// A block's attributes, after its text.
fn suffix(block: &Block, is_toggle: bool) -> String {
    let color = word(block, "color");
    let mut attributes = Vec::new();
    if is_toggle {
        attributes.push("toggle=\"true\"".to_owned());
    }
    if !color.is_empty() && color != "default" {
        attributes.push(format!("color=\"{}\"", color_attribute(&color)));
    }
    if attributes.is_empty() {
        return String::new();
    }
    format!(" {{{}}}", attributes.join(" "))
}

/// A block's color, in its tag.
fn color_of(block: &Block) -> String {
    let color = word(block, "color");
    if color.is_empty() || color == "default" {
        return String::new();
    }
    format!(" color=\"{}\"", color_attribute(&color))
}

/// The value of an attribute.
fn quoted(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;")
}

fn source(block: &Block) -> String {
    match block.field("file") {
        Some(FieldValue::File(file)) => address_of(file),
        _ => String::new(),
    }
}

fn address_of(file: &FileSource) -> String {
    match file {
        FileSource::External(url) | FileSource::Hosted(url) => url.clone(),
        FileSource::Upload(id) => format!("file://{id}"),
    }
}
