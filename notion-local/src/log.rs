//! What was asked so far, for tests to look at.

use std::collections::VecDeque;

use bytes::Bytes;
use http::Request;
use serde_json::Value;

/// How many requests are remembered. A server that runs for long would fill the memory otherwise.
const MOST: usize = 100_000;

/// One request that the server answered, as it came.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method, in capitals.
    pub method: String,
    /// The path, from `/v1` on, as it was sent.
    pub path: String,
    /// The query string without the question mark; empty where there is none.
    pub query: String,
    /// The status that was answered; 0 where a fault broke the connection before.
    pub status: u16,
    /// The body, where it was JSON. The token is not kept.
    pub body: Option<Value>,
}

/// A request as it is remembered: its body is read when somebody asks for it.
#[derive(Debug)]
pub(crate) struct Asked {
    method: String,
    uri: http::Uri,
    body: Bytes,
}

impl Asked {
    pub(crate) fn of(request: &Request<Bytes>) -> Self {
        Self {
            method: request.method().to_string(),
            uri: request.uri().clone(),
            body: request.body().clone(),
        }
    }
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Log(VecDeque<(Asked, u16)>);

impl Log {
    pub(crate) fn add(&mut self, asked: Asked, status: u16) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back((asked, status));
    }

    pub(crate) fn clear(&mut self) {
        self.0 = VecDeque::new();
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        let shown = self.0.iter().map(|(asked, status)| RecordedRequest {
            method: asked.method.clone(),
            path: asked.uri.path().to_owned(),
            query: asked.uri.query().unwrap_or_default().to_owned(),
            status: *status,
            body: serde_json::from_slice(&asked.body).ok(),
        });
        shown.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_requests_are_remembered() {
        let mut log = Log::default();
        for number in 0..=MOST {
            let request = Request::get(format!("/v1/users?n={number}"));
            log.add(Asked::of(&request.body(Bytes::new()).unwrap()), 200);
        }
        let requests = log.requests();
        assert_eq!(requests.len(), MOST);
        assert_eq!(requests[0].query, "n=1");
        assert_eq!(requests[MOST - 1].query, format!("n={MOST}"));
    }
}
