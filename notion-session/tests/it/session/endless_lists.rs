//! Lists that Notion does not end, and lists that it truncates: no reader goes on for ever, and none takes a part for the
//! whole.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::TryStreamExt;
use notion_session::api::{QueryDataSource, SearchParams};
use notion_session::http::{Method, Request};
use notion_session::model::List;
use notion_session::prelude::*;
use notion_session::query::Query;
use notion_session::session::Page;
use notion_session::{Database, Error, Session};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Note {
    name: Title,
    number: Option<u32>,
    about: Relation<Topic>,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Topic {
    name: Title,
}

/// A Notion that knows one workspace, and ends lists as a test wants.
struct World {
    session: Session,
    notes: Database<Note>,
    home: Page,
    requests: Arc<AtomicUsize>,
}

/// The members at the end of a list, from the cursor that was asked for.
type Tail = fn(Option<&str>) -> Value;

/// Objects, and what is in lists, come from a local server.
async fn world(rows: u32, tail: Tail) -> World {
    let local = Session::local();
    let home = local.search_page("Home").await.unwrap().item().unwrap();
    let (topics, notes) = local.create_dbs::<(Topic, Note)>(&home).await.unwrap();
    let mut about = Vec::new();
    for number in 0..30 {
        let name = format!("Topic {number}").into();
        about.push(topics.insert(Topic { name }).await.unwrap().id());
    }
    for number in 0..rows {
        let note = Note {
            name: format!("Note {number}").into(),
            number: Some(number),
            about: about.iter().copied().collect(),
        };
        notes.insert(note).await.unwrap();
    }
    let (home, notes) = (home.id(), notes.id());

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            let local = local.clone();
            tokio::spawn(async move {
                let answer = answer(&local, &read(&mut stream).await, tail).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    let session = Session::builder().token("ntn_example").base_url(url);
    let session = session.build().unwrap();
    World {
        home: session.get_page(home).await.unwrap(),
        notes: session.bind::<Note>(notes).await.unwrap(),
        session,
        requests,
    }
}

/// The answer to a request: that of the local server to the beginning of a list, with another end.
async fn answer(local: &Session, request: &str, tail: Tail) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut words = head.split(' ');
    let method = match words.next().unwrap() {
        "GET" => Method::Get,
        _ => Method::Post,
    };
    let url: url::Url = format!("http://x{}", words.next().unwrap())
        .parse()
        .unwrap();
    let mut sent = Request::new(method, url.path());
    let mut cursor = None;
    for (name, value) in url.query_pairs() {
        if name == "start_cursor" {
            cursor = Some(value.into_owned());
        } else {
            sent = sent.query(name, value);
        }
    }
    if let Ok(mut body) = serde_json::from_str::<Value>(body) {
        let taken = body.as_object_mut().unwrap().remove("start_cursor");
        cursor = cursor.or(taken.and_then(|cursor| cursor.as_str().map(str::to_owned)));
        sent = sent.json(body);
    }
    let answer = local.client().send(&sent).await.unwrap();
    let mut answer: Value = serde_json::from_slice(answer.body()).unwrap();
    let is_list = answer.get("results").is_some() || answer.get("templates").is_some();
    if is_list {
        for (name, value) in tail(cursor.as_deref()).as_object().unwrap() {
            answer[name] = value.clone();
        }
    }
    let answer = answer.to_string();
    let length = answer.len();
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{answer}")
}

async fn read(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split_once("content-length: ").map_or(0, |(_, rest)| {
                let digits = rest.split("\r\n").next().unwrap();
                digits.parse().unwrap()
            });
            if body.len() >= length {
                return text;
            }
        }
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await.unwrap();
        assert_ne!(read, 0, "the client hung up early");
        request.extend_from_slice(&buffer[..read]);
    }
}

/// Two cursors that take turns.
fn turns(cursor: Option<&str>) -> Value {
    let next = if cursor == Some("A") { "B" } else { "A" };
    json!({ "next_cursor": next, "has_more": true })
}

