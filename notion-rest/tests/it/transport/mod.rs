//! What goes wrong between here and Notion, on real sockets of the loopback interface.

mod limits;
mod outcomes;
mod redirects;
mod requests;
mod secrets;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use notion_rest::http::{Method, Pace, Request, Retry};
use notion_rest::{Client, Error};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use wiremock::matchers::{any, header, method, path};
use wiremock::{Mock, MockServer, Request as Seen, ResponseTemplate};

use crate::support::servers::{ECHOES, echo, read_request, replay, replay_bytes, stage};

const TOKEN: &str = "ntn_never_shown";

fn client(base_url: &str) -> Client {
    let retry = Retry::default().waits(Duration::from_millis(1), Duration::from_millis(5));
    Client::builder()
        .token(TOKEN)
        .base_url(base_url)
        .pace(Pace::unlimited())
        .retry(retry)
        .build()
        .unwrap()
}

fn creation() -> Request {
    Request::post("/v1/pages").json(serde_json::json!({ "parent": {} }))
}

/// A server that remembers the tokens that it was sent.
async fn witness() -> (MockServer, Arc<Mutex<Vec<String>>>) {
    let server = MockServer::start().await;
    let tokens = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&tokens);
    Mock::given(any())
        .respond_with(move |request: &Seen| {
            let token = request
                .headers
                .get("authorization")
                .map(|value| format!("{value:?}"));
            seen.lock().unwrap().push(token.unwrap_or_default());
            ResponseTemplate::new(200).set_body_json(serde_json::json!({}))
        })
        .mount(&server)
        .await;
    (server, tokens)
}
