//! What Notion takes of a block's own: its text, its file, its icon, without the blocks in it.

use notion_model::{
    BlockKind, Callout, Code, Column, Container, CustomEmoji, Empty, Equation, ExternalFile, File,
    FileKind, FileUploadReference, Heading, Icon, IconKind, Language, LinkToPage, LinkToPageKind,
    ListFormat, NativeIcon, NumberedItem, Paragraph, RichText as Run, SyncedBlock, SyncedFrom,
    Table, TableOfContents, TableRow, TextBlock, ToDo, WebLink,
};

use crate::limit::MOST_OF_EQUATION;
use crate::text::fits;
use crate::{Reason, RichText, address};

type Result<T> = std::result::Result<T, Reason>;

/// The most columns of a table: a row is a list of cells, and no list has more.
const MOST_CELLS: usize = 100;

/// The block as a request has it: without what Notion computes, and its texts in runs that Notion takes.
///
/// `parent` is what it stands in, if that is a block. Every kind is made anew, because what was read carries keys, and
/// nulls, that no request may have.
pub(crate) fn to_request(parent: Option<&BlockKind>, kind: &BlockKind) -> Result<BlockKind> {
    Ok(match kind {
        BlockKind::Paragraph(block) => {
            let in_tab = matches!(parent, Some(BlockKind::Tab(_)));
            if block.icon.is_some() && !in_tab {
                return Err(Reason::IconOutsideOfTab);
            }
            BlockKind::Paragraph(Paragraph {
                rich_text: runs(&block.rich_text)?,
                icon: icon(block.icon.as_ref())?,
                color: block.color.clone(),
                ..Paragraph::default()
            })
        }
        BlockKind::Heading1(block) => BlockKind::Heading1(heading(block)?),
        BlockKind::Heading2(block) => BlockKind::Heading2(heading(block)?),
        BlockKind::Heading3(block) => BlockKind::Heading3(heading(block)?),
        BlockKind::Heading4(block) => BlockKind::Heading4(heading(block)?),
        BlockKind::BulletedListItem(block) => BlockKind::BulletedListItem(text_block(block)?),
        BlockKind::Quote(block) => BlockKind::Quote(text_block(block)?),
        BlockKind::Toggle(block) => BlockKind::Toggle(text_block(block)?),
        BlockKind::Template(block) => BlockKind::Template(TextBlock {
            // Notion takes no colour here.
            color: None,
            ..text_block(block)?
        }),
        BlockKind::NumberedListItem(block) => BlockKind::NumberedListItem(numbered_item(block)?),
        BlockKind::ToDo(block) => BlockKind::ToDo(ToDo {
            rich_text: runs(&block.rich_text)?,
            checked: block.checked,
            color: block.color.clone(),
            ..ToDo::default()
        }),
        BlockKind::Callout(block) => BlockKind::Callout(Callout {
            rich_text: runs(&block.rich_text)?,
            icon: icon(block.icon.as_ref())?,
            color: block.color.clone(),
            ..Callout::default()
        }),
        BlockKind::Code(block) => BlockKind::Code(Code {
            caption: runs(&block.caption)?,
            rich_text: runs(&block.rich_text)?,
            // Notion wants one.
            language: Some(block.language.clone().unwrap_or(Language::PlainText)),
            ..Code::default()
        }),
        BlockKind::Equation(block) => {
            fits(
                "characters in an equation",
                MOST_OF_EQUATION,
                &block.expression,
            )?;
            BlockKind::Equation(Equation {
                expression: block.expression.clone(),
                ..Equation::default()
            })
        }
        BlockKind::Divider(_) => BlockKind::Divider(Empty::default()),
        BlockKind::Breadcrumb(_) => BlockKind::Breadcrumb(Empty::default()),
        BlockKind::TableOfContents(block) => BlockKind::TableOfContents(TableOfContents {
            color: block.color.clone(),
            ..TableOfContents::default()
        }),
        BlockKind::Tab(_) => BlockKind::Tab(Container::default()),
        BlockKind::ColumnList(_) => BlockKind::ColumnList(Container::default()),
        BlockKind::Column(block) => BlockKind::Column(Column {
            width_ratio: block.width_ratio.clone(),
            ..Column::default()
        }),
        BlockKind::Table(block) => BlockKind::Table(table(block)?),
        BlockKind::TableRow(row) => BlockKind::TableRow(table_row(parent, row)?),
        BlockKind::SyncedBlock(block) => BlockKind::SyncedBlock(SyncedBlock {
            synced_from: block
                .synced_from
                .as_ref()
                .map(|original| SyncedFrom::new(original.block_id)),
            ..SyncedBlock::default()
        }),
        BlockKind::LinkToPage(block) => BlockKind::LinkToPage(link_to_page(block)?),
        BlockKind::Embed(block) => BlockKind::Embed(web_link(block)?),
        BlockKind::Bookmark(block) => BlockKind::Bookmark(web_link(block)?),
        BlockKind::Image(block) => BlockKind::Image(file(block)?),
        BlockKind::Video(block) => BlockKind::Video(file(block)?),
        BlockKind::Audio(block) => BlockKind::Audio(file(block)?),
        BlockKind::Pdf(block) => BlockKind::Pdf(file(block)?),
        BlockKind::File(block) => BlockKind::File(File {
            name: block.name.clone(),
            ..file(block)?
        }),
        BlockKind::ChildPage(_)
        | BlockKind::ChildDatabase(_)
        | BlockKind::MeetingNotes(_)
        | BlockKind::Transcription(_)
        | BlockKind::LinkPreview(_)
        | BlockKind::Unsupported(_)
        | BlockKind::Untyped
        | BlockKind::Unknown(_) => {
            return Err(Reason::NotCreatable {
                kind: kind.type_name().to_owned(),
            });
        }
    })
}

