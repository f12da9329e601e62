//! The error type of the crate.
//!
//! An [`Error`] says what is wrong, where, and what to do about it. It is small (its contents are boxed), predicates such
//! as [`is_not_found`](Error::is_not_found) classify it, and it never contains a token.

mod api;
mod decode;
mod foreign;
mod make;
mod transport;

use std::error::Error as StdError;

pub use api::ApiError;
pub use decode::DecodeError;
pub use foreign::ForeignAnswer;
pub use notion_model::ErrorCode as Code;
use transport::excerpt;
pub use transport::{OutcomeUnknown, TransportError, TransportErrorKind};

/// A result with the crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Anything that can be the cause of an error.
pub(crate) type Cause = Box<dyn StdError + Send + Sync>;

/// Everything that can go wrong with a request.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client was closed.
    #[error("the client is closed: build a new one")]
    Closed,
    /// The token is missing or empty.
    #[error("no token: set the environment variable NOTION_TOKEN, or pass one to the builder")]
    NoToken,
    /// A setting is invalid.
    #[error("bad configuration: {0}")]
    Config(Box<str>),
    /// Notion answered with an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// Notion did not answer.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// Something else answered in Notion's place, such as the proxy in front of it.
    #[error(transparent)]
    ForeignAnswer(Box<ForeignAnswer>),
    /// A request that must not be repeated was sent, and no answer of Notion states what became of it: it may have taken
    /// effect.
    #[error(transparent)]
    OutcomeUnknown(Box<OutcomeUnknown>),
    /// Notion's answer cannot be read as the type of its endpoint.
    #[error(transparent)]
    Decode(Box<DecodeError>),
    /// A cursor of a list came a second time: the list would never end.
    #[error("Notion's list does not end: the cursor `{0}` came a second time; try again later")]
    EndlessList(Box<str>),
    /// Notion truncated a list: it has more results than Notion gives. The fields are the request and Notion's reason.
    #[error(
        "{0}: Notion truncated the list ({1}), as it gives at most 10,000 results: narrow the filter, or read the rows of a \
         data source in windows, each by a filter on the creation time; `pages` gives what there is, part by part"
    )]
    TruncatedList(Box<str>, Box<str>),
    /// The string is not a valid ID, and cannot be part of a path.
    #[error("{0}")]
    InvalidId(Box<str>),
}

/// Classification of errors. A predicate looks at the error alone and sends nothing.
///
/// ```
/// # use notion_rest::Client;
/// # use notion_rest::model::PageId;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_rest::Result<()> {
/// # let client = Client::local();
/// # let id: PageId = "00000000-0000-4000-8000-000000000000".parse().unwrap();
/// match client.api().pages().retrieve(id).await {
///     Ok(page) => println!("{page:?}"),
///     Err(error) if error.is_not_found() => println!("there is no such page, or it is not shared"),
///     Err(error) if error.is_rate_limited() || error.is_transport() => println!("try again later: {error}"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
impl Error {
    /// Returns Notion's own error, if Notion answered with one: its status, its code and its message.
    ///
    /// ```
    /// # use notion_rest::Client;
    /// # use notion_rest::error::Code;
    /// # use notion_rest::model::PageId;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let client = Client::local();
    /// # let id: PageId = "00000000-0000-4000-8000-000000000000".parse().unwrap();
    /// let error = client.api().pages().retrieve(id).await.unwrap_err();
    /// let api = error.as_api().unwrap();
    /// assert_eq!((api.status, &api.code), (404, &Code::ObjectNotFound));
    /// # }
    /// ```
    pub fn as_api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::OutcomeUnknown(error) => error.as_api(),
            _ => None,
        }
    }

    /// Returns true if Notion does not know the object, or if it is not shared with the integration (404,
    /// `object_not_found`).
    pub fn is_not_found(&self) -> bool {
        self.has_code(&Code::ObjectNotFound)
    }

    /// Returns true if Notion does not accept the token (401, `unauthorized`). A missing token is [`Error::NoToken`] instead.
    pub fn is_unauthorized(&self) -> bool {
        self.has_code(&Code::Unauthorized)
    }

    /// Returns true if the integration lacks the capability for the request (403, `restricted_resource`).
    pub fn is_forbidden(&self) -> bool {
        self.has_code(&Code::RestrictedResource)
    }

    /// Returns true if there were too many requests, or Notion was overloaded, even after the retries (429 or 529, of Notion
    /// or of the proxy in front of it).
    pub fn is_rate_limited(&self) -> bool {
        let status = match self {
            Self::ForeignAnswer(answer) => Some(answer.status),
            _ => self.as_api().map(|error| error.status),
        };
        matches!(status, Some(429 | 529))
    }

    /// Returns true if Notion found the request invalid (400, `validation_error`). The message says where.
    pub fn is_validation(&self) -> bool {
        self.has_code(&Code::ValidationError)
    }

    /// Returns true if somebody else changed the same object at the same time (409, `conflict_error`).
    pub fn is_conflict(&self) -> bool {
        self.has_code(&Code::ConflictError)
    }

    /// Returns true if there was no connection, a broken one, or no answer before the timeout. For a request that must not be
    /// repeated, [`is_outcome_unknown`](Self::is_outcome_unknown) may be true as well.
    pub fn is_transport(&self) -> bool {
        self.transport_kind().is_some()
    }

    /// Returns true if there was no answer before the timeout.
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Returns true if the request may have taken effect although that is not known: the answer was lost, came from
    /// something else than Notion, reported a failure of the server, or could not be read. Check before you send it again.
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self, Self::OutcomeUnknown(_))
    }

    /// Returns true if the answer could not be read as the type of its endpoint, or if something else than Notion answered
    /// with a status of success. For a request that must not be repeated,
    /// [`is_outcome_unknown`](Self::is_outcome_unknown) is true instead.
    pub fn is_decode(&self) -> bool {
        match self {
            Self::Decode(_) => true,
            Self::ForeignAnswer(answer) => (200..300).contains(&answer.status),
            _ => false,
        }
    }

    fn has_code(&self, code: &Code) -> bool {
        self.as_api().is_some_and(|error| error.code == *code)
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match self {
            Self::Transport(error) => Some(error.kind),
            Self::OutcomeUnknown(error) => error.kind,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_small_and_can_cross_threads() {
        const { assert!(size_of::<Error>() < 64) };
        fn assert_bounds<T: Send + Sync + 'static>() {}
        assert_bounds::<Error>();
    }
}
