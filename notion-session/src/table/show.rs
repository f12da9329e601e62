//! Tables printed with aligned columns.

use std::fmt;

use comfy_table::{CellAlignment, ContentArrangement};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Entry, Table};

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = comfy_table::Table::new();
        let cells = |line: &Vec<Entry>| -> Vec<String> {
            line.iter()
                .map(|entry| fitted(&entry.text, self.max_width))
                .collect()
        };
        table
            .load_style(comfy_table::presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(
                self.header()
                    .iter()
                    .map(|name| fitted(name, self.max_width)),
            )
            .add_rows(self.lines.iter().map(cells));
        for (place, column) in table.column_iter_mut().enumerate() {
            if self.is_numeric(place) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.fmt(f)
    }
}

/// Returns text on one line within a width. Text that is cut ends with `…`.
fn fitted(text: &str, width: usize) -> String {
    let space = |character: char| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    };
    let line: String = text.chars().map(space).collect();
    if line.width() <= width {
        return line;
    }
    let mut used = 1;
    let fits = |character: &char| {
        used += character.width().unwrap_or(0);
        used <= width
    };
    let mut cut: String = line.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::super::tests::{line, named};
    use super::*;

    #[test]
    fn columns_are_aligned_by_what_a_terminal_shows() {
        let lines = ["日本語", "é", "a\nb", "much too long a name"];
        let lines = lines.map(|text| line(&[text, "1"])).into();
        let table = named(["Name", "N"], lines).max_width(9);
        let shown = table.to_string();
        let widths: Vec<_> = shown.lines().map(UnicodeWidthStr::width).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{shown}");
        assert!(
            shown.contains("much too…") && shown.contains("a b"),
            "{shown}"
        );
    }

    #[test]
    fn a_text_is_cut_between_characters_and_never_too_wide() {
        for width in 1..12 {
            for text in [
                "日本語のテキスト",
                "short",
                "",
                "mixed 日本 text",
                "👩‍👩‍👧 family",
            ] {
                let cut = fitted(text, width);
                assert!(cut.width() <= width, "{cut:?} in {width}");
                assert!(text.width() > width || cut == text);
            }
        }
    }
}
