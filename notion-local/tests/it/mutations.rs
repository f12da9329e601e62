//! Requests of every route, broken in every way that a socket allows: none brings the server down, none is answered with a
//! status of 500 and above, and none waits for ever.

use std::time::Duration;

use notion_local::{Running, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Client, id, over_tcp, text};

/// A generator whose numbers are the same each time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A request before it is written down.
struct Asked {
    method: String,
    path: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    chunked: bool,
    /// The declared length, if it is not the true one.
    length: Option<String>,
    /// After how many bytes the client stops.
    cut: Option<usize>,
}

impl Asked {
    fn written(&self) -> Vec<u8> {
        let mut out = format!("{} {} HTTP/1.1\r\n", self.method, self.path).into_bytes();
        for (name, value) in &self.headers {
            out.extend(name.as_bytes());
            out.extend(b": ");
            out.extend(value);
            out.extend(b"\r\n");
        }
        if self.chunked {
            out.extend(b"Transfer-Encoding: chunked\r\n\r\n");
            for chunk in self.body.chunks(700) {
                out.extend(format!("{:x}\r\n", chunk.len()).as_bytes());
                out.extend(chunk);
                out.extend(b"\r\n");
            }
            out.extend(b"0\r\n\r\n");
        } else {
            let length = self.length.clone().unwrap_or(self.body.len().to_string());
            out.extend(format!("Content-Length: {length}\r\n\r\n").as_bytes());
            out.extend(&self.body);
        }
        if let Some(cut) = self.cut {
            out.truncate(cut);
        }
        out
    }
}

/// Every route with a body that it takes.
fn routes(
    home: &str,
    source: &str,
    upload: &str,
    view: &str,
) -> Vec<(&'static str, String, Value)> {
    let page =
        json!({ "parent": { "page_id": home }, "properties": { "title": { "title": text("x") } } });
    let children = json!({ "children": [{ "paragraph": { "rich_text": text("x") } }] });
    let markdown = json!({ "type": "insert_content", "insert_content": { "content": "# a\n- b" } });
    let none = || Value::Null;
    vec![
        ("GET", "/v1/users".into(), none()),
        ("GET", "/v1/users/me".into(), none()),
        ("GET", format!("/v1/users/{home}"), none()),
        ("POST", "/v1/pages".into(), page),
        ("GET", format!("/v1/pages/{home}"), none()),
        (
            "PATCH",
            format!("/v1/pages/{home}"),
            json!({ "icon": { "emoji": "🐟" } }),
        ),
        ("GET", format!("/v1/pages/{home}/properties/title"), none()),
        (
            "POST",
            format!("/v1/pages/{home}/move"),
            json!({ "parent": { "page_id": home } }),
        ),
        ("GET", format!("/v1/pages/{home}/markdown"), none()),
        ("PATCH", format!("/v1/pages/{home}/markdown"), markdown),
        (
            "POST",
            "/v1/databases".into(),
            json!({ "parent": { "page_id": home }, "initial_data_source": { "properties": { "N": { "title": {} } } } }),
        ),
        ("GET", format!("/v1/databases/{source}"), none()),
        (
            "PATCH",
            format!("/v1/databases/{source}"),
            json!({ "title": text("x") }),
        ),
        (
            "POST",
            "/v1/data_sources".into(),
            json!({ "parent": { "database_id": home }, "properties": {} }),
        ),
        ("GET", format!("/v1/data_sources/{source}"), none()),
        (
            "PATCH",
            format!("/v1/data_sources/{source}"),
            json!({ "properties": { "X": { "number": {} } } }),
        ),
        (
            "POST",
            format!("/v1/data_sources/{source}/query"),
            json!({ "page_size": 2, "sorts": [{ "property": "Name", "direction": "ascending" }] }),
        ),
        (
            "GET",
            format!("/v1/data_sources/{source}/templates"),
            none(),
        ),
        ("POST", "/v1/search".into(), json!({ "query": "x" })),
        ("GET", format!("/v1/blocks/{home}"), none()),
        (
            "PATCH",
            format!("/v1/blocks/{home}"),
            json!({ "in_trash": false }),
        ),
        ("DELETE", format!("/v1/blocks/{source}"), none()),
        (
            "GET",
            format!("/v1/blocks/{home}/children?page_size=3"),
            none(),
        ),
        ("PATCH", format!("/v1/blocks/{home}/children"), children),
        (
            "POST",
            "/v1/comments".into(),
            json!({ "parent": { "page_id": home }, "rich_text": text("c") }),
        ),
        ("GET", format!("/v1/comments?block_id={home}"), none()),
        ("GET", format!("/v1/comments/{home}"), none()),
        (
            "PATCH",
            format!("/v1/comments/{home}"),
            json!({ "rich_text": text("d") }),
        ),
        ("DELETE", format!("/v1/comments/{home}"), none()),
        (
            "POST",
            "/v1/file_uploads".into(),
            json!({ "mode": "external_url", "filename": "a", "external_url": "data:,x" }),
        ),
        ("GET", "/v1/file_uploads".into(), none()),
        ("GET", format!("/v1/file_uploads/{upload}"), none()),
        ("POST", format!("/v1/file_uploads/{upload}/send"), json!({})),
        (
            "POST",
            format!("/v1/file_uploads/{upload}/complete"),
            json!({}),
        ),
        (
            "POST",
            "/v1/views".into(),
            json!({ "database_id": home, "data_source_id": source, "name": "v", "type": "table" }),
        ),
        ("GET", format!("/v1/views?database_id={source}"), none()),
        ("GET", format!("/v1/views/{view}"), none()),
        ("PATCH", format!("/v1/views/{view}"), json!({ "name": "w" })),
        ("DELETE", format!("/v1/views/{home}"), none()),
        ("POST", format!("/v1/views/{view}/queries"), json!({})),
        ("GET", format!("/v1/views/{view}/queries/{home}"), none()),
        ("DELETE", format!("/v1/views/{view}/queries/{home}"), none()),
        ("GET", "/v1/custom_emojis".into(), none()),
        ("GET", format!("/v1/async_tasks/{home}"), none()),
        ("GET", "/_local/snapshot".into(), none()),
        (
            "PUT",
            "/_local/snapshot".into(),
            json!({ "pages": [{ "id": home }] }),
        ),
        ("GET", "/_local/requests?from=1&count=2".into(), none()),
        ("DELETE", "/_local/requests".into(), none()),
        ("GET", "/_local/clock".into(), none()),
        ("POST", "/_local/clock".into(), json!({ "advance": 1 })),
        (
            "POST",
            "/_local/integrations".into(),
            json!({ "name": "R", "pages": [home] }),
        ),
        ("GET", "/_local/webhooks".into(), none()),
        (
            "POST",
            "/_local/webhooks".into(),
            json!({ "url": "http://127.0.0.1:1/", "events": ["page.created"] }),
        ),
        ("DELETE", "/_local/faults".into(), none()),
        ("GET", format!("/_local/files/{upload}?expires=1"), none()),
    ]
}

