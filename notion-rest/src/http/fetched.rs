//! The answer to a request for a file.

use std::pin::Pin;

use bytes::Bytes;
use futures_util::stream::Stream;
use reqwest::header::HeaderMap;

use super::failure::Failure;

/// What a fetched address answered, before its content was read.
#[doc(hidden)]
pub struct Fetched {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Pieces,
}

/// The content of a file as it comes in.
pub(super) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, Failure>> + Send>>;

/// The future of one fetch.
pub(super) type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Fetched, Failure>> + Send + 'a>>;

impl Fetched {
    pub(super) fn new(status: u16, headers: HeaderMap, body: Pieces) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    pub fn status(&self) -> u16 {
        self.status
    }

    /// How many bytes are announced.
    pub fn length(&self) -> Option<u64> {
        self.header("content-length")?.parse().ok()
    }

    pub fn content_type(&self) -> Option<&str> {
        self.header("content-type")
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
