//! Attempts without an answer.

use std::error::Error as StdError;

/// An attempt without an answer.
#[doc(hidden)]
#[derive(Debug)]
pub struct Failure {
    pub(crate) kind: FailureKind,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

/// How far an attempt without an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The request could not be made from what was given.
    Invalid,
    /// No connection: nothing was sent.
    Unreachable,
    /// Sent, but the connection broke before the whole answer was there.
    Broken,
    /// No answer in time.
    Timeout,
    /// A client of the user's own followed a redirect: the answer is that of another address.
    Redirected,
    /// The answer is larger than what is read.
    TooLarge,
}

impl Failure {
    pub(crate) fn new(
        kind: FailureKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: Some(source.into()),
        }
    }

    /// The same failure, which came to another point.
    pub(super) fn of_kind(self, kind: FailureKind) -> Self {
        Self { kind, ..self }
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let details = format!(
            "it has more than {limit} bytes, the limit of this client: `max_response_bytes` raises it"
        );
        Self::new(FailureKind::TooLarge, details)
    }

    pub(crate) fn timeout() -> Self {
        Self {
            kind: FailureKind::Timeout,
            source: None,
        }
    }
}
