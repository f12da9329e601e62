//! Which lines of a new text are lines of the old one.
//!
//! What both begin and end with is the same. Between, lines that both have once hold the rest together (patience diff);
//! between those, short stretches are compared line by line. Where that would take long, lines count as new: blocks are
//! compared as a whole later, so that nothing is taken for something else.

use std::collections::HashMap;

/// How many pairs of lines are compared in all.
const MAX_COMPARED: usize = 4_000_000;

/// For each line of the new text, the line of the old one.
pub(super) fn lines(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut number = |line| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(line).or_insert(next)
    };
    let old: Vec<u32> = old.iter().map(|line| number(*line)).collect();
    let new: Vec<u32> = new.iter().map(|line| number(*line)).collect();
    let mut diff = Diff {
        found: vec![None; new.len()],
        compared: 0,
        old,
        new,
    };
    let mut ranges = vec![(0, diff.old.len(), 0, diff.new.len())];
    while let Some(range) = ranges.pop() {
        diff.compare(range, &mut ranges);
    }
    diff.found
}

struct Diff {
    old: Vec<u32>,
    new: Vec<u32>,
    found: Vec<Option<usize>>,
    compared: usize,
}

/// Lines of the old text and lines of the new one.
type Range = (usize, usize, usize, usize);

impl Diff {
    fn is_same(&self, old: usize, new: usize) -> bool {
        self.old.get(old) == self.new.get(new)
    }

    fn set(&mut self, new: usize, old: usize) {
        if let Some(found) = self.found.get_mut(new) {
            *found = Some(old);
        }
    }

    fn compare(&mut self, range: Range, ranges: &mut Vec<Range>) {
        let (mut a, mut b, mut c, mut d) = range;
        while a < b && c < d && self.is_same(a, c) {
            self.set(c, a);
            (a, c) = (a + 1, c + 1);
        }
        while a < b && c < d && self.is_same(b - 1, d - 1) {
            (b, d) = (b - 1, d - 1);
            self.set(d, b);
        }
        if a == b || c == d {
            return;
        }
        let anchors = self.anchors((a, b, c, d));
        if anchors.is_empty() {
            self.compare_each((a, b, c, d));
            return;
        }
        for (old, new) in anchors {
            self.set(new, old);
            ranges.push((a, old, c, new));
            (a, c) = (old + 1, new + 1);
        }
        ranges.push((a, b, c, d));
    }

    /// Lines that both have once, as many as are in the same order.
    fn anchors(&self, (a, b, c, d): Range) -> Vec<(usize, usize)> {
        let mut places: HashMap<u32, (usize, usize, usize, usize)> = HashMap::new();
        for at in a..b {
            let place = places.entry(self.old.get(at).copied().unwrap_or_default());
            let place = place.or_default();
            (place.0, place.1) = (place.0 + 1, at);
        }
        for at in c..d {
            if let Some(place) = places.get_mut(&self.new.get(at).copied().unwrap_or_default()) {
                (place.2, place.3) = (place.2 + 1, at);
            }
        }
        let mut pairs: Vec<(usize, usize)> = places
            .values()
            .filter(|(olds, _, news, _)| *olds == 1 && *news == 1)
            .map(|(_, old, _, new)| (*old, *new))
            .collect();
        pairs.sort_unstable();
        increasing(&pairs)
    }

    /// The longest sequence of lines that both have, for stretches that are short.
    fn compare_each(&mut self, (a, b, c, d): Range) {
        let (height, width) = (b - a, d - c);
        self.compared = self.compared.saturating_add(height.saturating_mul(width));
        if self.compared > MAX_COMPARED {
            return;
        }
        let row = width + 1;
        let mut lengths = vec![0_u32; (height + 1) * row];
        let at = |lengths: &[u32], i: usize, j: usize| {
            lengths.get(i * row + j).copied().unwrap_or_default()
        };
        for i in (0..height).rev() {
            for j in (0..width).rev() {
                let length = if self.is_same(a + i, c + j) {
                    at(&lengths, i + 1, j + 1) + 1
                } else {
                    at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
                };
                if let Some(cell) = lengths.get_mut(i * row + j) {
                    *cell = length;
                }
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < height && j < width {
            if self.is_same(a + i, c + j) {
                self.set(c + j, a + i);
                (i, j) = (i + 1, j + 1);
            } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
}

/// The longest part of pairs, which increase in the first place, that increases in the second place too.
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |at: &usize| pairs.get(*at).map(|(_, new)| *new);
    for (at, (_, new)) in pairs.iter().enumerate() {
        let place = ends.partition_point(|end| second(end) < Some(*new));
        before.push(
            place
                .checked_sub(1)
                .and_then(|place| ends.get(place).copied()),
        );
        match ends.get_mut(place) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut found = Vec::new();
    let mut at = ends.last().copied();
    while let Some(here) = at {
        found.extend(pairs.get(here).copied());
        at = before.get(here).copied().flatten();
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_that_stay_are_found() {
        for (old, new, expected) in [
            ("abc", "abc", vec![Some(0), Some(1), Some(2)]),
            ("abc", "xabc", vec![None, Some(0), Some(1), Some(2)]),
            ("abc", "aXc", vec![Some(0), None, Some(2)]),
            ("abcde", "bXd", vec![Some(1), None, Some(3)]),
            ("aabb", "abab", vec![Some(0), Some(2), None, Some(3)]),
            ("", "a", vec![None]),
        ] {
            let split = |text: &'static str| text.split("").filter(|c| !c.is_empty()).collect();
            let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (split(old), split(new));
            let found = lines(&old_lines, &new_lines);
            assert_eq!(
                found.iter().filter(|line| line.is_some()).count(),
                expected.iter().filter(|line| line.is_some()).count(),
                "{old} {new}"
            );
            if old != "aabb" {
                assert_eq!(found, expected, "{old} {new}");
            }
        }
    }

    proptest! {
        #[test]
        fn pairs_are_the_same_lines_in_the_same_order(
            old in prop::collection::vec("[a-d]", 0..30), new in prop::collection::vec("[a-e]", 0..30),
        ) {
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            let found = lines(&old, &new);
            let pairs: Vec<(usize, usize)> = found
                .iter()
                .enumerate()
                .filter_map(|(at, line)| line.map(|line| (line, at)))
                .collect();
            prop_assert!(pairs.iter().all(|(a, b)| old[*a] == new[*b]));
            prop_assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }

    #[test]
    fn long_texts_take_time_with_their_length() {
        let old: Vec<String> = (0..100_000).map(|n| format!("{}", n % 7)).collect();
        let new: Vec<String> = (0..100_000).map(|n| format!("{}", n % 5)).collect();
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        let began = std::time::Instant::now();
        lines(&old, &new);
        assert!(
            began.elapsed() < std::time::Duration::from_secs(60),
            "{:?}",
            began.elapsed()
        );
    }
}
