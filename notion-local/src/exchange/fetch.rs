//! Files at addresses of this machine, which an upload by address brings here. Nothing is fetched from anywhere else.

use std::net::Ipv6Addr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use notion_vocabulary::limits::MAX_UPLOAD_PART_BYTES;
use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use crate::background::Background;
use crate::exchange::target::Target;

/// How long a file may take to come, with the wait for others.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest file that is read.
const MAX_FILE: usize = MAX_UPLOAD_PART_BYTES as usize;

/// What became of an address: a file, or why there is none.
pub(crate) type Fetched = Result<File, String>;

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) bytes: Bytes,
    pub(crate) content_type: Option<String>,
}

/// Where the file is that a body wants to be brought here, if that is on this machine.
pub(crate) fn wanted(body: &Value) -> Option<Target> {
    Target::of(&normalized(body.get("external_url")?.as_str()?)?)
}

/// An address as it is kept and sent on: http or https, with a host, without user and fragment, and with nothing in it that
/// does not belong into an address. Everything else is not an address.
pub(crate) fn normalized(url: &str) -> Option<String> {
    let scheme = url.split_once("://")?.0.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        return None;
    }
    let without_fragment = url.split('#').next()?;
    if without_fragment
        .chars()
        .any(|c| c.is_control() || c.is_whitespace())
    {
        return None;
    }
    // Letters of other scripts are sent as the bytes of their UTF-8; all else has to be encoded already.
    let ascii = utf8_percent_encode(without_fragment, CONTROLS).to_string();
    let uri: Uri = ascii.parse().ok()?;
    let authority = uri.authority()?;
    let host = authority.host().to_ascii_lowercase();
    let is_ip6 = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|host| host.parse::<Ipv6Addr>().is_ok());
    let is_name = !host.is_empty()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    if authority.as_str().contains('@') || !(is_ip6 || is_name) {
        return None;
    }
    let port = match authority.as_str().rsplit_once(':') {
        Some((_, port)) if !port.contains(']') => match port.parse::<u16>() {
            Ok(port) => format!(":{port}"),
            Err(_) => return None,
        },
        _ => String::new(),
    };
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    // A query may follow the host.
    let slash = if path.starts_with('/') { "" } else { "/" };
    Some(format!("{scheme}://{host}{port}{slash}{path}"))
}

/// The most files that are fetched concurrently. Others wait.
const CONCURRENCY: usize = 16;

/// The files that are being fetched.
#[derive(Debug)]
pub(crate) struct Imports {
    thread: Background,
    permits: Arc<Semaphore>,
}

impl Default for Imports {
    fn default() -> Self {
        Self {
            thread: Background::new("notion-local imports"),
            permits: Arc::new(Semaphore::new(CONCURRENCY)),
        }
    }
}

impl Imports {
    /// Fetches a file. Waiting for others counts as well, so that this ends in any case.
    pub(crate) async fn fetch(&self, target: Target) -> Fetched {
        let handle = self.thread.handle().map_err(|error| error.to_string())?;
        let permits = Arc::clone(&self.permits);
        let fetched = handle.spawn(async move {
            let fetched = async {
                let _permit = permits.acquire().await.map_err(|error| error.to_string())?;
                get(&target).await
            };
            let fetched = tokio::time::timeout(PATIENCE, fetched).await;
            fetched.unwrap_or_else(|_| Err(format!("nothing came within {PATIENCE:?}")))
        });
        fetched.await.unwrap_or_else(|error| Err(error.to_string()))
    }
}

async fn get(target: &Target) -> Fetched {
    let stream = TcpStream::connect(target.address)
        .await
        .map_err(|error| error.to_string())?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    let request = Request::get(&target.path)
        .header(header::HOST, &target.host)
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|error| error.to_string())?;
    let answer = async move {
        let answer = sender
            .send_request(request)
            .await
            .map_err(|error| error.to_string())?;
        if !answer.status().is_success() {
            return Err(format!("the answer is {}", answer.status()));
        }
        let content_type = answer.headers().get(header::CONTENT_TYPE);
        let content_type = content_type
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let body = Limited::new(answer.into_body(), MAX_FILE).collect().await;
        let bytes = body.map_err(|error| error.to_string())?.to_bytes();
        Ok(File {
            bytes,
            content_type,
        })
    };
    // The connection has to be driven while the answer is awaited.
    let (answer, _closed) = tokio::join!(answer, connection);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_normalized_or_refused() {
        for (url, expected) in [
            ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
            ("HTTPS://Example.COM", "https://example.com/"),
            ("https://example.com?x=1", "https://example.com/?x=1"),
            (
                "https://example.com/a%20b?c=d&e#f",
                "https://example.com/a%20b?c=d&e",
            ),
            (
                "https://example.com/é/\u{1f951}",
                "https://example.com/%C3%A9/%F0%9F%A5%91",
            ),
            ("http://[::1]:80/x", "http://[::1]:80/x"),
            ("http://localhost/", "http://localhost/"),
        ] {
            assert_eq!(normalized(url).as_deref(), Some(expected), "{url}");
            assert_eq!(normalized(expected).as_deref(), Some(expected));
        }
        for url in [
            "",
            "x",
            "/a",
            "ftp://example.com/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "http://",
            "http:///x",
            "https://?x",
            "http://127.0.0.1/a b",
            "http://127.0.0.1/\r\nSet-Cookie: a=b",
            "http://127.0.0.1/\n",
            "http://127.0.0.1/\tx",
            "http://a@b/",
            "http://a:b@c/",
            "http://@c/",
            "http://example.com:99999/",
            "http://example.com:/",
            "http://example.com:x/",
            " http://example.com/",
            "http://example.com/ ",
            "http://exa mple.com/",
            "http://bücher.example/",
            "http://[::1/",
            "http://[x]/",
            "http://example.com/\u{0}",
            "http://example.com/\u{7f}",
            "http://example.com/\u{a0}",
            "http://example.com/\u{2028}",
            "//example.com/",
            "http:/example.com",
            "http:example.com",
            "http://ex%41mple.com/",
        ] {
            assert_eq!(normalized(url), None, "{url:?}");
        }
    }
}
