//! Blocks as HTML.

use maud::{Markup, html};
use notion_model::{
    BlockKind, Callout, Code, File, Heading, Language, ListFormat, RichText, Table, plain_text,
};

use super::Node;
use crate::viewer::inline::{class, link, math, rich};
use crate::viewer::links::{self, Link};
use crate::viewer::{cells, icons};

/// Renders blocks. Adjacent list items of one kind become one list.
pub(in crate::viewer) fn show(nodes: &[Node]) -> Markup {
    let headings = headings(nodes);
    Writer { headings }.all(nodes)
}

/// The kind of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Bulleted,
    Numbered,
    ToDo,
}

fn list_of(node: &Node) -> Option<List> {
    match node.block.kind {
        BlockKind::BulletedListItem(_) => Some(List::Bulleted),
        BlockKind::NumberedListItem(_) => Some(List::Numbered),
        BlockKind::ToDo(_) => Some(List::ToDo),
        _ => None,
    }
}

/// A heading, for the table of contents.
#[derive(Debug)]
struct Entry {
    level: u8,
    anchor: String,
    text: String,
}

fn headings(nodes: &[Node]) -> Vec<Entry> {
    let mut found = Vec::new();
    for node in nodes {
        if let Some((level, heading)) = heading(&node.block.kind) {
            found.push(Entry {
                level,
                anchor: anchor(node),
                text: plain_text(&heading.rich_text),
            });
        }
        if !matches!(node.block.kind, BlockKind::SyncedBlock(_)) {
            found.extend(headings(&node.children));
        }
    }
    found
}

fn heading(kind: &BlockKind) -> Option<(u8, &Heading)> {
    match kind {
        BlockKind::Heading1(heading) => Some((1, heading)),
        BlockKind::Heading2(heading) => Some((2, heading)),
        BlockKind::Heading3(heading) => Some((3, heading)),
        BlockKind::Heading4(heading) => Some((4, heading)),
        _ => None,
    }
}

fn anchor(node: &Node) -> String {
    format!("b-{}", node.block.id)
}

struct Writer {
    headings: Vec<Entry>,
}

impl Writer {
    fn all(&self, nodes: &[Node]) -> Markup {
        let runs = nodes.chunk_by(|a, b| list_of(a).is_some() && list_of(a) == list_of(b));
        html! {
            @for run in runs {
                @match run.first().and_then(list_of) {
                    Some(List::Bulleted) => ul { @for item in run { (self.item(item)) } },
                    Some(List::ToDo) => ul.todo { @for item in run { (self.item(item)) } },
                    Some(List::Numbered) => (self.numbered(run)),
                    None => @for node in run { (self.one(node)) },
                }
            }
        }
    }

    fn numbered(&self, run: &[Node]) -> Markup {
        let mut start = None;
        let mut kind = None;
        if let Some(BlockKind::NumberedListItem(item)) = run.first().map(|node| &node.block.kind) {
            start = item.list_start_index.as_ref().map(ToString::to_string);
            kind = match item.list_format {
                Some(ListFormat::Letters) => Some("a"),
                Some(ListFormat::Roman) => Some("i"),
                _ => None,
            };
        }
        html! { ol start=[start] type=[kind] { @for item in run { (self.item(item)) } } }
    }

    fn item(&self, node: &Node) -> Markup {
        let color = class(node.block.kind.color());
        let text = node.block.kind.rich_text().unwrap_or_default();
        let checked = match &node.block.kind {
            BlockKind::ToDo(item) => Some(item.checked),
            _ => None,
        };
        html! {
            li id=(anchor(node)) class=[color] {
                @if let Some(checked) = checked {
                    span.check.on[checked] role="img" aria-label=(if checked { "done" } else { "not done" }) {}
                    div { span.done[checked] { (rich(text)) } (self.all(&node.children)) }
                } @else {
                    (rich(text)) (self.all(&node.children))
                }
            }
        }
    }

