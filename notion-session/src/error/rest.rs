//! Errors of the REST client, as errors of the session.

use notion_rest::Error as RestError;

use super::{DecodeError, Error, InvalidId};

impl From<RestError> for Error {
    fn from(error: RestError) -> Self {
        match error {
            RestError::Closed => Self::SessionClosed,
            RestError::NoToken => Self::NoToken,
            RestError::Config(what) => Self::Config(what),
            RestError::Api(error) => Self::Api(error),
            RestError::Transport(error) => Self::Transport(error),
            RestError::ForeignAnswer(error) => Self::ForeignAnswer(error),
            RestError::OutcomeUnknown(error) => Self::OutcomeUnknown(error),
            RestError::Decode(error) => DecodeError::of_answer(*error).into(),
            RestError::EndlessList(cursor) => Self::EndlessList(cursor),
            RestError::TruncatedList(request, reason) => Self::TruncatedList(request, reason),
            RestError::InvalidId(message) => InvalidId {
                message: message.into(),
            }
            .into(),
            // The enum can grow in a later version only, together with this match.
            other => Self::config(other.to_string()),
        }
    }
}
