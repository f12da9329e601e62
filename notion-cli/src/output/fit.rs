//! Chooses the columns of a table, and their widths, so that it fits.
//!
//! A column is as wide as its longest text, up to 40 characters. If the sum is too wide, empty columns go first; then the
//! widest column shrinks, again and again, down to 10 characters; then columns go from the right. The first one, which is the
//! title, always stays.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The widest column that is shown unless everything is to be shown.
const WIDEST: usize = 40;
/// The narrowest width that a column shrinks to.
const NARROWEST: usize = 10;
/// What a column takes beside its text: the border and two spaces.
const BORDER: usize = 3;

/// A column that is shown.
#[derive(Debug, PartialEq)]
pub(super) struct Column {
    pub(super) index: usize,
    pub(super) width: usize,
}

/// Chooses the columns that fit this width, in characters, and shortens their cells. Without a width, all columns are kept whole.
pub(super) fn fit(header: &[String], lines: &[Vec<String>], room: Option<usize>) -> Vec<Column> {
    let longest = |index: usize| {
        lines
            .iter()
            .map(|line| width(&line[index]))
            .max()
            .unwrap_or(0)
    };
    let mut columns: Vec<Column> = (0..header.len())
        .map(|index| Column {
            index,
            width: longest(index).max(width(&header[index])),
        })
        .collect();
    let Some(room) = room else {
        return columns;
    };
    for column in &mut columns {
        column.width = column.width.min(WIDEST);
    }
    if total(&columns) > room {
        columns.retain(|column| column.index == 0 || longest(column.index) > 0);
    }
    while total(&columns) > room {
        let narrowest = columns.iter().all(|column| column.width <= NARROWEST);
        if narrowest && columns.len() > 1 {
            columns.pop();
            continue;
        }
        match columns.iter_mut().max_by_key(|column| column.width) {
            Some(widest) if widest.width > 1 => widest.width -= 1,
            _ => break,
        }
    }
    columns
}

fn total(columns: &[Column]) -> usize {
    columns
        .iter()
        .map(|column| column.width + BORDER)
        .sum::<usize>()
        + 1
}

/// How many cells of a terminal a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// A text of at most this width; one that is cut ends with an ellipsis.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut used = 1;
    for one in text.chars() {
        used += one.width().unwrap_or(0);
        if used > most {
            break;
        }
        shown.push(one);
    }
    shown.push('…');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn what_has_room_is_shown_and_empty_columns_go_first() {
        let header = line(&["Name", "Empty", "Status"]);
        let lines = vec![line(&["Write", "", "Done"])];
        let shown = |room| -> Vec<usize> {
            let columns = fit(&header, &lines, room);
            columns.iter().map(|column| column.index).collect()
        };
        assert_eq!(shown(Some(80)), [0, 1, 2]);
        assert_eq!(shown(Some(20)), [0, 2]);
        assert_eq!(shown(Some(12)), [0]);
        assert_eq!(shown(None), [0, 1, 2]);
    }

    #[test]
    fn texts_are_cut_by_the_cells_that_they_take() {
        assert_eq!(shorten("漢字漢字", 5), "漢字…");
        assert_eq!(shorten("abc", 3), "abc");
        assert_eq!(shorten("abcd", 3), "ab…");
    }

    proptest! {
        #[test]
        fn no_table_is_wider_than_the_terminal(
            texts in prop::collection::vec(prop::collection::vec("\\PC{0,60}", 4), 1..5),
            room in 6_usize..200,
        ) {
            let header = line(&["Name", "A long name of a column", "B", "C"]);
            let columns = fit(&header, &texts, Some(room));
            prop_assert_eq!(columns[0].index, 0);
            prop_assert!(total(&columns) <= room);
            for column in &columns {
                for text in &texts {
                    prop_assert!(width(&shorten(&text[column.index], column.width)) <= column.width);
                }
            }
        }
    }
}
