//! A transport for tests: it answers as it was told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderValue};
use tokio::time::Instant;
use url::Url;

use super::failure::{Failure, FailureKind};
use super::fetched::Fetching;
use super::settings::{Pacing, Settings};
use super::transport::{Identity, Sending, sealed::Sealed};
use super::{Client, Pace, Request, Response, Retry, Transport};

/// Answers with what was prepared, then with 200; remembers when it was asked, in milliseconds since its beginning.
#[derive(Debug)]
struct Script {
    answers: Mutex<VecDeque<Answer>>,
    asked_at: Arc<Mutex<Vec<u128>>>,
    start: Instant,
}

/// What comes back.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// A status, and what `Retry-After` says.
    Status(u16, Option<&'static str>),
    /// A rate limit for this reason, over after a second.
    Limited(&'static str),
    /// No answer.
    Fails(FailureKind),
    /// Nothing, forever.
    Silent,
}

/// A client over a script, and the moments at which it was asked.
pub(super) fn client(
    answers: impl IntoIterator<Item = Answer>,
    pace: Pace,
) -> (Client, Arc<Mutex<Vec<u128>>>) {
    let settings = Settings {
        token: "secret_never_shown".into(),
        timeout: Duration::from_secs(60),
        retry: Retry::default(),
        pacing: Pacing::Client(pace),
    };
    scripted(answers, settings)
}

/// The same with a configuration.
pub(super) fn scripted(
    answers: impl IntoIterator<Item = Answer>,
    settings: Settings,
) -> (Client, Arc<Mutex<Vec<u128>>>) {
    let script = Script {
        answers: Mutex::new(answers.into_iter().collect()),
        asked_at: Arc::default(),
        start: Instant::now(),
    };
    let asked_at = Arc::clone(&script.asked_at);
    (Client::new(Arc::new(script), settings), asked_at)
}

impl Sealed for Script {}

impl Transport for Script {
    fn send<'a>(&'a self, _: &'a Request, identity: &'a Identity) -> Sending<'a> {
        assert_eq!(identity.version, "2026-03-11");
        let moment = self.start.elapsed().as_millis();
        if let Ok(mut asked_at) = self.asked_at.lock() {
            asked_at.push(moment);
        }
        let answer = self
            .answers
            .lock()
            .ok()
            .and_then(|mut answers| answers.pop_front());
        Box::pin(async move {
            match answer.unwrap_or(Answer::Status(200, None)) {
                Answer::Status(status, retry_after) => {
                    let mut headers = HeaderMap::new();
                    if let Some(value) = retry_after {
                        headers.insert("retry-after", HeaderValue::from_static(value));
                    }
                    let body: &[u8] = match status {
                        400.. => br#"{"object":"error","code":"as_scripted","message":""}"#,
                        _ => b"{}",
                    };
                    Ok(Response::new(status, headers, Bytes::from_static(body)))
                }
                Answer::Limited(reason) => {
                    let mut headers = HeaderMap::new();
                    headers.insert("retry-after", HeaderValue::from_static("1"));
                    let body = format!(
                        r#"{{"object":"error","code":"rate_limited","message":"","additional_data":{{"rate_limit_reason":"{reason}"}}}}"#
                    );
                    Ok(Response::new(429, headers, body.into()))
                }
                Answer::Fails(kind) => Err(Failure::new(kind, "as the script says")),
                Answer::Silent => std::future::pending().await,
            }
        })
    }

    fn fetch<'a>(&'a self, _: &'a Url) -> Fetching<'a> {
        Box::pin(async {
            Err(Failure::new(
                FailureKind::Invalid,
                "the script has no files",
            ))
        })
    }

    fn origin(&self) -> &str {
        "script"
    }
}
