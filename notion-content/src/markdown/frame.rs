//! What holds blocks while a text is read, and what becomes of it.

use notion_model::{
    BlockKind, Callout, Color, Heading, Icon, IconColor, NumberedItem, RichText as Run, Table,
    TableRow, TextBlock, ToDo,
};

use super::html::Tag;
use crate::{Block, RichText, address, emoji, paragraph};

/// Something that holds blocks.
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// Whether a tag opened it.
    pub(super) html: bool,
    pub(super) blocks: Vec<Block>,
}

/// What holds them.
pub(super) enum Kind {
    Root,
    /// A list: its items are blocks of their own.
    List {
        ordered: bool,
    },
    Item {
        ordered: bool,
        task: Option<bool>,
    },
    Quote,
    Callout {
        icon: Icon,
        color: Option<Color>,
    },
    /// `<details>`: a toggle, or a heading of this level that is one.
    Toggle {
        level: Option<u8>,
        summary: Vec<Run>,
    },
    Footnote {
        label: String,
    },
    Table(Rows),
    /// Too deep: what is in it goes to what is around it.
    Flat,
}

/// The rows of a table, the heading first.
#[derive(Default)]
pub(super) struct Rows {
    /// It was said that the heading is empty, and one all the same.
    pub(super) header_marked: bool,
    pub(super) rows: Vec<Vec<Vec<Run>>>,
}

impl Frame {
    pub(super) fn new(kind: Kind, html: bool) -> Self {
        Self {
            kind,
            html,
            blocks: Vec::new(),
        }
    }

    /// Returns true if what is in it is a level deeper.
    pub(super) fn is_level(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Root | Kind::List { .. } | Kind::Table(_) | Kind::Flat
        )
    }

    /// Returns true if it keeps the blocks in it until it is closed. The others hand them to what is around them immediately: a
    /// list or a level that is too deep would move them once for each level, which takes quadratic time.
    pub(super) fn keeps_blocks(&self) -> bool {
        !matches!(self.kind, Kind::List { .. } | Kind::Flat)
    }

    /// What it is, with the blocks in it.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        let Self {
            kind, mut blocks, ..
        } = self;
        let block: BlockKind = match kind {
            Kind::Root | Kind::List { .. } | Kind::Flat => return blocks,
            Kind::Table(rows) => return vec![table(rows)],
            Kind::Footnote { label } => {
                let text = RichText::from(first_text(&mut blocks));
                blocks.insert(0, paragraph(RichText::from(format!("[{label}] ")) + text));
                return blocks;
            }
            Kind::Toggle { level, summary } => match level {
                None => BlockKind::Toggle(TextBlock {
                    rich_text: summary,
                    ..TextBlock::default()
                }),
                Some(level) => heading(level, summary, true),
            },
            Kind::Item {
                task: Some(checked),
                ..
            } => BlockKind::ToDo(ToDo {
                rich_text: first_text(&mut blocks),
                checked,
                ..ToDo::default()
            }),
            Kind::Item { ordered: true, .. } => BlockKind::NumberedListItem(NumberedItem {
                rich_text: first_text(&mut blocks),
                ..NumberedItem::default()
            }),
            Kind::Item { .. } => BlockKind::BulletedListItem(TextBlock {
                rich_text: first_text(&mut blocks),
                ..TextBlock::default()
            }),
            Kind::Quote => BlockKind::Quote(TextBlock {
                rich_text: first_text(&mut blocks),
                ..TextBlock::default()
            }),
            Kind::Callout { icon, color } => BlockKind::Callout(Callout {
                rich_text: first_text(&mut blocks),
                icon: Some(icon),
                color,
                ..Callout::default()
            }),
        };
        vec![Block {
            id: None,
            kind: block,
            children: blocks,
        }]
    }
}

/// The text of a block that holds others: that of the first one in it, if it is a paragraph.
fn first_text(blocks: &mut Vec<Block>) -> Vec<Run> {
    match blocks.first_mut().map(|block| &mut block.kind) {
        Some(BlockKind::Paragraph(first)) => {
            let text = std::mem::take(&mut first.rich_text);
            blocks.remove(0);
            text
        }
        _ => Vec::new(),
    }
}

fn table(rows: Rows) -> Block {
    let Rows {
        header_marked,
        mut rows,
    } = rows;
    let width = rows.first().map(Vec::len).unwrap_or_default();
    // A table has a row at least.
    let headless = !header_marked
        && rows.len() > 1
        && rows
            .first()
            .is_some_and(|row| row.iter().all(Vec::is_empty));
    if headless {
        rows.remove(0);
    }
    let rows = rows.into_iter().map(|cells| {
        let row = TableRow {
            cells,
            ..TableRow::default()
        };
        BlockKind::TableRow(row).into()
    });
    Block {
        id: None,
        kind: BlockKind::Table(Table {
            table_width: u64::try_from(width).ok(),
            has_column_header: !headless,
            ..Table::default()
        }),
        children: rows.collect(),
    }
}

pub(super) fn heading(level: u8, rich_text: Vec<Run>, is_toggleable: bool) -> BlockKind {
    let heading = Heading {
        rich_text,
        is_toggleable,
        ..Heading::default()
    };
    match level {
        1 => BlockKind::Heading1(heading),
        2 => BlockKind::Heading2(heading),
        3 => BlockKind::Heading3(heading),
        _ => BlockKind::Heading4(heading),
    }
}

/// The icon that the tag of a callout names, unless Notion does not accept it.
pub(super) fn icon(tag: &Tag<'_>) -> Option<Icon> {
    if let Some(url) = tag.attribute("icon-url") {
        return address::file(url).is_ok().then(|| Icon::external(url));
    }
    if let Some(name) = tag.attribute("icon-name") {
        let color = tag.attribute("icon-color").map(IconColor::from);
        let is_known = !matches!(color, Some(IconColor::Unknown(_)));
        return (is_known && !name.is_empty()).then(|| Icon::native(name, color));
    }
    if let Some(id) = tag.attribute("icon-id") {
        return Some(Icon::custom_emoji(id.parse().ok()?));
    }
    let icon = tag.attribute("icon").unwrap_or(DEFAULT_ICON);
    emoji::qualified(icon).ok().map(Icon::emoji)
}

/// The icon that Notion gives a callout.
pub(super) const DEFAULT_ICON: &str = "💡";
