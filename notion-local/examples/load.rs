//! How much memory the server holds under load: 64 clients that read rows and pages, and upload, for 40 seconds.
//!
//! ```sh
//! cargo run --release -p notion-local --example load -- [SECONDS]
//! ```
//!
//! The server is a process of its own. Each client keeps its connection. What the clients upload stays in the workspace, so
//! that it is counted beside the memory; everything else should leave the memory as it is once the log is full.

#![allow(clippy::panic, clippy::unwrap_used, clippy::print_stdout)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use notion_local::Server;
use serde_json::{Value, json};

const CLIENTS: usize = 64;
const ROWS: usize = 1_000;
const SECONDS: u64 = 40;
/// How often memory is measured.
const STEP: Duration = Duration::from_secs(5);
/// The bytes of an upload, and after how many requests of a client one is made.
const UPLOAD: usize = 10_000;
const UPLOAD_EVERY: usize = 100;

static REQUESTS: AtomicU64 = AtomicU64::new(0);
static UPLOADED: AtomicU64 = AtomicU64::new(0);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let argument = std::env::args().nth(1);
    if argument.as_deref() == Some("serve") {
        return serve().await;
    }
    let seconds = argument.map_or(SECONDS, |seconds| seconds.parse().unwrap());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    let [address, token, source, row] = words[..] else {
        panic!("{line}")
    };
    let show = |when: &str| {
        println!(
            "{when:<12} {:>7.1} MiB resident, {:>8} requests, {:>6.1} MiB uploaded",
            resident_mebibytes(&child),
            REQUESTS.load(Relaxed),
            UPLOADED.load(Relaxed) as f64 / f64::from(1 << 20),
        );
    };
    show("before");
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds);
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| client(address, token, source, row, end));
        }
        while Instant::now() < end {
            std::thread::sleep(STEP);
            show(&format!("after {:.0} s", began.elapsed().as_secs_f64()));
        }
    });
    show("at the end");
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A server in this process with a data source of rows, until the process is killed.
async fn serve() {
    let running = Server::start().await.unwrap();
    let text = json!([{ "text": { "content": "some words" } }]);
    let body = json!({
        "parent": { "page_id": running.home() },
        "initial_data_source": { "properties": {
            "Name": { "title": {} }, "N": { "number": {} }, "When": { "date": {} }, "Text": { "rich_text": {} },
        } },
    });
    let made = call(&running, "databases", &body).await;
    let source = made["data_sources"][0]["id"].clone();
    let mut last = Value::Null;
    for n in 0..ROWS {
        let row = json!({
            "parent": { "data_source_id": source },
            "properties": {
                "Name": { "title": text }, "N": { "number": n }, "When": { "date": { "start": "2026-01-01" } },
                "Text": { "rich_text": text },
            },
        });
        last = call(&running, "pages", &row).await;
    }
    println!(
        "{} {} {} {}",
        running.address(),
        running.token(),
        source.as_str().unwrap(),
        last["id"].as_str().unwrap()
    );
    std::future::pending::<()>().await;
}

async fn call(server: &Server, path: &str, body: &Value) -> Value {
    let request = Request::post(format!("/v1/{path}"))
        .header("authorization", format!("Bearer {}", server.token()))
        .header("notion-version", "2026-03-11")
        .body(Bytes::from(body.to_string()))
        .unwrap();
    let response = server.call(request).await;
    assert_eq!(response.status(), 200, "{:?}", response.body());
    serde_json::from_slice(response.body()).unwrap()
}

/// One client on one connection: all rows page by page, a page, its content, and now and then an upload.
fn client(address: &str, token: &str, source: &str, row: &str, end: Instant) {
    let mut connection = Connection {
        head: format!(
            "Host: {address}\r\nAuthorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\n"
        ),
        socket: TcpStream::connect(address).unwrap(),
    };
    connection.socket.set_nodelay(true).unwrap();
    let mut cursor = Value::Null;
    for number in 1.. {
        if Instant::now() >= end {
            return;
        }
        match number % 3 {
            0 => {
                let mut query = json!({ "page_size": 100 });
                if !cursor.is_null() {
                    query["start_cursor"] = cursor;
                }
                let path = format!("/v1/data_sources/{source}/query");
                let list = connection.json("POST", &path, &query);
                cursor = list["next_cursor"].clone();
            }
            1 => drop(connection.json("GET", &format!("/v1/pages/{row}"), &Value::Null)),
            _ => drop(connection.json("GET", &format!("/v1/blocks/{row}/children"), &Value::Null)),
        }
        if number % UPLOAD_EVERY == 0 {
            let upload = json!({ "filename": "a.txt", "content_type": "text/plain" });
            let made = connection.json("POST", "/v1/file_uploads", &upload);
            let path = format!("/v1/file_uploads/{}/send", made["id"].as_str().unwrap());
            let form = format!(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n{}\r\n--b--\r\n",
                "x".repeat(UPLOAD)
            );
            connection.send("POST", &path, "multipart/form-data; boundary=b", &form);
            UPLOADED.fetch_add(UPLOAD as u64, Relaxed);
        }
    }
}

struct Connection {
    head: String,
    socket: TcpStream,
}

impl Connection {
    fn json(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.send(method, path, "application/json", &body);
        serde_json::from_slice(&answer).unwrap()
    }

    /// Sends a request and gives the body of the answer, which has a length.
    fn send(&mut self, method: &str, path: &str, content_type: &str, body: &str) -> Vec<u8> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.socket.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut part = vec![0; 64 * 1024];
        loop {
            let length = self.socket.read(&mut part).unwrap();
            assert_ne!(length, 0, "the connection was closed");
            answer.extend_from_slice(&part[..length]);
            if let Some(body) = body_of(&answer) {
                assert!(
                    answer.starts_with(b"HTTP/1.1 200"),
                    "{}",
                    String::from_utf8_lossy(&answer)
                );
                REQUESTS.fetch_add(1, Relaxed);
                return body.to_vec();
            }
        }
    }
}

/// The body of an answer that is whole.
fn body_of(answer: &[u8]) -> Option<&[u8]> {
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).unwrap();
    let body = &answer[end + 4..];
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.unwrap().parse().unwrap();
    (body.len() == length).then_some(body)
}

/// What a process holds, as Linux counts it.
fn resident_mebibytes(child: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = held.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap() / 1024.0
}
