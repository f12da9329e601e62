//! The transport over the network: reqwest.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, TryStreamExt};
use reqwest::header::{self, HeaderName, HeaderValue};
use reqwest::multipart::{Form, Part as FormPart};
use reqwest::redirect;
use url::{Host, Url};

use super::failure::{Failure, FailureKind};
use super::fetch;
use super::fetched::{Fetched, Fetching};
use super::transport::{Identity, Sending, Transport, sealed::Sealed};
use super::{Body, Part, Request, Response, tls};
use crate::conceal::{chain, shown_address};
use crate::error::{Error, Result};

/// Requests over the network, all to one origin.
///
/// Redirects are not followed, so the token never goes anywhere else. A client of the user's own may follow them; reqwest
/// then takes the token out where the origin changes, and the answer is refused here: a redirect can turn a `POST` into a
/// `GET`, whose answer would look like that of a creation.
#[derive(Debug)]
pub(crate) struct Http {
    client: reqwest::Client,
    /// Whether the client may follow redirects: one of our own never does.
    may_redirect: bool,
    /// The largest body that is read, in bytes.
    max_response_bytes: usize,
    base: Url,
    origin: String,
}

impl Http {
    /// With a client of our own.
    pub(crate) fn new(base: &str, connect_timeout: Duration) -> Result<Self> {
        let base = parse_base(base)?;
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("notion-session/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(connect_timeout)
            // A connection that rested long may be closed at the other end just when a creation leaves on it.
            .pool_idle_timeout(Duration::from_secs(30));
        if is_loopback(&base) {
            // What is on this machine is not asked for by way of another one.
            builder = builder.no_proxy();
        } else if base.scheme() == "http" {
            tracing::warn!(
                target: "notion_rest::http",
                "the base URL begins with http://, so that the token is sent unencrypted: use https:// there",
            );
        }
        let client = tls::configure(builder, base.scheme() == "https")?
            .build()
            .map_err(|error| {
                Error::config(format!(
                    "the HTTP client could not be set up: {}",
                    chain(&error)
                ))
            })?;
        Ok(Self::over(client, false, base))
    }

    /// With a client of the user's own.
    pub(crate) fn with_client(base: &str, client: reqwest::Client) -> Result<Self> {
        Ok(Self::over(client, true, parse_base(base)?))
    }

    /// With a limit for the bodies of answers. Files that are fetched have none.
    pub(crate) fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Returns true if requests go to this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    fn over(client: reqwest::Client, may_redirect: bool, base: Url) -> Self {
        let origin = base.origin().ascii_serialization();
        Self {
            client,
            may_redirect,
            max_response_bytes: usize::MAX,
            base,
            origin,
        }
    }

    fn build(&self, request: &Request, identity: &Identity) -> Result<reqwest::Request, Failure> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        const VERSION: HeaderName = HeaderName::from_static("notion-version");

        let method = request.method.to_http();
        let url = url(&self.base, request);
        let mut built = match &request.body {
            Body::Multipart(parts) => self
                .client
                .request(method, url)
                .multipart(form(parts)?)
                .build()
                .map_err(|error| Failure::new(FailureKind::Invalid, error.without_url()))?,
            _ => reqwest::Request::new(method, url),
        };
        let headers = built.headers_mut();
        headers.insert(header::AUTHORIZATION, identity.authorization(request)?);
        headers.insert(VERSION, identity.version.clone());
        if let Some(json) = json(&request.body) {
            headers.insert(header::CONTENT_TYPE, JSON);
            *built.body_mut() = Some(json);
        }
        Ok(built)
    }

    async fn exchange(&self, request: &Request, identity: &Identity) -> Result<Response, Failure> {
        let mut built = self.build(request, identity)?;
        let watch = (self.may_redirect && !request.repeatable).then(|| watch(&mut built));
        let asked = built.url().clone();
        let mut answer = self.client.execute(built).await.map_err(|error| {
            let failure = failure(error);
            let left = watch
                .flatten()
                .is_some_and(|left| left.load(Ordering::Relaxed));
            match failure.kind {
                FailureKind::Unreachable if left => failure.of_kind(FailureKind::Redirected),
                _ => failure,
            }
        })?;
        if *answer.url() != asked {
            let target = shown_address(answer.url().as_str());
            let details =
                format!("the HTTP client followed a redirect to {target}: check the base URL");
            return Err(Failure::new(FailureKind::Redirected, details));
        }
        let status = answer.status().as_u16();
        let headers = std::mem::take(answer.headers_mut());
        let body = body(&mut answer, self.max_response_bytes).await?;
        Ok(Response::new(status, headers, body))
    }
}

