//! The values of one block as requests have them: its text, its file, its icon, without its children.

use notion_model::{
    BlockKind, Callout, Code, Color, Column, Container, CustomEmoji, Empty, Equation, ExternalFile,
    File, FileKind, FileUploadReference, Heading, Icon, IconColor, IconKind, Language, LinkToPage,
    LinkToPageKind, ListFormat, NativeIcon, NumberedItem, Paragraph, RichText as Run, SyncedBlock,
    SyncedFrom, Table, TableOfContents, TableRow, TextBlock, ToDo, WebLink,
};

use crate::limit::{MAX_EQUATION_CHARACTERS, MAX_FILE_NAME_BYTES, MAX_TABLE_COLUMNS};
use crate::text::fits;
use crate::{Reason, RichText, address, emoji};

type Result<T> = std::result::Result<T, Reason>;

/// Returns the block as a request has it: without what Notion computes, and with its texts in runs within Notion's limits.
///
/// `parent` is the kind of the block that holds it, or `None` for a page. Every kind is built from scratch, because blocks
/// that were read have keys, and nulls, that requests must not have.
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
                color: color(block.color.as_ref())?,
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
            // Notion accepts no color here.
            color: None,
            ..text_block(block)?
        }),
        BlockKind::NumberedListItem(block) => BlockKind::NumberedListItem(numbered_item(block)?),
        BlockKind::ToDo(block) => BlockKind::ToDo(ToDo {
            rich_text: runs(&block.rich_text)?,
            checked: block.checked,
            color: color(block.color.as_ref())?,
            ..ToDo::default()
        }),
        BlockKind::Callout(block) => BlockKind::Callout(Callout {
            rich_text: runs(&block.rich_text)?,
            icon: icon(block.icon.as_ref())?,
            color: color(block.color.as_ref())?,
            ..Callout::default()
        }),
        BlockKind::Code(block) => BlockKind::Code(Code {
            caption: runs(&block.caption)?,
            rich_text: runs(&block.rich_text)?,
            // Required by Notion.
            language: Some(language(block.language.as_ref())?),
            ..Code::default()
        }),
        BlockKind::Equation(block) => {
            fits(
                "characters in an equation",
                MAX_EQUATION_CHARACTERS,
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
            color: color(block.color.as_ref())?,
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
            name: file_name(block.name.as_deref())?,
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
        color: color(block.color.as_ref())?,
        ..Heading::default()
    })
}

fn text_block(block: &TextBlock) -> Result<TextBlock> {
    Ok(TextBlock {
        rich_text: runs(&block.rich_text)?,
        color: color(block.color.as_ref())?,
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
        color: color(block.color.as_ref())?,
        ..NumberedItem::default()
    })
}

