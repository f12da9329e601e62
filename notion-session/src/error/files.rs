//! Files that cannot be read, uploads that fail, and timeouts of asynchronous work.

use std::io;
use std::time::Duration;

use super::Error;
use notion_rest::internal::conceal;

/// A local file or a stream could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {source}")]
#[non_exhaustive]
pub struct FileError {
    /// The path, or the name of the file.
    pub what: String,
    /// The reason.
    pub source: io::Error,
}

/// An upload failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the upload of {file} failed: {reason}")]
#[non_exhaustive]
pub struct UploadFailed {
    /// The name of the file, or the ID of the upload.
    pub file: String,
    /// The reason.
    pub reason: String,
}

/// A file cannot be downloaded.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{file} cannot be downloaded: {reason}")]
#[non_exhaustive]
pub struct FileGone {
    /// The name of the file, or its URL without the signature.
    pub file: String,
    /// The reason.
    pub reason: String,
}

/// Asynchronous work of Notion was not finished before the timeout.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what} was not finished after {} s; Notion may still finish it: wait again", waited.as_secs())]
#[non_exhaustive]
pub struct NotReady {
    /// The work.
    pub what: String,
    /// The timeout.
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
