//! Text as blocks.
//!
//! One pass over the lines. A block's children are the lines after it that are further in; those of a tag reach to its
//! closing tag. A tag that is never closed is text: otherwise one that was forgotten would swallow the page.

use std::collections::HashMap;

use uuid::Uuid;

use super::attributes::{Attributes, attribute, suffix, trim_end};
use super::{inline, language, table};
use crate::block::{Draft, MAX_DEPTH, kind};
use crate::parse::{self, is_address};
use crate::state::id;
use crate::state::{FieldValue, FileSource, Icon, Run, Workspace};

/// What a text says of a block.
#[derive(Debug)]
pub(super) enum What {
    /// A type, and the values that the text gives it. All others are as without any.
    Block(&'static str, Vec<(&'static str, FieldValue)>),
    /// A block, a page or a database that is there already.
    Existing(Uuid),
}

/// A block of a text.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) what: What,
    /// The lines of the block with its children.
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many tabs stand before its first line.
    pub(super) depth: usize,
    pub(super) children: Vec<Node>,
}

/// The lines of a text. A return before the end of a line belongs to that end.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split('\n')
        .map(|line| match line.strip_suffix('\r') {
            Some(head) if !head.ends_with('\\') => head,
            _ => line,
        })
        .collect()
}

/// The blocks of the lines of a text.
pub(super) fn nodes(lines: &[&str], workspace: &Workspace) -> Vec<Node> {
    let mut reader = Reader {
        workspace,
        lines,
        at: 0,
        nested: 0,
        closings: closings(lines),
    };
    reader.blocks(0, None)
}

/// The blocks of a text, to be made. Blocks, pages and databases that are there already are left where they are.
pub(crate) fn read(text: &str, workspace: &Workspace) -> Vec<Draft> {
    nodes(&lines(text), workspace)
        .into_iter()
        .filter_map(draft)
        .collect()
}

fn draft(node: Node) -> Option<Draft> {
    let What::Block(kind, fields) = node.what else {
        return None;
    };
    let mut draft = crate::block::draft(kind, fields);
    if !is_copy(&draft.fields) {
        draft.children = node.children.into_iter().filter_map(self::draft).collect();
    }
    Some(draft)
}

/// Returns true if a block shows the children of another one.
pub(super) fn is_copy(fields: &[(&'static str, FieldValue)]) -> bool {
    fields
        .iter()
        .any(|(_, value)| matches!(value, FieldValue::SyncedFrom(Some(_))))
}

/// The first heading of a text, which is a page's title if it has no other, and what comes after.
pub(crate) fn title_and_rest(text: &str) -> Option<(&str, &str)> {
    let trimmed = text.trim_start();
    let (first, rest) = trimmed.split_once('\n').unwrap_or((trimmed, ""));
    first.strip_prefix("# ").map(|title| (title.trim(), rest))
}

/// Tags that hold blocks.
const CONTAINERS: &[&str] = &[
    "details",
    "callout",
    "columns",
    "column",
    "synced_block",
    "synced_block_reference",
];

/// What closes a division: three colons or more. Notion's documentation has callouts as divisions too.
const DIVISION: &str = ":::";

fn is_division(line: &str) -> bool {
    line.len() >= DIVISION.len() && line.chars().all(|c| c == ':')
}

/// The last line that closes each tag.
fn closings(lines: &[&str]) -> HashMap<&'static str, usize> {
    let mut closings = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if is_division(line.trim_matches([' ', '\t'])) {
            closings.insert(DIVISION, at);
        }
        let Some(rest) = line.trim_matches([' ', '\t']).strip_prefix("</") else {
            continue;
        };
        let name = rest.strip_suffix('>').unwrap_or_default();
        let names = CONTAINERS.iter().chain(&["table"]);
        if let Some(name) = names.copied().find(|known| *known == name) {
            closings.insert(name, at);
        }
    }
    closings
}

struct Reader<'a> {
    workspace: &'a Workspace,
    lines: &'a [&'a str],
    at: usize,
    /// How deep the present line is in others.
    nested: usize,
    closings: HashMap<&'static str, usize>,
}

/// A block in the making: what it is, and its children.
type Made = (What, Vec<Node>);

