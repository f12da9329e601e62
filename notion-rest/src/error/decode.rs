//! Answers that cannot be read.

use std::fmt;

use super::Cause;
use crate::conceal::{conceal, conceal_cause};

/// Notion's answer cannot be read as the type of its endpoint.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The request: `GET /v1/pages/…`.
    pub request: String,
    /// The place in the JSON, if it is known: `results[3].properties.Name`.
    pub path: Option<String>,
    source: Cause,
}

impl DecodeError {
    /// An answer that was read up to a place in it.
    pub(super) fn at_path(
        request: impl fmt::Display,
        error: serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        let path = conceal(&error.path().to_string());
        Self {
            request: request.to_string(),
            // serde_path_to_error calls the root `.`.
            path: Some(path).filter(|path| path != "."),
            source: conceal_cause(Box::new(error.into_inner())),
        }
    }

    /// An answer that may contain a secret. The words of the reader may repeat it, so only the place is kept.
    pub(super) fn secret(
        request: impl fmt::Display,
        error: serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        let path = error.path().to_string();
        let error = error.into_inner();
        let source = format!(
            "invalid at line {} column {}; the text there is not shown, as it may be a secret",
            error.line(),
            error.column()
        );
        Self {
            request: request.to_string(),
            path: Some(path).filter(|path| path != "."),
            source: source.into(),
        }
    }

    pub(super) fn new(request: impl fmt::Display, error: serde_json::Error) -> Self {
        Self {
            request: request.to_string(),
            path: None,
            source: conceal_cause(Box::new(error)),
        }
    }

    /// Returns the cause, for an error that reports it in its own words.
    pub fn into_cause(self) -> Cause {
        self.source
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read the answer to {}", self.request)?;
        if let Some(path) = &self.path {
            write!(f, ", at `{path}`")?;
        }
        write!(f, ": {}", self.source)
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
