//! Pages as text.

use uuid::Uuid;

use super::inline;
use crate::block::MOST_DEPTH;
use crate::render::plain_url;
use crate::state::text::plain;
use crate::state::{Block, FieldValue, FileSource, Icon, Workspace};

/// A page as text.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) markdown: String,
    /// Blocks that have no sign in Markdown.
    pub(crate) unknown: Vec<Uuid>,
}

/// The blocks of a page as text.
pub(crate) fn page(workspace: &Workspace, page: Uuid) -> Written {
    let mut writer = Writer {
        workspace,
        lines: Vec::new(),
        unknown: Vec::new(),
        number: 0,
    };
    writer.children(page, 0);
    Written {
        markdown: writer.lines.join("\n"),
        unknown: writer.unknown,
    }
}

/// One block of a page, with what is in it, as lines.
pub(crate) fn block_lines(workspace: &Workspace, id: Uuid) -> Vec<String> {
    let mut writer = Writer {
        workspace,
        lines: Vec::new(),
        unknown: Vec::new(),
        number: 0,
    };
    writer.block(id, 0);
    writer.lines
}

struct Writer<'a> {
    workspace: &'a Workspace,
    lines: Vec<String>,
    unknown: Vec<Uuid>,
    /// The number of the last item of a numbered list.
    number: usize,
}

impl Writer<'_> {
    fn children(&mut self, id: Uuid, depth: usize) {
        let children = self.workspace.children_of(id);
        if depth >= MOST_DEPTH {
            return self.unknown.extend(children);
        }
        let before = std::mem::take(&mut self.number);
        for child in children {
            self.block(child, depth);
        }
        self.number = before;
    }

    fn line(&mut self, depth: usize, text: &str) {
        for line in text.split('\n') {
            self.lines.push(format!("{}{line}", "\t".repeat(depth)));
        }
    }

    fn block(&mut self, id: Uuid, depth: usize) {
        let workspace = self.workspace;
        let Some(block) = workspace.blocks.get(&id) else {
            let (tag, title) = match (workspace.pages.get(&id), workspace.databases.get(&id)) {
                (Some(page), _) => ("page", plain(workspace, page.title())),
                (None, Some(database)) => ("database", plain(workspace, &database.title)),
                (None, None) => return,
            };
            return self.line(
                depth,
                &format!("<{tag} url=\"{}\">{title}</{tag}>", plain_url(id)),
            );
        };
        if block.kind != "numbered_list_item" {
            self.number = 0;
        }
        let text = || self::text(workspace, block, "rich_text");
        let color = color(block);
        match block.kind {
            "paragraph" => match text() {
                text if text.is_empty() => self.line(depth, "<empty-block/>"),
                text => self.line(depth, &format!("{text}{color}")),
            },
            "heading_1" | "heading_2" | "heading_3" | "heading_4" => {
                let level = block
                    .kind
                    .bytes()
                    .last()
                    .map_or(1, |digit| usize::from(digit - b'0'));
                let toggle = matches!(block.field("is_toggleable"), Some(FieldValue::Flag(true)));
                let toggle = if toggle { " {toggle=\"true\"}" } else { "" };
                self.line(
                    depth,
                    &format!("{} {}{toggle}{color}", "#".repeat(level), text()),
                );
            }
            "bulleted_list_item" => self.line(depth, &format!("- {}{color}", text())),
            "numbered_list_item" => {
                self.number += 1;
                self.line(depth, &format!("{}. {}{color}", self.number, text()));
            }
            "to_do" => {
                let mark = if matches!(block.field("checked"), Some(FieldValue::Flag(true))) {
                    "x"
                } else {
                    " "
                };
                self.line(depth, &format!("- [{mark}] {}{color}", text()));
            }
            "quote" => self.line(depth, &format!("> {}{color}", text())),
            "divider" => self.line(depth, "---"),
            "equation" => self.line(depth, &format!("$$\n{}\n$$", word(block, "expression"))),
            "code" => {
                let code = match block.field("rich_text") {
                    Some(FieldValue::Text(runs)) => plain(workspace, runs),
                    _ => String::new(),
                };
                self.line(
                    depth,
                    &format!("```{}\n{code}\n```", word(block, "language")),
                );
            }
            "toggle" => {
                self.line(
                    depth,
                    &format!("<details{}>", attribute("color", &word(block, "color"))),
                );
                self.line(depth, &format!("<summary>{}</summary>", text()));
                self.children(id, depth + 1);
                return self.line(depth, "</details>");
            }
            "callout" => {
                let icon = match block.field("icon") {
                    Some(FieldValue::Icon(Some(Icon::Emoji(emoji)))) => {
                        format!(" icon=\"{emoji}\"")
                    }
                    _ => String::new(),
                };
                self.line(
                    depth,
                    &format!(
                        "<callout{icon}{}>",
                        attribute("color", &word(block, "color"))
                    ),
                );
                self.line(depth + 1, &text());
                self.children(id, depth + 1);
                return self.line(depth, "</callout>");
            }
            "column_list" => return self.tagged(id, "columns", depth),
            "column" => return self.tagged(id, "column", depth),
            "synced_block" => return self.tagged(id, "synced_block", depth),
            "table" => return self.table(block, depth),
            "table_of_contents" => self.line(depth, "<table_of_contents/>"),
            "image" => self.line(
                depth,
                &format!(
                    "![{}]({})",
                    self::text(workspace, block, "caption"),
                    source(block)
                ),
            ),
            "video" | "audio" | "pdf" | "file" => {
                let (kind, caption) = (block.kind, self::text(workspace, block, "caption"));
                self.line(
                    depth,
                    &format!("<{kind} src=\"{}\">{caption}</{kind}>", source(block)),
                );
            }
            kind => {
                self.unknown.push(id);
                return self.line(
                    depth,
                    &format!("<unknown url=\"{}\" alt=\"{kind}\"/>", plain_url(id)),
                );
            }
        }
        self.children(id, depth + 1);
    }

    fn tagged(&mut self, id: Uuid, tag: &str, depth: usize) {
        self.line(depth, &format!("<{tag}>"));
        self.children(id, depth + 1);
        self.line(depth, &format!("</{tag}>"));
    }

    fn table(&mut self, block: &Block, depth: usize) {
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
        for row in self.workspace.children_of(block.id) {
            let Some(FieldValue::Cells(cells)) = self
                .workspace
                .blocks
                .get(&row)
                .and_then(|row| row.field("cells"))
            else {
                continue;
            };
            self.line(depth, "<tr>");
            for cell in cells {
                self.line(
                    depth,
                    &format!("<td>{}</td>", inline::write(self.workspace, cell)),
                );
            }
            self.line(depth, "</tr>");
        }
        self.line(depth, "</table>");
    }
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

/// A block's colour, behind its text.
fn color(block: &Block) -> String {
    let color = word(block, "color");
    if color.is_empty() || color == "default" {
        return String::new();
    }
    format!(" {{color=\"{}\"}}", color.replace("_background", "_bg"))
}

fn attribute(name: &str, color: &str) -> String {
    if color.is_empty() || color == "default" {
        return String::new();
    }
    format!(" {name}=\"{}\"", color.replace("_background", "_bg"))
}

fn source(block: &Block) -> String {
    match block.field("file") {
        Some(FieldValue::File(FileSource::External(url) | FileSource::Hosted(url))) => url.clone(),
        Some(FieldValue::File(FileSource::Upload(id))) => format!("file://{id}"),
        _ => String::new(),
    }
}
