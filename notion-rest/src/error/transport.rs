//! No answer.

use std::fmt;
use std::time::Duration;

use super::{ApiError, Cause, DecodeError, Error, ForeignAnswer};
use crate::conceal::{chain, conceal, conceal_cause, shown_address};
use crate::http::failure::{Failure, FailureKind};
use crate::http::{AnswerBody, Outcome, Request, Response, Verdict};

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
    /// The answer is larger than what a session reads.
    TooLarge,
}

impl TransportError {
    pub(super) fn redirected(request: &Request, response: &Response) -> Self {
        let target = match response.header("location") {
            Some(target) => shown_address(target),
            None => "an address that it does not name".to_owned(),
        };
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
            Self::TooLarge => "the answer is too large",
        })
    }
}

/// A request that must not be repeated was sent, and no answer of Notion states what became of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct OutcomeUnknown {
    /// The request: `POST /v1/pages`.
    pub request: String,
    /// How the answer was lost; `None` if something was answered.
    pub kind: Option<TransportErrorKind>,
    /// What was read instead of an answer of Notion.
    pub details: String,
    pub(super) source: Option<Cause>,
}

impl OutcomeUnknown {
    /// Returns Notion's own error, if Notion answered with one that does not state what became of the request.
    pub fn as_api(&self) -> Option<&ApiError> {
        self.source
            .as_deref()
            .and_then(|cause| cause.downcast_ref())
    }
}

impl fmt::Display for OutcomeUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: the outcome is unknown: {}. Notion may have done it; look before you ask again",
            self.request, self.details
        )
    }
}

impl std::error::Error for OutcomeUnknown {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl TransportError {
    pub(super) fn from_failure(
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
            FailureKind::Redirected => TransportErrorKind::Redirected,
            FailureKind::TooLarge => TransportErrorKind::TooLarge,
        };
        let details = match &failure.source {
            Some(source) => format!("{origin}: {}", chain(source.as_ref())),
            None => format!("{origin}: waited {} s", limit.as_secs_f64()),
        };
        Self {
            request: request.to_string(),
            kind,
            details: conceal(&details),
            source: failure.source.map(conceal_cause),
        }
    }

    /// What happened, without the request.
    fn read(&self) -> String {
        format!("{} ({})", self.kind, self.details)
    }
}

/// What became of a request: the errors of attempts and of answers that cannot be read.
impl Error {
    /// The last attempt did not succeed, and no other follows.
    pub(crate) fn from_attempt(
        request: &Request,
        verdict: Verdict,
        attempt: Result<Response, Failure>,
        retry_after: Option<Duration>,
        (origin, limit): (&str, Duration),
    ) -> Self {
        let error = match attempt {
            Ok(response) => Self::from_response(request, verdict, &response, retry_after),
            Err(failure) => Self::from_failure(request, failure, origin, limit),
        };
        match verdict {
            Verdict::Unknown => error.into_unknown(request),
            _ => error,
        }
    }

    /// Nothing came back.
    pub(crate) fn from_failure(
        request: &Request,
        failure: Failure,
        origin: &str,
        limit: Duration,
    ) -> Self {
        TransportError::from_failure(request, failure, origin, limit).into()
    }

    /// An answer that is not the expected one.
    pub(super) fn from_response(
        request: &Request,
        verdict: Verdict,
        response: &Response,
        retry_after: Option<Duration>,
    ) -> Self {
        let Outcome::Answer(status, body) = Outcome::of_response(request.repeatable, response)
        else {
            return TransportError::redirected(request, response).into();
        };
        if (300..400).contains(&status) {
            return TransportError::redirected(request, response).into();
        }
        let is_error = status >= 400 && body == AnswerBody::Error;
        if is_error || verdict == Verdict::RateLimited {
            return ApiError::from_response(request, response, retry_after).into();
        }
        ForeignAnswer::new(request, response, body, retry_after).into()
    }

    /// An answer that came with a status of success and cannot be read as what it should be.
    pub(super) fn from_unreadable(request: &Request, status: u16, error: DecodeError) -> Self {
        let outcome = Outcome::Answer(status, AnswerBody::OtherJson);
        let error = Self::Decode(Box::new(error));
        match Verdict::of(request.repeatable, outcome) {
            Verdict::Unknown => error.into_unknown(request),
            Verdict::Repeat if request.is_write() => error.into_unknown(request),
            _ => error,
        }
    }

    /// The same error of a write that may have taken effect.
    pub(crate) fn into_unknown(self, request: impl fmt::Display) -> Self {
        let kind = self.transport_kind();
        let (details, source): (String, Cause) = match self {
            Self::Api(error) => (error.read(), error),
            Self::Transport(error) => (error.read(), error),
            Self::ForeignAnswer(error) => (error.read(), error),
            Self::Decode(error) => (error.to_string(), error),
            other => return other,
        };
        OutcomeUnknown {
            request: request.to_string(),
            kind,
            details,
            source: Some(source),
        }
        .into()
    }
}

/// The beginning of a body that is not Notion's.
pub(super) fn excerpt(body: &[u8]) -> String {
    const LENGTH: usize = 200;
    // A character has at most four bytes, and blanks are joined: more than enough is read of a long body.
    let body = body.get(..LENGTH * 16).unwrap_or(body);
    let text = String::from_utf8_lossy(body);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = conceal(&text);
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
