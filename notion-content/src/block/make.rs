//! Making blocks.

use notion_model::{
    BlockId, BlockKind, Callout, Code, Column, Container, Empty, Equation, Heading, Language,
    NumberedItem, Paragraph, RichText as Run, SyncedBlock, SyncedFrom, Table, TableOfContents,
    TableRow, TextBlock, ToDo,
};

use super::Block;
use crate::RichText;

/// A paragraph.
pub fn paragraph(text: impl Into<RichText>) -> Block {
    BlockKind::Paragraph(Paragraph {
        rich_text: text.into().into_runs(),
        ..Paragraph::default()
    })
    .into()
}

fn heading_of(text: impl Into<RichText>) -> Heading {
    Heading {
        rich_text: text.into().into_runs(),
        ..Heading::default()
    }
}

/// Creates a heading of the first level. With children it is a toggle.
pub fn heading(text: impl Into<RichText>) -> Block {
    BlockKind::Heading1(heading_of(text)).into()
}

/// A heading of the second level.
pub fn heading_2(text: impl Into<RichText>) -> Block {
    BlockKind::Heading2(heading_of(text)).into()
}

/// A heading of the third level.
pub fn heading_3(text: impl Into<RichText>) -> Block {
    BlockKind::Heading3(heading_of(text)).into()
}

/// A heading of the fourth level.
pub fn heading_4(text: impl Into<RichText>) -> Block {
    BlockKind::Heading4(heading_of(text)).into()
}

fn text_block(text: impl Into<RichText>) -> TextBlock {
    TextBlock {
        rich_text: text.into().into_runs(),
        ..TextBlock::default()
    }
}

/// An item of a list with bullets.
pub fn bulleted(text: impl Into<RichText>) -> Block {
    BlockKind::BulletedListItem(text_block(text)).into()
}

/// An item of a list with numbers.
pub fn numbered(text: impl Into<RichText>) -> Block {
    BlockKind::NumberedListItem(NumberedItem {
        rich_text: text.into().into_runs(),
        ..NumberedItem::default()
    })
    .into()
}

/// Creates a to-do item; [`checked`](Block::checked) checks it.
pub fn todo(text: impl Into<RichText>) -> Block {
    BlockKind::ToDo(ToDo {
        rich_text: text.into().into_runs(),
        ..ToDo::default()
    })
    .into()
}

/// Creates a toggle: a text that can hide its children.
pub fn toggle(text: impl Into<RichText>) -> Block {
    BlockKind::Toggle(text_block(text)).into()
}

/// A quotation.
pub fn quote(text: impl Into<RichText>) -> Block {
    BlockKind::Quote(text_block(text)).into()
}

/// Creates a callout: a text in a box with an icon (default: 💡), which [`icon`](Block::icon) sets.
pub fn callout(text: impl Into<RichText>) -> Block {
    BlockKind::Callout(Callout {
        rich_text: text.into().into_runs(),
        ..Callout::default()
    })
    .into()
}

/// Code in a language.
///
/// ```
/// use notion_content::{code, model::Language};
///
/// let block = code("rust", "fn main() {}").caption("The shortest program");
/// assert_eq!(block, code(Language::Rust, "fn main() {}").caption("The shortest program"));
/// ```
pub fn code(language: impl Into<Language>, text: impl Into<RichText>) -> Block {
    BlockKind::Code(Code {
        rich_text: text.into().into_runs(),
        language: Some(language.into()),
        ..Code::default()
    })
    .into()
}

/// Creates an equation in KaTeX's language.
pub fn equation(expression: impl Into<String>) -> Block {
    BlockKind::Equation(Equation {
        expression: expression.into(),
        ..Equation::default()
    })
    .into()
}

/// Creates a divider: a horizontal line.
pub fn divider() -> Block {
    BlockKind::Divider(Empty::default()).into()
}

/// Creates a table of contents: the headings of the page.
pub fn table_of_contents() -> Block {
    BlockKind::TableOfContents(TableOfContents::default()).into()
}