/// Three cursors, of which the first does not come again.
fn late_turns(cursor: Option<&str>) -> Value {
    let next = match cursor {
        None => "first",
        Some("A") => "B",
        _ => "A",
    };
    json!({ "next_cursor": next, "has_more": true })
}

fn truncated(_: Option<&str>) -> Value {
    json!({
        "next_cursor": null, "has_more": false,
        "request_status": { "type": "incomplete", "incomplete_reason": "query_result_limit_reached" },
    })
}

/// An incomplete list without a reason, and with one that nobody knows.
fn truncated_without_a_reason(_: Option<&str>) -> Value {
    json!({ "next_cursor": null, "has_more": false, "request_status": { "type": "incomplete" } })
}

fn truncated_for_a_new_reason(_: Option<&str>) -> Value {
    json!({ "next_cursor": null, "has_more": false,
            "request_status": { "type": "incomplete", "incomplete_reason": "moon_phase" } })
}

fn complete(_: Option<&str>) -> Value {
    json!({ "next_cursor": null, "has_more": false, "request_status": { "type": "complete" } })
}

type Reading = Pin<Box<dyn Future<Output = Result<usize, Error>>>>;

/// Every public way to read a whole list, but for typed queries.
fn readings(world: &World) -> Vec<(&'static str, Reading)> {
    let (session, notes, home) = (&world.session, &world.notes, &world.home);
    macro_rules! reading {
        ($name:literal, $($clone:ident),*: $call:expr) => {{
            $(let $clone = $clone.clone();)*
            let reading: Reading = Box::pin(async move { Ok($call.await?.len()) });
            ($name, reading)
        }};
    }
    let query = QueryDataSource::default();
    let id = home.id();
    vec![
        reading!("users", session: session.all_users()),
        reading!("user by name", session: session.search_user("x")),
        reading!("pages", session: session.all_pages()),
        reading!("page by title", session: session.search_page("Home")),
        reading!("databases", session: session.all_dbs()),
        reading!("databases in the trash", session: session.all_dbs().include_trashed()),
        reading!("uploads", session: session.list_uploads(None)),
        reading!("emojis", session: session.custom_emojis()),
        reading!("comments", home: home.comments()),
        reading!("discussions", home: home.discussions()),
        reading!("blocks", home: home.children()),
        reading!("content", home: home.content()),
        reading!("raw users", session: session.api().users().list().all()),
        reading!("raw blocks", session: session.api().blocks().children(id).all()),
        reading!("raw search", session: session.api().search(&SearchParams::default()).all()),
        reading!("raw query", session, notes, query:
            session.api().data_sources().query(notes.data_source_id(), &query).all()),
        reading!("raw query by verb", session, notes: {
            let path = format!("/v1/data_sources/{}/query", notes.data_source_id());
            session.api().post::<List<Value>>(path, &json!({})).repeatable(true).all()
        }),
    ]
}

#[tokio::test]
async fn cursors_that_take_turns_end_every_list() {
    for (tail, most) in [(turns as Tail, 3), (late_turns, 4)] {
        let world = world(3, tail).await;
        for (name, reading) in readings(&world) {
            let before = world.requests.load(Ordering::SeqCst);
            let error = reading.await.unwrap_err();
            assert!(matches!(error, Error::EndlessList(_)), "{name}: {error}");
            let sent = world.requests.load(Ordering::SeqCst) - before;
            assert!(sent <= most, "{name}: {sent}");
        }
        let before = world.requests.load(Ordering::SeqCst);
        let error = world.notes.templates().await.unwrap_err();
        assert!(matches!(error, Error::EndlessList(_)), "{error}");
        assert_eq!(world.requests.load(Ordering::SeqCst) - before, most);
    }
}