/// Does one thing to a request that no client should.
fn mutate(asked: &mut Asked, chance: &mut Chance) {
    const METHODS: [&str; 9] = [
        "GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW",
    ];
    const TYPES: [&str; 8] = [
        "text/plain",
        "",
        "application/xml",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/x-www-form-urlencoded",
    ];
    const VERSIONS: [&str; 5] = [
        "",
        "2022-06-28",
        "2025-09-03",
        "yesterday",
        "2026-03-11, 2026-03-11",
    ];
    const ENDS: [&str; 10] = [
        "/",
        "//",
        "/../..",
        "%2e%2e",
        "?page_size=-1",
        "?start_cursor=%ff",
        "?page_size=%00",
        "/%E0%A4%A",
        "?&&==&",
        "#x",
    ];
    let end = asked.body.len();
    match chance.below(16) {
        0 => asked.method = (*chance.pick(&METHODS)).to_owned(),
        1 => asked.path.push_str(chance.pick::<&str>(&ENDS)),
        2 => {
            let at = chance.below(asked.path.len());
            if asked.path.is_char_boundary(at) && at > 0 {
                asked
                    .path
                    .insert(at, char::from(b"%?/&=;~'"[chance.below(8)]));
            }
        }
        3 => asked
            .headers
            .push(("X-Long".into(), vec![b'a'; chance.below(300_000)])),
        4 => asked
            .headers
            .extend((0..chance.below(200)).map(|n| (format!("X-{n}"), b"1".to_vec()))),
        5 => asked.headers.push((
            "Content-Type".into(),
            chance.pick(&TYPES).as_bytes().to_vec(),
        )),
        6 => {
            asked.headers.retain(|(name, _)| name != "Notion-Version");
            asked.headers.push((
                "Notion-Version".into(),
                chance.pick(&VERSIONS).as_bytes().to_vec(),
            ));
        }
        7 => asked.headers.push((
            "Authorization".into(),
            (0..chance.below(20))
                .map(|n| 0x80 + u8::try_from(n).unwrap())
                .collect(),
        )),
        8 => {
            for _ in 0..=chance.below(8) {
                if end > 0 {
                    asked.body[chance.below(end)] = u8::try_from(chance.below(256)).unwrap();
                }
            }
        }
        9 => asked.body.truncate(chance.below(end)),
        10 => {
            let depth = [100, 127, 128, 1000, 100_000][chance.below(5)];
            let open = [b"[".as_slice(), b"{\"a\":", b"{\"children\":["][chance.below(3)];
            asked.body = open.repeat(depth);
        }
        11 => asked.body = vec![u8::try_from(chance.below(256)).unwrap(); chance.below(600_000)],
        12 => asked.chunked = true,
        13 => {
            let lengths = ["0", "-1", "5", "99999999999999999999", "1, 1", "x", ""];
            asked.length = Some(lengths[chance.below(7)].into());
        }
        14 => asked.cut = Some(chance.below(asked.written().len())),
        _ => {
            asked.chunked = true;
            asked.cut = Some(chance.below(asked.written().len()));
        }
    }
}