fn table(block: &Table) -> Result<Table> {
    let width = block.table_width.filter(|width| *width > 0);
    let width = width.ok_or(Reason::Missing {
        what: "the number of columns of the table",
    })?;
    let length = usize::try_from(width).unwrap_or(usize::MAX);
    if length > MAX_TABLE_COLUMNS {
        return Err(Reason::TooLong {
            what: "columns in a table",
            limit: MAX_TABLE_COLUMNS,
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
            what: "the page, database or comment that the link points to",
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
    Ok(File {
        caption: runs(&block.caption)?,
        kind: file_kind(&block.kind)?,
        ..File::default()
    })
}

fn file_kind(kind: &FileKind) -> Result<FileKind> {
    match kind {
        FileKind::External(file) => Ok(FileKind::External(external(file)?)),
        FileKind::Upload(upload) => Ok(FileKind::Upload(FileUploadReference::new(upload.id))),
        FileKind::Hosted(_) => Err(Reason::HostedFile),
        FileKind::Untyped | FileKind::Unknown(_) => Err(Reason::Missing { what: "the file" }),
    }
}

/// A color of a block, its text or its background.
pub(crate) fn color(color: Option<&Color>) -> Result<Option<Color>> {
    match color {
        Some(Color::Unknown(keyword)) => Err(unknown("a color", keyword)),
        color => Ok(color.cloned()),
    }
}

fn language(language: Option<&Language>) -> Result<Language> {
    match language {
        Some(Language::Unknown(keyword)) => Err(unknown("a language of code", keyword)),
        language => Ok(language.cloned().unwrap_or_default()),
    }
}

fn unknown(what: &'static str, keyword: &str) -> Reason {
    /// The most characters of a keyword that an error shows.
    const MAX_SHOWN: usize = 40;
    let value = keyword.chars().take(MAX_SHOWN).collect();
    Reason::Value { what, value }
}

/// The name of a file, which Notion makes of the address where it is missing.
fn file_name(name: Option<&str>) -> Result<Option<String>> {
    let name = name.filter(|name| !name.is_empty());
    let length = name.map_or(0, str::len);
    if length > MAX_FILE_NAME_BYTES {
        return Err(Reason::TooLong {
            what: "bytes in the name of a file",
            limit: MAX_FILE_NAME_BYTES,
            length,
        });
    }
    Ok(name.map(str::to_owned))
}

fn icon(icon: Option<&Icon>) -> Result<Option<Icon>> {
    icon.map(icon_request).transpose()
}

/// Returns an icon as a request has it, after checking it: without what Notion computes, and with an emoji in full.
///
/// ```
/// use notion_content::{icon_request, model::Icon};
///
/// // The same emoji with the variation selector that Notion's list has.
/// assert_eq!(icon_request(&Icon::emoji("⚙"))?, Icon::emoji("⚙️"));
/// assert!(icon_request(&Icon::emoji("gear")).is_err());
/// assert!(icon_request(&Icon::external("gear.png")).is_err());
/// # Ok::<(), notion_content::Reason>(())
/// ```
///
/// # Errors
///
/// If an emoji is not exactly one, an address or a color is not one that Notion accepts, or the picture is a file that Notion
/// holds.
pub fn icon_request(icon: &Icon) -> Result<Icon> {
    let kind = match &icon.kind {
        IconKind::Emoji(emoji) => IconKind::Emoji(emoji::qualified(emoji)?.to_owned()),
        IconKind::CustomEmoji(emoji) => IconKind::CustomEmoji(CustomEmoji::new(emoji.id)),
        IconKind::External(file) => IconKind::External(external(file)?),
        IconKind::Upload(upload) => IconKind::Upload(FileUploadReference::new(upload.id)),
        IconKind::Native(native) => IconKind::Native(native_icon(native)?),
        IconKind::Hosted(_) => return Err(Reason::HostedFile),
        IconKind::Untyped | IconKind::Unknown(_) => {
            return Err(Reason::Missing { what: "the icon" });
        }
    };
    Ok(Icon {
        kind,
        ..Icon::default()
    })
}

fn native_icon(icon: &NativeIcon) -> Result<NativeIcon> {
    if icon.name.is_empty() {
        return Err(Reason::Missing {
            what: "the name of the icon",
        });
    }
    if let Some(IconColor::Unknown(keyword)) = &icon.color {
        return Err(unknown("a color of icons", keyword));
    }
    Ok(NativeIcon {
        name: icon.name.clone(),
        color: icon.color.clone(),
        ..NativeIcon::default()
    })
}

/// Returns the cover of a page or a database as a request has it, after checking it.
///
/// ```
/// use notion_content::{cover_request, model::File};
///
/// assert!(cover_request(&File::external("https://example.com/sea.jpg")).is_ok());
/// assert!(cover_request(&File::external("sea.jpg")).is_err());
/// ```
///
/// # Errors
///
/// If the address is not one that Notion accepts, or the picture is a file that Notion holds.
pub fn cover_request(cover: &File) -> Result<File> {
    // A cover has neither a caption nor a name.
    let kind = file_kind(&cover.kind)?;
    Ok(File {
        kind,
        ..File::default()
    })
}
