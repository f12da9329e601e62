//! Cutting rich text, as a reader would count it.

use std::ops::{Bound, RangeBounds};

use notion_model::{RichText as Run, RichTextKind, Text};
use unicode_segmentation::UnicodeSegmentation;

use super::RichText;

impl RichText {
    /// How many characters a reader sees: graphemes of text, and one for each mention and equation.
    ///
    /// ```
    /// use notion_content::{inline_equation, text};
    ///
    /// // A family of three, a letter with its accent, an equation.
    /// assert_eq!((text("👨‍👩‍👧e\u{301}") + inline_equation("e=mc^2")).length(), 3);
    /// ```
    pub fn length(&self) -> usize {
        self.pieces().len()
    }

    /// A part of the text, from one character to another as [`length`](Self::length) counts them. Nothing is cut apart: no
    /// grapheme, even if its parts look different, no mention, no equation. What lies outside of the text is left out.
    ///
    /// ```
    /// use notion_content::{bold, inline_equation};
    ///
    /// let text = "naïve " + bold("👩‍🚀s") + inline_equation("x");
    /// assert_eq!(text.slice(2..7), "ïve " + bold("👩‍🚀"));
    /// assert_eq!(text.slice(8..), inline_equation("x"));
    /// assert_eq!(text.slice(5..500), " " + bold("👩‍🚀s") + inline_equation("x"));
    /// ```
    #[must_use]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Self {
        let from = match range.start_bound() {
            Bound::Unbounded => 0,
            Bound::Included(from) => *from,
            Bound::Excluded(before) => before.saturating_add(1),
        };
        let to = match range.end_bound() {
            Bound::Unbounded => usize::MAX,
            Bound::Included(last) => last.saturating_add(1),
            Bound::Excluded(to) => *to,
        };
        let pieces = self.pieces();
        let taken = pieces.into_iter().skip(from).take(to.saturating_sub(from));
        let slice = Self {
            runs: taken.flatten().collect(),
            part: self.part,
        };
        slice.merged()
    }

    /// The text, one character after the other. A grapheme may have parts in several runs.
    fn pieces(&self) -> Vec<Vec<Run>> {
        let mut pieces = Vec::new();
        let mut rest = self.runs.as_slice();
        while let Some((first, others)) = rest.split_first() {
            if content(first).is_none() {
                pieces.push(vec![first.clone()]);
                rest = others;
                continue;
            }
            let texts = rest.iter().take_while(|run| content(run).is_some()).count();
            let (texts, others) = rest.split_at(texts);
            graphemes(texts, &mut pieces);
            rest = others;
        }
        pieces
    }
}

fn content(run: &Run) -> Option<&str> {
    match &run.kind {
        RichTextKind::Text(text) => Some(&text.content),
        _ => None,
    }
}

/// The graphemes of neighbouring runs of text.
fn graphemes(runs: &[Run], pieces: &mut Vec<Vec<Run>>) {
    let whole: String = runs.iter().filter_map(content).collect();
    // The runs that are not used up, and what is left of the first of them.
    let mut runs = runs.iter().filter_map(|run| Some((run, content(run)?)));
    let mut current = runs.next();
    for grapheme in whole.graphemes(true) {
        let mut parts = Vec::new();
        let mut missing = grapheme.len();
        while missing > 0
            && let Some((run, left)) = current
        {
            let (part, left) = left.split_at(missing.min(left.len()));
            missing -= part.len();
            if !part.is_empty() {
                parts.push(with_content(run, part));
            }
            current = if left.is_empty() {
                runs.next()
            } else {
                Some((run, left))
            };
        }
        pieces.push(parts);
    }
}

/// The same run with another text.
pub(super) fn with_content(run: &Run, content: &str) -> Run {
    let link = match &run.kind {
        RichTextKind::Text(text) => text.link.clone(),
        _ => None,
    };
    let content = content.to_owned();
    Run {
        kind: RichTextKind::Text(Text {
            content,
            link,
            ..Text::default()
        }),
        annotations: run.annotations.clone(),
        ..Run::default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{bold, inline_equation, mention_date};

    fn texts() -> impl Strategy<Value = RichText> {
        let run = prop_oneof![
            "[ab é👩\u{200d}🚀\u{301}🇩]{0,6}".prop_map(RichText::from),
            "[ab é👩\u{200d}🚀\u{301}🇪]{0,6}".prop_map(bold),
            Just(inline_equation("e=mc^2")),
            Just(mention_date("2026-11-22")),
        ];
        prop::collection::vec(run, 0..6).prop_map(|runs| runs.into_iter().collect())
    }

    proptest! {
        /// The parts of a text are the text.
        #[test]
        fn parts_put_together_are_the_whole(text in texts(), at in 0_usize..20) {
            prop_assert_eq!(text.slice(..at) + text.slice(at..), text.clone());
            prop_assert_eq!(text.slice(..), text.clone());
            prop_assert_eq!(text.slice(..at).length(), at.min(text.length()));
        }

        /// No grapheme of the plain text is cut. (Mentions and equations part graphemes, and so are left out here.)
        #[test]
        fn graphemes_stay_whole(
            one in "[ab é👩\u{200d}🚀\u{301}🇩]{0,6}",
            other in "[ab é👩\u{200d}🚀\u{301}🇪]{0,6}",
            at in 0_usize..12,
        ) {
            let text = RichText::from(one.as_str()) + bold(other.as_str());
            let whole = one + &other;
            let expected: String = whole.graphemes(true).take(at).collect();
            prop_assert_eq!(text.slice(..at).plain_text(), expected);
        }
    }

    #[test]
    fn a_grapheme_of_two_looks_is_one_character() {
        let text = "e" + bold("\u{301}x");
        assert_eq!(text.length(), 2);
        assert_eq!(text.slice(..1), "e" + bold("\u{301}"));
    }

    #[test]
    fn bounds_may_lie_anywhere() {
        let text = RichText::from("abc");
        assert_eq!(text.slice(1..=1).plain_text(), "b");
        assert_eq!(text.slice(9..).plain_text(), "");
        #[allow(clippy::reversed_empty_ranges)]
        let backwards = text.slice(2..1);
        assert!(backwards.is_empty());
        let from = (Bound::Excluded(usize::MAX), Bound::Included(usize::MAX));
        assert!(text.slice(from).is_empty());
    }
}