fn runs(runs: &[Run]) -> Result<Vec<Run>> {
    RichText::from(runs).to_request()
}

fn heading(block: &Heading) -> Result<Heading> {
    Ok(Heading {
        rich_text: runs(&block.rich_text)?,
        is_toggleable: block.is_toggleable,
        color: block.color.clone(),
        ..Heading::default()
    })
}

fn text_block(block: &TextBlock) -> Result<TextBlock> {
    Ok(TextBlock {
        rich_text: runs(&block.rich_text)?,
        color: block.color.clone(),
        ..TextBlock::default()
    })
}

/// Notion answers with where a list starts and how its numbers are written, and the SDK's requests have neither.
fn numbered_item(block: &NumberedItem) -> Result<NumberedItem> {
    let starts_at_one = block
        .list_start_index
        .as_ref()
        .is_none_or(|start| start.as_u64() == Some(1));
    let plain = matches!(block.list_format, None | Some(ListFormat::Numbers));
    if !(starts_at_one && plain) {
        return Err(Reason::NotWritable {
            what: "where a list of numbers starts, and how they are written,",
        });
    }
    Ok(NumberedItem {
        rich_text: runs(&block.rich_text)?,
        color: block.color.clone(),
        ..NumberedItem::default()
    })
}

fn table(block: &Table) -> Result<Table> {
    let width = block.table_width.filter(|width| *width > 0);
    let width = width.ok_or(Reason::Missing {
        what: "the number of columns of the table",
    })?;
    let length = usize::try_from(width).unwrap_or(usize::MAX);
    if length > MOST_CELLS {
        return Err(Reason::TooLong {
            what: "columns in a table",
            limit: MOST_CELLS,
            length,
        });
    }
    Ok(Table {
        table_width: Some(width),
        has_column_header: block.has_column_header,
        has_row_header: block.has_row_header,
        ..Table::default()
    })
}

fn table_row(parent: Option<&BlockKind>, row: &TableRow) -> Result<TableRow> {
    if let Some(BlockKind::Table(table)) = parent
        && let Some(width) = table.table_width
        && usize::try_from(width) != Ok(row.cells.len())
    {
        return Err(Reason::Width {
            width,
            cells: row.cells.len(),
        });
    }
    Ok(TableRow {
        cells: row
            .cells
            .iter()
            .map(|cell| runs(cell))
            .collect::<Result<_>>()?,
        ..TableRow::default()
    })
}

fn link_to_page(block: &LinkToPage) -> Result<LinkToPage> {
    match &block.kind {
        kind @ (LinkToPageKind::Page(_)
        | LinkToPageKind::Database(_)
        | LinkToPageKind::Comment(_)) => Ok(LinkToPage {
            kind: kind.clone(),
            ..LinkToPage::default()
        }),
        LinkToPageKind::Untyped | LinkToPageKind::Unknown(_) => Err(Reason::Missing {
            what: "the page, database or comment that the link leads to",
        }),
    }
}

fn external(file: &ExternalFile) -> Result<ExternalFile> {
    address::file(&file.url)?;
    Ok(ExternalFile {
        url: file.url.clone(),
        ..ExternalFile::default()
    })
}

fn web_link(block: &WebLink) -> Result<WebLink> {
    let url = block.url.as_deref().unwrap_or_default();
    address::web_page(url)?;
    Ok(WebLink {
        caption: runs(&block.caption)?,
        url: Some(url.to_owned()),
        ..WebLink::default()
    })
}

fn file(block: &File) -> Result<File> {
    let kind = match &block.kind {
        FileKind::External(file) => FileKind::External(external(file)?),
        FileKind::Upload(upload) => FileKind::Upload(FileUploadReference::new(upload.id)),
        FileKind::Hosted(_) => return Err(Reason::HostedFile),
        FileKind::Untyped | FileKind::Unknown(_) => {
            return Err(Reason::Missing { what: "the file" });
        }
    };
    Ok(File {
        caption: runs(&block.caption)?,
        kind,
        ..File::default()
    })
}

fn icon(icon: Option<&Icon>) -> Result<Option<Icon>> {
    let Some(icon) = icon else {
        return Ok(None);
    };
    let kind = match &icon.kind {
        IconKind::Emoji(emoji) => IconKind::Emoji(emoji.clone()),
        IconKind::CustomEmoji(emoji) => IconKind::CustomEmoji(CustomEmoji::new(emoji.id)),
        IconKind::External(file) => IconKind::External(external(file)?),
        IconKind::Upload(upload) => IconKind::Upload(FileUploadReference::new(upload.id)),
        IconKind::Native(native) => IconKind::Native(NativeIcon {
            name: native.name.clone(),
            color: native.color.clone(),
            ..NativeIcon::default()
        }),
        IconKind::Hosted(_) => return Err(Reason::HostedFile),
        IconKind::Untyped | IconKind::Unknown(_) => {
            return Err(Reason::Missing { what: "the icon" });
        }
    };
    Ok(Some(Icon {
        kind,
        ..Icon::default()
    }))
}
