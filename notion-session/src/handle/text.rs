//! Strings within Notion's limits.

use notion_content::RichText;
use notion_model::RichText as Run;

use crate::error::{Error, Result};

/// Converts text to runs that Notion accepts, splitting long ones. Empty text has no runs.
///
/// `property` and `place` are for the error: [`Error::Refused`] if the text is longer than the maximum of all runs.
pub(crate) fn runs(text: impl Into<RichText>, property: &str, place: &str) -> Result<Vec<Run>> {
    let text = text.into();
    if !text.is_complete() {
        return Err(Error::refused(
            property,
            place,
            "Notion sent only a part of this text, and writing it would drop the rest; complete the text first",
        ));
    }
    text.to_request()
        .map_err(|reason| Error::refused(property, place, reason.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_one_run_and_an_empty_one_none() {
        assert_eq!(runs("", "Name", "").unwrap(), []);
        assert_eq!(runs("Home", "Name", "").unwrap(), [Run::text("Home")]);
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
