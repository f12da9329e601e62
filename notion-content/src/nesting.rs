//! Which block may hold which.
//!
//! The SDK's request types and the documentation define it for tables, columns, tabs and the blocks that hold nothing. A copy
//! of a synced block shows the blocks of its original, so it has none of its own.

use notion_model::BlockKind;
use notion_vocabulary::BlockType;

use crate::{Block, Reason};

/// The children that a block can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Nothing,
    /// Everything except rows and columns, which are allowed in one type of block only.
    Any,
    Rows,
    Columns,
    /// The paragraphs of tabs.
    Tabs,
}

/// Returns what a block of this kind may hold.
pub(crate) fn holds(kind: &BlockKind) -> Holds {
    match kind {
        BlockKind::SyncedBlock(block) if block.synced_from.is_some() => Holds::Nothing,
        BlockKind::Table(_) => Holds::Rows,
        BlockKind::ColumnList(_) => Holds::Columns,
        BlockKind::Tab(_) => Holds::Tabs,
        // A page is a block too, and appending to it by its block is appending to the page.
        BlockKind::ChildPage(_) => Holds::Any,
        _ if BlockType::parse(kind.type_name()).is_some_and(BlockType::has_children) => Holds::Any,
        _ => Holds::Nothing,
    }
}

/// Checks that a block may be in a block of the kind `parent`, or in a page for `None`.
pub(crate) fn check_place(parent: Option<&BlockKind>, child: &BlockKind) -> Result<(), Reason> {
    let allowed = parent.map_or(Holds::Any, holds);
    let fits = match allowed {
        Holds::Nothing => false,
        Holds::Any => !matches!(child, BlockKind::TableRow(_) | BlockKind::Column(_)),
        Holds::Rows => matches!(child, BlockKind::TableRow(_)),
        Holds::Columns => matches!(child, BlockKind::Column(_)),
        Holds::Tabs => matches!(child, BlockKind::Paragraph(_)),
    };
    if fits {
        return match parent.and_then(heading) {
            Some(heading) if !heading.is_toggleable => Err(Reason::StaticHeading),
            _ => Ok(()),
        };
    }
    let only_in = |parent: &str| Reason::OnlyIn {
        kind: child.type_name().to_owned(),
        parent: parent.to_owned(),
    };
    Err(match (allowed, child) {
        (Holds::Any, BlockKind::Column(_)) => only_in("column_list"),
        (Holds::Any, _) => only_in("table"),
        _ => Reason::CannotHold {
            parent: parent
                .map(BlockKind::type_name)
                .unwrap_or_default()
                .to_owned(),
            child: child.type_name().to_owned(),
        },
    })
}

/// Checks that a block holds as many blocks as it needs. Notion does not create a list of fewer than two columns, nor a table
/// without a row.
pub(crate) fn check_count(block: &Block) -> Result<(), Reason> {
    let least = match &block.kind {
        BlockKind::ColumnList(_) => 2,
        BlockKind::Table(_) => 1,
        _ => 0,
    };
    let count = block.children.len();
    if count < least {
        return Err(Reason::TooFew {
            kind: block.kind.type_name().to_owned(),
            least,
            count,
        });
    }
    Ok(())
}

fn heading(kind: &BlockKind) -> Option<&notion_model::Heading> {
    match kind {
        BlockKind::Heading1(heading)
        | BlockKind::Heading2(heading)
        | BlockKind::Heading3(heading)
        | BlockKind::Heading4(heading) => Some(heading),
        _ => None,
    }
}