/// Creates a breadcrumb: the path from the top of the workspace to the page.
pub fn breadcrumb() -> Block {
    BlockKind::Breadcrumb(Empty::default()).into()
}

/// Creates a list of at least two columns, which [`column()`] creates.
///
/// ```
/// use notion_content::{column, columns, paragraph};
///
/// let block = columns([
///     column([paragraph("Left")]).width(0.25),
///     column([paragraph("Right"), paragraph("Right below")]).width(0.75),
/// ]);
/// assert_eq!(block.children[1].children.len(), 2);
/// ```
pub fn columns(columns: impl IntoIterator<Item = Block>) -> Block {
    Block::from(BlockKind::ColumnList(Container::default())).children(columns)
}

/// Creates a column for [`columns`].
pub fn column(children: impl IntoIterator<Item = Block>) -> Block {
    Block::from(BlockKind::Column(Column::default())).children(children)
}

/// Creates a table from rows of cells. It is as wide as its widest row; shorter rows are filled with empty cells.
///
/// ```
/// use notion_content::{RichText, bold, table, table_row};
///
/// let prices = table([["Fruit", "Price"], ["Apple", "2 €"]]).column_header();
/// let rows = vec![vec![RichText::from("Apple"), bold("2 €")], vec!["Pear".into()]];
/// assert_eq!(table(rows).children[1], table_row(["Pear", ""]));
/// # assert_eq!(prices.children.len(), 2);
/// ```
pub fn table<R>(rows: impl IntoIterator<Item = R>) -> Block
where
    R: IntoIterator<Item: Into<RichText>>,
{
    let mut rows: Vec<Vec<Vec<Run>>> = rows
        .into_iter()
        .map(|row| {
            row.into_iter()
                .map(|cell| cell.into().into_runs())
                .collect()
        })
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    for row in &mut rows {
        row.resize(width, Vec::new());
    }
    let table = BlockKind::Table(Table {
        table_width: u64::try_from(width).ok(),
        ..Table::default()
    });
    Block::from(table).children(rows.into_iter().map(row_of))
}

/// Creates a row, to append to a [`table`].
pub fn table_row(cells: impl IntoIterator<Item: Into<RichText>>) -> Block {
    row_of(
        cells
            .into_iter()
            .map(|cell| cell.into().into_runs())
            .collect(),
    )
}

fn row_of(cells: Vec<Vec<Run>>) -> Block {
    BlockKind::TableRow(TableRow {
        cells,
        ..TableRow::default()
    })
    .into()
}

/// Creates a block of tabs, which [`tab()`] creates.
pub fn tabs(tabs: impl IntoIterator<Item = Block>) -> Block {
    Block::from(BlockKind::Tab(Container::default())).children(tabs)
}

/// Creates a tab for [`tabs`]: a paragraph whose text is the name of the tab and whose children are its content. It may have
/// an [`icon`](Block::icon).
pub fn tab(name: impl Into<RichText>, children: impl IntoIterator<Item = Block>) -> Block {
    paragraph(name).children(children)
}

/// Creates the original of a synced block, whose children can be shown in several places.
pub fn synced(children: impl IntoIterator<Item = Block>) -> Block {
    Block::from(BlockKind::SyncedBlock(SyncedBlock::default())).children(children)
}

/// Creates a copy of a synced block, which shows the children of the original with this ID. It has none of its own.
pub fn synced_copy(original: BlockId) -> Block {
    BlockKind::SyncedBlock(SyncedBlock {
        synced_from: Some(SyncedFrom {
            kind: Some("block_id".to_owned()),
            ..SyncedFrom::new(original)
        }),
        ..SyncedBlock::default()
    })
    .into()
}

/// Creates a template button, which makes copies of its children. Notion's apps no longer create such blocks.
pub fn template(text: impl Into<RichText>, children: impl IntoIterator<Item = Block>) -> Block {
    Block::from(BlockKind::Template(text_block(text))).children(children)
}
