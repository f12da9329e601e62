//! What was asked so far, for tests to look at.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Uri};
use serde_json::Value;
use serde_json::value::RawValue;

/// How much of what was asked is remembered. A server that runs for long would fill the memory otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The most requests.
    pub(crate) requests: usize,
    /// The most bytes of all requests, bodies and addresses.
    pub(crate) bytes: usize,
}

/// The longest body that is remembered, in bytes: Notion takes no longer JSON.
const MAX_BODY: usize = 500 * 1024;
/// What a request takes beside its body and its address, in bytes, roughly.
const OVERHEAD: usize = 200;

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: 100_000,
            bytes: 64 * 1024 * 1024,
        }
    }
}

/// One request that the server answered, as it came.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method, in capitals.
    pub method: String,
    /// The path, from `/v1` on, as it was sent.
    pub path: String,
    /// The query string without the question mark; empty if there is none.
    pub query: String,
    /// The status that was answered; 0 if a fault broke the connection before.
    pub status: u16,
    /// The body, if it was JSON of at most 500 KiB and the request had a valid token. The token is not kept.
    pub body: Option<Value>,
}

/// A request as it is remembered: its body is read when somebody asks for it.
///
/// Address and body are copies. As the request has them they are slices of the buffer that the connection was read into: a few
/// bytes would keep the whole buffer, of 8 KiB and more, for as long as the request is remembered.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    method: Method,
    /// The path, with the query if there is one.
    target: Arc<str>,
    body: Bytes,
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
        }
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

/// A request of the log, with the status of its answer.
#[derive(Debug, Clone)]
pub(crate) struct Logged {
    asked: Asked,
    status: u16,
}

impl Logged {
    fn query(&self) -> &str {
        self.asked.query()
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

    /// The same as text. The body stays the text that it is: as values it would take ten times as much.
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
}

impl Log {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, mut asked: Asked, status: u16) {
        // Without a valid token only the fact that a request came is kept.
        if status == 401 {
            asked.body = Bytes::new();
        }
        self.size += asked.size();
        self.last.push_back(Logged { asked, status });
        while self.last.len() > self.limits.requests || self.size > self.limits.bytes {
            let Some(first) = self.last.pop_front() else {
                break;
            };
            self.size -= first.asked.size();
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.limits);
    }

    /// Some of the requests, from this number on. Bodies are shared with the log, so that this takes no time.
    pub(crate) fn page(&self, from: usize, count: usize) -> Vec<Logged> {
        self.last.iter().skip(from).take(count).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            log.add(asked(&format!("/v1/users?n={number}"), ""), 200);
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
            log.add(asked("/v1/pages", &body), 200);
            assert_eq!(log.size, bytes(&log));
            assert!(log.size <= 10_000, "{number}");
        }
        // The last one is there, unless it is too large by itself.
        assert!(log.page(0, 9).last().unwrap().asked.body.len() > 199 * 40);
        log.add(
            asked("/v1/pages", &format!("\"{}\"", "x".repeat(20_000))),
            200,
        );
        assert!(log.page(0, 9).is_empty());
        assert_eq!(log.size, 0);
        log.add(asked("/v1/pages", "1"), 200);
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
        log.add(asked("/v1/pages", &body(MAX_BODY)), 400);
        log.add(asked("/v1/pages", &body(MAX_BODY + 1)), 400);
        log.add(asked("/v1/pages", "{}"), 401);
        let kept: Vec<bool> = log
            .page(0, 9)
            .iter()
            .map(|one| one.recorded().body.is_some())
            .collect();
        assert_eq!(kept, [true, false, false]);
    }
}
