//! A workspace in a data file outlives the server, however that ends.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use notion_local::{OpenError, Server};
use serde_json::{Value, json};

use crate::support::{Client, Directory, id, text};

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
    // Only the last of three parts may be small.
    let data = match part {
        Some(1 | 2) => "x".repeat(5 << 20),
        _ => "hello".to_owned(),
    };
    let file = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n{data}\r\n--x--\r\n"
    );
    let request = Request::post(format!("/v1/file_uploads/{upload}/send"))
        .header("authorization", format!("Bearer {}", client.server.token()))
        .header("notion-version", client.version)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Bytes::from(number.unwrap_or_default() + &file))
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
    let comment = json!({
        "parent": { "page_id": home }, "rich_text": text("hm"), "attachments": [{ "file_upload_id": id(&whole) }],
        "display_name": { "type": "custom", "custom": { "name": "Somebody" } },
    });
    client.ok("POST", "comments", comment).await;
    let icon = json!({ "icon": { "type": "emoji", "emoji": "🥑" } });
    client.ok("PATCH", &format!("pages/{home}"), icon).await;
}

/// Begins an upload in three parts, of which the middle one is sent.
async fn begin_parts(client: &Client) {
    let parts = json!({ "mode": "multi_part", "number_of_parts": 3, "filename": "b.txt", "content_type": "text/plain" });
    let parts = client.ok("POST", "file_uploads", parts).await;
    send(client, id(&parts), Some(2)).await;
}

#[tokio::test]
async fn a_workspace_is_the_same_when_its_file_is_opened_again() {
    let directory = Directory::new("same");
    let client = open(&directory.file()).await;
    fill(&client).await;
    begin_parts(&client).await;
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
        (&json!("uploaded"), &json!((10 << 20) + 5))
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
    let other = crate::support::client();
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
    client.server.reset().unwrap();
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
    client.server.reset().unwrap();
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

/// What is at the path of a data file and was not made by this program.
#[cfg(unix)]
fn foreign(directory: &Path) -> Vec<(&'static str, std::path::PathBuf)> {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let at = |name: &str| directory.join(name);
    std::fs::write(at("empty"), "").unwrap();
    std::fs::write(at("letter"), "A letter to a friend.").unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    symlink(at("empty"), at("link to an empty file")).unwrap();
    symlink(at("letter"), at("link to a letter")).unwrap();
    symlink(at("missing"), at("link to nothing")).unwrap();
    symlink(at("folder"), at("link to a folder")).unwrap();
    symlink("/dev/null", at("link to a device")).unwrap();
    symlink(at("link to itself"), at("link to itself")).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(at("fifo"))
            .status()
            .unwrap()
            .success()
    );
    symlink(at("fifo"), at("link to a fifo")).unwrap();
    // The name is taken as long as the file is there; nobody has to listen.
    drop(UnixListener::bind(at("socket")).unwrap());
    let mut all: Vec<_> = ["letter", "folder", "fifo", "socket"]
        .into_iter()
        .chain([
            "link to an empty file",
            "link to a letter",
            "link to nothing",
            "link to a folder",
            "link to a device",
            "link to itself",
            "link to a fifo",
        ])
        .map(|name| (name, at(name)))
        .collect();
    all.push(("a device", "/dev/null".into()));
    all.push(("a device without end", "/dev/zero".into()));
    all
}

