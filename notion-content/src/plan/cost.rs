//! The fewest requests for each part of a document, from its leaves up.

use std::cmp::Reverse;
use std::ops::Range;

use notion_model::BlockKind;

use super::MOST_SIBLINGS;
use super::measure::{LEVELS, Measure, Size, measure};
use crate::check::Draft;

/// A document with what each part of it costs.
pub(super) struct Costs {
    pub(super) drafts: Vec<Draft>,
    measures: Vec<Measure>,
    /// Of each block, the ways in which it can go into the request that appends it: the cheapest first, the smallest last.
    ways: Vec<Vec<Way>>,
    /// Of each block, how what is in it is appended to it.
    rest: Vec<Vec<Rest>>,
    /// The same of the whole document.
    root: Vec<Rest>,
}

/// One way in which a block goes into the request that appends it.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) shape: Shape,
    size: Size,
    /// How many requests follow for what does not go along.
    cost: usize,
}

/// What of the blocks in a block goes along with it.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Whole,
    /// The first so many, each with all that is in it.
    First(usize),
    /// Columns: each in its own way, and then perhaps others that follow.
    Columns(Vec<Shape>),
}

/// What it costs to append the blocks in a block from one of them on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rest {
    /// How many requests.
    cost: usize,
    /// The first block that the first of them does not append.
    pub(super) end: usize,
}

impl Costs {
    pub(super) fn of(drafts: Vec<Draft>) -> Self {
        let count = drafts.len();
        let mut costs = Self {
            measures: measure(&drafts),
            ways: vec![Vec::new(); count],
            rest: vec![Vec::new(); count],
            root: Vec::new(),
            drafts,
        };
        for at in (0..count).rev() {
            let rest = costs.rest_of(costs.children(Some(at)));
            if let Some(place) = costs.rest.get_mut(at) {
                *place = rest;
            }
            let ways = costs.ways_of(at);
            if let Some(place) = costs.ways.get_mut(at) {
                *place = ways;
            }
        }
        costs.root = costs.rest_of(costs.children(None));
        costs
    }

    /// The blocks in a block; those of the first level if there is none.
    pub(super) fn children(&self, at: Option<usize>) -> Range<usize> {
        match at {
            Some(at) => self
                .drafts
                .get(at)
                .map_or(0..0, |draft| draft.children.clone()),
            None => 0..self.drafts.partition_point(|draft| draft.parent.is_none()),
        }
    }

    /// How the blocks in a block, or in the document, are appended from this one on.
    pub(super) fn rest(&self, at: Option<usize>, from: usize) -> Rest {
        let rest = at.map_or(Some(&self.root), |at| self.rest.get(at));
        rest.and_then(|rest| rest.get(from))
            .copied()
            .unwrap_or_default()
    }

    /// The ways in which these neighbours go into one request.
    pub(super) fn shapes(&self, blocks: Range<usize>) -> Vec<Shape> {
        let mut chunk = Chunk::default();
        for at in blocks {
            chunk.push(self.ways(at));
        }
        chunk
            .ways
            .into_iter()
            .map(|(way, _)| way.shape.clone())
            .collect()
    }

    /// How many neighbours can go whole into a request with so much room, where it still holds so many levels below them;
    /// and their size together.
    pub(super) fn along(&self, blocks: Range<usize>, levels: usize, room: Size) -> Vec<Size> {
        let mut sizes = vec![Size::default()];
        let mut size = Size::default();
        for measure in self
            .measures
            .get(blocks)
            .unwrap_or_default()
            .iter()
            .take(MOST_SIBLINGS)
        {
            size = size.with(measure.whole);
            if !(measure.goes_along(levels) && size.fits(room)) {
                break;
            }
            sizes.push(size);
        }
        sizes
    }

