//! What the session's methods take for a text, and plain text as rich text within Notion's limits.

use notion_model::RichText;

use crate::schema;

use crate::error::{Error, Result};

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
    /// The text in runs.
    fn into_rich_text(self) -> Vec<RichText>;
}

macro_rules! plain_texts {
    ($($text:ty),*) => {$(
        impl IntoRichText for $text {
            fn into_rich_text(self) -> Vec<RichText> {
                schema::RichText::from(self).into_runs()
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
    schema::RichText::from(text.into_rich_text())
        .to_request()
        .map_err(|reason| Error::refused(property, place, reason.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_one_run_and_an_empty_one_none() {
        assert_eq!(runs("", "Name", "").unwrap(), []);
        assert_eq!(runs("Home", "Name", "").unwrap(), [RichText::text("Home")]);
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
