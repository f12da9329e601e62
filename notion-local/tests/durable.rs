//! A workspace in a data file outlives the server, however that ends.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use common::{Client, Directory, id, text};
use http::Request;
use notion_local::{OpenError, Server};
use serde_json::{Value, json};

async fn open(path: &Path) -> Client {
    Client {
        server: Server::open(path).await.unwrap(),
        version: "2026-03-11",
    }
}

/// A form with a file and, perhaps, the number of the part that it is.
async fn send(client: &Client, upload: &str, part: Option<u32>) {
    let number = part.map(|n| {
        format!("--x\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n{n}\r\n")
    });
    let file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n";
    let request = Request::post(format!("/v1/file_uploads/{upload}/send"))
        .header("authorization", format!("Bearer {}", client.server.token()))
        .header("notion-version", client.version)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Bytes::from(number.unwrap_or_default() + file))
        .unwrap();
    let response = client.server.call(request).await;
    assert_eq!(response.status(), 200, "{:?}", response.body());
}

/// A bit of everything that a request can make or change.
async fn fill(client: &Client) {
    let relation = |source: &Value| json!({ "relation": { "type": "dual_property", "data_source_id": id(source), "dual_property": {} } });
    let (_, projects) = client
        .database("Projects", json!({ "Name": { "title": {} } }))
        .await;
    let schema = json!({
        "Name": { "title": {} }, "Project": relation(&projects), "Status": { "status": {} }, "ID": { "unique_id": {} },
        "Kind": { "multi_select": {} }, "Twice": { "formula": { "expression": "prop(\"Name\") + \"!\"" } },
    });
    let (database, tasks) = client.database("Tasks", schema).await;
    let project = client
        .row(&projects, json!({ "Name": { "title": text("all") } }))
        .await;
    for n in 0..3 {
        let values = json!({
            "Name": { "title": text(&format!("task {n}")) }, "Project": { "relation": [{ "id": id(&project) }] },
            "Kind": { "multi_select": [{ "name": "a" }, { "name": format!("b{n}") }] },
        });
        let row = client.row(&tasks, values).await;
        // What is refused, asked or found leaves no trace, and no gap in the ids either.
        client
            .refused(
                "PATCH",
                &format!("pages/{}", id(&row)),
                json!({ "properties": { "Name": 1 } }),
            )
            .await;
        client.query(&tasks, json!({ "page_size": 1 })).await;
        client
            .ok("POST", "search", json!({ "query": "task" }))
            .await;
    }
    let blocks = json!({ "children": [
        { "toggle": { "rich_text": text("outer"), "children": [{ "code": { "rich_text": text("x"), "language": "rust" } }] } },
        { "paragraph": { "rich_text": text("gone") } },
    ] });
    let home = client.home();
    let made = client
        .ok("PATCH", &format!("blocks/{home}/children"), blocks)
        .await;
    client
        .ok(
            "DELETE",
            &format!("blocks/{}", id(&made["results"][1])),
            json!({}),
        )
        .await;
    client
        .ok(
            "PATCH",
            &format!("data_sources/{}", id(&tasks)),
            json!({ "properties": { "Kind": { "name": "Kinds" } } }),
        )
        .await;
    client
        .ok(
            "PATCH",
            &format!("databases/{}", id(&database)),
            json!({ "title": text("All tasks") }),
        )
        .await;
    let markdown = json!({ "type": "replace_content", "replace_content": { "new_str": "# One\n\ntwo", "allow_deleting_content": true } });
    client
        .ok(
            "PATCH",
            &format!("pages/{}/markdown", id(&project)),
            markdown,
        )
        .await;

    let whole = client.ok("POST", "file_uploads", json!({})).await;
    send(client, id(&whole), None).await;
    let parts = json!({ "mode": "multi_part", "number_of_parts": 3, "filename": "b.txt", "content_type": "text/plain" });
    let parts = client.ok("POST", "file_uploads", parts).await;
    send(client, id(&parts), Some(2)).await;
    let comment = json!({
        "parent": { "page_id": home }, "rich_text": text("hm"), "attachments": [{ "file_upload_id": id(&whole) }],
        "display_name": { "type": "custom", "custom": { "name": "Somebody" } },
    });
    client.ok("POST", "comments", comment).await;
    let icon = json!({ "icon": { "type": "emoji", "emoji": "🥑" } });
    client.ok("PATCH", &format!("pages/{home}"), icon).await;
}

