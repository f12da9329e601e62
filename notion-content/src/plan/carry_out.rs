//! From what is cheapest to requests.

use std::collections::VecDeque;

use notion_model::{BlockKind, BlockRequest, Form};

use super::cost::{Costs, Shape};
use super::measure::{LEVELS, Size};
use super::{Append, At, Place, Plan, Step};
use crate::block::requests_mut;

impl Costs {
    /// The blocks of the first level that go along with their page, as many as can be, and how many they are. `reserved` is
    /// how many bytes the request has without them.
    pub(super) fn along_with_page(&self, reserved: usize) -> (Vec<BlockRequest>, usize) {
        let room = Size {
            bytes: Size::ROOM.bytes.saturating_sub(reserved),
            ..Size::ROOM
        };
        let blocks = self.children(None);
        let count = self.along(blocks.clone(), LEVELS, room).len() - 1;
        let requests = blocks
            .take(count)
            .map(|at| self.request(at, &Shape::Whole, LEVELS));
        (requests.collect(), count)
    }

    /// Everything from this block of the first level on.
    pub(super) fn plan(&self, from: usize, at: At) -> Plan {
        let mut steps = Vec::new();
        // What is to be filled from which of its blocks on, and where it is known from.
        let mut open = VecDeque::from([(None, Place::Root, from)]);
        while let Some((holder, under, from)) = open.pop_front() {
            let blocks = self.children(holder);
            let mut at = if holder.is_none() { at } else { At::End };
            let mut first = from;
            while first < blocks.len() {
                let end = self.rest(holder, first).end.clamp(first + 1, blocks.len());
                let chunk = blocks.start + first..blocks.start + end;
                let shapes = self.shapes(chunk.clone());
                let requests = chunk.clone().zip(&shapes);
                let step = steps.len();
                steps.push(Step::Append(Append {
                    under,
                    at,
                    children: requests
                        .map(|(at, shape)| self.request(at, shape, LEVELS))
                        .collect(),
                }));
                for (index, (block, shape)) in chunk.zip(shapes).enumerate() {
                    let place = Place::Made { step, index };
                    match shape {
                        Shape::Whole => {}
                        Shape::First(count) => open.push_back((Some(block), place, count)),
                        Shape::Columns(shapes) => {
                            let columns = self.children(Some(block)).zip(&shapes);
                            let list = steps.len();
                            let mut asked = false;
                            for (index, (column, shape)) in columns.enumerate() {
                                if let Shape::First(count) = shape
                                    && *count < self.children(Some(column)).len()
                                {
                                    asked = true;
                                    let place = Place::Made { step: list, index };
                                    open.push_back((Some(column), place, *count));
                                }
                            }
                            if asked {
                                steps.push(Step::List(place));
                            }
                            open.push_back((Some(block), place, shapes.len()));
                        }
                    }
                }
                if at != At::End {
                    at = At::AfterMade(Place::Made {
                        step,
                        index: end - first - 1,
                    });
                }
                first = end;
            }
        }
        Plan { steps }
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
            Shape::First(count) => blocks
                .take(*count)
                .map(|at| self.request(at, &Shape::Whole, below))
                .collect(),
            Shape::Columns(shapes) => blocks
                .zip(shapes)
                .map(|(at, shape)| self.request(at, shape, below))
                .collect(),
        };
        if children.is_empty() {
            write_empty(&mut kind, levels);
        } else if let Some(place) = requests_mut(&mut kind) {
            *place = children;
        }
        kind.into()
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
