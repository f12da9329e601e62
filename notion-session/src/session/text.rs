//! What the session's methods take for a text, and plain text as rich text within Notion's limits.

use notion_model::RichText;

use crate::schema;

use crate::error::{Error, Result};

/// What Notion takes in one run of text. It counts as JavaScript does, in units of UTF-16.
const RUN: usize = 2_000;
/// How many runs Notion takes in one value.
const RUNS: usize = 100;

/// What can be taken for a text: plain text, or one with formatting, links and mentions.
///
/// Plain text may be of any length that Notion takes in one value; it is split as Notion wants it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = notion_session::Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// use notion_session::model::RichText;
///
/// let mut page = session.create_page(&home, "Plans").await?;
/// page.set_title(vec!["Plans for ".into(), RichText::text("2027").bold()]).await?;
/// assert_eq!(page.title(), "Plans for 2027");
/// # Ok(())
/// # }
/// ```
pub trait IntoRichText {
    /// The text in runs, none longer than Notion takes where it was plain.
    fn into_rich_text(self) -> Vec<RichText>;
}

macro_rules! plain_texts {
    ($($text:ty),*) => {$(
        impl IntoRichText for $text {
            fn into_rich_text(self) -> Vec<RichText> {
                schema::RichText::from(AsRef::<str>::as_ref(&self)).into_runs()
            }
        }
    )*};
}

plain_texts!(&str, String, &String);

impl IntoRichText for RichText {
    fn into_rich_text(self) -> Vec<RichText> {
        vec![self]
    }
}

impl IntoRichText for Vec<RichText> {
    fn into_rich_text(self) -> Vec<RichText> {
        self
    }
}

impl IntoRichText for &[RichText] {
    fn into_rich_text(self) -> Vec<RichText> {
        self.to_vec()
    }
}

impl<const N: usize> IntoRichText for [RichText; N] {
    fn into_rich_text(self) -> Vec<RichText> {
        self.into()
    }
}

impl IntoRichText for schema::RichText {
    fn into_rich_text(self) -> Vec<RichText> {
        self.into_runs()
    }
}

/// A text as runs that Notion takes: split where it is too long for one. An empty text has none.
///
/// `property` and `place` are for the error: [`Error::Refused`] where the text is too long for all runs together.
pub(crate) fn runs(text: impl IntoRichText, property: &str, place: &str) -> Result<Vec<RichText>> {
    let runs = text.into_rich_text();
    if runs.len() > RUNS {
        let length: usize = runs
            .iter()
            .map(|run| run.to_plain_text().encode_utf16().count())
            .sum();
        let reason = format!(
            "the text is {length} characters long in {} runs, and Notion takes {} characters in {RUNS} runs at most",
            runs.len(),
            RUN * RUNS
        );
        return Err(Error::refused(property, place, reason));
    }
    Ok(runs)
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
        assert_eq!(runs("x".repeat(200_000), "Name", "").unwrap().len(), 100);
        let error = runs("x".repeat(200_001), "Name", "create_page").unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, Error::Refused(_)));
        assert!(
            text.contains("`Name` (create_page)") && text.contains("200001"),
            "{text}"
        );
    }
}
