//! What carries a request to Notion and brings the answer back.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::failure::{Failure, FailureKind};
use super::fetched::Fetching;
use super::{NOTION_VERSION, Request, Response};
use crate::conceal;

/// What carries requests: the network, or the local server inside the process.
///
/// The two are the crate's own; the trait is sealed.
pub trait Transport: sealed::Sealed + fmt::Debug + Send + Sync {
    #[doc(hidden)]
    fn send<'a>(&'a self, request: &'a Request, identity: &'a Identity) -> Sending<'a>;

    /// Asks an address for a file, without the token; a redirect is an answer like others.
    #[doc(hidden)]
    fn fetch<'a>(&'a self, url: &'a Url) -> Fetching<'a>;

    /// Where requests go, without the path: for messages.
    fn origin(&self) -> &str;
}

/// The future of one attempt.
pub(super) type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response, Failure>> + Send + 'a>>;

/// Who asks, and in which version of the API.
#[doc(hidden)]
#[derive(Debug)]
pub struct Identity {
    /// The header with the token, made once; `None` if no header can carry the token.
    bearer: Option<HeaderValue>,
    pub(super) has_token: bool,
    pub(super) version: HeaderValue,
    /// Conceals the token in errors as long as this lives.
    _token: Arc<SecretString>,
}

impl Identity {
    pub(super) fn of(token: &SecretString) -> Identity {
        let exposed = token.expose_secret();
        Identity {
            bearer: secret(format!("Bearer {exposed}")),
            has_token: !exposed.is_empty(),
            version: HeaderValue::from_static(NOTION_VERSION),
            _token: conceal::register(token.clone()),
        }
    }

    /// The header `Authorization`: the token, or the client that the request names. Marked as a secret.
    pub(super) fn authorization(&self, request: &Request) -> Result<HeaderValue, Failure> {
        let header = match &request.client {
            Some(client) => secret(format!("Basic {}", client.encoded())),
            None => self.bearer.clone(),
        };
        header.ok_or_else(|| {
            Failure::new(
                FailureKind::Invalid,
                "the token holds characters that no header can carry",
            )
        })
    }
}

fn secret(text: String) -> Option<HeaderValue> {
    let mut header = HeaderValue::try_from(text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

pub(crate) mod sealed {
    /// Keeps [`Transport`](super::Transport) to this crate.
    pub trait Sealed {}
}
