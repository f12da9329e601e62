//! Tables as Markdown.

use notion_model::{BlockKind, RichText as Run, Table};

use super::super::lines::join;
use super::super::write_text::{Place, unsaid_of, write as write_text};
use super::{EMPTY, Writer};
use crate::limit::MAX_TABLE_COLUMNS;
use crate::{Block, RichText};

impl Writer {
    pub(super) fn table(&mut self, table: &Table, children: &[Block]) -> String {
        if table.has_row_header {
            self.lose("the heading column of a table");
        }
        let mut others = String::new();
        let mut rows: Vec<&[Vec<Run>]> = Vec::new();
        for (index, block) in children.iter().enumerate() {
            self.path.push(index);
            if let BlockKind::TableRow(row) = &block.kind {
                rows.push(&row.cells);
                if !block.children.is_empty() {
                    self.lose("the blocks in a block that cannot have any follow it");
                    let inner = self.inner(&block.children);
                    others = join(others, &inner);
                }
            } else {
                self.lose("a block in a table that is not a row follows the table");
                let block = self.one(block);
                others = join(others, &block);
            }
            self.path.pop();
        }
        let text = self.rows(table, &rows);
        join(text, &others)
    }

    fn rows(&mut self, table: &Table, rows: &[&[Vec<Run>]]) -> String {
        let widest = rows.iter().map(|row| row.len()).max().unwrap_or_default();
        let width = table
            .table_width
            .and_then(|width| usize::try_from(width).ok());
        // More columns than Notion takes are not written where there are no cells for them.
        let width = width.unwrap_or(widest).min(MAX_TABLE_COLUMNS).max(widest);
        if width == 0 {
            return self.nothing("a table without columns");
        }
        if rows.is_empty() {
            return self.nothing("a table without rows");
        }
        if let Some(what) = rows
            .iter()
            .copied()
            .flatten()
            .find_map(|cell| unsaid_of(cell))
        {
            self.lose(what);
        }
        let (header, rest) = match rows.split_first() {
            Some((header, rest)) if table.has_column_header => (*header, rest),
            _ => ([].as_slice(), rows),
        };
        let empty = |cell: &Vec<Run>| RichText::from(cell.as_slice()) == RichText::new();
        let marked = table.has_column_header && header.iter().all(empty);
        // Markdown fills up the rows that are shorter than the first one. To write them out would take quadratic space.
        let rows = rest.iter().map(|row| line(row, 1, false));
        [
            line(header, width, marked),
            format!("|{}", "---|".repeat(width)),
        ]
        .into_iter()
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
    }
}

/// A row of a table, with at least so many cells. An empty one that is to be read as a heading says so.
fn line(cells: &[Vec<Run>], width: usize, marked: bool) -> String {
    let mut out = "|".to_owned();
    for index in 0..width.max(cells.len()) {
        let text = match cells.get(index) {
            Some(cell) => write_text(cell, Place::Cell),
            None => String::new(),
        };
        let text = if marked && index == 0 {
            EMPTY.to_owned()
        } else {
            text
        };
        out.push_str(&format!(" {text} |"));
    }
    out
}
