//! The fewest requests for each part of a document, from its leaves up.

use std::cmp::Reverse;
use std::ops::Range;

use notion_model::BlockKind;

use super::measure::{Measure, Size, measure};
use crate::check::Draft;
use crate::limit::{MAX_CHILDREN_LEVELS, MAX_SIBLINGS};

/// A document with what each part of it costs.
pub(super) struct Costs {
    pub(super) drafts: Vec<Draft>,
    measures: Vec<Measure>,
    /// Of each block, the ways in which it can go into the request that appends it: the cheapest first, the smallest last.
    ways: Vec<Vec<Way>>,
    /// Of each block, how what is in it is appended to it.
    appends: Vec<Appends>,
    /// The same of the whole document.
    root: Appends,
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
    /// These, counted from the first, each with all that is in it. The others are put before and behind them.
    Part(Range<usize>),
    /// Columns: each in its own way, and then perhaps others that follow.
    Columns(Vec<Shape>),
}

/// How the blocks in a block are appended to it, for each of them.
#[derive(Clone, Debug, Default)]
struct Appends {
    /// All from this one on: how many requests, and the first block that the first of them does not append.
    from: Vec<(usize, usize)>,
    /// All before this one: how many requests, and the first block of the last of them. Only where there are so many blocks
    /// that not all can go along with the block that they stand in.
    before: Vec<(usize, usize)>,
}

