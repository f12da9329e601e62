//! One response.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::Request;
use crate::conceal::hide_secrets;

/// What Notion answered: the status, the headers and the bytes of the body.
#[derive(Clone)]
pub struct Response {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Response {
    pub(crate) fn new(status: u16, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    /// The same for an error: without what the server may have echoed of the token and of the secrets of the request.
    pub(super) fn concealed(mut self, request: &Request) -> Self {
        let secrets = request.secrets();
        let shown = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            match hide_secrets(&text, &secrets) {
                Cow::Owned(shown) => Some(shown),
                Cow::Borrowed(_) => None,
            }
        };
        if let Some(body) = shown(&self.body) {
            self.body = body.into();
        }
        for value in self.headers.values_mut() {
            if let Some(text) = shown(value.as_bytes()) {
                *value = HeaderValue::try_from(text)
                    .unwrap_or_else(|_| HeaderValue::from_static("[secret]"));
            }
        }
        self
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns true if the status is one of 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns a header's value, where it is there and is text. The name's case does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        let name = HeaderName::try_from(name).ok()?;
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the id under which Notion's support finds this request.
    pub fn request_id(&self) -> Option<&str> {
        self.header("x-notion-request-id")
    }

    /// Cloudflare's name for the request, by which the operators of the proxy in front of Notion find it.
    pub fn ray_id(&self) -> Option<&str> {
        self.header("cf-ray")
    }

    /// Returns true if the proxy in front of Notion answered itself. Notion's own answers pass through it and have both IDs.
    pub(super) fn is_edge(&self) -> bool {
        self.ray_id().is_some() && self.request_id().is_none()
    }

    /// Returns the body, as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body, without the rest.
    pub fn into_body(self) -> Bytes {
        self.body
    }
}

/// Neither headers nor body: what a server sends may repeat the token, and may be long.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}
