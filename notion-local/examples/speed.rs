//! How fast the server is: starting, reading over loopback, querying 100,000 rows.
//!
//! ```sh
//! cargo run --release -p notion-local --example speed
//! ```
//!
//! The server that is read over loopback is a process of its own with one thread. Beside what a client gets in a second,
//! which depends on what else the machine does, stands what the server would answer in a second of processor time.

#![allow(clippy::panic, clippy::unwrap_used, clippy::print_stdout)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use notion_local::Server;
use serde_json::{Value, json};

/// Requests of one measurement over loopback.
const READS: usize = 20_000;
/// Clients at once.
const CLIENTS: usize = 4;
const ROWS: u64 = 100_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if std::env::args().nth(1).as_deref() == Some("serve") {
        return serve().await;
    }
    starting().await;
    reading();
    querying().await;
}

async fn starting() {
    let time = median(201, || drop(Server::new()));
    println!("start in process            {time:>10.1?}   (at most 5 ms)");
    let mut times = Vec::new();
    for _ in 0..51 {
        let began = Instant::now();
        let running = Server::start().await.unwrap();
        times.push(began.elapsed());
        drop(running);
    }
    times.sort();
    println!(
        "start over TCP              {:>10.1?}",
        times[times.len() / 2]
    );
}

/// A server in this process, until the process is killed.
async fn serve() {
    let running = Server::start().await.unwrap();
    let body = json!({
        "parent": { "page_id": running.home() },
        "initial_data_source": { "properties": {
            "Name": { "title": {} }, "N": { "number": {} }, "When": { "date": {} }, "Done": { "checkbox": {} },
            "Kind": { "select": { "options": [{ "name": "a" }] } }, "Tags": { "multi_select": { "options": [{ "name": "b" }] } },
            "Text": { "rich_text": {} }, "Twice": { "formula": { "expression": "prop(\"N\") * 2" } },
        } },
    });
    let made = send(&running, "POST", "databases", &body).await;
    let source = made["data_sources"][0]["id"].clone();
    let text = json!([{ "text": { "content": "some words" } }]);
    let row = json!({
        "parent": { "data_source_id": source },
        "properties": {
            "Name": { "title": text }, "N": { "number": 7 }, "When": { "date": { "start": "2026-01-01" } },
            "Done": { "checkbox": true }, "Kind": { "select": { "name": "a" } },
            "Tags": { "multi_select": [{ "name": "b" }] }, "Text": { "rich_text": text },
        },
    });
    let row = send(&running, "POST", "pages", &row).await;
    println!(
        "{} {} {}",
        running.address(),
        running.token(),
        row["id"].as_str().unwrap()
    );
    std::future::pending::<()>().await;
}

fn reading() {
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
    let [address, token, row] = words[..] else {
        panic!("{line}")
    };
    for (name, path) in [
        ("GET /users/me", "/v1/users/me".to_owned()),
        ("GET /pages/{id}, 8 values", format!("/v1/pages/{row}")),
        (
            "GET /blocks/{id}/children",
            format!("/v1/blocks/{row}/children"),
        ),
    ] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\n\r\n"
        );
        read(address, &request, READS / 10);
        let before = processor_time(&child);
        let began = Instant::now();
        read(address, &request, READS);
        let (wall, busy) = (began.elapsed(), processor_time(&child) - before);
        println!(
            "{name:<27} {:>10.0} a second over loopback, {:.0} in a second of one core (more than 10,000)",
            per_second(wall),
            per_second(busy),
        );
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[allow(clippy::cast_precision_loss)]
fn per_second(time: Duration) -> f64 {
    READS as f64 / time.as_secs_f64()
}

/// Sends a request so often, on a few connections that stay open.
fn read(address: &str, request: &str, times: usize) {
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let mut socket = TcpStream::connect(address).unwrap();
                socket.set_nodelay(true).unwrap();
                let mut answer = vec![0; 64 * 1024];
                for _ in 0..times / CLIENTS {
                    socket.write_all(request.as_bytes()).unwrap();
                    let mut length = 0;
                    while !is_whole(&answer[..length]) {
                        length += socket.read(&mut answer[length..]).unwrap();
                    }
                    assert!(answer.starts_with(b"HTTP/1.1 200"));
                }
            });
        }
    });
}

