//! Plain text as rich text, within Notion's limits.

use notion_model::RichText;

use crate::error::{Error, Result};

/// What Notion takes in one run of text. It counts as JavaScript does, in units of UTF-16.
const RUN: usize = 2_000;
/// How many runs Notion takes in one value.
const RUNS: usize = 100;

/// A text as runs that Notion takes: split where it is too long for one. An empty text has none.
///
/// `property` and `place` are for the error: [`Error::Refused`] where the text is too long for all runs together.
pub(crate) fn runs(text: &str, property: &str, place: &str) -> Result<Vec<RichText>> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut units = 0;
    for (at, character) in text.char_indices() {
        if units + character.len_utf16() > RUN {
            runs.push(&text[start..at]);
            (start, units) = (at, 0);
        }
        units += character.len_utf16();
    }
    if start < text.len() {
        runs.push(&text[start..]);
    }
    if runs.len() > RUNS {
        let length = text.encode_utf16().count();
        let reason = format!(
            "the text is {length} characters long, and Notion takes {} at most",
            RUN * RUNS
        );
        return Err(Error::refused(property, place, reason));
    }
    Ok(runs.into_iter().map(RichText::text).collect())
}

#[cfg(test)]
mod tests {
    use notion_model::plain_text;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the text: nothing is lost, no run is too long, and none is shorter than it has to be.
        #[test]
        fn runs_are_the_text_cut_as_late_as_can_be(unit in "[a-zé😀\\n]{1,40}", times in 1_usize..400) {
            let text = unit.repeat(times);
            let split = runs(&text, "Name", "").unwrap();
            prop_assert_eq!(plain_text(&split), text);
            let length = |run: &RichText| run.to_plain_text().encode_utf16().count();
            prop_assert!(split.iter().all(|run| length(run) <= RUN));
            prop_assert!(split.iter().rev().skip(1).all(|run| length(run) >= RUN - 1));
        }
    }

    #[test]
    fn a_short_text_is_one_run_and_an_empty_one_none() {
        assert_eq!(runs("", "Name", "").unwrap(), []);
        assert_eq!(runs("Home", "Name", "").unwrap(), [RichText::text("Home")]);
    }

    #[test]
    fn a_long_text_is_split_and_nothing_is_lost() {
        let text = "é😀".repeat(2_500);
        let split = runs(&text, "Name", "").unwrap();
        assert_eq!(plain_text(&split), text);
        let lengths: Vec<_> = split
            .iter()
            .map(|run| run.to_plain_text().encode_utf16().count())
            .collect();
        // 2.5 thousand pairs of one unit and two: 1999 where the next character has two units and no room for them.
        assert_eq!(lengths.iter().sum::<usize>(), 7_500);
        assert!(lengths.iter().all(|length| *length <= RUN), "{lengths:?}");
        assert_eq!(split.len(), 4);
    }

    #[test]
    fn a_hundred_runs_are_the_end() {
        assert_eq!(runs(&"x".repeat(200_000), "Name", "").unwrap().len(), 100);
        let error = runs(&"x".repeat(200_001), "Name", "create_page").unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, Error::Refused(_)));
        assert!(
            text.contains("`Name` (create_page)") && text.contains("200001"),
            "{text}"
        );
    }
}
