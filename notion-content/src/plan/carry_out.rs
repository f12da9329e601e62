//! From what is cheapest to requests.

use std::collections::VecDeque;
use std::ops::Range;

use notion_model::{BlockKind, BlockRequest, Form};

use super::cost::{Costs, Shape};
use super::measure::Size;
use super::{Append, At, Place, Plan, Step};
use crate::limit::MAX_CHILDREN_LEVELS;

impl Costs {
    /// The blocks of the first level that go along with their page, as many as can be, and how many they are. `reserved` is
    /// how many bytes the request has without them.
    pub(super) fn along_with_page(&self, reserved: usize) -> (Vec<BlockRequest>, usize) {
        let room = Size {
            bytes: Size::ROOM.bytes.saturating_sub(reserved),
            ..Size::ROOM
        };
        let blocks = self.children(None);
        let count = self.along(blocks.clone(), MAX_CHILDREN_LEVELS, room).len() - 1;
        let requests = blocks
            .take(count)
            .map(|at| self.request(at, &Shape::Whole, MAX_CHILDREN_LEVELS));
        (requests.collect(), count)
    }

    /// Everything from this block of the first level on.
    pub(super) fn plan(&self, from: usize, at: At) -> Plan {
        let mut planning = Planning {
            costs: self,
            steps: Vec::new(),
            open: VecDeque::new(),
        };
        planning.append(None, Place::Root, at, self.chunks_from(None, from));
        while let Some((block, place, part)) = planning.open.pop_front() {
            let block = Some(block);
            planning.append(
                block,
                place,
                At::Start,
                self.chunks_before(block, part.start),
            );
            planning.append(block, place, At::End, self.chunks_from(block, part.end));
        }
        Plan {
            steps: planning.steps,
        }
    }

    /// A block as a request has it, where the request holds so many levels below it.
    fn request(&self, at: usize, shape: &Shape, levels: usize) -> BlockRequest {
        let Some(draft) = self.drafts.get(at) else {
            return BlockRequest::default();
        };
        let mut kind = draft.request.clone();
        // Columns are no level of their own.
        let below = match kind {
            BlockKind::ColumnList(_) => levels,
            _ => levels.saturating_sub(1),
        };
        let blocks = draft.children.clone();
        let children: Vec<BlockRequest> = match shape {
            Shape::Whole => blocks.map(|at| self.request(at, shape, below)).collect(),
            Shape::Part(part) => blocks
                .skip(part.start)
                .take(part.len())
                .map(|at| self.request(at, &Shape::Whole, below))
                .collect(),
            Shape::Columns(shapes) => blocks
                .zip(shapes)
                .map(|(at, shape)| self.request(at, shape, below))
                .collect(),
        };
        if children.is_empty() {
            write_empty(&mut kind, levels);
        } else if let Some(place) = kind.children_mut() {
            *place = children;
        }
        kind.into()
    }
}

/// A plan on its way.
struct Planning<'a> {
    costs: &'a Costs,
    steps: Vec<Step>,
    /// Blocks that were made, where they are known from, and what of the blocks in them went along.
    open: VecDeque<(usize, Place, Range<usize>)>,
}

impl Planning<'_> {
    /// Appends some of the blocks in a block, or in the document, chunk by chunk.
    fn append(&mut self, holder: Option<usize>, under: Place, at: At, chunks: Vec<Range<usize>>) {
        let blocks = self.costs.children(holder);
        let mut at = at;
        for chunk in chunks {
            let last = chunk.len().saturating_sub(1);
            let chunk = blocks.start + chunk.start..blocks.start + chunk.end;
            let shapes = self.costs.shapes(chunk.clone());
            let requests = chunk.clone().zip(&shapes);
            let step = self.steps.len();
            self.steps.push(Step::Append(Append {
                under,
                at,
                children: requests
                    .map(|(at, shape)| self.costs.request(at, shape, MAX_CHILDREN_LEVELS))
                    .collect(),
            }));
            for (index, (block, shape)) in chunk.zip(shapes).enumerate() {
                self.made(block, Place::Made { step, index }, shape);
            }
            if at != At::End {
                at = At::AfterMade(Place::Made { step, index: last });
            }
        }
    }

    /// Remembers what is to be filled of a block that was made.
    fn made(&mut self, block: usize, place: Place, shape: Shape) {
        match shape {
            Shape::Whole => {}
            Shape::Part(part) => self.open.push_back((block, place, part)),
            Shape::Columns(shapes) => {
                let step = self.steps.len();
                let mut asked = false;
                let count = shapes.len();
                let columns = self.costs.children(Some(block)).zip(shapes);
                for (index, (column, shape)) in columns.enumerate() {
                    let Shape::Part(part) = shape else {
                        continue;
                    };
                    if part.len() < self.costs.children(Some(column)).len() {
                        asked = true;
                        self.open
                            .push_back((column, Place::Made { step, index }, part));
                    }
                }
                if asked {
                    self.steps.push(Step::List(place));
                }
                self.open.push_back((block, place, 0..count));
            }
        }
    }
}

/// Blocks that only hold others want the key `children` even if there are none; a tab not on the last level.
fn write_empty(kind: &mut BlockKind, levels: usize) {
    match kind {
        BlockKind::Column(column) => {
            *column = std::mem::take(column).with_form("children", Form::Written);
        }
        BlockKind::Tab(block) if levels > 0 => {
            *block = std::mem::take(block).with_form("children", Form::Written);
        }
        _ => {}
    }
}