/// Sends bytes, ends what it says, and gives the status of the answer; nothing if there is none.
async fn status(running: &Running, bytes: &[u8]) -> Option<u16> {
    let mut socket = TcpStream::connect(running.address()).await.unwrap();
    let (mut reading, mut writing) = socket.split();
    let mut answer = Vec::new();
    let write = async {
        // A server that has made up its mind does not read to the end.
        let _unread = writing.write_all(bytes).await;
        let _closed = writing.shutdown().await;
    };
    let (_broken, ()) = tokio::join!(reading.read_to_end(&mut answer), write);
    let status = String::from_utf8_lossy(answer.get(9..12)?).into_owned();
    status.parse().ok()
}

async fn mutations(seed: u64, count: usize) {
    let server = Server::builder()
        .timeout(Duration::from_millis(500))
        .build();
    let running = server.serve("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let client = Client {
        server: (*running).clone(),
        version: "2026-03-11",
    };
    let (database, source) = client
        .database("D", json!({ "Name": { "title": {} } }))
        .await;
    let view = client
        .get(&format!("views?database_id={}", id(&database)))
        .await;
    let upload = client
        .ok("POST", "file_uploads", json!({ "filename": "a.txt" }))
        .await;
    let routes = routes(
        &client.home(),
        id(&source),
        id(&upload),
        id(&view["results"][0]),
    );
    let mut chance = Chance(seed);
    let mut answered = 0;
    for number in 0..count {
        let (method, path, body) = &routes[number % routes.len()];
        let mut asked = Asked {
            method: (*method).to_owned(),
            path: path.clone(),
            headers: vec![
                ("Host".into(), running.address().to_string().into_bytes()),
                (
                    "Authorization".into(),
                    format!("Bearer {}", running.token()).into_bytes(),
                ),
                ("Notion-Version".into(), b"2026-03-11".to_vec()),
                ("Connection".into(), b"close".to_vec()),
            ],
            body: if body.is_null() {
                Vec::new()
            } else {
                body.to_string().into_bytes()
            },
            chunked: false,
            length: None,
            cut: None,
        };
        for _ in 0..=chance.below(3) {
            mutate(&mut asked, &mut chance);
        }
        let bytes = asked.written();
        let shown = || String::from_utf8_lossy(&bytes[..bytes.len().min(600)]).into_owned();
        let waiting = tokio::time::timeout(Duration::from_secs(30), status(&running, &bytes)).await;
        let status =
            waiting.unwrap_or_else(|_| panic!("seed {seed}, request {number} waits: {}", shown()));
        answered += usize::from(status.is_some());
        assert!(
            status.is_none_or(|status| status < 500),
            "seed {seed}, request {number}: {status:?} {}",
            shown()
        );
    }
    assert!(answered > count / 2, "{answered} of {count}");
    // It is as it was: it answers, and its workspace can be saved and opened.
    let (head, _) = over_tcp(&running, "GET", "/v1/users/me", "").await.unwrap();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    Server::builder().snapshot(&running.snapshot()).unwrap();
}

#[tokio::test]
async fn mutated_requests_are_answered_and_never_by_a_failure() {
    for seed in 0..4 {
        mutations(seed, 500).await;
    }
}
