//! Fetching a file from where it lies: without the token, and piece by piece.

use std::pin::Pin;

use bytes::Bytes;
use futures_util::stream::{self, Stream, TryStreamExt};
use tokio::time::timeout;
use url::Url;

use super::failure::{Failure, FailureKind};
use super::fetched::Fetched;
use super::{Client, Request};
use crate::conceal::shown_address;
use crate::error::{Error, Result};

impl Fetched {
    /// Returns the content, as it comes in. A piece that does not come in time is an error.
    pub fn into_pieces(self, client: &Client, url: &Url) -> FilePieces {
        let state = (self.body, client.clone(), named(url));
        Box::pin(stream::try_unfold(
            state,
            |(mut body, client, request)| async move {
                let next = timeout(client.timeout(), body.try_next()).await;
                let piece = next
                    .unwrap_or_else(|_| Err(Failure::timeout()))
                    .map_err(|failure| client.failed(&request, failure))?;
                Ok(piece.map(|piece| (piece, (body, client, request))))
            },
        ))
    }
}

/// The same with the crate's error.
pub type FilePieces = Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>;

impl Client {
    /// Asks an address for its content. The token is not sent, it is not counted as a request to Notion, and no pace is
    /// kept: files lie elsewhere. Redirects are followed, a few of them.
    pub async fn fetch(&self, url: &Url) -> Result<Fetched> {
        const REDIRECTS: usize = 5;
        let request = named(url);
        let mut at = url.clone();
        for _ in 0..=REDIRECTS {
            if self.is_closed() {
                return Err(Error::Closed);
            }
            let answer = timeout(self.timeout(), self.transport().fetch(&at))
                .await
                .unwrap_or_else(|_| Err(Failure::timeout()))
                .map_err(|failure| self.failed(&request, failure))?;
            let target = match answer.status {
                301 | 302 | 303 | 307 | 308 => answer.header("location").map(str::to_owned),
                _ => return Ok(answer),
            };
            at = target
                .and_then(|target| at.join(&target).ok())
                .ok_or_else(|| {
                    self.failed(&request, invalid("a redirect without a valid target"))
                })?;
        }
        Err(self.failed(&request, invalid("too many redirects")))
    }

    fn failed(&self, request: &Request, failure: Failure) -> Error {
        Error::from_failure(request, failure, "the file", self.timeout())
    }
}

pub(super) fn invalid(why: &'static str) -> Failure {
    Failure::new(FailureKind::Invalid, why)
}

/// What errors call it: the address without its query, in which a signature may be.
fn named(url: &Url) -> Request {
    Request::get(shown_address(url.as_str()))
}

/// Only the web: no other kind of address is asked for.
pub(super) fn check(url: &Url) -> Result<(), Failure> {
    match url.scheme() {
        "https" | "http" => Ok(()),
        _ => Err(invalid(
            "the address begins neither with https:// nor with http://",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_not_shown() {
        let url: Url = "https://files.example/a.pdf?X-Amz-Signature=hidden#x"
            .parse()
            .unwrap();
        assert_eq!(named(&url).to_string(), "GET https://files.example/a.pdf");
        assert!(check(&url).is_ok());
        assert!(check(&"file:///etc/passwd".parse().unwrap()).is_err());
    }
}