#[tokio::test]
async fn cursors_that_take_turns_end_every_typed_query() {
    let world = world(3, turns).await;
    type Of = fn(&Database<Note>) -> Query<Note>;
    let queries: [Of; 4] = [
        |notes| notes.query(),
        |notes| notes.query().sort(Note::COL.number.asc()),
        |notes| notes.query().filter(Note::COL.number.gt(0)),
        |notes| notes.query().limit(1_000),
    ];
    for query in queries {
        let before = world.requests.load(Ordering::SeqCst);
        let error = query(&world.notes).all().await.unwrap_err();
        assert!(matches!(error, Error::EndlessList(_)), "{error}");
        let rows = query(&world.notes).stream().try_collect::<Vec<_>>();
        let error = rows.await.unwrap_err();
        assert!(matches!(error, Error::EndlessList(_)), "{error}");
        let sent = world.requests.load(Ordering::SeqCst) - before;
        assert!(sent <= 6, "{sent}");
    }
    let error = world.notes.query().count().await.unwrap_err();
    assert!(matches!(error, Error::EndlessList(_)), "{error}");
}

#[tokio::test]
async fn cursors_that_take_turns_end_the_completion_of_a_value() {
    let world = world(1, turns).await;
    let mut stream = world.notes.query().limit(1).stream();
    let mut row = stream.try_next().await.unwrap().unwrap();
    drop(stream);
    assert!(!row.about.is_complete());
    let error = world
        .session
        .complete(std::slice::from_mut(&mut row), |n| n.about)
        .await;
    assert!(matches!(error, Err(Error::EndlessList(_))), "{error:?}");
    let page = world.session.get_page(row.id()).await.unwrap();
    let error = page.whole_property("About").await;
    assert!(matches!(error, Err(Error::EndlessList(_))), "{error:?}");
}

/// Windows, which go on after Notion's limit, against a server that says of every window that it was truncated and ignores
/// what the window asks for.
#[tokio::test]
async fn windows_that_lead_nowhere_end() {
    let world = world(3, truncated).await;
    for query in [
        world.notes.query(),
        world.notes.query().sort(Note::COL.number.asc()),
    ] {
        let before = world.requests.load(Ordering::SeqCst);
        let error = query.all().await.unwrap_err();
        assert!(
            matches!(error, Error::CrowdedMinute(..) | Error::EndlessList(_)),
            "{error}"
        );
        let sent = world.requests.load(Ordering::SeqCst) - before;
        assert!(sent <= 4, "{sent}");
    }
}

#[tokio::test]
async fn a_list_that_notion_truncated_is_never_taken_for_the_whole() {
    for tail in [
        truncated as Tail,
        truncated_without_a_reason,
        truncated_for_a_new_reason,
    ] {
        let world = world(3, tail).await;
        for (name, reading) in readings(&world) {
            let error = reading.await.unwrap_err();
            assert!(matches!(error, Error::TruncatedList(..)), "{name}: {error}");
            let reason = tail(None)["request_status"]["incomplete_reason"].clone();
            let reason = reason.as_str().unwrap_or("incomplete").to_owned();
            assert!(error.to_string().contains(&reason), "{name}: {error}");
        }
        // Part by part everything is there, with Notion's word.
        let query = QueryDataSource::default();
        let id = world.notes.data_source_id();
        let api = world.session.api();
        let parts = api.data_sources().query(id, &query).pages();
        let parts: Vec<_> = parts.try_collect().await.unwrap();
        assert_eq!((parts.len(), parts[0].results.len()), (1, 3));
        assert!(parts[0].request_status.is_some());
        // A typed query in an order of its own says so, too.
        let mut sorted = world.notes.query().sort(Note::COL.number.asc()).stream();
        let error = sorted.try_next().await.unwrap_err();
        assert!(matches!(error, Error::QueryLimit(..)), "{error}");
    }
}

#[tokio::test]
async fn a_list_that_notion_calls_complete_is_read() {
    let world = world(3, complete).await;
    for (name, reading) in readings(&world) {
        assert!(reading.await.is_ok(), "{name}");
    }
    assert_eq!(world.notes.query().all().await.unwrap().len(), 3);
}
