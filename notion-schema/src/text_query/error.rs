//! The error of a filter or a sort that is written as text.

use std::fmt;
use std::ops::Range;

/// A filter or a sort, written as text, that cannot be used: what is wrong, and where in the text.
///
/// ```
/// use notion_schema::text_query::TextFilter;
///
/// let error = TextFilter::parse("Due < today and").unwrap_err();
/// assert_eq!(error.to_string(), "expected a condition, found the end of the text (column 16)");
/// assert_eq!(error.snippet(), "Due < today and\n               ^");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextQueryError {
    source: Box<str>,
    span: Range<usize>,
    message: Box<str>,
}

impl TextQueryError {
    pub(super) fn new(source: &str, span: Range<usize>, message: impl Into<Box<str>>) -> Self {
        Self {
            source: source.into(),
            span,
            message: message.into(),
        }
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the filter or the sort, as it was written.
    pub fn text(&self) -> &str {
        &self.source
    }

    /// Returns the wrong part of the text, in bytes; empty at the end of the text.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns the column of the wrong part, in characters, counted from 1.
    pub fn column(&self) -> usize {
        let before = self.source.get(..self.span.start).unwrap_or_default();
        before.chars().count() + 1
    }

    /// Two lines for a terminal: the text, and carets under the wrong part. Line breaks and tabs in the text are shown as
    /// spaces, so that the carets stand where they belong.
    pub fn snippet(&self) -> String {
        let line: String = self
            .source
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let wrong = self.source.get(self.span.clone()).unwrap_or_default();
        let carets = "^".repeat(wrong.chars().count().max(1));
        format!("{line}\n{}{carets}", " ".repeat(self.column() - 1))
    }
}

impl fmt::Display for TextQueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (column {})", self.message, self.column())
    }
}

impl std::error::Error for TextQueryError {}
