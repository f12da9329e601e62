//! Constructors of errors.

use std::fmt;

use notion_model::ErrorBody;

use super::{ApiError, DecodeError, Error, ForeignAnswer, OutcomeUnknown, TransportError};
use crate::conceal::conceal;
use crate::http::{Body, Request, Response};

/// Constructors: one for each variant that is made in several places.
impl Error {
    pub(crate) fn config(what: impl Into<Box<str>>) -> Self {
        Self::Config(what.into())
    }

    /// Creates the error of a list whose cursor came a second time.
    pub fn endless_list(cursor: &str) -> Self {
        Self::EndlessList(conceal(cursor).into())
    }

    pub(crate) fn truncated_list(request: &Request, reason: &str) -> Self {
        Self::TruncatedList(request.to_string().into(), conceal(reason).into())
    }

    pub(crate) fn invalid_id(given: &str, reason: &str) -> Self {
        Self::InvalidId(conceal(&format!("`{given}` is not a valid ID: {reason}")).into())
    }

    /// Creates the error of an answer that cannot be read. For a request that must not be repeated it is
    /// [`OutcomeUnknown`](Self::OutcomeUnknown): what it created may exist.
    pub fn unreadable(request: &Request, response: &Response, error: serde_json::Error) -> Self {
        let error = DecodeError::new(request, error);
        Self::from_unreadable(request, response.status(), error)
    }

    /// Creates the error of an answer that is not what its endpoint returns.
    pub(crate) fn unreadable_at(
        request: &Request,
        response: &Response,
        error: serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        let error = if matches!(request.body, Body::Secret(_)) {
            DecodeError::secret(request, error)
        } else {
            DecodeError::at_path(request, error)
        };
        Self::from_unreadable(request, response.status(), error)
    }

    /// Creates the error of a part of an answer that cannot be read after the answer itself was. `what` names the request.
    #[doc(hidden)]
    pub fn unreadable_part(
        what: impl fmt::Display,
        error: serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        DecodeError::at_path(what, error).into()
    }

    /// Creates the error of a write whose answer was read and lacks what it must contain: its outcome is unknown.
    #[doc(hidden)]
    pub fn incomplete_answer(request: &str, error: serde_json::Error) -> Self {
        Self::from(DecodeError::new(request, error)).into_unknown(request)
    }

    /// Creates the error of an asynchronous task of Notion that failed.
    #[doc(hidden)]
    pub fn task_failed(request: &Request, error: ErrorBody) -> Self {
        Self::Api(Box::new(ApiError::from_task(request, error)))
    }
}

macro_rules! boxed {
    ($($variant:ident($inner:ty),)*) => {$(
        impl From<$inner> for Error {
            fn from(inner: $inner) -> Self {
                Self::$variant(Box::new(inner))
            }
        }
    )*};
}

boxed! {
    Api(ApiError),
    Transport(TransportError),
    ForeignAnswer(ForeignAnswer),
    OutcomeUnknown(OutcomeUnknown),
    Decode(DecodeError),
}
