//! The log of requests.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Uri};
use jiff::Timestamp;
use serde_json::Value;
use serde_json::value::RawValue;

/// The limits of the log, without which a server that runs for long would fill the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The maximum number of requests.
    pub(crate) requests: usize,
    /// The maximum size of all requests in bytes: bodies and paths.
    pub(crate) bytes: usize,
}

/// The maximum size of a body in the log, in bytes: Notion's limit of JSON.
const MAX_BODY: usize = 500 * 1024;
/// The approximate size of a request without its body and path, in bytes.
const OVERHEAD: usize = 200;

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: 100_000,
            bytes: 64 * 1024 * 1024,
        }
    }
}

/// A request that the server answered.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method, in upper case.
    pub method: String,
    /// The path as it was sent, beginning with `/v1`.
    pub path: String,
    /// The query string without the question mark; empty if there is none.
    pub query: String,
    /// The status of the answer; 0 if a fault closed the connection before it.
    pub status: u16,
    /// The body, if it was JSON of at most 500 KiB and the request had a valid token. The token is not stored.
    pub body: Option<Value>,
}

/// A request in the log. Its body is parsed only when it is read.
///
/// Path and body are copies. The originals are slices of the connection's buffer: a few bytes would keep the whole buffer, of
/// 8 KiB and more, as long as the request is in the log.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    method: Method,
    /// The path, with the query if there is one.
    target: Arc<str>,
    body: Bytes,
    version: Option<Box<str>>,
}

impl Asked {
    pub(crate) fn of(method: &Method, uri: &Uri, body: &Bytes) -> Self {
        Self {
            method: method.clone(),
            target: uri
                .path_and_query()
                .map_or("", |target| target.as_str())
                .into(),
            body: if body.len() > MAX_BODY {
                Bytes::new()
            } else {
                Bytes::copy_from_slice(body)
            },
            version: None,
        }
    }

    /// The header `Notion-Version`, if it is a date.
    pub(crate) fn in_version(mut self, version: Option<&HeaderValue>) -> Self {
        let version = version.and_then(|version| version.to_str().ok());
        self.version = version
            .filter(|version| version.len() == 10)
            .map(Into::into);
        self
    }

    fn size(&self) -> usize {
        OVERHEAD + self.target.len() + self.body.len()
    }

    fn path(&self) -> &str {
        let end = self.target.find('?').unwrap_or(self.target.len());
        &self.target[..end]
    }

    fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

/// The answer to a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answered {
    /// The status; 0 if a fault closed the connection.
    pub(crate) status: u16,
    /// The time of the server's clock.
    pub(crate) at: Timestamp,
    /// The duration, including the delay of a fault.
    pub(crate) took: Duration,
    pub(crate) body: Bytes,
}

/// A request of the log, with the status of its answer.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "viewer"),
    expect(
        dead_code,
        reason = "the viewer alone shows when it was and how long it took"
    )
)]
pub(crate) struct Logged {
    /// The number of the request, counted from 1, including requests that were removed.
    pub(crate) number: u64,
    pub(crate) status: u16,
    pub(crate) at: Timestamp,
    pub(crate) took: Duration,
    asked: Asked,
}

impl Logged {
    fn query(&self) -> &str {
        self.asked.query()
    }

    /// The method, in upper case.
    #[cfg(feature = "viewer")]
    pub(crate) fn method(&self) -> &str {
        self.asked.method.as_str()
    }

    /// The path, with the query if there is one.
    #[cfg(feature = "viewer")]
    pub(crate) fn target(&self) -> &str {
        &self.asked.target
    }

    /// The body as it was sent; empty if there was none or it is not stored.
    #[cfg(feature = "viewer")]
    pub(crate) fn body(&self) -> &Bytes {
        &self.asked.body
    }

    /// The requested API version.
    #[cfg(feature = "viewer")]
    pub(crate) fn version(&self) -> Option<&str> {
        self.asked.version.as_deref()
    }

    /// Returns true if the answer was an error or is missing.
    #[cfg(feature = "viewer")]
    pub(crate) fn is_failure(&self) -> bool {
        self.status < 200 || self.status >= 400
    }

    pub(crate) fn recorded(&self) -> RecordedRequest {
        RecordedRequest {
            method: self.asked.method.to_string(),
            path: self.asked.path().to_owned(),
            query: self.query().to_owned(),
            status: self.status,
            body: serde_json::from_slice(&self.asked.body).ok(),
        }
    }

    /// Serializes the request. The body stays text: as parsed values it would take ten times as much memory.
    pub(crate) fn json(&self) -> String {
        let body = serde_json::from_slice::<&RawValue>(&self.asked.body);
        format!(
            "{{ \"method\": {}, \"path\": {}, \"query\": {}, \"status\": {}, \"body\": {} }}",
            Value::from(self.asked.method.as_str()),
            Value::from(self.asked.path()),
            Value::from(self.query()),
            self.status,
            body.map_or("null", RawValue::get),
        )
    }
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Log {
    limits: Limits,
    last: VecDeque<Logged>,
    size: usize,
    count: u64,
    answers: Answers,
}

impl Log {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, mut asked: Asked, answered: Answered) {
        // Without a valid token only the fact of the request is stored.
        if answered.status == 401 {
            asked.body = Bytes::new();
        }
        self.size += asked.size();
        self.count += 1;
        // Only the viewer shows answers.
        if cfg!(feature = "viewer") {
            self.answers.keep(self.count, answered.body);
        }
        self.last.push_back(Logged {
            number: self.count,
            status: answered.status,
            at: answered.at,
            took: answered.took,
            asked,
        });
        while self.last.len() > self.limits.requests || self.size > self.limits.bytes {
            let Some(first) = self.last.pop_front() else {
                break;
            };
            self.size -= first.asked.size();
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self {
            count: self.count,
            ..Self::new(self.limits)
        };
    }

