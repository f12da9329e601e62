//! Tables: as tags, on lines of their own or on one, and with pipes.

use super::attributes::attribute;
use super::inline;
use crate::state::{Run, Workspace};

/// A table that was read.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) has_column_header: bool,
    pub(super) has_row_header: bool,
    pub(super) rows: Vec<Row>,
}

/// A row, and the lines that it is on, counted from the table's first line.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Vec<Run>>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Reads a table of tags. The color of a cell, else of its row, else of its column is that of its text.
pub(super) fn of_tags(lines: &[&str], workspace: &Workspace) -> Table {
    let text = lines.join("\n");
    let mut table = Table::default();
    let mut columns: Vec<Option<String>> = Vec::new();
    let mut row_color = None;
    let mut line = 0;
    let mut rest = text.as_str();
    let color = |head: &str| attribute(head, "color").and_then(inline::color);
    while let Some((before, tail)) = rest.split_once('<') {
        line += before.matches('\n').count();
        let Some((head, after)) = tail.split_once('>') else {
            break;
        };
        rest = after;
        match head.split([' ', '\n']).next().unwrap_or_default() {
            "table" => {
                let is_on = |name| attribute(head, name) == Some("true");
                table.has_column_header = is_on("header-row");
                table.has_row_header = is_on("header-column");
            }
            "col" | "col/" => columns.push(color(head)),
            "tr" => {
                row_color = color(head);
                table.rows.push(Row {
                    start: line,
                    end: line + 1,
                    ..Row::default()
                });
            }
            "/tr" => {
                if let Some(row) = table.rows.last_mut() {
                    row.end = line + 1;
                }
            }
            name @ ("td" | "th") => {
                let close = format!("</{name}>");
                let (content, after) = after.split_once(close.as_str()).unwrap_or((after, ""));
                rest = after;
                line += content.matches('\n').count();
                let Some(row) = table.rows.last_mut() else {
                    continue;
                };
                row.end = line + 1;
                let column = columns.get(row.cells.len()).cloned().flatten();
                let color = color(head).or_else(|| row_color.clone()).or(column);
                let content = content.trim_matches('\n').replace('\n', "<br>");
                let mut runs = inline::read(&content, workspace);
                for run in &mut runs {
                    if run.annotations.color == "default"
                        && let Some(color) = &color
                    {
                        run.annotations.color.clone_from(color);
                    }
                }
                row.cells.push(runs);
            }
            _ => {}
        }
        line += head.matches('\n').count();
    }
    table
}

/// Reads a table of pipes, whose second line says that the first one is a header. Returns the number of its lines too.
pub(super) fn of_pipes(lines: &[&str], workspace: &Workspace) -> Option<(Table, usize)> {
    let [head, ruler, ..] = lines else {
        return None;
    };
    let is_row = |line: &str| line.trim_start().starts_with('|');
    let is_ruler = |cell: &str| {
        let cell = cell.trim();
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    if !is_row(head) || !is_row(ruler) || !cells(ruler).iter().all(|cell| is_ruler(cell)) {
        return None;
    }
    let mut table = Table {
        has_column_header: true,
        ..Table::default()
    };
    let mut count = 0;
    for (at, line) in lines.iter().enumerate() {
        if !is_row(line) {
            break;
        }
        count = at + 1;
        if at == 1 {
            continue;
        }
        let cells = cells(line);
        table.rows.push(Row {
            cells: cells
                .iter()
                .map(|cell| inline::read(cell.trim(), workspace))
                .collect(),
            start: at,
            end: at + 1,
        });
    }
    Some((table, count))
}

/// The cells of a line with pipes. A pipe in code or after a backslash is none.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut is_code = false;
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if !is_code => {
                cell.push(c);
                cell.extend(chars.next());
                continue;
            }
            '`' => is_code = !is_code,
            '|' if !is_code => {
                cells.push(std::mem::take(&mut cell));
                continue;
            }
            _ => {}
        }
        cell.push(c);
    }
    if !cell.trim().is_empty() {
        cells.push(cell);
    }
    cells
}