fn is_whole(answer: &[u8]) -> bool {
    let text = std::str::from_utf8(answer).unwrap_or_default();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    length.is_some_and(|length| length.parse() == Ok(body.len()))
}

/// What a process has used so far, as Linux counts it: in hundredths of a second.
fn processor_time(child: &Child) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
    // Behind the name in parentheses: the 12th and 13th fields are user and system time.
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Duration::from_millis(10 * ticks)
}

async fn querying() {
    let server = Server::new();
    let body = json!({
        "parent": { "page_id": server.home() },
        "initial_data_source": { "properties": {
            "Name": { "title": {} }, "N": { "number": {} }, "Kind": { "select": { "options": [{ "name": "a" }, { "name": "b" }] } },
            "Twice": { "formula": { "expression": "prop(\"N\") * 2" } },
        } },
    });
    let made = send(&server, "POST", "databases", &body).await;
    let source = made["data_sources"][0]["id"].as_str().unwrap().to_owned();
    // Notion filters by formulas that somebody has saved in its own UI.
    server
        .save_formula(source.parse().unwrap(), "Twice")
        .unwrap();
    let began = Instant::now();
    for n in 0..ROWS {
        let row = json!({
            "parent": { "data_source_id": source },
            "properties": {
                "Name": { "title": [{ "text": { "content": format!("row {}", n * 7919 % ROWS) } }] },
                "N": { "number": n }, "Kind": { "select": { "name": if n % 3 == 0 { "a" } else { "b" } } },
            },
        });
        send(&server, "POST", "pages", &row).await;
    }
    println!("{ROWS} rows made            {:>10.1?}", began.elapsed());
    server.clear_requests();
    let query = format!("data_sources/{source}/query");
    let by_name = json!([{ "property": "Name", "direction": "ascending" }]);
    let kind = json!({ "property": "Kind", "select": { "equals": "a" } });
    let half = json!({ "property": "N", "number": { "greater_than": ROWS / 2 } });
    let formula =
        json!({ "property": "Twice", "formula": { "number": { "greater_than": ROWS * 3 / 2 } } });
    for (name, body) in [
        ("everything", json!({})),
        ("filter", json!({ "filter": kind })),
        ("filter on a formula", json!({ "filter": formula })),
        ("sort", json!({ "sorts": by_name })),
        (
            "filter and sort",
            json!({ "filter": { "and": [kind, half] }, "sorts": by_name }),
        ),
    ] {
        pages(&server, &query, name, body).await;
    }
}

/// The first page of a query and its 900th, of ten rows each: nearly as far as Notion lets anybody read.
async fn pages(server: &Server, query: &str, name: &str, mut body: Value) {
    body["page_size"] = json!(10);
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let mut page = body.clone();
        let mut time = Duration::ZERO;
        for number in 1..=900 {
            let began = Instant::now();
            let answer = send(server, "POST", query, &page).await;
            time = began.elapsed();
            if number == 1 {
                first.push(time);
            }
            assert!(!answer["next_cursor"].is_null(), "{answer}");
            page["start_cursor"] = answer["next_cursor"].clone();
        }
        last.push(time);
    }
    first.sort();
    last.sort();
    let (first, last) = (first[2], last[2]);
    println!(
        "{name:<20} of {ROWS} {first:>10.1?}, its page 900 {last:>8.1?}: {:.3} of its page 1",
        last.as_secs_f64() / first.as_secs_f64()
    );
}

async fn send(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    let request = Request::builder()
        .method(method)
        .uri(format!("/v1/{path}"))
        .header("authorization", format!("Bearer {}", server.token()))
        .header("notion-version", "2026-03-11")
        .body(Bytes::from(body.to_string()))
        .unwrap();
    let response = server.call(request).await;
    assert_eq!(response.status(), 200, "{:?}", response.body());
    serde_json::from_slice(response.body()).unwrap()
}

/// The middle of so many measurements.
fn median(times: usize, mut work: impl FnMut()) -> Duration {
    let mut all: Vec<Duration> = (0..times)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    all.sort();
    all[times / 2]
}