#[tokio::test]
async fn a_workspace_is_the_same_when_its_file_is_opened_again() {
    let directory = Directory::new("same");
    let client = open(&directory.file()).await;
    fill(&client).await;
    let snapshot = client.server.snapshot();
    drop(client);

    // Once from the requests, once from the snapshot that took their place.
    for time in ["first", "second"] {
        let client = open(&directory.file()).await;
        let opened = client.server.snapshot();
        for (list, before) in snapshot.as_object().unwrap() {
            assert_eq!(&opened[list], before, "{list}, the {time} time");
        }
    }
    // It goes on behind what was there: with other ids, and with the parts that were missing.
    let client = open(&directory.file()).await;
    fill(&client).await;
    let parts = &snapshot["file_uploads"][1];
    send(&client, id(parts), Some(1)).await;
    send(&client, id(parts), Some(3)).await;
    let done = client
        .ok(
            "POST",
            &format!("file_uploads/{}/complete", id(parts)),
            json!({}),
        )
        .await;
    assert_eq!(
        (&done["status"], &done["content_length"]),
        (&json!("uploaded"), &json!(15))
    );
}

#[tokio::test]
async fn files_that_were_fetched_are_kept() {
    let far = Client {
        server: Server::new(),
        version: "2026-03-11",
    };
    let running = far.server.clone().serve("127.0.0.1:0".parse().unwrap());
    let running = running.await.unwrap();
    let upload = far
        .ok("POST", "file_uploads", json!({ "filename": "a.txt" }))
        .await;
    send(&far, id(&upload), None).await;
    let directory = Directory::new("fetched");
    let client = open(&directory.file()).await;
    let url = format!("{}/_local/files/{}", running.uri(), id(&upload));
    let body = json!({ "mode": "external_url", "filename": "b.txt", "external_url": url });
    let near = client.ok("POST", "file_uploads", body).await;
    drop((client, running));
    let client = open(&directory.file()).await;
    let near = client.get(&format!("file_uploads/{}", id(&near))).await;
    assert_eq!(
        (&near["status"], &near["content_length"]),
        (&json!("uploaded"), &json!(5))
    );
}

#[tokio::test]
async fn the_seed_of_the_file_counts() {
    let directory = Directory::new("seed");
    let first = Server::builder()
        .seed(7)
        .open(directory.file())
        .await
        .unwrap();
    let (token, home) = (first.token().to_owned(), first.home());
    assert_eq!(home, Server::builder().seed(7).build().home());
    drop(first);
    let second = Server::builder()
        .seed(8)
        .open(directory.file())
        .await
        .unwrap();
    assert_eq!((second.token(), second.home()), (token.as_str(), home));
}

#[tokio::test]
async fn restored_and_reset_workspaces_are_kept() {
    let directory = Directory::new("restore");
    let other = common::client();
    fill(&other).await;

    let client = open(&directory.file()).await;
    client
        .database("Mine", json!({ "Name": { "title": {} } }))
        .await;
    let mine = client.server.snapshot();
    drop(client);

    let client = open(&directory.file()).await;
    client.server.restore(&other.server.snapshot()).unwrap();
    client
        .database("Later", json!({ "Name": { "title": {} } }))
        .await;
    let with_later = client.server.snapshot();
    drop(client);

    let client = open(&directory.file()).await;
    assert_eq!(client.server.snapshot(), with_later);
    client
        .database("Last", json!({ "Name": { "title": {} } }))
        .await;
    client.server.restore(&mine).unwrap();
    client.server.reset();
    assert_eq!(client.server.snapshot(), with_later, "what it began with");
    drop(client);
    let client = open(&directory.file()).await;
    assert_eq!(client.server.snapshot(), with_later);
    // What a file held when it was opened is what `reset` brings back, however it came into it.
    client.server.restore(&mine).unwrap();
    let mine = client.server.snapshot();
    drop(client);
    let client = open(&directory.file()).await;
    client
        .database("Gone", json!({ "Name": { "title": {} } }))
        .await;
    client.server.reset();
    assert_eq!(client.server.snapshot(), mine);
}

