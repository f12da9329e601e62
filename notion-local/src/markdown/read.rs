//! Text as blocks.

use uuid::Uuid;

use super::inline::{self, attribute, url_id};
use crate::block::Draft;
use crate::block::{MOST_DEPTH, kind};
use crate::state::text::merge;
use crate::state::{FieldValue, FileSource, Icon, Run, Workspace};

/// What stands in a text: new blocks, and pages and databases that are there already.
#[derive(Debug)]
pub(crate) enum Piece {
    New(Draft),
    Existing(Uuid),
}

/// The blocks of a text.
pub(crate) fn read(text: &str, workspace: &Workspace) -> Vec<Piece> {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader {
        workspace,
        lines,
        at: 0,
        nested: 0,
    };
    reader.blocks(0, None)
}

/// The first heading of a text, which is a page's title where it has no other, and what comes behind.
pub(crate) fn title_and_rest(text: &str) -> Option<(&str, &str)> {
    let trimmed = text.trim_start();
    let (first, rest) = trimmed.split_once('\n').unwrap_or((trimmed, ""));
    first.strip_prefix("# ").map(|title| (title.trim(), rest))
}

struct Reader<'a> {
    workspace: &'a Workspace,
    lines: Vec<&'a str>,
    at: usize,
    /// How deep the present line is in others.
    nested: usize,
}

impl<'a> Reader<'a> {
    /// The blocks at a depth, up to a closing tag or to a line further out.
    fn blocks(&mut self, depth: usize, close: Option<&str>) -> Vec<Piece> {
        self.nested += 1;
        let pieces = self.blocks_here(depth, close);
        self.nested -= 1;
        pieces
    }