    /// Returns some of the requests, starting at a number. Bodies are shared with the log, so that this is cheap.
    pub(crate) fn page(&self, from: usize, count: usize) -> Vec<Logged> {
        self.last.iter().skip(from).take(count).cloned().collect()
    }

    /// Returns the last matching requests before a number, the last one first.
    #[cfg(feature = "viewer")]
    pub(crate) fn before(
        &self,
        number: u64,
        count: usize,
        fits: impl Fn(&Logged) -> bool,
    ) -> Vec<Logged> {
        let earlier = self
            .last
            .iter()
            .rev()
            .skip_while(|one| one.number >= number);
        earlier
            .filter(|one| fits(one))
            .take(count)
            .cloned()
            .collect()
    }

    /// Returns the request with a number, and the body of its answer if it is still stored.
    #[cfg(feature = "viewer")]
    pub(crate) fn numbered(&self, number: u64) -> Option<(Logged, Option<Bytes>)> {
        let at = self.last.binary_search_by_key(&number, |one| one.number);
        let found = self.last.get(at.ok()?)?.clone();
        Some((found, self.answers.find(number)))
    }

    /// Returns the number of stored requests, and of all requests.
    #[cfg(feature = "viewer")]
    pub(crate) fn counts(&self) -> (usize, u64) {
        (self.last.len(), self.count)
    }
}

/// The last answers, by the numbers of their requests. They are large, so that few are kept, and they have a limit of their
/// own.
#[derive(Debug, Default)]
struct Answers {
    last: VecDeque<(u64, Bytes)>,
    size: usize,
}

/// The maximum size of all answers in bytes.
const MAX_ANSWERS: usize = 16 * 1024 * 1024;

impl Answers {
    fn keep(&mut self, number: u64, body: Bytes) {
        self.size += body.len() + OVERHEAD;
        self.last.push_back((number, body));
        while self.size > MAX_ANSWERS {
            let Some((_, first)) = self.last.pop_front() else {
                break;
            };
            self.size -= first.len() + OVERHEAD;
        }
    }

    #[cfg(feature = "viewer")]
    fn find(&self, number: u64) -> Option<Bytes> {
        let at = self
            .last
            .binary_search_by_key(&number, |(number, _)| *number);
        Some(self.last.get(at.ok()?)?.1.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> Answered {
        Answered {
            status,
            ..Answered::default()
        }
    }

    fn asked(uri: &str, body: &str) -> Asked {
        Asked::of(
            &Method::POST,
            &uri.parse().unwrap(),
            &Bytes::from(body.to_owned()),
        )
    }

    #[test]
    fn the_last_requests_are_remembered() {
        let most = Limits::default().requests;
        let mut log = Log::default();
        for number in 0..=most {
            log.add(asked(&format!("/v1/users?n={number}"), ""), status(200));
        }
        let requests = log.page(0, usize::MAX);
        assert_eq!(requests.len(), most);
        assert_eq!(requests[0].query(), "n=1");
        assert_eq!(requests[most - 1].query(), format!("n={most}"));
        let page: Vec<String> = log
            .page(5, 2)
            .iter()
            .map(|one| one.query().to_owned())
            .collect();
        assert_eq!(page, ["n=6", "n=7"]);
        assert!(log.page(most, 1).is_empty());
    }

    #[test]
    fn the_size_of_all_requests_is_bounded() {
        let mut log = Log::new(Limits {
            requests: 1000,
            bytes: 10_000,
        });
        let bytes = |log: &Log| log.last.iter().map(|one| one.asked.size()).sum::<usize>();
        for number in 0..200 {
            let body = format!("\"{}\"", "x".repeat(number * 40));
            log.add(asked("/v1/pages", &body), status(200));
            assert_eq!(log.size, bytes(&log));
            assert!(log.size <= 10_000, "{number}");
        }
        // The last one is always kept, unless it is too large by itself.
        assert!(log.page(0, 9).last().unwrap().asked.body.len() > 199 * 40);
        log.add(
            asked("/v1/pages", &format!("\"{}\"", "x".repeat(20_000))),
            status(200),
        );
        assert!(log.page(0, 9).is_empty());
        assert_eq!(log.size, 0);
        log.add(asked("/v1/pages", "1"), status(200));
        log.clear();
        assert_eq!((log.size, log.limits.bytes), (0, 10_000));
    }

    #[test]
    fn what_is_remembered_does_not_keep_the_buffer_that_it_was_read_into() {
        let buffer = Bytes::from(b"/v1/pages?n=1 {} and what the client sent besides".to_vec());
        let uri = http::Uri::from_maybe_shared(buffer.slice(..13)).unwrap();
        let body = buffer.slice(14..16);
        let asked = Asked::of(&Method::POST, &uri, &body);
        assert!(!buffer.is_unique());
        drop((uri, body));
        assert!(buffer.is_unique());
        assert_eq!((asked.path(), asked.query()), ("/v1/pages", "n=1"));
        assert_eq!(asked.body, "{}");
    }

    #[test]
    fn long_bodies_and_those_of_strangers_are_not_kept() {
        let mut log = Log::default();
        let body = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
        log.add(asked("/v1/pages", &body(MAX_BODY)), status(400));
        log.add(asked("/v1/pages", &body(MAX_BODY + 1)), status(400));
        log.add(asked("/v1/pages", "{}"), status(401));
        let kept: Vec<bool> = log
            .page(0, 9)
            .iter()
            .map(|one| one.recorded().body.is_some())
            .collect();
        assert_eq!(kept, [true, false, false]);
    }
}
