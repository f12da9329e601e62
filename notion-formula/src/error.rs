//! What is wrong with a formula, and where.

use std::fmt;

/// A range of bytes in the text of a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to and without `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// From the start of this span to the end of the other.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start, other.end.max(self.start))
    }

    /// Returns the piece of `text` that this span marks; empty if it does not lie in it.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Line and column of the first byte in `text`, counted from one, in characters.
    #[must_use]
    pub fn position(self, text: &str) -> (usize, usize) {
        let before = text.get(..self.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        (line, column)
    }
}

/// What kind of mistake an [`Error`] tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not a formula.
    Syntax,
    /// A function or a variable that does not exist.
    UnknownName,
    /// A property that the host does not know.
    UnknownProperty,
    /// A function with too few or too many arguments.
    Arity,
    /// A value of a type that the function or the operator does not take.
    Type,
    /// A value that the function cannot work with: a malformed regular expression, an unknown unit.
    Value,
    /// A bound was reached: depth, steps, length of a text or of a list.
    Limit,
    /// The host could not give what it was asked for.
    Host,
}

/// A mistake in a formula: what is wrong, where, and what to do about it.
///
/// ```
/// use notion_formula::{ErrorKind, Formula};
///
/// let text = r#"lenght(prop("Name")) > 3"#;
/// let error = Formula::parse(text).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::UnknownName);
/// assert_eq!(error.span().of(text), "lenght");
/// assert_eq!(error.to_string(), "there is no function `lenght`; did you mean `length`?");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    span: Span,
    message: String,
    help: Option<String>,
}

impl Error {
    /// An error at a place. A host makes one, of kind [`ErrorKind::Host`] or [`ErrorKind::UnknownProperty`], when it
    /// cannot answer.
    #[must_use]
    pub fn new(kind: ErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            span,
            message: message.into(),
            help: None,
        }))
    }

    /// Adds what to do about it, half a sentence that follows a semicolon.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The same error at another place, for a host that does not know where its answer is asked for.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.0.span = span;
        self
    }

    /// What kind of mistake it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where it is, in bytes of the formula's text.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.span
    }

    /// What is wrong, without the advice.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do about it, where something is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// Returns the error with its place in the text, the piece of text underlined, for a terminal or a log.
    ///
    /// ```
    /// use notion_formula::Formula;
    ///
    /// let text = r#"prop("Price" * 2"#;
    /// let report = Formula::parse(text).unwrap_err().report(text);
    /// assert_eq!(report, r#"
    /// error in a formula, line 1, column 14: expected `)`, found `*`
    ///   | prop("Price" * 2
    ///   |              ^
    /// "#.trim_start());
    /// ```
    #[must_use]
    pub fn report(&self, text: &str) -> String {
        let (line, column) = self.span().position(text);
        let source = text.lines().nth(line - 1).unwrap_or_default();
        // Tabs are kept, so that the marks stand under what they mark.
        let indent: String = source
            .chars()
            .take(column - 1)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let left = source.chars().count().saturating_sub(column - 1);
        let width = self.span().of(text).chars().count().clamp(1, left.max(1));
        let marks = "^".repeat(width);
        format!(
            "error in a formula, line {line}, column {column}: {self}\n  | {source}\n  | {indent}{marks}\n"
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match &self.0.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Error({:?}, {}..{}: {self})",
            self.0.kind, self.0.span.start, self.0.span.end
        )
    }
}

impl std::error::Error for Error {}

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let text = "é +\n ü";
        assert_eq!(Span::new(3, 4).position(text), (1, 3));
        assert_eq!(Span::new(6, 8).position(text), (2, 2));
        assert_eq!(Span::new(6, 8).of(text), "ü");
        assert_eq!(Span::new(1, 99).of(text), "");
    }
}
