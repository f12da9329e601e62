//! Markdown both ways.

mod bounds;
mod inline;
mod misfits;
mod random;
mod styles;
mod words;

use std::time::{Duration, Instant};

use notion_content::markdown::{DEPTH, read, write};
use notion_content::model::{
    self, Color, CustomEmojiId, DatabaseId, DateValue, Icon, IconColor, Language, PageId, UserId,
};
use notion_content::*;
use proptest::prelude::*;

use crate::support::documents;

/// That a text is read as these blocks, and that they are written as this text.
fn both_ways(text: &str, blocks: &[Block]) {
    let document = read(text);
    assert_eq!(document.blocks, blocks, "{text}");
    assert_eq!(document.lost, [], "{text}");
    let written = write(blocks);
    assert_eq!(written.text.trim_end(), text);
    assert_eq!(written.lost, [], "{text}");
}

/// All text of a document, in order, but for the captions of code, which are lost and reported.
fn text_of(blocks: &[Block], out: &mut String) {
    for block in blocks {
        let is_code = matches!(block.kind, model::BlockKind::Code(_));
        let caption = block.caption_runs().filter(|_| !is_code);
        for runs in [block.runs(), caption].into_iter().flatten() {
            runs.iter()
                .for_each(|run| out.push_str(run.to_plain_text()));
        }
        match &block.kind {
            model::BlockKind::TableRow(row) => {
                row.cells
                    .iter()
                    .flatten()
                    .for_each(|run| out.push_str(run.to_plain_text()));
            }
            model::BlockKind::Equation(equation) => out.push_str(&equation.expression),
            _ => {}
        }
        text_of(&block.children, out);
    }
}