impl<'a> Reader<'a> {
    /// The blocks at a depth, up to a closing tag or to a line further out.
    fn blocks(&mut self, depth: usize, close: Option<&str>) -> Vec<Node> {
        self.nested += 1;
        let mut nodes = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            let text = line.trim_start_matches('\t');
            let trimmed = text.trim_matches([' ', '\t']);
            if trimmed.is_empty() {
                self.at += 1;
                continue;
            }
            if close.is_some_and(|close| {
                trimmed == close || (close == DIVISION && is_division(trimmed))
            }) {
                self.at += 1;
                break;
            }
            let tabs = line.len() - text.len();
            if close.is_none() && tabs < depth {
                break;
            }
            let start = self.at;
            self.at += 1;
            let (what, children) = self.block(text, tabs, start);
            // Blank lines after the last child belong to nobody.
            let mut end = self.at;
            while end > start + 1 && self.is_blank(end - 1) && !is_literal(&what) {
                end -= 1;
            }
            nodes.push(Node {
                what,
                start,
                end,
                depth: tabs,
                children,
            });
        }
        self.nested -= 1;
        nodes
    }

    fn is_blank(&self, at: usize) -> bool {
        self.lines
            .get(at)
            .is_some_and(|line| line.trim_matches([' ', '\t']).is_empty())
    }

    fn children(&mut self, depth: usize) -> Vec<Node> {
        if self.nested > MAX_DEPTH {
            // What is further in stands beside.
            return Vec::new();
        }
        self.blocks(depth + 1, None)
    }

    fn block(&mut self, text: &'a str, depth: usize, start: usize) -> Made {
        let trimmed = trim_end(text);
        if let Some(made) = self
            .fenced(trimmed, depth)
            .or_else(|| self.tagged(trimmed, depth, start))
            .or_else(|| self.division(trimmed, depth))
            .or_else(|| self.pipes(start))
        {
            return made;
        }
        let (content, attributes) = suffix(trimmed);
        let Attributes { color, is_toggle } = attributes;
        if content == "<empty-block/>" || content == "<empty-block />" {
            let fields = colored(Vec::new(), color);
            return (What::Block("paragraph", fields), self.children(depth));
        }
        if let Some(made) = self.image(content) {
            return (made, Vec::new());
        }
        let (name, content, mut extra) = kind_of(content);
        if name.starts_with("heading") {
            extra.push(("is_toggleable", FieldValue::Flag(is_toggle)));
        }
        let runs = inline::read(content, self.workspace);
        let mut fields = vec![("rich_text", FieldValue::Text(runs))];
        fields.append(&mut extra);
        let what = What::Block(name, colored(fields, color));
        (what, self.children(depth))
    }

    /// Code, equations, dividers.
    fn fenced(&mut self, text: &str, depth: usize) -> Option<Made> {
        let run = |c: char| text.len() - text.trim_start_matches(c).len();
        let leaf = |kind, fields| Some((What::Block(kind, fields), Vec::new()));
        if run('`') >= 3 {
            let fence = run('`');
            let info = text.get(fence..).unwrap_or_default();
            if info.contains('`') {
                return None;
            }
            let code = self.until('`', fence, depth);
            let runs = if code.is_empty() {
                Vec::new()
            } else {
                vec![Run::text(code)]
            };
            let language = language::of_fence(info).to_owned();
            return leaf(
                "code",
                vec![
                    ("rich_text", FieldValue::Text(runs)),
                    ("language", FieldValue::Word(language)),
                ],
            );
        }
        if run('$') >= 2 {
            let fence = run('$');
            let inner = text.get(fence..).unwrap_or_default();
            let expression = if inner.is_empty() {
                self.until('$', fence, depth)
            } else {
                let inner = inner.strip_suffix("$$")?;
                if fence != 2 || inner.contains("$$") {
                    return None;
                }
                inner.trim().to_owned()
            };
            return leaf(
                "equation",
                vec![("expression", FieldValue::Word(expression))],
            );
        }
        if text == "---" {
            return leaf("divider", Vec::new());
        }
        None
    }

    /// The lines up to a closing fence, which is as long as the opening one or longer.
    fn until(&mut self, character: char, length: usize, depth: usize) -> String {
        let mut lines = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            self.at += 1;
            let trimmed = line.trim_matches([' ', '\t']);
            if trimmed.len() >= length && trimmed.chars().all(|c| c == character) {
                break;
            }
            let indent = (line.len() - line.trim_start_matches('\t').len()).min(depth);
            lines.push(line.get(indent..).unwrap_or_default());
        }
        lines.join("\n")
    }

    fn pipes(&mut self, start: usize) -> Option<Made> {
        let line = self.lines.get(start)?;
        if !line.trim_start().starts_with('|') {
            return None;
        }
        let lines = self.lines.get(start..)?;
        let (table, count) = table::of_pipes(lines, self.workspace)?;
        self.at = start + count;
        Some(self.table(table, start))
    }

    fn table(&self, table: table::Table, start: usize) -> Made {
        let width = table.rows.iter().map(|row| row.cells.len()).max();
        let width = width.unwrap_or_default();
        let fields = vec![
            ("table_width", FieldValue::Number(Some(width.into()))),
            (
                "has_column_header",
                FieldValue::Flag(table.has_column_header),
            ),
            ("has_row_header", FieldValue::Flag(table.has_row_header)),
        ];
        let rows = table.rows.into_iter().map(|row| {
            let mut cells = row.cells;
            cells.resize(width, Vec::new());
            let line = self
                .lines
                .get(start + row.start)
                .copied()
                .unwrap_or_default();
            Node {
                what: What::Block("table_row", vec![("cells", FieldValue::Cells(cells))]),
                start: start + row.start,
                end: start + row.end,
                depth: line.len() - line.trim_start_matches('\t').len(),
                children: Vec::new(),
            }
        });
        (What::Block("table", fields), rows.collect())
    }

    fn image(&self, text: &str) -> Option<What> {
        let inner = text.strip_prefix("![")?;
        let end = inline::closing_bracket(inner)?;
        let (caption, rest) = inner.split_at_checked(end)?;
        let url = rest.strip_prefix("](")?.strip_suffix(')')?;
        let mut url = url.chars().peekable();
        let mut address = String::new();
        let mut open = 0_i64;
        while let Some(c) = url.next() {
            match c {
                '\\' if url.peek().is_some_and(char::is_ascii_punctuation) => {
                    address.extend(url.next());
                    continue;
                }
                '(' => open += 1,
                ')' => open -= 1,
                ' ' | '\t' => return None,
                _ => {}
            }
            if open < 0 {
                return None;
            }
            address.push(c);
        }
        let caption = inline::read(caption, self.workspace);
        let file = self.file(&address)?;
        Some(What::Block(
            "image",
            vec![
                ("caption", FieldValue::Text(caption)),
                ("file", FieldValue::File(file)),
            ],
        ))
    }

    /// A file by its address: elsewhere, or an upload.
    fn file(&self, address: &str) -> Option<FileSource> {
        let upload = address.strip_prefix("file://").and_then(id::parse);
        match upload.filter(|id| self.workspace.uploads.contains_key(id)) {
            Some(id) => Some(FileSource::Upload(id)),
            None => is_address(address).then(|| FileSource::External(address.to_owned())),
        }
    }

    fn tagged(&mut self, text: &'a str, depth: usize, start: usize) -> Option<Made> {
        let name = text.strip_prefix('<')?.split([' ', '>', '/']).next()?;
        let head = text.split_once('>').map(|(head, _)| head)?;
        let color = attribute(head, "color").and_then(inline::color);
        match name {
            "page" | "database" | "unknown" => {
                let id = existing(name, attribute(head, "url")?, self.workspace)?;
                Some((What::Existing(id), Vec::new()))
            }
            "table_of_contents" => {
                let fields = colored(Vec::new(), color);
                Some((What::Block("table_of_contents", fields), Vec::new()))
            }
            "video" | "audio" | "pdf" | "file" => {
                let file = self.file(&unquoted(attribute(head, "src")?))?;
                let rest = text.get(head.len() + 1..)?;
                let caption = rest.strip_suffix(&format!("</{name}>")).unwrap_or(rest);
                let caption = FieldValue::Text(inline::read(caption, self.workspace));
                let mut fields = vec![("caption", caption)];
                if name == "file" {
                    let name = parse::file_name(&file, self.workspace);
                    fields.push(("name", FieldValue::Word(name)));
                }
                fields.push(("file", FieldValue::File(file)));
                Some((What::Block(kind(name)?.name, fields), Vec::new()))
            }
            "table" => self.tags(text, start),
            _ if CONTAINERS.contains(&name) => self.container(name, text, head, depth, color),
            _ => None,
        }
    }

    fn tags(&mut self, text: &str, start: usize) -> Option<Made> {
        let mut end = start;
        if !text.ends_with("</table>") {
            let last = self.closings.get("table").copied()?;
            end = (start + 1..=last).find(|at| {
                let line = self.lines.get(*at).copied().unwrap_or_default();
                line.trim_matches([' ', '\t']).ends_with("</table>")
            })?;
        }
        let table = table::of_tags(self.lines.get(start..=end)?, self.workspace);
        self.at = end + 1;
        Some(self.table(table, start))
    }

    fn container(
        &mut self,
        name: &str,
        text: &'a str,
        head: &str,
        depth: usize,
        color: Option<String>,
    ) -> Option<Made> {
        let close = format!("</{name}>");
        let after = text.get(head.len() + 1..).unwrap_or_default();
        let on_line = after.strip_suffix(close.as_str());
        let is_closed = || self.closings.get(name).is_some_and(|last| *last >= self.at);
        if self.nested > MAX_DEPTH || (on_line.is_none() && !is_closed()) {
            return None;
        }
        // What stands on the line of the tag is the first line of its content.
        let own = on_line.unwrap_or(after).trim_matches([' ', '\t']);
        match name {
            "details" => {
                let mut summary = own;
                if own.is_empty() && on_line.is_none() {
                    summary = self
                        .lines
                        .get(self.at)
                        .map_or("", |line| line.trim_matches([' ', '\t']));
                    if summary.starts_with("<summary>") {
                        self.at += 1;
                    } else {
                        summary = "";
                    }
                }
                let summary = summary.strip_prefix("<summary>").unwrap_or(summary);
                let (summary, rest) = summary.split_once("</summary>").unwrap_or((summary, ""));
                let runs = inline::read(summary, self.workspace);
                let mut children = Vec::new();
                children.extend(self.text_node(rest, depth));
                if on_line.is_none() {
                    children.append(&mut self.blocks(depth + 1, Some(&close)));
                }
                let fields = vec![("rich_text", FieldValue::Text(runs))];
                Some((What::Block("toggle", colored(fields, color)), children))
            }
            "callout" => {
                let runs = inline::read(own, self.workspace);
                let inside = on_line.is_none().then_some((depth, close.as_str()));
                Some(self.callout(head, runs, color, inside))
            }
            _ => {
                let mut children = Vec::new();
                children.extend(self.text_node(own, depth));
                if on_line.is_none() {
                    children.append(&mut self.blocks(depth + 1, Some(&close)));
                }
                Some(self.plain_container(name, head, children))
            }
        }
    }

    /// `::: callout {icon="🎯" color="blue_bg"}`, up to a line of colons.
    fn division(&mut self, text: &str, depth: usize) -> Option<Made> {
        let head = text.strip_prefix(DIVISION)?.trim_start_matches(':');
        let head = head.trim_start_matches(' ').strip_prefix("callout")?;
        let is_closed = self
            .closings
            .get(DIVISION)
            .is_some_and(|last| *last >= self.at);
        if self.nested > MAX_DEPTH || !is_closed {
            return None;
        }
        let color = attribute(head, "color").and_then(inline::color);
        Some(self.callout(head, Vec::new(), color, Some((depth, DIVISION))))
    }

    /// A callout with its own text, or with that of the first paragraph in it.
    fn callout(
        &mut self,
        head: &str,
        own: Vec<Run>,
        color: Option<String>,
        inside: Option<(usize, &str)>,
    ) -> Made {
        let icon = attribute(head, "icon").and_then(|icon| self.icon(&unquoted(icon)));
        let mut runs = own;
        let mut children = match inside {
            Some((depth, close)) => self.blocks(depth + 1, Some(close)),
            None => Vec::new(),
        };
        if runs.is_empty() && children.first().is_some_and(is_plain) {
            let first = children.remove(0);
            if let What::Block(_, fields) = first.what {
                runs = text_of(fields);
            }
        }
        let fields = vec![
            ("rich_text", FieldValue::Text(runs)),
            ("icon", FieldValue::Icon(icon)),
        ];
        (What::Block("callout", colored(fields, color)), children)
    }

    fn plain_container(&self, name: &str, head: &str, children: Vec<Node>) -> Made {
        let block = |kind, children| (What::Block(kind, Vec::new()), children);
        match name {
            "columns" => {
                let columns = children.into_iter().map(|child| match &child.what {
                    What::Block("column", _) => child,
                    // A line beside the columns is a column of its own.
                    _ => Node {
                        start: child.start,
                        end: child.end,
                        depth: child.depth,
                        what: What::Block("column", Vec::new()),
                        children: vec![child],
                    },
                });
                block("column_list", columns.collect())
            }
            "column" => block("column", children),
            "synced_block_reference" => {
                let original = attribute(head, "url").and_then(fragment_id);
                let is_there = |id: &Uuid| {
                    let block = self.workspace.blocks.get(id);
                    block.is_some_and(|block| block.kind == "synced_block")
                };
                let fields = vec![(
                    "synced_from",
                    FieldValue::SyncedFrom(original.filter(is_there)),
                )];
                (What::Block("synced_block", fields), children)
            }
            _ => block("synced_block", children),
        }
    }

    /// Text on the line of a tag.
    fn text_node(&self, text: &str, depth: usize) -> Option<Node> {
        let text = text.trim_matches([' ', '\t']);
        if text.is_empty() {
            return None;
        }
        let runs = inline::read(text, self.workspace);
        let at = self.at.saturating_sub(1);
        Some(Node {
            what: What::Block("paragraph", vec![("rich_text", FieldValue::Text(runs))]),
            start: at,
            end: at,
            depth: depth + 1,
            children: Vec::new(),
        })
    }

    /// The icon of a callout: an emoji, one of the workspace as `:name:`, or a file.
    fn icon(&self, icon: &str) -> Option<Icon> {
        if let Some((id, length)) = inline::emoji_at(icon, self.workspace)
            && length == icon.len()
        {
            return Some(Icon::CustomEmoji(id));
        }
        if let Some(native) = parse::native_icon(icon) {
            return Some(native);
        }
        match self.file(icon) {
            Some(file) => Some(Icon::File(file)),
            None => (!icon.is_empty()).then(|| Icon::Emoji(icon.to_owned())),
        }
    }
}

