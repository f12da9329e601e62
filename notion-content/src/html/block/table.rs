//! Tables as HTML.

use notion_model::{BlockKind, Table, TableRow};

use super::super::text::rich;
use super::{Writer, is_row};
use crate::Block;

impl Writer<'_> {
    pub(super) fn table(&mut self, block: &Block, table: &Table) {
        self.out.push_str("<table>\n");
        let mut head = table.has_column_header;
        let mut width = None;
        let mut is_even = true;
        for row in &block.children {
            let BlockKind::TableRow(row) = &row.kind else {
                continue;
            };
            self.out.push_str(if head { "<thead>\n" } else { "" });
            self.row(row, head, table.has_row_header);
            self.out.push_str(if head { "</thead>\n" } else { "" });
            head = false;
            is_even &= *width.get_or_insert(row.cells.len()) == row.cells.len();
        }
        self.out.push_str("</table>\n");
        if !is_even {
            self.note(
                "Not as Notion has it: ",
                "rows of different lengths in a table",
            );
        }
        // Other blocks than rows, and what rows hold, are not allowed in a table of HTML.
        let others = block.children.iter().filter(|child| !is_row(child));
        self.inside(others.collect(), &block.kind);
        for row in block.children.iter().filter(|child| is_row(child)) {
            self.inside(row.children.iter().collect(), &row.kind);
        }
    }

    pub(super) fn row(&mut self, row: &TableRow, is_head: bool, has_row_header: bool) {
        self.out.push_str("<tr>");
        for (index, cell) in row.cells.iter().enumerate() {
            let (begin, end) = match (is_head, has_row_header && index == 0) {
                (true, _) => ("<th scope=\"col\">", "</th>"),
                (false, true) => ("<th scope=\"row\">", "</th>"),
                (false, false) => ("<td>", "</td>"),
            };
            self.out.push_str(begin);
            self.out.push_str(&rich(cell));
            self.out.push_str(end);
        }
        self.out.push_str("</tr>\n");
    }
}
