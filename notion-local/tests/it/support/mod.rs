//! A small client for the tests.

#[path = "../../../../tests/it/support/not_run.rs"]
pub(crate) mod not_run;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::Request;
use notion_local::{Running, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A server, asked in one version of the API.
pub(crate) struct Client {
    pub(crate) server: Server,
    pub(crate) version: &'static str,
}

/// A fresh server, asked in the newest version.
pub(crate) fn client() -> Client {
    Client {
        server: Server::new(),
        version: "2026-03-11",
    }
}

impl Client {
    /// Sends a request and gives status and body.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> (u16, Value) {
        let bytes = body.map_or_else(Bytes::new, |body| Bytes::from(body.to_string()));
        let request = Request::builder()
            .method(method)
            .uri(format!("/v1/{path}"))
            .header("authorization", format!("Bearer {}", self.server.token()))
            .header("notion-version", self.version)
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
        let (status, answer) = self.send(method, path, Some(&body)).await;
        assert_eq!(status, 200, "{method} {path} {body}: {answer}");
        answer
    }

    /// Gets what has to be there.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.send("GET", path, None).await;
        assert_eq!(status, 200, "GET {path}: {answer}");
        answer
    }

    /// Sends a request that has to be refused, and gives the message.
    pub(crate) async fn refused(&self, method: &str, path: &str, body: Value) -> String {
        let (status, answer) = self.send(method, path, Some(&body)).await;
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("validation_error")),
            "{method} {path} {body}: {answer}"
        );
        answer["message"].as_str().unwrap().to_owned()
    }

    /// The id of the page "Home".
    pub(crate) fn home(&self) -> String {
        self.server.home().to_string()
    }

    /// Makes a database under "Home" and gives the database and its data source.
    pub(crate) async fn database(&self, title: &str, properties: Value) -> (Value, Value) {
        let body = json!({
            "parent": { "type": "page_id", "page_id": self.home() },
            "title": text(title),
            "initial_data_source": { "properties": properties },
        });
        let database = self.ok("POST", "databases", body).await;
        let source = self
            .get(&format!(
                "data_sources/{}",
                id(&database["data_sources"][0])
            ))
            .await;
        (database, source)
    }

    /// Saves formulas of a data source as if in Notion's UI, so that queries can filter by them.
    pub(crate) fn save_formulas(&self, source: &Value, names: &[&str]) {
        for name in names {
            let source = id(source).parse().unwrap();
            self.server.save_formula(source, name).unwrap();
        }
    }

    /// Makes a row.
    pub(crate) async fn row(&self, source: &Value, properties: Value) -> Value {
        let body =
            json!({ "parent": { "data_source_id": source["id"] }, "properties": properties });
        self.ok("POST", "pages", body).await
    }

    /// The titles of the rows of a query.
    pub(crate) async fn query(&self, source: &Value, body: Value) -> Vec<String> {
        let list = self
            .ok("POST", &format!("data_sources/{}/query", id(source)), body)
            .await;
        list["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(title)
            .collect()
    }
}

/// Asks under `/_local/`, as programs in other languages do.
pub(crate) async fn control(
    server: &Server,
    method: &str,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let request = Request::builder()
        .method(method)
        .uri(format!("/_local/{path}"))
        .header("authorization", format!("Bearer {}", server.token()))
        .body(Bytes::from(body.to_string()))
        .unwrap();
    let response = server.call(request).await;
    (
        response.status().as_u16(),
        serde_json::from_slice(response.body()).unwrap(),
    )
}

/// Sends bytes to a running server on a connection of its own and gives all that comes back before it ends.
pub(crate) async fn raw(running: &Running, request: &[u8]) -> Vec<u8> {
    let mut socket = TcpStream::connect(running.address()).await.unwrap();
    // A server that has made up its mind does not read to the end.
    let _unread = socket.write_all(request).await;
    let mut answer = Vec::new();
    let _broken = socket.read_to_end(&mut answer).await;
    answer
}

/// A request over TCP. Gives what comes back, head and body apart; nothing where the connection breaks before.
pub(crate) async fn over_tcp(
    running: &Running,
    method: &str,
    path: &str,
    body: &str,
) -> Option<(String, String)> {
    let (host, token, length) = (running.address(), running.token(), body.len());
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    let answer = String::from_utf8(raw(running, request.as_bytes()).await).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.to_ascii_lowercase(), body.to_owned()))
}

/// Runs an ignored test in a process of its own, where it counts what is the process's.
#[cfg(target_os = "linux")]
pub(crate) fn in_a_process_of_its_own(module: &str, test: &str) {
    // Tests are called by their modules without the program's name.
    let (_, module) = module.split_once("::").unwrap();
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", &format!("{module}::{test}")])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{test}:\n{text}"
    );
}

/// A directory of a test's own, gone at its end.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new(name: &str) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("notion-local-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("workspace.data")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// Rich text of one run.
pub(crate) fn text(content: &str) -> Value {
    json!([{ "type": "text", "text": { "content": content } }])
}

/// The id of an object.
pub(crate) fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

/// The title of a page.
pub(crate) fn title(page: &Value) -> String {
    let properties = page["properties"].as_object().unwrap();
    let title = properties
        .values()
        .find(|value| value["id"] == "title")
        .unwrap();
    title["title"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| run["plain_text"].as_str().unwrap())
        .collect()
}

/// The keys of an object, in their order.
pub(crate) fn keys(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}
