//! The transport to a local server inside the process: no socket.

use bytes::Bytes;
use futures_util::stream::{self, TryStreamExt};
use notion_local::Server;
use reqwest::header;
use url::Url;

use super::failure::{Failure, FailureKind};
use super::fetch;
use super::fetched::{Fetched, Fetching};
use super::network::{form, url};
use super::transport::{Identity, Sending, Transport, sealed::Sealed};
use super::{Body, Request, Response};

/// Requests to a [`Server`] of this process.
#[derive(Debug)]
pub(crate) struct Embedded {
    server: Server,
    max_response_bytes: usize,
}

/// What stands before the paths; nothing listens there.
const BASE: &str = "http://notion.local";

impl Embedded {
    pub(crate) fn new(server: Server, max_response_bytes: usize) -> Self {
        Self {
            server,
            max_response_bytes,
        }
    }

    async fn exchange(&self, request: &Request, identity: &Identity) -> Result<Response, Failure> {
        let request = build(request, identity).await?;
        let (head, body) = self.ask(request).await?.into_parts();
        if body.len() > self.max_response_bytes {
            return Err(Failure::too_large(self.max_response_bytes));
        }
        Ok(Response::new(head.status.as_u16(), head.headers, body))
    }

    /// A fault that cuts the connection cuts it here as well.
    async fn ask(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Failure> {
        let answer = self.server.try_call(request).await;
        answer.map_err(|broken| Failure::new(FailureKind::Broken, broken))
    }
}

impl Sealed for Embedded {}

impl Transport for Embedded {
    fn send<'a>(&'a self, request: &'a Request, identity: &'a Identity) -> Sending<'a> {
        Box::pin(self.exchange(request, identity))
    }

    /// The server's own files only: nothing leaves the process.
    fn fetch<'a>(&'a self, url: &'a Url) -> Fetching<'a> {
        Box::pin(async move {
            if !url.path().starts_with("/_local/files/") {
                return Err(fetch::invalid(
                    "the local server does not have it, and requests nothing from elsewhere",
                ));
            }
            let request = http::Request::get(url.as_str())
                .body(Bytes::new())
                .map_err(|error| Failure::new(FailureKind::Invalid, error))?;
            let (head, body) = self.ask(request).await?.into_parts();
            let body = stream::iter([Ok(body)]);
            Ok(Fetched::new(
                head.status.as_u16(),
                head.headers,
                Box::pin(body),
            ))
        })
    }

    fn origin(&self) -> &str {
        BASE
    }
}

async fn build(request: &Request, identity: &Identity) -> Result<http::Request<Bytes>, Failure> {
    let invalid = |error: http::Error| Failure::new(FailureKind::Invalid, error);
    let base = Url::parse(BASE).map_err(|error| Failure::new(FailureKind::Invalid, error))?;
    let (content_type, body) = encode(&request.body).await?;
    let mut builder = http::Request::builder()
        .method(request.method.as_str())
        .uri(url(&base, request).as_str())
        .header(header::AUTHORIZATION, identity.authorization(request)?)
        .header("notion-version", &identity.version);
    if let Some(content_type) = content_type {
        builder = builder.header(header::CONTENT_TYPE, content_type);
    }
    builder.body(body).map_err(invalid)
}

/// The body as bytes, and its media type.
async fn encode(body: &Body) -> Result<(Option<String>, Bytes), Failure> {
    let invalid = |error: serde_json::Error| Failure::new(FailureKind::Invalid, error);
    match body {
        Body::Empty => Ok((None, Bytes::new())),
        Body::Json(value) => {
            let bytes = serde_json::to_vec(value).map_err(invalid)?;
            Ok((Some("application/json".to_owned()), bytes.into()))
        }
        Body::JsonText(text) => Ok((Some("application/json".to_owned()), text.clone())),
        Body::Secret(value) => {
            let bytes = value.expose().to_owned().into();
            Ok((Some("application/json".to_owned()), bytes))
        }
        Body::Multipart(parts) => {
            let form = form(parts)?;
            let content_type = format!("multipart/form-data; boundary={}", form.boundary());
            let chunks: Vec<Bytes> = std::pin::pin!(form.into_stream())
                .try_collect()
                .await
                .map_err(|error| Failure::new(FailureKind::Invalid, error))?;
            Ok((Some(content_type), chunks.concat().into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Part;
    use super::*;

    #[tokio::test]
    async fn a_form_is_written_as_on_the_network() {
        let parts = vec![
            Part::file("file", "a.txt", "text/plain", "abc"),
            Part::text("part_number", "2"),
        ];
        let (content_type, body) = encode(&Body::Multipart(parts)).await.unwrap();
        let content_type = content_type.unwrap();
        let boundary = content_type
            .strip_prefix("multipart/form-data; boundary=")
            .unwrap();
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
             Content-Type: text/plain\r\n\r\nabc\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n2\r\n\
             --{boundary}--\r\n"
        );
        assert_eq!(std::str::from_utf8(&body).unwrap(), expected);
    }

    #[tokio::test]
    async fn json_that_is_written_already_is_sent_as_it_is() {
        let request = Request::post("/v1/pages").json_text(r#"{ "a": 1 }"#);
        let (content_type, body) = encode(&request.body).await.unwrap();
        assert_eq!(content_type.as_deref(), Some("application/json"));
        assert_eq!(body, r#"{ "a": 1 }"#);
    }

    #[tokio::test]
    async fn the_token_is_marked_as_a_secret() {
        let identity = Identity::of(&"hidden".into());
        let request = build(
            &Request::get("/v1/users").query("page_size", "2"),
            &identity,
        )
        .await
        .unwrap();
        assert_eq!(
            request.uri().path_and_query().unwrap(),
            "/v1/users?page_size=2"
        );
        assert!(!format!("{request:?}").contains("hidden"));
    }
}