impl Costs {
    pub(super) fn of(drafts: Vec<Draft>) -> Self {
        let count = drafts.len();
        let mut costs = Self {
            measures: measure(&drafts),
            ways: vec![Vec::new(); count],
            appends: vec![Appends::default(); count],
            root: Appends::default(),
            drafts,
        };
        for at in (0..count).rev() {
            let appends = costs.appends_of(costs.children(Some(at)));
            if let Some(place) = costs.appends.get_mut(at) {
                *place = appends;
            }
            let ways = costs.ways_of(at);
            if let Some(place) = costs.ways.get_mut(at) {
                *place = ways;
            }
        }
        costs.root = costs.appends_of(costs.children(None));
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

    /// The blocks in a block, or in the document, from this one on, request by request.
    pub(super) fn chunks_from(&self, at: Option<usize>, from: usize) -> Vec<Range<usize>> {
        let mut chunks = Vec::new();
        let mut first = from;
        while let Some((1.., end)) = self.appends(at).from.get(first) {
            chunks.push(first..*end);
            first = *end;
        }
        chunks
    }

    /// The blocks in a block before this one, request by request.
    pub(super) fn chunks_before(&self, at: Option<usize>, to: usize) -> Vec<Range<usize>> {
        let mut chunks = Vec::new();
        let mut end = to;
        while let Some((1.., first)) = self.appends(at).before.get(end) {
            chunks.push(*first..end);
            end = *first;
        }
        chunks.reverse();
        chunks
    }

    fn appends(&self, at: Option<usize>) -> &Appends {
        let appends = at.and_then(|at| self.appends.get(at));
        appends.unwrap_or(&self.root)
    }

    /// How many requests append the blocks in a block from this one on.
    fn cost_from(&self, at: usize, from: usize) -> usize {
        let cost = self.appends(Some(at)).from.get(from);
        cost.map_or(0, |(cost, _)| *cost)
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
            .take(MAX_SIBLINGS)
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

    fn appends_of(&self, blocks: Range<usize>) -> Appends {
        let count = blocks.len();
        let chunks = |from: usize| self.chunks(blocks.start + from..blocks.end).enumerate();

        let mut rest = vec![(0, count); count + 1];
        for from in (0..count).rev() {
            let cost = |(index, cost): (usize, usize)| {
                let end = from + 1 + index;
                let after = rest.get(end).map_or(0, |(cost, _)| *cost);
                (cost + after, end)
            };
            // Of those that cost the same, the one that takes the most. A block of its own always fits.
            let best = chunks(from)
                .map(cost)
                .min_by_key(|(cost, end)| (*cost, Reverse(*end)));
            if let (Some(place), Some(best)) = (rest.get_mut(from), best) {
                *place = best;
            }
        }

        let mut before = vec![(usize::MAX, 0); count + 1];
        if let Some(place) = before.first_mut() {
            *place = (0, 0);
        }
        if count <= MAX_SIBLINGS {
            before.clear();
        }
        for from in 0..before.len() {
            let cost_before = before.get(from).map_or(0, |(cost, _)| *cost);
            for (index, cost) in chunks(from) {
                if let Some(place) = before.get_mut(from + 1 + index)
                    && cost_before + cost < place.0
                {
                    *place = (cost_before + cost, from);
                }
            }
        }
        Appends { from: rest, before }
    }

    /// What it costs to append the first of some neighbours with one request, the first two, and so on, as many as it takes;
    /// with what follows for what is in them.
    fn chunks(&self, blocks: Range<usize>) -> impl Iterator<Item = usize> {
        let mut chunk = Chunk::default();
        blocks
            .take(MAX_SIBLINGS)
            .map_while(move |at| chunk.push(self.ways(at)).then_some(1 + chunk.cost))
    }

    fn ways_of(&self, at: usize) -> Vec<Way> {
        let Some((draft, measure)) = self.drafts.get(at).zip(self.measures.get(at)) else {
            return Vec::new();
        };
        let mut ways = Vec::new();
        if measure.goes_along(MAX_CHILDREN_LEVELS) {
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
            BlockKind::Table(_) => ways.extend(self.parts(at, measure.own, 1)),
            _ => ways.extend(self.parts(at, measure.own, 0)),
        }
        // What costs more has to be smaller, or it is of no use.
        let mut smallest = usize::MAX;
        ways.retain(|way| {
            let is_smaller = way.size.bytes < smallest;
            smallest = smallest.min(way.size.bytes);
            is_smaller
        });
        ways
    }

    /// With some of the blocks in it: those that spare the most requests, and as few of them as can be.
    fn parts(&self, at: usize, own: Size, least: usize) -> Vec<Way> {
        let blocks = self.children(Some(at));
        let room = Size::ROOM.without(own);
        let part = |first: usize, count: usize, size: Size, cost: usize| Way {
            shape: Shape::Part(first..first + count),
            size: Size {
                blocks: own.blocks + size.blocks,
                bytes: own.bytes + size.bytes,
            },
            cost,
        };
        let along = self.along(blocks.clone(), MAX_CHILDREN_LEVELS - 1, room);
        let most = along.len() - 1;
        let first = |count: usize| {
            let size = along.get(count).copied().unwrap_or_default();
            part(0, count, size, self.cost_from(at, count))
        };
        let smallest = first(least.min(most));
        let cost = self.cost_from(at, most);
        let enough = (least.min(most)..=most).find(|count| self.cost_from(at, *count) == cost);
        let mut ways: Vec<Way> = enough.map(first).into_iter().chain([smallest]).collect();

        // Others than the first ones, where that costs less. What stands before them is put at the start.
        let before = self.appends(Some(at)).before.iter().enumerate().skip(1);
        for (first, (cost_before, _)) in before {
            let along = self.along(
                blocks.start + first..blocks.end,
                MAX_CHILDREN_LEVELS - 1,
                room,
            );
            let count = along.len() - 1;
            let cost = cost_before + self.cost_from(at, first + count);
            if count > 0 && ways.first().is_some_and(|best| cost < best.cost) {
                let size = along.get(count).copied().unwrap_or_default();
                ways.insert(0, part(first, count, size, cost));
            }
        }
        ways
    }

    /// A list of columns with its columns: as much in each as can be, or nothing in any.
    fn columns(&self, at: usize, own: Size, filled: bool) -> Way {
        let columns = self.children(Some(at)).take(MAX_SIBLINGS);
        let bare = columns
            .clone()
            .filter_map(|column| self.measures.get(column));
        let mut size = bare.fold(own, |size, column| size.with(column.own));
        let mut cost = self.cost_from(at, columns.len());
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
                    let all = self.cost_from(column, 0);
                    cost += all;
                    shapes.push(Shape::Part(0..0));
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
