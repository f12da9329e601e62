//! Blocks that are longer than Notion accepts: what does not fit goes on in the next block.

use notion_model::{BlockKind, Language, RichText as Run, RichTextKind};

use crate::limit::{MAX_EQUATION_CHARACTERS, MAX_REQUEST_BYTES, MAX_TABLE_COLUMNS, MAX_TEXT_RUNS};
use crate::text::split;
use crate::{Block, RichText, code, paragraph};

/// The most bytes of the texts of one block: of those of a request, a fifth is left for what is around them.
const MAX_BYTES: usize = MAX_REQUEST_BYTES / 5 * 4;

/// More than what is around the text and the address of a run in a request.
const BYTES_AROUND_RUN: usize = 320;

/// The block in as many as it takes, and what was changed for it.
pub(super) fn fit(mut block: Block) -> (Vec<Block>, Option<&'static str>) {
    match &mut block.kind {
        BlockKind::Table(_) => return fit_table(block),
        BlockKind::Equation(equation) if !is_formula(&equation.expression) => {
            let blocks = code_blocks(&Language::Latex, &equation.expression);
            return (blocks, Some(LONG_FORMULA));
        }
        BlockKind::Code(long) => {
            let [run] = long.rich_text.as_slice() else {
                return (vec![block], None);
            };
            if fits(&long.rich_text, MAX_BYTES) {
                return (vec![block], None);
            }
            let language = long.language.clone().unwrap_or_default();
            let blocks = code_blocks(&language, run.to_plain_text());
            return (blocks, Some(LONG_TEXT));
        }
        _ => {}
    }
    let rest = match texts(&mut block.kind) {
        Some(runs) => cut(runs, MAX_BYTES),
        None => Vec::new(),
    };
    if rest.is_empty() {
        return (vec![block], None);
    }
    let goes_on = rest.into_iter().map(paragraph);
    let holds_it = !matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Image(_))
        && !is_plain_heading(&block.kind);
    let blocks = if holds_it {
        block.children.splice(..0, goes_on);
        vec![block]
    } else {
        std::iter::once(block).chain(goes_on).collect()
    };
    (blocks, Some(LONG_TEXT))
}

const LONG_TEXT: &str = "text that is longer than Notion accepts continues in the next block";

/// What [`Loss`](super::Loss) says of a formula that is code.
pub(super) const LONG_FORMULA: &str = "a formula that is longer than Notion accepts is code";

/// Returns true if Notion accepts a formula of this length.
pub(super) fn is_formula(expression: &str) -> bool {
    expression.len() <= MAX_EQUATION_CHARACTERS
        || expression.encode_utf16().count() <= MAX_EQUATION_CHARACTERS
}

fn code_blocks(language: &Language, text: &str) -> Vec<Block> {
    let mut runs = vec![Run::text(text)];
    let rest = cut(&mut runs, MAX_BYTES);
    let texts = std::iter::once(RichText::from(runs)).chain(rest);
    texts.map(|text| code(language.clone(), text)).collect()
}

fn fit_table(mut block: Block) -> (Vec<Block>, Option<&'static str>) {
    let mut lost = None;
    let mut rest = Vec::new();
    if let BlockKind::Table(table) = &mut block.kind
        && table.table_width > Some(MAX_TABLE_COLUMNS as u64)
    {
        table.table_width = Some(MAX_TABLE_COLUMNS as u64);
        lost = Some("columns after the hundredth are in the hundredth in Notion");
    }
    for row in &mut block.children {
        let BlockKind::TableRow(row) = &mut row.kind else {
            continue;
        };
        if row.cells.len() > MAX_TABLE_COLUMNS {
            for cell in row.cells.split_off(MAX_TABLE_COLUMNS) {
                if let Some(last) = row.cells.last_mut() {
                    last.push(Run::text(" | "));
                    last.extend(cell);
                }
            }
        }
        let bytes: usize = row.cells.iter().flatten().map(bytes).sum();
        let most = if bytes > MAX_BYTES {
            MAX_BYTES / row.cells.len().max(1)
        } else {
            MAX_BYTES
        };
        for cell in &mut row.cells {
            rest.extend(cut(cell, most));
        }
    }
    if !rest.is_empty() {
        lost =
            Some("the text of a cell that is longer than Notion accepts continues after the table");
    }
    let blocks = std::iter::once(block).chain(rest.into_iter().map(paragraph));
    (blocks.collect(), lost)
}

