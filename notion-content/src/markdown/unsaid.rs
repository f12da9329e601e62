//! What blocks of several types may have, and Markdown has not.

use notion_model::{BlockKind, Color, ListFormat, NumberedItem};

use super::write_text::unsaid_of;
use crate::Block;

/// What of a block its type's way of writing leaves out.
pub(super) fn unsaid(block: &Block) -> Vec<&'static str> {
    let mut unsaid = Vec::new();
    if let BlockKind::NumberedListItem(item) = &block.kind
        && !is_plain_list(item)
    {
        unsaid.push("where a list of numbers starts, and how they are written");
    }
    // The tag of a callout says its colour, and a table of contents is left out as a whole.
    let color = match &block.kind {
        BlockKind::Callout(_) | BlockKind::TableOfContents(_) => None,
        kind => kind.color(),
    };
    if color.is_some_and(|color| *color != Color::Default) {
        unsaid.push("the colour of a block");
    }
    if let BlockKind::Paragraph(paragraph) = &block.kind
        && paragraph.icon.is_some()
    {
        unsaid.push("the icon of a tab");
    }
    let texts = [block.runs(), block.caption_runs()];
    if !matches!(block.kind, BlockKind::Code(_)) {
        unsaid.extend(texts.into_iter().flatten().find_map(unsaid_of));
    }
    unsaid
}

fn is_plain_list(item: &NumberedItem) -> bool {
    let start = item.list_start_index.as_ref();
    start.is_none_or(|start| start.as_u64() == Some(1))
        && matches!(item.list_format, None | Some(ListFormat::Numbers))
}