    fn ways(&self, at: usize) -> &[Way] {
        self.ways.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    /// For each of some neighbours: how they are appended from it on.
    fn rest_of(&self, blocks: Range<usize>) -> Vec<Rest> {
        let mut rest = vec![Rest::default(); blocks.len() + 1];
        for from in (0..blocks.len()).rev() {
            let mut best: Option<Rest> = None;
            let mut chunk = Chunk::default();
            for end in from + 1..=blocks.len().min(from + MOST_SIBLINGS) {
                if !chunk.push(self.ways(blocks.start + end - 1)) {
                    break;
                }
                let after = rest.get(end).map_or(0, |rest| rest.cost);
                let cost = 1 + chunk.cost + after;
                if best.is_none_or(|best| cost <= best.cost) {
                    best = Some(Rest { cost, end });
                }
            }
            // A block of its own always fits: its measure said so.
            if let (Some(place), Some(best)) = (rest.get_mut(from), best) {
                *place = best;
            }
        }
        rest
    }

    fn ways_of(&self, at: usize) -> Vec<Way> {
        let Some((draft, measure)) = self.drafts.get(at).zip(self.measures.get(at)) else {
            return Vec::new();
        };
        let mut ways = Vec::new();
        if measure.goes_along(LEVELS) {
            ways.push(Way {
                shape: Shape::Whole,
                size: measure.whole,
                cost: 0,
            });
        }
        if draft.children.is_empty() {
            return ways;
        }
        match draft.request {
            BlockKind::ColumnList(_) => {
                ways.push(self.columns(at, measure.own, true));
                ways.push(self.columns(at, measure.own, false));
            }
            // A table is not made without a row.
            BlockKind::Table(_) => ways.extend(self.first(at, measure.own, 1)),
            _ => ways.extend(self.first(at, measure.own, 0)),
        }
        ways
    }

    /// With the first blocks in it: as few as spare the most requests, and as few as can be.
    fn first(&self, at: usize, own: Size, least: usize) -> impl Iterator<Item = Way> + use<> {
        let room = Size::ROOM.without(own);
        let along = self.along(self.children(Some(at)), LEVELS - 1, room);
        let cost = |count: usize| self.rest(Some(at), count).cost;
        let most = along.len() - 1;
        let enough = (least.min(most)..=most).find(|count| cost(*count) == cost(most));
        let way = |count: usize| Way {
            shape: Shape::First(count),
            size: along.get(count).map_or(own, |size| Size {
                blocks: own.blocks + size.blocks,
                bytes: own.bytes + size.bytes,
            }),
            cost: cost(count),
        };
        let ways = [enough.map(way), Some(way(least.min(most)))];
        ways.into_iter().flatten()
    }

    /// A list of columns with its columns: as much in each as can be, or nothing in any.
    fn columns(&self, at: usize, own: Size, filled: bool) -> Way {
        let columns = self.children(Some(at)).take(MOST_SIBLINGS);
        let bare = columns
            .clone()
            .filter_map(|column| self.measures.get(column));
        let mut size = bare.fold(own, |size, column| size.with(column.own));
        let mut cost = self.rest(Some(at), columns.len()).cost;
        let mut shapes = Vec::new();
        let mut asks = 0;
        for column in columns {
            let bare = self
                .measures
                .get(column)
                .map(|measure| measure.own)
                .unwrap_or_default();
            let ways = self.ways(column).iter().filter(|_| filled);
            let fitting = ways
                .map(|way| (way, size.without(bare).with(way.size)))
                .find(|(_, size)| size.fits(Size::ROOM));
            match fitting {
                Some((way, with)) => {
                    size = with;
                    cost += way.cost;
                    shapes.push(way.shape.clone());
                    asks |= usize::from(way.cost > 0);
                }
                None => {
                    let all = self.rest(Some(column), 0).cost;
                    cost += all;
                    shapes.push(Shape::First(0));
                    asks |= usize::from(all > 0);
                }
            }
        }
        Way {
            shape: Shape::Columns(shapes),
            size,
            // The ids of the columns have to be asked for.
            cost: cost + asks,
        }
    }
}

/// Neighbours that go into one request.
#[derive(Default)]
struct Chunk<'a> {
    /// The way that each goes, and those that would be smaller.
    ways: Vec<(&'a Way, &'a [Way])>,
    size: Size,
    cost: usize,
}

impl<'a> Chunk<'a> {
    /// Takes one more. Where the request has no room for it, others go along with less in them, those first that cost the
    /// fewest requests. Says whether there is room at last.
    fn push(&mut self, ways: &'a [Way]) -> bool {
        let Some((way, smaller)) = ways.split_first() else {
            return false;
        };
        self.ways.push((way, smaller));
        self.size = self.size.with(way.size);
        self.cost += way.cost;
        while !self.size.fits(Size::ROOM) {
            let saving = |way: &Way, next: &Way| way.size.bytes.saturating_sub(next.size.bytes);
            let cheapest = self
                .ways
                .iter_mut()
                .filter(|(way, smaller)| smaller.first().is_some_and(|next| saving(way, next) > 0))
                .min_by_key(|(way, smaller)| {
                    let next = smaller.first().unwrap_or(way);
                    let cost = next.cost.saturating_sub(way.cost);
                    (cost, Reverse(saving(way, next)))
                });
            let Some((way, smaller)) = cheapest else {
                return false;
            };
            let Some((next, others)) = smaller.split_first() else {
                return false;
            };
            self.size = self.size.without(way.size).with(next.size);
            self.cost = self.cost - way.cost + next.cost;
            (*way, *smaller) = (next, others);
        }
        true
    }
}
