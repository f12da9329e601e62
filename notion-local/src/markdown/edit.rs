//! Edits of a text that remember which parts of it they leave alone.

use std::ops::Range;

/// A text that is being edited.
#[derive(Debug)]
pub(crate) struct Edit {
    before: String,
    parts: Vec<Part>,
    /// Whether the whole text was given anew, so that nothing is known of what it leaves alone.
    is_anew: bool,
}

#[derive(Debug, Clone)]
enum Part {
    Kept(Range<usize>),
    New(String),
}

impl Edit {
    pub(crate) fn new(before: String) -> Self {
        let all = Part::Kept(0..before.len());
        Self {
            before,
            parts: vec![all],
            is_anew: false,
        }
    }

    /// The text after the edits so far.
    pub(crate) fn text(&self) -> String {
        self.parts.iter().map(|part| self.part(part)).collect()
    }

    fn part<'a>(&'a self, part: &'a Part) -> &'a str {
        match part {
            Part::Kept(range) => self.before.get(range.clone()).unwrap_or_default(),
            Part::New(text) => text,
        }
    }

    /// Gives the whole text anew.
    pub(crate) fn replace_all(&mut self, text: &str) {
        self.parts = vec![Part::New(text.to_owned())];
        self.is_anew = true;
    }

    /// Replaces a part of the present text.
    pub(crate) fn replace_one(&mut self, range: Range<usize>, new: &str) {
        self.replace(std::slice::from_ref(&range), new);
    }

    /// Replaces parts of the present text, which come in order and do not overlap.
    pub(crate) fn replace(&mut self, ranges: &[Range<usize>], new: &str) {
        let old = std::mem::take(&mut self.parts);
        let mut parts = Vec::with_capacity(old.len() + 2 * ranges.len());
        let (mut place, mut start, mut at) = (0, 0, 0);
        let end = Some(usize::MAX..usize::MAX);
        for range in ranges.iter().cloned().chain(end) {
            // What is between the range before and this one stays.
            while let Some(part) = old.get(place) {
                let end = start + self.part(part).len();
                let kept = at.max(start)..range.start.min(end);
                if kept.start < kept.end {
                    parts.push(cut(part, kept.start - start..kept.end - start));
                }
                if end > range.start {
                    break;
                }
                (place, start) = (place + 1, end);
            }
            if range.start < usize::MAX && !new.is_empty() {
                parts.push(Part::New(new.to_owned()));
            }
            at = range.end;
        }
        self.parts = parts;
    }

    /// For each line of the new text, the line of the old one that it is. Nothing if that is not known.
    pub(crate) fn lines(&self) -> Option<Vec<Option<usize>>> {
        if self.is_anew {
            return None;
        }
        let bounds = |text: &str| {
            let mut at = 0;
            text.split('\n')
                .map(|line| {
                    let range = at..at + line.len();
                    at = range.end + 1;
                    range
                })
                .collect::<Vec<_>>()
        };
        let old = bounds(&self.before);
        let (mut place, mut start) = (0, 0);
        let mut lines = Vec::new();
        for line in bounds(&self.text()) {
            // The part that the line begins in, or that ends there if it is the last one.
            while let Some(part) = self.parts.get(place)
                && start + self.part(part).len() <= line.start
                && place + 1 < self.parts.len()
            {
                start += self.part(part).len();
                place += 1;
            }
            let found = match self.parts.get(place) {
                Some(Part::Kept(kept)) if line.end <= start + kept.len() => {
                    let from = kept.start + (line.start - start);
                    let place = old.partition_point(|old| old.start < from);
                    old.get(place)
                        .filter(|old| old.start == from && old.len() == line.len())
                        .map(|_| place)
                }
                _ => None,
            };
            lines.push(found);
        }
        Some(lines)
    }
}

fn cut(part: &Part, range: Range<usize>) -> Part {
    match part {
        Part::Kept(kept) => Part::Kept(kept.start + range.start..kept.start + range.end),
        Part::New(text) => Part::New(text.get(range).unwrap_or_default().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_outside_of_an_edit_are_known() {
        let mut edit = Edit::new("a\nb\nc\nb".into());
        edit.replace(&[2..3, 6..7], "X\nY");
        assert_eq!(edit.text(), "a\nX\nY\nc\nX\nY");
        let expected = vec![Some(0), None, None, Some(2), None, None];
        assert_eq!(edit.lines(), Some(expected));
        // What stays on a line beside something new is not the line that it was.
        let mut edit = Edit::new("ab\ncd".into());
        edit.replace_one(1..1, "x");
        assert_eq!(
            (edit.text().as_str(), edit.lines()),
            ("axb\ncd", Some(vec![None, Some(1)]))
        );
        edit.replace_one(0..0, "first\n");
        assert_eq!(edit.lines(), Some(vec![None, None, Some(1)]));
        edit.replace_one(12..12, "\nlast");
        assert_eq!(edit.text(), "first\naxb\ncd\nlast");
        assert_eq!(edit.lines(), Some(vec![None, None, Some(1), None]));
        let mut edit = Edit::new(String::new());
        edit.replace_one(0..0, "x");
        assert_eq!(edit.text(), "x");
    }

    proptest! {
        #[test]
        fn edits_are_those_of_a_string(
            text in "[ab\n]{0,30}", cuts in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, "[x\n]{0,3}"), 1..5),
        ) {
            let mut edit = Edit::new(text.clone());
            let mut expected = text.clone();
            for (from, to, new) in cuts {
                let place = |share: f64| (share * (expected.len() + 1) as f64) as usize;
                let (from, to) = (place(from.min(to)), place(from.max(to)));
                expected.replace_range(from..to, &new);
                edit.replace_one(from..to, &new);
                prop_assert_eq!(edit.text(), expected.clone());
            }
            let old: Vec<&str> = text.split('\n').collect();
            let new: Vec<&str> = expected.split('\n').collect();
            let lines = edit.lines().unwrap();
            prop_assert_eq!(lines.len(), new.len());
            let pairs: Vec<(usize, usize)> = lines.iter().enumerate().filter_map(|(at, line)| line.map(|line| (line, at))).collect();
            prop_assert!(pairs.iter().all(|(a, b)| old[*a] == new[*b]));
            prop_assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