#[tokio::test]
async fn integrations_and_what_they_made_are_kept() {
    let directory = Directory::new("integrations");
    let client = open(&directory.file()).await;
    let token = client
        .server
        .add_integration("Writer", [client.server.home()]);
    let send = async |server: &Server, method: &str, path: &str, body: Value| {
        let request = Request::builder()
            .method(method)
            .uri(format!("/v1/{path}"))
            .header("authorization", format!("Bearer {token}"))
            .header("notion-version", client.version)
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let answer = server.call(request).await;
        serde_json::from_slice::<Value>(answer.body()).unwrap()
    };
    let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    let made = send(&client.server, "POST", "pages", body).await;
    let me = send(&client.server, "GET", "users/me", Value::Null).await;
    assert_eq!(made["created_by"]["id"], me["id"]);
    let snapshot = client.server.snapshot();
    drop(client.server);

    let again = open(&directory.file()).await;
    assert_eq!(again.server.snapshot(), snapshot);
    let path = format!("pages/{}", id(&made));
    let mut made = made;
    let mut found = send(&again.server, "GET", &path, Value::Null).await;
    for page in [&mut made, &mut found] {
        page["request_id"] = Value::Null;
    }
    assert_eq!(found, made);
    // Its token is with the integration, not with each request.
    let file = std::fs::read(directory.file()).unwrap();
    let times = file
        .windows(token.len())
        .filter(|part| *part == token.as_bytes())
        .count();
    assert!(times > 0 && times < 4, "{times}");
}

#[tokio::test]
async fn one_file_has_one_server() {
    let directory = Directory::new("one");
    let first = open(&directory.file()).await;
    let second = Server::open(directory.file()).await;
    assert!(matches!(second, Err(OpenError::InUse { .. })), "{second:?}");
    // Nor another process; and a clone holds it like the original.
    let clone = first.server.clone();
    drop(first);
    let output = Command::new(env!("CARGO_BIN_EXE_notion-local"))
        .args(["--port", "0", "--data"])
        .arg(directory.file())
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("is in use by another server"), "{said}");
    drop(clone);
    open(&directory.file()).await;
}

#[tokio::test]
async fn what_is_no_data_file_is_refused_and_left_alone() {
    let directory = Directory::new("none");
    let refused = Server::open(directory.path())
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("is a directory"), "{refused}");
    let refused = Server::open(directory.path().join("no/such"))
        .await
        .unwrap_err();
    assert!(matches!(refused, OpenError::Io { .. }), "{refused}");

    for content in ["x", "A letter to a friend.", &"0".repeat(100_000)] {
        std::fs::write(directory.file(), content).unwrap();
        let refused = Server::open(directory.file()).await.unwrap_err();
        assert!(matches!(refused, OpenError::Damaged { .. }), "{refused}");
        assert_eq!(std::fs::read_to_string(directory.file()).unwrap(), content);
    }
    std::fs::write(directory.file(), "").unwrap();
    open(&directory.file()).await;
}

