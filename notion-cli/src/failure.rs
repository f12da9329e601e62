//! What goes wrong, as a sentence.

use std::fmt::{self, Display, Formatter};

use notion_session::Error;

/// What a command gives.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// What went wrong, for a person to read.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Failure {
        Failure(text.into())
    }

    /// What went wrong, with what it was about.
    pub(crate) fn about(what: impl Display, error: impl Display) -> Failure {
        Failure(format!("{what}: {error}"))
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure(match error {
            Error::NoToken => {
                "no token: set the environment variable NOTION_TOKEN to the token of your integration \
                 (https://www.notion.so/my-integrations)"
                    .to_owned()
            }
            error => error.to_string(),
        })
    }
}

impl From<notion_session::rest::Error> for Failure {
    fn from(error: notion_session::rest::Error) -> Failure {
        Error::from(error).into()
    }
}

impl From<Box<dyn std::error::Error>> for Failure {
    fn from(error: Box<dyn std::error::Error>) -> Failure {
        Failure(error.to_string())
    }
}