    fn one(&self, node: &Node) -> Markup {
        let id = anchor(node);
        let color = class(node.block.kind.color());
        match &node.block.kind {
            BlockKind::Paragraph(paragraph) => html! {
                p id=(id) class=[color] { (rich(&paragraph.rich_text)) }
                (self.indented(node))
            },
            BlockKind::Heading1(heading)
            | BlockKind::Heading2(heading)
            | BlockKind::Heading3(heading)
            | BlockKind::Heading4(heading) => self.heading(node, heading),
            BlockKind::Quote(quote) => html! {
                blockquote id=(id) class=[color] { (rich(&quote.rich_text)) (self.all(&node.children)) }
            },
            BlockKind::Callout(callout) => self.callout(node, callout),
            BlockKind::Toggle(toggle) | BlockKind::Template(toggle) => html! {
                details id=(id) class=[color] open {
                    summary { (rich(&toggle.rich_text)) }
                    (self.indented(node))
                }
            },
            BlockKind::Code(code) => self.code(node, code),
            BlockKind::Equation(equation) => html! {
                div.equation id=(id) { (math(&equation.expression)) }
            },
            BlockKind::Divider(_) => html! { hr id=(id); },
            BlockKind::Table(table) => self.table(node, table),
            BlockKind::ColumnList(_) => html! {
                div.columns id=(id) { @for column in &node.children { div { (self.all(&column.children)) } } }
            },
            BlockKind::Tab(_) => {
                html! { div.tabs id=(id) { @for tab in &node.children { (self.tab(tab)) } } }
            }
            BlockKind::SyncedBlock(synced) => {
                let label = match &synced.synced_from {
                    Some(_) => "Synced copy",
                    None => "Synced block",
                };
                html! {
                    div.synced id=(id) title=(label) {
                        (self.all(&node.children))
                        @if node.children.is_empty() { p.hint { (label) ", without content" } }
                    }
                }
            }
            BlockKind::Image(file) => self.figure(node, file, "image"),
            BlockKind::Video(file) => self.figure(node, file, "video"),
            BlockKind::Audio(file) => self.figure(node, file, "audio"),
            BlockKind::Pdf(file) => self.figure(node, file, "PDF"),
            BlockKind::File(file) => self.figure(node, file, "file"),
            BlockKind::Bookmark(to) => self.card(node, to.url.as_deref(), &to.caption, "Bookmark"),
            BlockKind::Embed(to) => self.card(node, to.url.as_deref(), &to.caption, "Embed"),
            BlockKind::LinkPreview(to) => self.card(node, Some(&to.url), &[], "Link preview"),
            BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_) | BlockKind::LinkToPage(_) => {
                html! {
                    p.child id=(id) {
                        @match &node.leads_to {
                            Some(named) => (cells::named(named)),
                            None => span.missing { "A link to something that is not in this workspace" },
                        }
                    }
                }
            }
            BlockKind::TableOfContents(_) => self.contents(node),
            BlockKind::Breadcrumb(_) => {
                html! { p.hint id=(id) { "Breadcrumb: it is at the top of this page." } }
            }
            BlockKind::MeetingNotes(notes) | BlockKind::Transcription(notes) => html! {
                section.meeting id=(id) {
                    p { strong { @if notes.title.is_empty() { "Meeting notes" } @else { (rich(&notes.title)) } } }
                    (self.all(&node.children))
                }
            },
            // In Notion these exist only inside a table or a list of columns.
            BlockKind::TableRow(row) => html! {
                p id=(id) { @for cell in &row.cells { (rich(cell)) " " } }
            },
            BlockKind::Column(_) => html! { div id=(id) { (self.all(&node.children)) } },
            BlockKind::BulletedListItem(_)
            | BlockKind::NumberedListItem(_)
            | BlockKind::ToDo(_) => {
                html! { ul { (self.item(node)) } }
            }
            BlockKind::Unsupported(_) | BlockKind::Untyped | BlockKind::Unknown(_) => html! {
                p.missing id=(id) { "A block that the API does not give: " (node.block.kind.type_name()) }
                (self.indented(node))
            },
        }
    }

    fn indented(&self, node: &Node) -> Markup {
        html! { @if !node.children.is_empty() { div.indented { (self.all(&node.children)) } } }
    }

    /// Headings are one level lower than in Notion, because the title of the page is the `h1`.
    fn heading(&self, node: &Node, heading: &Heading) -> Markup {
        let (id, color) = (anchor(node), class(heading.color.as_ref()));
        let text = rich(&heading.rich_text);
        let inner = match self::heading(&node.block.kind) {
            Some((1, _)) => html! { h2 id=(id) class=[color] { (text) } },
            Some((2, _)) => html! { h3 id=(id) class=[color] { (text) } },
            Some((3, _)) => html! { h4 id=(id) class=[color] { (text) } },
            _ => html! { h5 id=(id) class=[color] { (text) } },
        };
        if !heading.is_toggleable && node.children.is_empty() {
            return inner;
        }
        html! {
            details.heading id={ "t-" (node.block.id) } open {
                summary { (inner) }
                (self.indented(node))
            }
        }
    }

    fn callout(&self, node: &Node, callout: &Callout) -> Markup {
        let color = class(callout.color.as_ref());
        html! {
            div.callout id=(anchor(node)) {
                div class={ "box " (color.as_deref().unwrap_or("c-gray-background")) } {
                    @if let Some(icon) = callout.icon.as_ref().and_then(icons::shown) { (icon) }
                    div { (rich(&callout.rich_text)) (self.all(&node.children)) }
                }
            }
        }
    }

    fn code(&self, node: &Node, code: &Code) -> Markup {
        let language = code.language.as_ref().map(Language::as_str);
        html! {
            figure.code id=(anchor(node)) {
                div.copied {
                    span.language { (language.unwrap_or("plain text")) }
                    button.copy type="button" { "Copy" }
                    pre tabindex="0" { code { (rich(&code.rich_text)) } }
                }
                (caption(&code.caption))
            }
        }
    }

    fn table(&self, node: &Node, table: &Table) -> Markup {
        let rows = node.children.iter().map(|row| match &row.block.kind {
            BlockKind::TableRow(row) => row.cells.as_slice(),
            _ => &[],
        });
        html! {
            div.wide id=(anchor(node)) tabindex="0" role="group" aria-label="Table" {
                table.simple {
                    @for (at, cells) in rows.enumerate() {
                        tr {
                            @for (column, cell) in cells.iter().enumerate() {
                                @if (at == 0 && table.has_column_header) || (column == 0 && table.has_row_header) {
                                    th scope=(if at == 0 && table.has_column_header { "col" } else { "row" }) { (rich(cell)) }
                                } @else {
                                    td { (rich(cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A tab is a paragraph with the tab's name and content.
    fn tab(&self, tab: &Node) -> Markup {
        let name = tab.block.kind.rich_text().unwrap_or_default();
        html! {
            details id=(anchor(tab)) open {
                summary { strong { (rich(name)) } }
                (self.all(&tab.children))
            }
        }
    }

    /// Only files on this server are loaded; others become links.
    fn figure(&self, node: &Node, file: &File, kind: &str) -> Markup {
        let name = file.name.as_deref().filter(|name| !name.is_empty());
        let alt = match (file.caption.is_empty(), name) {
            (false, _) => plain_text(&file.caption),
            (true, Some(name)) => name.to_owned(),
            (true, None) => kind.to_owned(),
        };
        html! {
            figure id=(anchor(node)) {
                @match (links::hosted(file), kind) {
                    (Some(path), "image") => img src=(path) alt=(alt) loading="lazy";,
                    (Some(path), "video") => video src=(path) controls preload="metadata" {},
                    (Some(path), "audio") => audio src=(path) controls preload="metadata" {},
                    _ => p.card { span.kind { (kind) } (cells::file(file)) },
                }
                (caption(&file.caption))
                (self.indented(node))
            }
        }
    }

    fn card(&self, node: &Node, url: Option<&str>, text: &[RichText], kind: &str) -> Markup {
        let url = url.unwrap_or_default();
        let inner = html! { (url) };
        html! {
            figure id=(anchor(node)) {
                p.card {
                    span.kind { (kind) }
                    @match links::follow(url) {
                        Some(to @ (Link::Here(_) | Link::Elsewhere(_))) => (link(&to, &inner)),
                        None => (inner),
                    }
                }
                (caption(text))
            }
        }
    }

    fn contents(&self, node: &Node) -> Markup {
        html! {
            nav.contents id=(anchor(node)) aria-label="Table of contents" {
                @if self.headings.is_empty() { p.hint { "Table of contents: the page has no headings." } }
                ul {
                    @for entry in &self.headings {
                        li class={ "l" (entry.level) } { a href={ "#" (entry.anchor) } { (entry.text) } }
                    }
                }
            }
        }
    }
}

fn caption(text: &[RichText]) -> Markup {
    html! { @if !text.is_empty() { figcaption { (rich(text)) } } }
}