/// The text of a block that was read. Code has been dealt with before.
fn texts(kind: &mut BlockKind) -> Option<&mut Vec<Run>> {
    match kind {
        BlockKind::Image(image) => Some(&mut image.caption),
        BlockKind::Code(_) | BlockKind::Template(_) => None,
        kind => kind.rich_text_mut(),
    }
}

fn is_plain_heading(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Heading1(block)
        | BlockKind::Heading2(block)
        | BlockKind::Heading3(block)
        | BlockKind::Heading4(block) => !block.is_toggleable,
        _ => false,
    }
}

/// Returns true if a text goes into one block, by a count that is never too low.
fn fits(runs: &[Run], most_bytes: usize) -> bool {
    let parts: usize = runs
        .iter()
        .map(|run| 1 + run.to_plain_text().len() / 1_000)
        .sum();
    parts <= MAX_TEXT_RUNS && runs.iter().map(bytes).sum::<usize>() <= most_bytes
}

/// Leaves of a text what goes into one block, and returns the rest in texts that do as well.
fn cut(runs: &mut Vec<Run>, most_bytes: usize) -> Vec<RichText> {
    if fits(runs, most_bytes) {
        return Vec::new();
    }
    let mut texts = vec![Vec::new()];
    let mut total = 0;
    for run in RichText::from(std::mem::take(runs)).merged().runs() {
        for part in parts(run, most_bytes / 8) {
            let bytes = bytes(&part);
            let is_full = |text: &Vec<Run>| {
                text.len() >= MAX_TEXT_RUNS || !text.is_empty() && total + bytes > most_bytes
            };
            if texts.last().is_none_or(is_full) {
                texts.push(Vec::new());
                total = 0;
            }
            total += bytes;
            if let Some(last) = texts.last_mut() {
                last.push(part);
            }
        }
    }
    let mut texts = texts.into_iter().map(|runs| RichText::from(runs).merged());
    *runs = texts.next().unwrap_or_default().into_runs();
    texts.collect()
}

/// A run as a request has it: in parts of a length that Notion accepts, and of not many more bytes than these.
fn parts(run: &Run, bytes: usize) -> Vec<Run> {
    let RichTextKind::Text(text) = &run.kind else {
        return vec![run.clone()];
    };
    let part = |content: &str| {
        let mut part = run.clone();
        if let RichTextKind::Text(text) = &mut part.kind {
            content.clone_into(&mut text.content);
        }
        part
    };
    let mut parts = Vec::new();
    for content in split(&text.content) {
        let mut rest = content;
        while rest.len() > bytes {
            let end = rest.ceil_char_boundary(bytes.max(1));
            let (start, others) = rest.split_at(end);
            parts.push(part(start));
            rest = others;
        }
        if !rest.is_empty() {
            parts.push(part(rest));
        }
    }
    parts
}

/// The most bytes that a run takes in a request.
fn bytes(run: &Run) -> usize {
    let (text, link) = match &run.kind {
        RichTextKind::Text(text) => {
            let link = text.link.as_ref().map_or("", |link| &link.url);
            (text.content.as_str(), link)
        }
        RichTextKind::Equation(equation) => (equation.expression.as_str(), ""),
        _ => ("", ""),
    };
    let escaped = |text: &str| -> usize {
        let byte = |byte: u8| match byte {
            b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
            byte if byte < b' ' => 6,
            _ => 1,
        };
        text.bytes().map(byte).sum()
    };
    let parts = 1 + text.len() / 1_000;
    escaped(text) + parts * (escaped(link) + BYTES_AROUND_RUN)
}