/// A small generator, so that the places are the same each time.
fn next(state: &mut u64) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap()
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_left_alone() {
    let directory = Directory::new("damaged");
    let client = open(&directory.file()).await;
    fill(&client).await;
    let snapshot = client.server.snapshot();
    // As a killed server leaves it, and as one that ended.
    let killed = std::fs::read(directory.file()).unwrap();
    drop(client);
    let ended = std::fs::read(directory.file()).unwrap();

    let mut state = 1;
    let mut refused = 0;
    for (number, good) in [killed, ended].iter().cycle().take(200).enumerate() {
        let mut bytes = good.clone();
        if number % 10 < 2 {
            bytes.truncate(next(&mut state) % bytes.len());
            bytes.push(0);
        } else {
            let length = 1 << (next(&mut state) % 12);
            let at = next(&mut state) % (bytes.len() - length);
            for byte in &mut bytes[at..at + length] {
                *byte ^= u8::try_from(next(&mut state) % 255).unwrap() + 1;
            }
        }
        std::fs::write(directory.file(), &bytes).unwrap();
        match Server::open(directory.file()).await {
            // Not every byte of the file is in use.
            Ok(server) => assert_eq!(server.snapshot(), snapshot, "damage {number}"),
            Err(OpenError::Damaged { .. }) => {
                refused += 1;
                assert!(
                    std::fs::read(directory.file()).unwrap() == bytes,
                    "damage {number}"
                );
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert!(refused > 50, "{refused}");
}

fn millis(time: usize) -> Duration {
    Duration::from_millis(u64::try_from(time).unwrap())
}

/// The program on a data file.
struct Program {
    child: Mutex<Child>,
    address: String,
    token: String,
    home: String,
}

impl Program {
    fn start(path: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_notion-local"))
            .args(["--port", "0", "--data"])
            .arg(path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut value = || {
            let line = lines.next().unwrap().unwrap();
            line.split_whitespace().nth(1).unwrap().to_owned()
        };
        let (url, token, home) = (value(), value(), value());
        Self {
            child: Mutex::new(child),
            address: url.trim_start_matches("http://").to_owned(),
            token,
            home,
        }
    }

    /// A request on a connection of its own. Nothing where the answer does not come whole.
    fn send(&self, method: &str, path: &str, body: &str) -> Option<Value> {
        let Self { address, token, .. } = self;
        let length = body.len();
        let mut socket = TcpStream::connect(address).ok()?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        socket.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        serde_json::from_str(body).ok()
    }

    /// Writes paragraphs until the server is gone, and gives those that were acknowledged.
    fn write(&self, name: &str) -> Vec<String> {
        let path = format!("/v1/blocks/{}/children", self.home);
        let paragraphs = (0..).map(|number| format!("{name}-{number}"));
        let written = paragraphs.map_while(|paragraph| {
            let body = json!({ "children": [{ "paragraph": { "rich_text": text(&paragraph) } }] });
            self.send("PATCH", &path, &body.to_string())?;
            Some(paragraph)
        });
        written.collect()
    }

    /// As `kill -9` does it.
    fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        let _ended = child.kill();
        let _waited = child.wait();
    }

    fn paragraphs(&self) -> HashSet<String> {
        let snapshot = self.send("GET", "/_local/snapshot", "").unwrap();
        let blocks = snapshot["blocks"].as_array().unwrap().iter();
        blocks
            .map(|block| {
                block["paragraph"]["rich_text"][0]["plain_text"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

#[test]
fn what_was_acknowledged_survives_a_hundred_kills() {
    let directory = Directory::new("killed");
    let mut acknowledged = HashSet::new();
    let mut state = 1;
    for round in 0..100 {
        // One that dies while it opens the file, and perhaps writes a new snapshot.
        let mut opening = Command::new(env!("CARGO_BIN_EXE_notion-local"))
            .args(["--port", "0", "--data"])
            .arg(directory.file())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(millis(next(&mut state) % 40));
        opening.kill().unwrap();
        opening.wait().unwrap();

        let program = Program::start(&directory.file());
        let there = program.paragraphs();
        let lost: Vec<&String> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?}");
        // What was not acknowledged is there or not; three may have been under way.
        assert!(there.len() <= acknowledged.len() + 3, "round {round}");
        acknowledged = there;

        let time = millis(next(&mut state) % 20);
        std::thread::scope(|scope| {
            let program = &program;
            let writers: Vec<_> = (0..3)
                .map(|writer| scope.spawn(move || program.write(&format!("{round}-{writer}"))))
                .collect();
            std::thread::sleep(time);
            program.kill();
            for writer in writers {
                acknowledged.extend(writer.join().unwrap());
            }
        });
    }
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
}
