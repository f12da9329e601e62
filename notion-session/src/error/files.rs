//! Files that cannot be read, uploads that come to nothing, and what takes too long.

use std::io;
use std::time::Duration;

use super::Error;
use notion_rest::internal::conceal;

/// A file of this machine, or a stream of bytes, that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {source}")]
#[non_exhaustive]
pub struct FileError {
    /// What could not be read or written: a path, or the name of the file.
    pub what: String,
    /// Why not.
    pub source: io::Error,
}

/// An upload that came to nothing.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the upload of {file} came to nothing: {reason}")]
#[non_exhaustive]
pub struct UploadFailed {
    /// The file: its name, or the id of the upload.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// A file that was to be fetched and is not given.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{file} cannot be fetched: {reason}")]
#[non_exhaustive]
pub struct FileGone {
    /// The file: its name, or its address without the signature.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// Something that Notion does later, and that was not done when the wait for it ended.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what} was not done after {} s; Notion may do it yet: wait again", waited.as_secs())]
#[non_exhaustive]
pub struct NotReady {
    /// What was waited for.
    pub what: String,
    /// How long.
    pub waited: Duration,
}

impl Error {
    pub(crate) fn file(what: impl Into<String>, source: io::Error) -> Self {
        FileError {
            what: what.into(),
            source,
        }
        .into()
    }

    pub(crate) fn upload_failed(file: impl Into<String>, reason: impl Into<String>) -> Self {
        UploadFailed {
            file: conceal(&file.into()),
            reason: conceal(&reason.into()),
        }
        .into()
    }

    pub(crate) fn file_gone(file: impl Into<String>, reason: impl Into<String>) -> Self {
        FileGone {
            file: conceal(&file.into()),
            reason: conceal(&reason.into()),
        }
        .into()
    }

    pub(crate) fn not_ready(what: impl Into<String>, waited: Duration) -> Self {
        NotReady {
            what: what.into(),
            waited,
        }
        .into()
    }
}
