//! A workspace on a local server, changed by plain requests: what is mirrored is not written by what mirrors it.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use notion_local::Server;
use notion_session::Session;
use serde_json::{Value, json};

/// A server, and the integration that makes the changes.
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) token: String,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::on(Server::new())
    }

    pub(crate) fn on(server: Server) -> Self {
        let token = server.token().to_owned();
        Self { server, token }
    }

    /// The session of the integration.
    pub(crate) fn session(&self) -> Session {
        Session::builder()
            .local_server(self.server.clone())
            .build()
            .unwrap()
    }

    /// Sends a request and returns the status and the body.
    pub(crate) async fn send(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let bytes = if method == "GET" {
            Bytes::new()
        } else {
            Bytes::from(body.to_string())
        };
        let request = Request::builder()
            .method(method)
            .uri(format!("/v1/{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("notion-version", "2026-03-11")
            .header("content-type", "application/json")
            .body(bytes)
            .unwrap();
        let response = self.server.call(request).await;
        (
            response.status().as_u16(),
            serde_json::from_slice(response.body()).unwrap(),
        )
    }

    /// Sends a request that has to work.
    pub(crate) async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.send(method, path, body.clone()).await;
        assert_eq!(status, 200, "{method} {path} {body}: {answer}");
        answer
    }

    /// Creates a database with one data source; the ids of both.
    pub(crate) async fn database(&self, title: &str, properties: Value) -> (String, String) {
        let database = self
            .ok(
                "POST",
                "databases",
                json!({
                    "parent": { "type": "page_id", "page_id": self.server.home() },
                    "title": [{ "text": { "content": title } }],
                    "initial_data_source": { "properties": properties },
                }),
            )
            .await;
        (
            text(&database["id"]),
            text(&database["data_sources"][0]["id"]),
        )
    }

    /// Creates a row; its id.
    pub(crate) async fn row(&self, source: &str, properties: Value) -> String {
        let parent = json!({ "type": "data_source_id", "data_source_id": source });
        let row = self
            .ok(
                "POST",
                "pages",
                json!({ "parent": parent, "properties": properties }),
            )
            .await;
        text(&row["id"])
    }

    /// Changes the properties of a row.
    pub(crate) async fn update(&self, row: &str, properties: Value) -> Value {
        self.ok(
            "PATCH",
            &format!("pages/{row}"),
            json!({ "properties": properties }),
        )
        .await
    }

    pub(crate) async fn trash(&self, row: &str, in_trash: bool) {
        self.ok(
            "PATCH",
            &format!("pages/{row}"),
            json!({ "in_trash": in_trash }),
        )
        .await;
    }

    pub(crate) async fn schema(&self, source: &str, properties: Value) {
        self.ok(
            "PATCH",
            &format!("data_sources/{source}"),
            json!({ "properties": properties }),
        )
        .await;
    }

    /// Lets minutes pass, so that the last edits are before the overlap of the watermark.
    pub(crate) fn wait_minutes(&self, minutes: u64) {
        self.server.advance(Duration::from_secs(60 * minutes));
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A title, as a request has it.
pub(crate) fn title(content: &str) -> Value {
    json!({ "title": [{ "text": { "content": content } }] })
}
