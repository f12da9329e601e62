//! No answer.

use std::fmt;
use std::time::Duration;

use super::{Cause, Error};
use crate::http::{Failure, FailureKind, Request, Response, chain};

/// A request that got no answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// What was asked: `GET /v1/pages/…`.
    pub request: String,
    /// What happened.
    pub kind: TransportErrorKind,
    /// More about it, in words.
    pub details: String,
    pub(super) source: Option<Cause>,
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request could not be made from what was given.
    Invalid,
    /// No connection: nothing was sent.
    Unreachable,
    /// The connection broke before the whole answer was there.
    Broken,
    /// No answer in time.
    Timeout,
    /// A redirect, which is not followed: the token goes to the configured origin only.
    Redirected,
}

impl TransportError {
    pub(super) fn redirected(request: &Request, response: &Response) -> Self {
        let target = response.header("location").unwrap_or("somewhere unnamed");
        Self {
            request: request.to_string(),
            kind: TransportErrorKind::Redirected,
            details: format!(
                "status {} to {target}: check the base URL",
                response.status()
            ),
            source: None,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.request, self.kind, self.details)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "the request could not be made",
            Self::Unreachable => "Notion could not be reached",
            Self::Broken => "the connection broke before the answer was there",
            Self::Timeout => "no answer in time",
            Self::Redirected => "redirected, which is not followed",
        })
    }
}

/// A request that must not be repeated was sent, and its answer was lost.
#[derive(Debug)]
#[non_exhaustive]
pub struct OutcomeUnknown {
    /// What was asked: `POST /v1/pages`.
    pub request: String,
    /// How the answer was lost; `None` where a gateway answered in Notion's stead.
    pub kind: Option<TransportErrorKind>,
    pub(super) source: Option<Cause>,
}

impl fmt::Display for OutcomeUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the outcome is unknown: ", self.request)?;
        match self.kind {
            Some(kind) => write!(f, "{kind}")?,
            None => f.write_str("a gateway answered instead of Notion")?,
        }
        f.write_str(". Notion may have done it; look before you ask again")
    }
}

impl std::error::Error for OutcomeUnknown {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl Error {
    pub(crate) fn from_failure(
        request: &Request,
        failure: Failure,
        origin: &str,
        limit: Duration,
    ) -> Self {
        let kind = match failure.kind {
            FailureKind::Invalid => TransportErrorKind::Invalid,
            FailureKind::Unreachable => TransportErrorKind::Unreachable,
            FailureKind::Broken => TransportErrorKind::Broken,
            FailureKind::Timeout => TransportErrorKind::Timeout,
        };
        let lost = matches!(failure.kind, FailureKind::Broken | FailureKind::Timeout);
        if lost && !request.repeatable {
            return OutcomeUnknown {
                request: request.to_string(),
                kind: Some(kind),
                source: failure.source,
            }
            .into();
        }
        let details = match &failure.source {
            Some(source) => format!("{origin}: {}", chain(source.as_ref())),
            None => format!("{origin}: waited {} s", limit.as_secs_f64()),
        };
        TransportError {
            request: request.to_string(),
            kind,
            details,
            source: failure.source,
        }
        .into()
    }
}