    fn blocks_here(&mut self, depth: usize, close: Option<&str>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            let text = line.trim_start_matches('\t');
            if text.trim().is_empty() {
                self.at += 1;
                continue;
            }
            if close.is_some_and(|close| text.trim() == close) {
                self.at += 1;
                return pieces;
            }
            if close.is_none() && line.len() - text.len() < depth {
                return pieces;
            }
            self.at += 1;
            pieces.push(self.block(text, line.len() - text.len()));
        }
        pieces
    }

    fn children(&mut self, depth: usize) -> Vec<Draft> {
        if self.nested > MOST_DEPTH {
            // What is further in stands beside.
            return Vec::new();
        }
        new_only(self.blocks(depth + 1, None))
    }

    fn block(&mut self, text: &'a str, depth: usize) -> Piece {
        let trimmed = text.trim_end();
        if let Some(id) = self.existing(trimmed) {
            return Piece::Existing(id);
        }
        if let Some(draft) = self
            .fenced(trimmed, depth)
            .or_else(|| self.tagged(trimmed, depth))
        {
            return Piece::New(draft);
        }
        let (trimmed, color) = suffix(trimmed, "color");
        let color = color.map(|color| color.replace("_bg", "_background"));
        let (name, content, mut extra) = self.kind_of(trimmed);
        let runs = inline::read(content, self.workspace);
        let mut fields = vec![("rich_text", FieldValue::Text(runs))];
        fields.append(&mut extra);
        if let Some(color) = color {
            fields.push(("color", FieldValue::Word(color)));
        }
        let mut draft = self.draft(name, fields);
        draft.children = self.children(depth);
        Piece::New(draft)
    }

    /// The type of a line that begins with a sign, what follows the sign, and what else the sign says.
    fn kind_of<'t>(
        &self,
        text: &'t str,
    ) -> (&'static str, &'t str, Vec<(&'static str, FieldValue)>) {
        let hashes = text.len() - text.trim_start_matches('#').len();
        if (1..=6).contains(&hashes)
            && let Some(rest) = text.get(hashes..).and_then(|rest| rest.strip_prefix(' '))
        {
            let name = ["heading_1", "heading_2", "heading_3", "heading_4"]
                .get(hashes - 1)
                .copied();
            let (rest, toggle) = suffix(rest, "toggle");
            let toggle = FieldValue::Flag(toggle == Some("true"));
            return (
                name.unwrap_or("heading_4"),
                rest,
                vec![("is_toggleable", toggle)],
            );
        }
        for (sign, checked) in [("- [ ] ", false), ("- [x] ", true), ("- [X] ", true)] {
            if let Some(rest) = text.strip_prefix(sign) {
                return ("to_do", rest, vec![("checked", FieldValue::Flag(checked))]);
            }
        }
        for (sign, name) in [
            ("- ", "bulleted_list_item"),
            ("* ", "bulleted_list_item"),
            ("> ", "quote"),
        ] {
            if let Some(rest) = text.strip_prefix(sign) {
                return (name, rest, Vec::new());
            }
        }
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0
            && let Some(rest) = text.get(digits..).and_then(|rest| rest.strip_prefix(". "))
        {
            return ("numbered_list_item", rest, Vec::new());
        }
        ("paragraph", text, Vec::new())
    }

    /// A page or a database that is named by its address.
    fn existing(&self, text: &str) -> Option<Uuid> {
        let id = url_id(attribute(text, "url")?)?;
        let known = (text.starts_with("<page ") && self.workspace.pages.contains_key(&id))
            || (text.starts_with("<database ") && self.workspace.databases.contains_key(&id));
        known.then_some(id)
    }

    /// Code, equations, dividers, images.
    fn fenced(&mut self, text: &str, depth: usize) -> Option<Draft> {
        if let Some(language) = text.strip_prefix("```") {
            let code = self.until("```", depth);
            let runs = merge(vec![Run::text(code)]);
            let language = if language.is_empty() {
                "plain text"
            } else {
                language
            };
            let fields = vec![
                ("rich_text", FieldValue::Text(runs)),
                ("language", FieldValue::Word(language.to_owned())),
            ];
            return Some(self.draft("code", fields));
        }
        if text == "$$" {
            let expression = self.until("$$", depth);
            return Some(self.draft(
                "equation",
                vec![("expression", FieldValue::Word(expression))],
            ));
        }
        if text == "---" {
            return Some(self.draft("divider", Vec::new()));
        }
        let (caption, url) = text
            .strip_prefix("![")?
            .strip_suffix(')')?
            .split_once("](")?;
        let caption = inline::read(caption, self.workspace);
        let file = FieldValue::File(FileSource::External(url.to_owned()));
        Some(self.draft(
            "image",
            vec![("caption", FieldValue::Text(caption)), ("file", file)],
        ))
    }

    /// The lines up to a closing one.
    fn until(&mut self, close: &str, depth: usize) -> String {
        let mut lines = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            self.at += 1;
            if line.trim() == close {
                break;
            }
            let indent = (line.len() - line.trim_start_matches('\t').len()).min(depth);
            lines.push(line.get(indent..).unwrap_or_default());
        }
        lines.join("\n")
    }

    fn tagged(&mut self, text: &str, depth: usize) -> Option<Draft> {
        let name = text.strip_prefix('<')?.split([' ', '>', '/']).next()?;
        let holds = ["details", "callout", "columns", "column", "synced_block"];
        if self.nested > MOST_DEPTH && holds.contains(&name) {
            return None;
        }
        let color = attribute(text, "color").map(|color| color.replace("_bg", "_background"));
        let colored = |mut fields: Vec<(&'static str, FieldValue)>| {
            fields.extend(
                color
                    .clone()
                    .map(|color| ("color", FieldValue::Word(color))),
            );
            fields
        };
        let draft = match name {
            "empty-block" => self.draft("paragraph", Vec::new()),
            "table_of_contents" => self.draft("table_of_contents", colored(Vec::new())),
            "details" => {
                let summary = self
                    .lines
                    .get(self.at)
                    .map(|line| line.trim())
                    .unwrap_or_default();
                let summary = summary
                    .strip_prefix("<summary>")
                    .and_then(|rest| rest.strip_suffix("</summary>"));
                if summary.is_some() {
                    self.at += 1;
                }
                let runs = inline::read(summary.unwrap_or_default(), self.workspace);
                let mut draft = self.draft(
                    "toggle",
                    colored(vec![("rich_text", FieldValue::Text(runs))]),
                );
                draft.children = new_only(self.blocks(depth + 1, Some("</details>")));
                draft
            }
            "callout" => {
                let icon = attribute(text, "icon").map(|icon| Icon::Emoji(icon.to_owned()));
                let mut children = new_only(self.blocks(depth + 1, Some("</callout>")));
                // The first paragraph is the callout's own text.
                let own = match children.first() {
                    Some(first) if first.kind == "paragraph" && first.children.is_empty() => {
                        children.remove(0).fields
                    }
                    _ => Vec::new(),
                };
                let mut fields: Vec<_> = own
                    .into_iter()
                    .filter(|(key, _)| *key == "rich_text")
                    .collect();
                fields.extend(icon.map(|icon| ("icon", FieldValue::Icon(Some(icon)))));
                let mut draft = self.draft("callout", colored(fields));
                draft.children = children;
                draft
            }
            "columns" | "column" | "synced_block" => {
                let kind = if name == "columns" {
                    "column_list"
                } else {
                    kind(name)?.name
                };
                let mut draft = self.draft(kind, Vec::new());
                draft.children = new_only(self.blocks(depth + 1, Some(&format!("</{name}>"))));
                draft
            }
            "table" => self.table(text),
            "video" | "audio" | "pdf" | "file" => {
                let url = attribute(text, "src").unwrap_or_default().to_owned();
                let (_, rest) = text.split_once('>')?;
                let caption = rest.strip_suffix(&format!("</{name}>")).unwrap_or_default();
                let caption = FieldValue::Text(inline::read(caption, self.workspace));
                let file = FieldValue::File(FileSource::External(url));
                self.draft(kind(name)?.name, vec![("caption", caption), ("file", file)])
            }
            _ => return None,
        };
        Some(draft)
    }

    fn table(&mut self, head: &str) -> Draft {
        let flag = |name| FieldValue::Flag(attribute(head, name) == Some("true"));
        let mut rows: Vec<Vec<Vec<Run>>> = Vec::new();
        while let Some(line) = self.lines.get(self.at).map(|line| line.trim()) {
            self.at += 1;
            match line {
                "</table>" => break,
                "<tr>" => rows.push(Vec::new()),
                _ => {
                    let cell = line
                        .strip_prefix("<td>")
                        .and_then(|rest| rest.strip_suffix("</td>"));
                    if let (Some(cell), Some(row)) = (cell, rows.last_mut()) {
                        row.push(inline::read(cell, self.workspace));
                    }
                }
            }
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut draft = self.draft(
            "table",
            vec![
                ("table_width", FieldValue::Number(Some(width.into()))),
                ("has_column_header", flag("header-row")),
                ("has_row_header", flag("header-column")),
            ],
        );
        for mut row in rows {
            row.resize(width, Vec::new());
            draft
                .children
                .push(self.draft("table_row", vec![("cells", FieldValue::Cells(row))]));
        }
        draft
    }

    /// A block of a type with these values, and the default for all others.
    fn draft(&self, name: &'static str, given: Vec<(&'static str, FieldValue)>) -> Draft {
        crate::block::draft(name, given)
    }
}

/// Pages cannot be put into blocks: there they are left where they are.
fn new_only(pieces: Vec<Piece>) -> Vec<Draft> {
    pieces
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::New(draft) => Some(draft),
            Piece::Existing(_) => None,
        })
        .collect()
}

/// A suffix `{name="value"}`: the text without it, and the value.
fn suffix<'t>(text: &'t str, name: &str) -> (&'t str, Option<&'t str>) {
    let found = text
        .strip_suffix("\"}")
        .and_then(|head| head.rsplit_once(&format!("{{{name}=\"")));
    match found {
        Some((head, value)) if !value.contains('"') => (head.trim_end(), Some(value)),
        _ => (text, None),
    }
}
