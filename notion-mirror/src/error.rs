//! What goes wrong.

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong in a mirror.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A request to Notion failed. What was committed before it stays, and the next run goes on from there.
    #[error(transparent)]
    Notion(#[from] notion_session::Error),
    /// The store failed: a disk is full, a connection was lost, a file is read-only.
    #[error("the store of the mirror failed: {message}")]
    Store {
        /// What the database said. It never contains the password of an address.
        message: String,
        /// The error of the driver.
        #[source]
        source: Box<sqlx::Error>,
    },
    /// The address does not name a store.
    #[error("{address:?} is not a store: {reason}")]
    Address {
        /// What was passed, without a password.
        address: String,
        /// What is wrong with it, and what to do.
        reason: String,
    },
    /// The database exists and is not a mirror, so nothing is written to it.
    #[error("{address} is not a mirror: {reason}; choose another file or database")]
    NotAMirror {
        /// Where it is.
        address: String,
        /// What shows it.
        reason: String,
    },
    /// A later version of this crate wrote the mirror.
    #[error(
        "the mirror has format {found}, and this version reads up to {supported}; update `notion-mirror`"
    )]
    Newer {
        /// The format of the store.
        found: i64,
        /// The latest format that this version knows.
        supported: i64,
    },
    /// Another run writes to the store.
    #[error("another run writes to this mirror: {holder}; wait until it ends")]
    Held {
        /// Who holds the lease, and since when.
        holder: String,
    },
    /// An export failed. The version before it stays the current one.
    #[error("the export to {place} failed: {reason}")]
    Export {
        /// The folder or bucket.
        place: String,
        /// What failed, and what to do.
        reason: String,
    },
    /// An answer of Notion is not what the API describes.
    #[error("the answer to {request} cannot be read: {reason}")]
    Answer {
        /// The request.
        request: String,
        /// What is wrong with the answer.
        reason: String,
    },
    /// What was asked for is not in the mirror.
    #[error("{0}")]
    Missing(String),
    /// The mirror cannot do this.
    #[error("{0}")]
    Unsupported(String),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
}

impl Error {
    pub(crate) fn answer(request: impl std::fmt::Display, reason: impl std::fmt::Display) -> Self {
        Self::Answer {
            request: request.to_string(),
            reason: reason.to_string(),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Store {
            message: error.to_string(),
            source: Box::new(error),
        }
    }
}

impl From<notion_session::rest::Error> for Error {
    fn from(error: notion_session::rest::Error) -> Self {
        Self::Notion(error.into())
    }
}