#[cfg(unix)]
#[tokio::test]
async fn what_the_program_did_not_make_is_never_touched() {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};

    let directory = Directory::new("foreign");
    let all = foreign(directory.path());
    let state = || {
        let mut names: Vec<_> = std::fs::read_dir(directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        names.sort();
        names.extend(["/dev/null".into(), "/dev/zero".into()]);
        let one = |path: &std::path::PathBuf| {
            let found = path.symlink_metadata().unwrap();
            (
                path.clone(),
                found.ino(),
                found.mode(),
                found.len(),
                std::fs::read_link(path).ok(),
            )
        };
        names.iter().map(one).collect::<Vec<_>>()
    };
    let before = state();
    for (what, path) in &all {
        // A fifo that is opened would wait for somebody at its other end.
        let opened = tokio::time::timeout(Duration::from_secs(20), Server::open(path)).await;
        let error = opened
            .unwrap_or_else(|_| panic!("{what} was opened"))
            .unwrap_err()
            .to_string();
        assert!(error.contains(path.to_str().unwrap()), "{what}: {error}");
        assert_eq!(state(), before, "{what}: {error}");
    }
    assert!(
        Path::new("/dev/null")
            .metadata()
            .unwrap()
            .file_type()
            .is_char_device()
    );
    assert_eq!(
        std::fs::read_to_string(directory.path().join("letter")).unwrap(),
        "A letter to a friend."
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_data_file_is_private_and_leaves_nothing_beside_it() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    let directory = Directory::new("private");
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    // A name that a temporary file of this process could have is somebody's.
    let taken = format!("workspace.data.{}-0.new", std::process::id());
    std::fs::write(directory.path().join(&taken), "mine").unwrap();
    let client = open(&directory.file()).await;
    let page = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    client.ok("POST", "pages", page).await;
    assert_eq!(mode(&directory.file()), 0o600);
    drop(client);
    drop(open(&directory.file()).await);
    assert_eq!(mode(&directory.file()), 0o600);
    assert_eq!(names(), ["workspace.data".to_owned(), taken.clone()]);
    assert_eq!(
        std::fs::read_to_string(directory.path().join(taken)).unwrap(),
        "mine"
    );

    // An empty file is filled where it is, and a data file can be named by a link.
    let empty = directory.path().join("empty");
    std::fs::write(&empty, "").unwrap();
    std::fs::set_permissions(&empty, std::fs::Permissions::from_mode(0o644)).unwrap();
    let number = empty.metadata().unwrap().ino();
    let home = open(&empty).await.server.home();
    assert_eq!(
        (mode(&empty), empty.metadata().unwrap().ino()),
        (0o600, number)
    );
    symlink(&empty, directory.path().join("link")).unwrap();
    assert_eq!(
        open(&directory.path().join("link")).await.server.home(),
        home
    );
    assert_eq!(names().len(), 4);
}

#[tokio::test]
async fn what_is_restored_and_written_later_is_there_at_the_next_start() {
    let directory = Directory::new("accepted");
    let client = open(&directory.file()).await;
    let mut snapshot = client.server.snapshot();
    snapshot.as_object_mut().unwrap().remove("ids");
    snapshot["bot"] = snapshot["home"].clone();
    let before = client.server.snapshot();
    // Its bot would be a page.
    assert!(client.server.restore(&snapshot).is_err());
    assert_eq!(client.server.snapshot(), before);
    snapshot.as_object_mut().unwrap().remove("bot");
    client.server.restore(&snapshot).unwrap();
    fill(&client).await;
    let after = client.server.snapshot();
    drop(client);
    for _ in 0..2 {
        assert_eq!(open(&directory.file()).await.server.snapshot(), after);
    }
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
        let mut command = Command::new(env!("CARGO_BIN_EXE_notion-local"));
        command
            .args(["--port", "0", "--data"])
            .arg(path)
            .stdout(Stdio::piped());
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
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
        let (head, body) = self.exchange(method, path, body)?;
        assert!(head.starts_with("HTTP/1.1 200"), "{head} {body}");
        serde_json::from_str(&body).ok()
    }

    /// The status of the answer to a request.
    fn status(&self, method: &str, path: &str, body: &str) -> u16 {
        let (head, _) = self.exchange(method, path, body).unwrap();
        head[9..12].parse().unwrap()
    }

    fn exchange(&self, method: &str, path: &str, body: &str) -> Option<(String, String)> {
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
        Some((head.to_owned(), body.to_owned()))
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
                let runs = block["paragraph"]["rich_text"].as_array().unwrap();
                let texts = runs.iter().map(|run| run["plain_text"].as_str().unwrap());
                texts.collect()
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
    for round in 0.. {
        // A busy machine writes little before it is killed.
        if round >= 100 && (acknowledged.len() > 100 || round == 1000) {
            break;
        }
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

/// The program with files of limited size, as on a disk that is full. The size is in units of 512 bytes or 1 KiB: shells
/// differ.
#[cfg(unix)]
fn on_a_full_disk(path: &Path, units: u64) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!(
            "trap '' XFSZ; ulimit -f {units}; exec \"$0\" --port 0 --data \"$1\""
        ))
        .arg(env!("CARGO_BIN_EXE_notion-local"))
        .arg(path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[cfg(unix)]
#[test]
fn what_a_full_disk_refuses_is_not_there() {
    let directory = Directory::new("full");
    let program = Program::of(on_a_full_disk(&directory.file(), 4000));
    // Long paragraphs, until no more fit; then a few that are refused as well.
    let path = format!("/v1/blocks/{}/children", program.home);
    let mut acknowledged = HashSet::new();
    let mut refused = 0;
    for number in 0..10_000 {
        let paragraph = format!("{number}-{}", "x".repeat(1900));
        let runs: Vec<Value> = (0..50).map(|_| text(&paragraph)[0].clone()).collect();
        let body = json!({ "children": [{ "paragraph": { "rich_text": runs } }] });
        match program.status("PATCH", &path, &body.to_string()) {
            200 => {
                assert_eq!(refused, 0, "nothing is written after a failure");
                acknowledged.insert(paragraph.repeat(50));
            }
            500 => refused += 1,
            other => panic!("{other}"),
        }
        if refused == 3 {
            break;
        }
    }
    assert!(
        refused == 3 && acknowledged.len() > 3,
        "{refused} {}",
        acknowledged.len()
    );
    assert!(program.paragraphs() == acknowledged);
    drop(program);
    assert!(Program::start(&directory.file()).paragraphs() == acknowledged);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_refused_at_the_start() {
    let directory = Directory::new("unwritable");
    let full = |path: &Path| {
        let output = on_a_full_disk(path, 0).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(output.stdout, b"");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.starts_with(&format!(
                "error: the data file {} cannot be opened: ",
                path.display()
            )),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    };
    // One that is to be made, an empty one, and one that is there.
    full(&directory.file());
    assert!(!directory.file().exists());
    let empty = directory.path().join("empty");
    std::fs::write(&empty, "").unwrap();
    full(&empty);
    assert_eq!(empty.metadata().unwrap().len(), 0);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);

    drop(Program::start(&directory.file()));
    full(&directory.file());
    drop(Program::start(&directory.file()));
}