impl Sealed for Http {}

impl Transport for Http {
    fn send<'a>(&'a self, request: &'a Request, identity: &'a Identity) -> Sending<'a> {
        Box::pin(self.exchange(request, identity))
    }

    fn fetch<'a>(&'a self, url: &'a Url) -> Fetching<'a> {
        Box::pin(async move {
            fetch::check(url)?;
            let mut answer = self.client.get(url.clone()).send().await.map_err(failure)?;
            let status = answer.status().as_u16();
            let headers = std::mem::take(answer.headers_mut());
            let body = answer.bytes_stream().map_err(failure);
            Ok(Fetched::new(status, headers, Box::pin(body)))
        })
    }

    fn origin(&self) -> &str {
        &self.origin
    }
}

/// The address of a request under a base, which may have a path of its own.
pub(super) fn url(base: &Url, request: &Request) -> Url {
    let mut url = base.clone();
    let path = request.path.trim_start_matches('/');
    match base.path().trim_end_matches('/') {
        "" => url.set_path(path),
        prefix => url.set_path(&format!("{prefix}/{path}")),
    }
    if !request.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&request.query);
    }
    url
}

/// Notes whether the body of a request was asked for, which is when it is sent.
///
/// A client that follows redirects reports an address that it cannot reach as it reports a server that it cannot reach,
/// and the request had been sent to the server that redirected it. A body of this kind also exists once, so that it goes
/// nowhere else.
fn watch(request: &mut reqwest::Request) -> Option<Arc<AtomicBool>> {
    let bytes = request.body()?.as_bytes().map(Bytes::copy_from_slice)?;
    let left = Arc::new(AtomicBool::new(false));
    let note = Arc::clone(&left);
    request
        .headers_mut()
        .insert(header::CONTENT_LENGTH, bytes.len().into());
    let body = stream::once(async move {
        note.store(true, Ordering::Relaxed);
        Ok::<_, Infallible>(bytes)
    });
    *request.body_mut() = Some(reqwest::Body::wrap_stream(body));
    Some(left)
}

/// A body of JSON.
fn json(body: &Body) -> Option<reqwest::Body> {
    match body {
        Body::Empty | Body::Multipart(_) => None,
        Body::Json(value) => Some(value.to_string().into()),
        Body::JsonText(text) => Some(text.clone().into()),
        Body::Secret(value) => Some(value.expose().to_owned().into()),
    }
}

/// A multipart form of these parts.
pub(super) fn form(parts: &[Part]) -> Result<Form, Failure> {
    parts.iter().try_fold(Form::new(), |form, part| {
        let length = part.data.len() as u64;
        let mut field = FormPart::stream_with_length(part.data.clone(), length);
        if let Some(filename) = &part.filename {
            field = field.file_name(filename.clone());
        }
        if let Some(content_type) = &part.content_type {
            field = field
                .mime_str(content_type)
                .map_err(|error| Failure::new(FailureKind::Invalid, error))?;
        }
        Ok(form.part(part.name.clone(), field))
    })
}

/// The whole body. Of several parts each is copied as it comes, so that its memory can take the next
/// one: to keep all of them and to join them in the end costs twice the time.
///
/// What is counted is what comes out of decompression, if the client does that, whatever length was announced.
async fn body(answer: &mut reqwest::Response, limit: usize) -> Result<Bytes, Failure> {
    /// As much room as is made for a length that was only announced.
    const MOST: u64 = 1 << 20;

    let announced = answer.content_length().unwrap_or_default();
    if usize::try_from(announced).is_ok_and(|announced| announced > limit) {
        return Err(Failure::too_large(limit));
    }
    let Some(first) = answer.chunk().await.map_err(cut)? else {
        return Ok(Bytes::new());
    };
    if first.len() > limit {
        return Err(Failure::too_large(limit));
    }
    if first.len() as u64 == announced {
        return Ok(first);
    }
    let room = usize::try_from(announced.min(MOST)).unwrap_or_default();
    let mut body = Vec::with_capacity(room.max(first.len()));
    body.extend_from_slice(&first);
    drop(first);
    while let Some(part) = answer.chunk().await.map_err(cut)? {
        if part.len() > limit - body.len() {
            return Err(Failure::too_large(limit));
        }
        body.extend_from_slice(&part);
    }
    Ok(body.into())
}