/// Returns true if blank lines belong to a block.
fn is_literal(what: &What) -> bool {
    matches!(what, What::Block("code" | "equation", _))
}

fn is_plain(node: &Node) -> bool {
    let What::Block("paragraph", fields) = &node.what else {
        return false;
    };
    node.children.is_empty() && fields.iter().all(|(key, _)| *key == "rich_text")
}

fn text_of(fields: Vec<(&'static str, FieldValue)>) -> Vec<Run> {
    let text = fields.into_iter().find_map(|(_, value)| match value {
        FieldValue::Text(runs) => Some(runs),
        _ => None,
    });
    text.unwrap_or_default()
}

fn colored(
    mut fields: Vec<(&'static str, FieldValue)>,
    color: Option<String>,
) -> Vec<(&'static str, FieldValue)> {
    fields.extend(color.map(|color| ("color", FieldValue::Word(color))));
    fields
}

/// The value of an attribute without the signs that stand for quotes.
fn unquoted(value: &str) -> String {
    value.replace("&quot;", "\"").replace("&amp;", "&")
}

/// The type of a line that begins with a sign, what follows the sign, and what else the sign says.
pub(super) fn kind_of(text: &str) -> (&'static str, &str, Vec<(&'static str, FieldValue)>) {
    let after = |sign: &str| {
        let rest = text.strip_prefix(sign)?;
        if rest.is_empty() {
            return Some(rest);
        }
        rest.strip_prefix(' ')
    };
    let hashes = text.len() - text.trim_start_matches('#').len();
    if (1..=6).contains(&hashes)
        && let Some(rest) = after(text.get(..hashes).unwrap_or_default())
    {
        let name = ["heading_1", "heading_2", "heading_3", "heading_4"]
            .get(hashes - 1)
            .copied();
        return (name.unwrap_or("heading_4"), rest, Vec::new());
    }
    for (sign, checked) in [("- [ ]", false), ("- [x]", true), ("- [X]", true)] {
        if let Some(rest) = after(sign) {
            return ("to_do", rest, vec![("checked", FieldValue::Flag(checked))]);
        }
    }
    for (sign, name) in [
        ("-", "bulleted_list_item"),
        ("*", "bulleted_list_item"),
        (">", "quote"),
    ] {
        if let Some(rest) = after(sign) {
            return (name, rest, Vec::new());
        }
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=9).contains(&digits)
        && let Some(rest) = after(
            text.get(..=digits)
                .filter(|sign| sign.ends_with('.'))
                .unwrap_or("\n"),
        )
    {
        return ("numbered_list_item", rest, Vec::new());
    }
    ("paragraph", text, Vec::new())
}

/// A block, a page or a database that is named by its address.
fn existing(tag: &str, url: &str, workspace: &Workspace) -> Option<Uuid> {
    let id = fragment_id(url)?;
    let is_known = match tag {
        "page" => workspace.pages.contains_key(&id),
        "database" => workspace.databases.contains_key(&id),
        _ => workspace.blocks.contains_key(&id),
    };
    is_known.then_some(id)
}

/// The id that an address leads to: that of a block after `#`, else that at the end of the path.
fn fragment_id(url: &str) -> Option<Uuid> {
    let url = url.trim_start_matches("{{").trim_end_matches("}}");
    let last = |text: &str| {
        let tail = |length: usize| text.get(text.len().checked_sub(length)?..);
        tail(36)
            .and_then(id::parse)
            .or_else(|| tail(32).and_then(id::parse))
    };
    if let Some((_, fragment)) = url.split_once('#') {
        return last(fragment);
    }
    last(url.split('?').next()?)
}
