//! Blocks that arrange others: columns, tabs, tables, synced blocks.

use serde_json::Number;

use super::BlockRequest;
use crate::id::BlockId;
use crate::json::object;
use crate::text::RichText;

object! {
    /// A block that only holds others.
    pub struct Container {
        /// The blocks in it, in a request.
        absent children: Vec<BlockRequest>,
    }
}

/// Tabs: each child is a paragraph, whose text and icon are those of the tab.
pub type Tab = Container;

object! {
    /// One column of some.
    pub struct Column {
        /// Which part of the width it takes, from 0 to 1. Without it, columns are of equal width.
        absent width_ratio: Option<Number>,
        /// The blocks in it, in a request.
        absent children: Vec<BlockRequest>,
    }
}

object! {
    /// A table.
    pub struct Table {
        /// The number of columns. It cannot be changed later.
        absent table_width: Option<u64>,
        /// Whether the first row is a heading.
        absent has_column_header: bool,
        /// Whether the first column is a heading.
        absent has_row_header: bool,
        /// The rows, in a request.
        absent children: Vec<BlockRequest>,
    }
}

object! {
    /// A row of a table.
    pub struct TableRow {
        /// The text of each cell.
        written cells: Vec<Vec<RichText>>,
    }
}

object! {
    /// Blocks that are shown in several places: the original, or a copy of it.
    pub struct SyncedBlock {
        /// The original, if this is a copy.
        null synced_from: Option<SyncedFrom>,
        /// The blocks in the original, in a request.
        absent children: Vec<BlockRequest>,
    }
}

object! {
    /// The original of a synced block.
    pub struct SyncedFrom (
        /// The original's id.
        block_id: BlockId,
    ) {
        /// `block_id`.
        absent kind as "type": Option<String>,
    }
}