/// The head of an answer was there, so the request had been sent.
fn cut(error: reqwest::Error) -> Failure {
    let failure = failure(error);
    match failure.kind {
        FailureKind::Unreachable | FailureKind::Invalid => failure.of_kind(FailureKind::Broken),
        _ => failure,
    }
}

fn failure(error: reqwest::Error) -> Failure {
    let kind = if error.is_builder() {
        FailureKind::Invalid
    } else if error.is_connect() {
        FailureKind::Unreachable
    } else if error.is_redirect() {
        FailureKind::Redirected
    } else if error.is_timeout() {
        FailureKind::Timeout
    } else {
        FailureKind::Broken
    };
    Failure::new(kind, error.without_url())
}

/// Where requests go. A trailing `/v1` is taken off: it belongs to the paths.
fn parse_base(base: &str) -> Result<Url> {
    // The value is not repeated: it may hold a secret, or be one.
    let refuse = |why: &str| Error::config(format!("`base_url` is not a base URL: {why}"));
    let mut url = Url::parse(base.trim()).map_err(|error| refuse(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("it must begin with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("it must not have a user name or a password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("it must not have a query or a fragment"));
    }
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/v1").unwrap_or(path).to_owned();
    url.set_path(&path);
    Ok(url)
}

fn is_loopback(base: &Url) -> bool {
    match base.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => {
            let mapped = address.to_ipv4_mapped();
            address.is_loopback() || mapped.is_some_and(|address| address.is_loopback())
        }
        Some(Host::Domain(name)) => {
            // RFC 6761: the name and all names below it are of this machine.
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(base: &str, request: &Request) -> String {
        url(&parse_base(base).unwrap(), request).to_string()
    }

    #[test]
    fn paths_follow_the_base() {
        let request = Request::get("/v1/users")
            .query("page_size", "2")
            .query("name", "a b&c");
        for base in [
            "https://api.notion.com",
            "https://api.notion.com/",
            "https://api.notion.com/v1/",
        ] {
            assert_eq!(
                address(base, &request),
                "https://api.notion.com/v1/users?page_size=2&name=a+b%26c"
            );
        }
        assert_eq!(
            address("http://127.0.0.1:80/proxy", &Request::get("v1/users")),
            "http://127.0.0.1/proxy/v1/users"
        );
    }

    #[test]
    fn encoded_property_ids_stay_as_they_are_and_nothing_leaves_the_path() {
        let request = Request::get("/v1/pages/x/properties/%5B%3Dyq");
        assert_eq!(
            address("https://a.b", &request),
            "https://a.b/v1/pages/x/properties/%5B%3Dyq"
        );
        let request = Request::get("/v1/pages/x?y#z");
        assert_eq!(
            address("https://a.b", &request),
            "https://a.b/v1/pages/x%3Fy%23z"
        );
        assert_eq!(
            address("https://a.b", &Request::get("//evil.example/x")),
            "https://a.b/evil.example/x"
        );
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        for base in [
            "http://127.0.0.1:80",
            "http://localhost",
            "http://[::1]:1/x",
        ] {
            assert!(is_loopback(&parse_base(base).unwrap()), "{base}");
        }
        assert!(!is_loopback(&parse_base("https://api.notion.com").unwrap()));
    }

    #[test]
    fn what_is_no_base_is_refused_without_repeating_secrets() {
        for base in [
            "",
            "hidden",
            "hidden.example",
            "hidden://a.b",
            "ftp://hidden",
            "https://a.b/?x=hidden",
            "https://a.b/#hidden",
            "https://me:hidden@a.b",
            "https://hidden:80:80",
            "https://hidden host",
            "https://[hidden",
        ] {
            let error = parse_base(base).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(shown.contains("`base_url`"), "{shown}");
            assert!(!shown.contains("hidden"), "{shown}");
        }
    }
}
