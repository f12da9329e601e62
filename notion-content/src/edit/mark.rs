//! A document as Markdown in which nothing is lost: what Markdown cannot express is a marked line.

use std::collections::HashMap;

use notion_model::{BlockId, BlockKind};

use super::align;
use super::{BlockChange, EditError};
use crate::markdown::{self, Loss};
use crate::{Block, paragraph};

/// The Markdown of a document that was read, to be edited.
#[derive(Debug)]
pub struct Editable {
    text: String,
    /// The document with marks in place of what Markdown cannot express.
    base: Vec<Block>,
    /// The marks by the blocks that they are of.
    marks: HashMap<BlockId, String>,
}

impl Editable {
    /// Writes a document as Markdown. No request.
    ///
    /// Blocks without an ID, which were not read from a page, cannot be marked, and stand as Markdown has them.
    pub fn new(document: &[Block]) -> Editable {
        let mut marks = HashMap::new();
        let mut base: Vec<Block> = document
            .iter()
            .map(|block| marked(block, &mut marks))
            .collect();
        // Blocks that Markdown has words for may be read otherwise beside each other: then one of them is marked.
        loop {
            let written = markdown::write(&base).text;
            let read = markdown::read(&written).blocks;
            let differs = |index: &usize| base.get(*index) != read.get(*index);
            let wrong = (0..base.len().max(read.len())).find(differs);
            let wrong = wrong.and_then(|first| {
                let place = (0..base.len())
                    .rev()
                    .find(|at| *at <= first && !is_mark(&base[*at], &marks));
                let place =
                    place.or_else(|| (0..base.len()).find(|at| !is_mark(&base[*at], &marks)));
                place.filter(|place| document[*place].id.is_some())
            });
            match wrong {
                Some(place) => base[place] = mark(&document[place], &mut marks),
                None => {
                    return Editable {
                        text: written,
                        base,
                        marks,
                    };
                }
            }
        }
    }

    /// Returns the text to edit.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the changes that an edited text asks for, the smallest set. No request.
    ///
    /// # Errors
    ///
    /// If a marked line is missing, repeated, or moved.
    pub fn changes(&self, edited: &str) -> Result<Vec<BlockChange>, EditError> {
        let mut new = markdown::read(edited).blocks;
        let mut seen = HashMap::new();
        self.restore(&mut new, &mut seen);
        let mut missing: Vec<&String> = Vec::new();
        for (id, mark) in &self.marks {
            match seen.get(id) {
                None => missing.push(mark),
                Some(1) => {}
                Some(_) => return Err(EditError::RepeatedMark(mark.clone())),
            }
        }
        missing.sort();
        if let Some(mark) = missing.first() {
            return Err(EditError::MissingMark((*mark).clone()));
        }
        align::changes(&self.base, &new, &|block| is_mark(block, &self.marks))
    }

    /// What of an edited text Notion does not have, as [`markdown::read`] reports it.
    pub fn lost(&self, edited: &str) -> Vec<Loss> {
        markdown::read(edited).lost
    }

    /// Makes the marks in a text that was read what they were: their ids count, and not what was typed after them.
    fn restore(&self, blocks: &mut [Block], seen: &mut HashMap<BlockId, usize>) {
        for block in blocks {
            if let Some(id) = marked_id(block)
                && let Some(mark) = self.marks.get(&id)
            {
                *seen.entry(id).or_default() += 1;
                *block = paragraph(mark.as_str());
            }
            self.restore(&mut block.children, seen);
        }
    }
}

/// The block with marks in place of what Markdown cannot express of it.
fn marked(block: &Block, marks: &mut HashMap<BlockId, String>) -> Block {
    let mut inner = HashMap::new();
    let children = match block.kind {
        // In Markdown, rows are part of their table.
        BlockKind::Table(_) => block.children.clone(),
        _ => block
            .children
            .iter()
            .map(|child| marked(child, &mut inner))
            .collect(),
    };
    let candidate = Block {
        id: block.id,
        kind: block.kind.clone(),
        children,
    };
    // A user's own text that looks like a mark is one: what was read would be taken for it.
    let is_expressed = marked_id(&candidate).is_none() && comes_back(&candidate);
    if is_expressed || block.id.is_none() {
        marks.extend(inner);
        return candidate;
    }
    mark(block, marks)
}

/// Returns true if Markdown has words for all of the block.
fn comes_back(block: &Block) -> bool {
    let document = std::slice::from_ref(block);
    let written = markdown::write(document);
    written.lost.is_empty() && markdown::read(&written.text).blocks == document
}

fn mark(block: &Block, marks: &mut HashMap<BlockId, String>) -> Block {
    let Some(id) = block.id else {
        return block.clone();
    };
    let kind = block.kind.type_name().replace('_', " ");
    let text = block.plain_text();
    let words: Vec<&str> = text
        .split(|one: char| !one.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let text: String = words.join(" ").chars().take(40).collect();
    let mark = match text.is_empty() {
        true => format!("⟦{} {kind}⟧", id.uuid().as_simple()),
        false => format!("⟦{} {kind} with {text}⟧", id.uuid().as_simple()),
    };
    let line = paragraph(mark.as_str());
    marks.insert(id, mark);
    Block {
        id: Some(id),
        ..line
    }
}

/// The block that a paragraph is the mark of, by its text.
fn marked_id(block: &Block) -> Option<BlockId> {
    let BlockKind::Paragraph(_) = block.kind else {
        return None;
    };
    let text = block.plain_text();
    let inner = text.trim().strip_prefix('⟦')?.strip_suffix('⟧')?;
    inner.split(' ').next()?.parse().ok()
}

fn is_mark(block: &Block, marks: &HashMap<BlockId, String>) -> bool {
    marked_id(block).is_some_and(|id| marks.contains_key(&id))
}
