//! What goes wrong between here and Notion, on real sockets of the loopback interface.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use notion_session::http::{Method, Pace, Request, Retry};
use notion_session::{Error, Session, rest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiremock::matchers::{any, header, method, path};
use wiremock::{Mock, MockServer, Request as Seen, ResponseTemplate};

const TOKEN: &str = "ntn_never_shown";

fn session(base_url: &str) -> Session {
    let retry = Retry::default().waits(Duration::from_millis(1), Duration::from_millis(5));
    Session::builder()
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

/// What a listener does with a connection, once it has read the head of a request.
type Play = fn(usize, TcpStream) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// A server made by hand: it counts its requests, and plays its part with each connection.
async fn stage(play: Play) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_head(&mut stream).await;
            let number = counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(play(number, stream));
        }
    });
    (url, count)
}

async fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        let mut buffer = [0; 1024];
        let read = stream.read(&mut buffer).await.unwrap();
        assert_ne!(read, 0, "the client hung up early");
        head.extend_from_slice(&buffer[..read]);
    }
}

#[tokio::test]
async fn token_version_and_body_arrive() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH"))
        .and(path("/v1/pages/1"))
        .and(header("authorization", format!("Bearer {TOKEN}")))
        .and(header("notion-version", "2026-03-11"))
        .and(header("content-type", "application/json"))
        .respond_with(|seen: &Seen| ResponseTemplate::new(200).set_body_bytes(seen.body.clone()))
        .mount(&server)
        .await;
    let request =
        Request::new(Method::Patch, "/v1/pages/1").json(serde_json::json!({ "in_trash": true }));
    let response = session(&server.uri())
        .client()
        .send(&request)
        .await
        .unwrap();
    assert_eq!(response.body().as_ref(), br#"{"in_trash":true}"#);
}

#[tokio::test]
async fn retry_after_is_honoured() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(429).insert_header("retry-after", "1"))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(serde_json::json!({})))
        .mount(&server)
        .await;
    let session = session(&server.uri());
    let start = Instant::now();
    session.client().send(&creation()).await.unwrap();
    assert!(
        start.elapsed() >= Duration::from_secs(1),
        "came back after {:?}",
        start.elapsed()
    );
    assert_eq!(session.client().requests_sent(), 2);
}

#[tokio::test]
async fn a_retry_after_too_long_to_wait_for_is_told() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(429)
        .insert_header("retry-after", "3600")
        .set_body_json(serde_json::json!({ "object": "error", "status": 429, "code": "rate_limited", "message": "x" }));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let error = session(&server.uri())
        .client()
        .send(&creation())
        .await
        .unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(
        error.as_api().unwrap().retry_after,
        Some(Duration::from_secs(3600))
    );
    assert!(error.to_string().contains("3600 s"), "{error}");
}

/// The connection breaks after the request was read: the creation may have happened.
#[tokio::test]
async fn a_creation_whose_answer_was_lost_is_sent_once() {
    let (url, count) = stage(|_, stream| Box::pin(async move { drop(stream) })).await;
    let error = session(&url).client().send(&creation()).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error:?}");
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

/// Half an answer is no answer.
#[tokio::test]
async fn a_creation_whose_answer_was_cut_is_sent_once() {
    let (url, count) = stage(|_, mut stream| {
        Box::pin(async move {
            let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"object\":";
            stream.write_all(half).await.unwrap();
        })
    })
    .await;
    let error = session(&url).client().send(&creation()).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error:?}");
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn reading_is_sent_again_when_the_connection_breaks() {
    let (url, count) = stage(|number, mut stream| {
        Box::pin(async move {
            if number == 2 {
                let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
                stream.write_all(whole).await.unwrap();
            }
        })
    })
    .await;
    let response = session(&url)
        .client()
        .send(&Request::get("/v1/users"))
        .await
        .unwrap();
    assert_eq!(response.body().as_ref(), b"{}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_given_up() {
    let (url, count) = stage(|_, stream| {
        Box::pin(async move {
            let _open = stream;
            std::future::pending::<()>().await;
        })
    })
    .await;
    let build = |retries| {
        Session::builder()
            .token(TOKEN)
            .base_url(&url)
            .timeout(Duration::from_millis(200))
            .retry(
                Retry::default()
                    .retries(retries)
                    .waits(Duration::ZERO, Duration::ZERO),
            )
            .build()
            .unwrap()
    };
    let error = build(3).client().send(&creation()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_outcome_unknown(), "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 1);

    let error = build(1)
        .client()
        .send(&Request::get("/v1/users"))
        .await
        .unwrap_err();
    assert!(error.is_timeout() && !error.is_outcome_unknown(), "{error}");
    assert!(error.to_string().contains("waited 0.2 s"), "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let session = session(&url);
    let error = session.client().send(&creation()).await.unwrap_err();
    let error = Error::from(error);
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(
        error.is_session() && error.to_string().contains("could not be reached"),
        "{error}"
    );
    // Nothing was sent, so even a creation is tried again.
    assert_eq!(session.client().requests_sent(), 4);
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

#[tokio::test]
async fn a_redirect_is_not_followed_and_names_its_target() {
    let (other, tokens) = witness().await;
    for status in [301, 302, 303, 307, 308] {
        let server = MockServer::start().await;
        let target = format!("{}/v1/pages?signature=hidden#x", other.uri());
        let answer = ResponseTemplate::new(status).insert_header("location", target);
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let session = session(&server.uri());
        // Whoever redirects may have done the work before.
        let error = session.client().send(&creation()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error:?}");
        assert_eq!(session.client().requests_sent(), 1);
        let read = session.client().send(&Request::get("/v1/users")).await;
        let read = read.unwrap_err();
        assert!(matches!(read, rest::Error::Transport(_)), "{read:?}");
        for error in [error, read] {
            let shown = format!("{error} {error:?}");
            assert!(error.to_string().contains(&other.uri()), "{error}");
            assert!(error.to_string().contains("check the base URL"), "{error}");
            assert!(!shown.contains("hidden"), "{shown}");
        }
    }
    assert!(tokens.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_answer_of_another_address_is_refused_where_a_client_of_one_s_own_follows_redirects() {
    let (other, tokens) = witness().await;
    for (status, targets) in [(301, 2), (302, 2), (303, 2), (307, 2), (308, 2)] {
        for target in ["/v1/elsewhere", &format!("{}/v1/pages", other.uri())][..targets].iter() {
            let server = MockServer::start().await;
            let answer = ResponseTemplate::new(status)
                .insert_header("location", format!("{target}?signature=hidden"));
            Mock::given(path("/v1/pages"))
                .respond_with(answer)
                .mount(&server)
                .await;
            let page = serde_json::json!({ "object": "page", "id": uuid::Uuid::nil() });
            Mock::given(path("/v1/elsewhere"))
                .respond_with(ResponseTemplate::new(200).set_body_json(page))
                .mount(&server)
                .await;
            let session = Session::builder()
                .token(TOKEN)
                .base_url(server.uri())
                .http_client(plain_http_client())
                .retry(Retry::default().waits(Duration::ZERO, Duration::ZERO))
                .build()
                .unwrap();
            let error = session.client().send(&creation()).await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{status} {error:?}");
            assert_eq!(session.client().requests_sent(), 1);
            let read = Request::get("/v1/pages");
            let read = session.client().send(&read).await.unwrap_err();
            assert!(matches!(read, rest::Error::Transport(_)), "{read:?}");
            let shown = format!("{error} {error:?} {read} {read:?}");
            assert!(!shown.contains("hidden"), "{shown}");
        }
    }
    // reqwest takes the token out.
    let tokens = tokens.lock().unwrap();
    assert!(tokens.iter().all(String::is_empty), "{tokens:?}");
}

/// A redirect to a port where nobody listens: the request was sent to the server that redirects, so it is not one that
/// never left.
#[tokio::test]
async fn a_followed_redirect_that_leads_nowhere_is_not_taken_for_a_request_that_never_left() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nowhere = format!("http://{}/v1/pages", free.local_addr().unwrap());
    drop(free);
    for status in [301, 302, 303, 307, 308] {
        let head = format!("HTTP/1.1 {status} x\r\nlocation: {nowhere}\r\n");
        let (url, count) = replay(&head, "").await;
        let session = Session::builder()
            .token(TOKEN)
            .base_url(&url)
            .http_client(plain_http_client())
            .retry(Retry::default().waits(Duration::ZERO, Duration::ZERO))
            .build()
            .unwrap();
        let error = session.client().send(&creation()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{status} {error:?}");
        assert_eq!(count.load(Ordering::SeqCst), 1, "{status}");
    }
}

/// A server that gives every request the same answer, and then closes the connection.
async fn replay(head: &str, body: &str) -> (String, Arc<AtomicUsize>) {
    let length = body.len();
    let answer = format!("{head}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
    replay_bytes(answer.into_bytes()).await
}

async fn replay_bytes(answer: Vec<u8>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let answer = answer.clone();
            tokio::spawn(async move {
                read_request(&mut stream).await;
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (url, count)
}

/// Reads a request with its body: what is left unread breaks the connection.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head.split_once("content-length: ").map_or(0, |(_, rest)| {
                let digits = rest.split("\r\n").next().unwrap_or_default();
                digits.parse().unwrap()
            });
            if body.len() >= length {
                return text;
            }
        }
        let mut buffer = [0; 1024];
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        if read == 0 {
            return text;
        }
        request.extend_from_slice(&buffer[..read]);
    }
}

/// All the answers that do not state what became of a creation. It is sent once, its outcome is unknown, and the error
/// says what was read; reading is sent again.
#[tokio::test]
async fn no_answer_but_one_of_notion_settles_a_creation() {
    const STATUSES: [u16; 23] = [
        200, 202, 204, 300, 302, 304, 307, 400, 401, 403, 404, 409, 413, 500, 502, 503, 504, 520,
        524, 527, 529, 530, 599,
    ];
    const BODIES: [(&str, &str); 9] = [
        ("empty", ""),
        ("null", "null"),
        ("string", "\"page\""),
        (
            "HTML",
            "<!DOCTYPE html><title>Sorry, you have been blocked</title>",
        ),
        ("text", "error code: 1015"),
        ("garbage", "\u{1}\u{2}{]"),
        ("half", "{\"object\":\"page\",\"id\":\"0000"),
        ("half an error", "{\"object\":\"error\",\"status\":404,\"co"),
        (
            "an error without a code",
            "{\"object\":\"error\",\"message\":\"x\"}",
        ),
    ];
    for status in STATUSES {
        for (name, body) in BODIES {
            for ray in [true, false] {
                // No body goes with these; what follows would be read as the next answer.
                let body = if matches!(status, 204 | 304) {
                    ""
                } else {
                    body
                };
                let ray_id = if ray { "cf-ray: 8c1f00-FRA\r\n" } else { "" };
                let head = format!("HTTP/1.1 {status} x\r\n{ray_id}");
                let (url, count) = replay(&head, body).await;
                let session = Session::builder()
                    .token(TOKEN)
                    .base_url(&url)
                    .pace(Pace::unlimited())
                    .retry(Retry::default().waits(Duration::ZERO, Duration::ZERO))
                    .build()
                    .unwrap();
                let place = format!("{status} {name} ray: {ray}");

                let raw = session.client().send(&creation()).await.unwrap_err();
                let page = notion_session::api::CreatePage::default();
                let typed = session.api().pages().create(&page).await.unwrap_err();
                assert_eq!(count.load(Ordering::SeqCst), 2, "{place}");
                for error in [raw, typed] {
                    assert!(error.is_outcome_unknown(), "{place}: {error:?}");
                    let text = error.to_string();
                    assert!(
                        text.contains("look before you ask again"),
                        "{place}: {text}"
                    );
                    let is_redirect = (300..400).contains(&status);
                    assert!(text.contains(&status.to_string()), "{place}: {text}");
                    assert_eq!(
                        text.contains("8c1f00-FRA"),
                        ray && !is_redirect,
                        "{place}: {text}"
                    );
                    for word in ["token", "capabilit", "share the page"] {
                        assert!(!text.contains(word), "{place}: {text}");
                    }
                }

                let read = session.client().send(&Request::get("/v1/users/me")).await;
                let read = read.unwrap_err();
                assert!(
                    !read.is_outcome_unknown() && read.as_api().is_none(),
                    "{place}: {read:?}"
                );
                assert_eq!(count.load(Ordering::SeqCst), 2 + 4, "{place}");
            }
        }
    }
}

/// What an endpoint does not give, under a status of success: the call decides as the client does.
#[tokio::test]
async fn another_object_than_the_one_created_leaves_the_outcome_unknown() {
    let error = r#"{"object":"error","status":400,"code":"validation_error","message":"x"}"#;
    let list = r#"{"object":"list","results":[],"next_cursor":null,"has_more":false}"#;
    let user = r#"{"object":"user","id":"00000000-0000-4000-8000-000000000001"}"#;
    let task = r#"{"object":"async_task","id":"task_1","status":"queued"}"#;
    for body in ["null", "[]", "{}", "{\"ok\":true}", error, list, user, task] {
        for status in [200, 201, 202] {
            let (url, count) = replay(&format!("HTTP/1.1 {status} x\r\n"), body).await;
            let session = session(&url);
            let page = notion_session::api::CreatePage::default();
            let failure = session.api().pages().create(&page).await.unwrap_err();
            assert!(failure.is_outcome_unknown(), "{status} {body}: {failure:?}");
            assert_eq!(count.load(Ordering::SeqCst), 1, "{status} {body}");

            let later = session.api().pages().create_later(&page).await;
            assert_eq!(later.is_ok(), body == task, "{status} {body}: {later:?}");
            let failure = later.err();
            assert!(failure.is_none_or(|failure| failure.is_outcome_unknown()));
        }
    }
}

/// An answer that never ends, in whatever way its length is announced and whatever its status is.
#[tokio::test]
async fn an_answer_without_end_is_given_up_at_the_limit() {
    const LIMIT: usize = 100_000;
    for status in [200, 400, 404, 500] {
        for chunked in [true, false] {
            let (url, sent) = flood(status, chunked).await;
            let session = Session::builder()
                .token(TOKEN)
                .base_url(&url)
                .retry(Retry::default().waits(Duration::ZERO, Duration::ZERO))
                .max_response_bytes(LIMIT)
                .build()
                .unwrap();
            let error = session.client().send(&creation()).await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{error:?}");
            let read = Request::get("/v1/users");
            let read = session.client().send(&read).await.unwrap_err();
            assert!(!read.is_outcome_unknown(), "{read:?}");
            for error in [error, read] {
                let text = error.to_string();
                assert!(text.contains("100000 bytes"), "{text}");
                assert!(text.contains("`max_response_bytes`"), "{text}");
                assert!(text.len() < 500, "{text}");
            }
            // The same would come again, so it is asked for once.
            assert_eq!(session.client().requests_sent(), 2);
            // What lies in the buffers of sockets is beyond what was read.
            let sent = sent.load(Ordering::SeqCst);
            assert!(sent < 64 << 20, "{sent} bytes were taken");
        }
    }
}

#[tokio::test]
async fn an_announced_length_beyond_the_limit_is_not_waited_for() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100001\r\n\r\n{";
    let (url, _) = replay_bytes(head.as_bytes().to_vec()).await;
    let builder = || Session::builder().token(TOKEN).base_url(&url);
    let session = builder().max_response_bytes(100_000).build().unwrap();
    let error = session.client().send(&creation()).await.unwrap_err();
    assert!(error.to_string().contains("100000 bytes"), "{error}");
    let error = builder().max_response_bytes(0).build().unwrap_err();
    assert!(
        error.to_string().contains("`max_response_bytes`"),
        "{error}"
    );
}

#[tokio::test]
async fn an_answer_as_large_as_the_limit_is_read() {
    let body = format!("{{\"x\":\"{}\"}}", "y".repeat(992));
    assert_eq!(body.len(), 1_000);
    let (url, _) = replay("HTTP/1.1 200 OK\r\n", &body).await;
    for (limit, fits) in [(999, false), (1_000, true), (1_001, true)] {
        let session = Session::builder().token(TOKEN).base_url(&url);
        let session = session.max_response_bytes(limit).build().unwrap();
        let answer = session.client().send(&creation()).await;
        assert_eq!(answer.is_ok(), fits, "{limit}");
    }
    // In process as well.
    let server = notion_local::Server::new();
    let session = Session::builder().local_server(server);
    let session = session.max_response_bytes(100).build().unwrap();
    let error = session.whoami().await.unwrap_err();
    assert!(error.to_string().contains("100 bytes"), "{error}");
}

/// A server whose answers do not end. Counts the bytes that were taken from it.
async fn flood(status: u16, chunked: bool) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let counter = Arc::clone(&counter);
            tokio::spawn(async move {
                read_request(&mut stream).await;
                let coding = if chunked {
                    "transfer-encoding: chunked\r\n"
                } else {
                    ""
                };
                let head = format!("HTTP/1.1 {status} x\r\nconnection: close\r\n{coding}\r\n");
                let blanks = " ".repeat(0x1000);
                let piece = if chunked {
                    format!("1000\r\n{blanks}\r\n")
                } else {
                    blanks
                };
                if stream.write_all(head.as_bytes()).await.is_err() {
                    return;
                }
                while stream.write_all(piece.as_bytes()).await.is_ok() {
                    counter.fetch_add(piece.len(), Ordering::SeqCst);
                }
            });
        }
    });
    (url, count)
}

#[tokio::test]
async fn durations_without_end_are_no_trouble_on_a_socket() {
    let (url, _) = replay("HTTP/1.1 200 OK\r\n", "{}").await;
    let session = Session::builder()
        .token(TOKEN)
        .base_url(&url)
        .timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .retry(Retry::default().waits(Duration::MAX, Duration::MAX))
        .pace(Pace::per_window(u32::MAX, Duration::MAX))
        .build()
        .unwrap();
    session.client().send(&creation()).await.unwrap();
    session.client().send(&creation()).await.unwrap();
}

/// A row that was to be created, answered with something else under 200: also a page that reads well, and is not the row.
#[tokio::test]
async fn another_page_than_the_row_leaves_the_outcome_of_an_insertion_unknown() {
    use notion_session::prelude::*;
    use notion_session::session::Outcome;

    #[derive(NotionSchema, Clone, Debug, Default)]
    struct Note {
        name: Title,
    }
    #[derive(NotionSchema, Clone, Debug, Default)]
    struct Other {
        name: Title,
    }
    let local = Session::local();
    let home = local.search_page("Home").await.unwrap().item().unwrap();
    let notes = local.create_db::<Note>(&home).await.unwrap();
    let others = local.create_db::<Other>(&home).await.unwrap();
    let get = async |path: String| {
        let answer = local.client().send(&Request::get(path)).await.unwrap();
        String::from_utf8(answer.body().to_vec()).unwrap()
    };
    let name = || "x".to_owned().into();
    let note = notes.insert(Note { name: name() }).await.unwrap().id();
    let other = others.insert(Other { name: name() }).await.unwrap().id();
    let database = get(format!("/v1/databases/{}", notes.id())).await;
    let source = get(format!("/v1/data_sources/{}", notes.data_source_id())).await;
    let right = get(format!("/v1/pages/{note}")).await;
    for (what, body) in [
        (
            "a row of another database",
            get(format!("/v1/pages/{other}")).await,
        ),
        ("a page", get(format!("/v1/pages/{}", home.id())).await),
        ("a user", get("/v1/users/me".to_owned()).await),
        ("the database", database.clone()),
        ("the data source", source.clone()),
        ("nothing", "{}".to_owned()),
        ("a list of the row", format!("[{right}]")),
        ("the row", right.clone()),
    ] {
        let notion = MockServer::start().await;
        for (verb, start, answer) in [
            ("GET", "^/v1/databases/", &database),
            ("GET", "^/v1/data_sources/", &source),
            ("POST", "^/v1/pages", &body),
        ] {
            Mock::given(method(verb))
                .and(wiremock::matchers::path_regex(start))
                .respond_with(ResponseTemplate::new(200).set_body_string(answer))
                .mount(&notion)
                .await;
        }
        let session = session(&notion.uri());
        let notes = session.bind::<Note>(notes.id()).await.unwrap();
        let inserted = notes.insert(Note { name: name() }).await;
        let outcomes = notes.insert_all([Note { name: name() }]).await;
        if what == "the row" {
            assert_eq!(inserted.unwrap().id(), note.cast());
            assert!(matches!(outcomes[0], Outcome::Created(_)), "{outcomes:?}");
            continue;
        }
        let error = inserted.unwrap_err();
        assert!(error.is_outcome_unknown(), "{what}: {error:?}");
        assert!(
            matches!(outcomes[0], Outcome::Unknown(_)),
            "{what}: {outcomes:?}"
        );
    }
}

/// A server that repeats the whole request wherever it can: in the body, a header, the target of a redirect.
async fn echo(answer: fn(&str) -> String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let request = read_request(&mut stream).await;
                let line = request.replace("\r\n", " | ").replace('"', "'");
                let _ = stream.write_all(answer(&line).as_bytes()).await;
            });
        }
    });
    url
}

fn answer_of(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} x\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

const ECHOES: [fn(&str) -> String; 11] = [
    |seen| {
        answer_of(
            400,
            "",
            &format!(r#"{{"object":"error","code":"validation_error","message":"{seen}"}}"#),
        )
    },
    |seen| {
        answer_of(
            500,
            "",
            &format!(r#"{{"object":"error","code":"internal_server_error","message":"{seen}"}}"#),
        )
    },
    |seen| {
        answer_of(
            401,
            "",
            &format!(
                r#"{{"object":"error","code":"unauthorized","message":"x","additional_data":{{"seen":["{seen}"]}}}}"#
            ),
        )
    },
    |seen| answer_of(403, "cf-ray: 8c1f\r\n", &format!("<html>{seen}")),
    |seen| answer_of(502, &format!("cf-ray: {seen}\r\n"), ""),
    |seen| answer_of(200, "", seen),
    |seen| answer_of(200, "", &format!("{}{seen}", " ".repeat(190))),
    |seen| answer_of(200, "", &format!(r#"{{"object":"page","id":"{seen}"}}"#)),
    |seen| answer_of(200, "", &format!(r#"{{"object":"{seen}"}}"#)),
    |seen| {
        answer_of(
            307,
            &format!("location: /x/{}\r\n", seen.replace(' ', "/")),
            "",
        )
    },
    |seen| {
        answer_of(
            429,
            &format!("retry-after: 100000\r\nx-seen: {seen}\r\n"),
            &format!("<html>{seen}"),
        )
    },
];

#[tokio::test]
async fn a_token_that_a_server_repeats_is_in_no_error() {
    for (number, answer) in ECHOES.into_iter().enumerate() {
        let session = session(&echo(answer).await);
        let page = notion_session::api::CreatePage::default();
        let read = Request::get("/v1/users/me");
        let errors = [
            session
                .client()
                .send(&creation())
                .await
                .err()
                .map(Error::from),
            session.client().send(&read).await.err().map(Error::from),
            session
                .api()
                .pages()
                .create(&page)
                .await
                .err()
                .map(Error::from),
            session.api().users().me().await.err().map(Error::from),
            session.raise_for_status().await.err(),
            session.get_page(uuid::Uuid::nil().to_string()).await.err(),
        ];
        assert!(errors.iter().flatten().count() >= 4, "{number}");
        for error in errors.into_iter().flatten() {
            let mut shown = format!("{error} {error:?} {error:#?}");
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                shown.push_str(&format!("{cause} {cause:?}"));
                source = cause.source();
            }
            assert!(!shown.contains("never_shown"), "{number}: {shown}");
        }
        if let Ok(response) = session.client().send(&read).await {
            assert!(!format!("{response:?}").contains(TOKEN), "{number}");
        }
    }
}

#[tokio::test]
async fn credentials_that_a_server_repeats_are_in_no_error() {
    use notion_session::api::Grant;
    use notion_session::http::ClientCredentials;

    for (number, answer) in ECHOES.into_iter().enumerate() {
        let session = session(&echo(answer).await);
        let client = ClientCredentials::new("the id", "secret_that_is_hidden");
        let api = session.api();
        let grant = Grant::code("code_that_is_hidden");
        let error = api.oauth(&client).token(&grant).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("that_is_hidden"), "{number}: {shown}");
        // `the id:secret_that_is_hidden` in Base64.
        const BASIC: &str = "dGhlIGlkOnNlY3JldF90aGF0X2lzX2hpZGRlbg==";
        assert!(!shown.contains(BASIC), "{number}: {shown}");
    }
}

/// What `raise_for_status` promises: whatever goes wrong, the session cannot be used.
#[tokio::test]
async fn every_error_of_the_status_is_one_of_the_session() {
    for status in [
        200, 204, 302, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504, 520, 529, 530,
    ] {
        let code = match status {
            401 => "unauthorized",
            403 => "restricted_resource",
            404 => "object_not_found",
            429 => "rate_limited",
            _ => "internal_server_error",
        };
        let notion =
            format!(r#"{{"object":"error","status":{status},"code":"{code}","message":"x"}}"#);
        let list = r#"{"object":"list","results":[]}"#;
        for body in [&*notion, "<html>", "", "null", list] {
            let body = if status == 204 { "" } else { body };
            let (url, _) = replay(&format!("HTTP/1.1 {status} x\r\n"), body).await;
            let retry = Retry::default().waits(Duration::ZERO, Duration::ZERO);
            let session = Session::builder().token(TOKEN).base_url(&url).retry(retry);
            let error = session
                .build()
                .unwrap()
                .raise_for_status()
                .await
                .unwrap_err();
            assert!(error.is_session(), "{status} {body}: {error:?}");
        }
    }
}

#[tokio::test]
async fn what_is_refused_elsewhere_is_not_an_error_of_the_session() {
    for (status, code) in [
        (400, "validation_error"),
        (403, "restricted_resource"),
        (404, "object_not_found"),
        (409, "conflict_error"),
    ] {
        let body =
            format!(r#"{{"object":"error","status":{status},"code":"{code}","message":"x"}}"#);
        let (url, _) = replay(&format!("HTTP/1.1 {status} x\r\n"), &body).await;
        let error = session(&url).client().send(&creation()).await.unwrap_err();
        let error = Error::from(error);
        assert!(!error.is_session(), "{error:?}");
    }
}

/// Notion's own refusals are final, and nothing else is sent.
#[tokio::test]
async fn a_well_formed_error_of_notion_is_a_definite_failure() {
    for status in (400..500).filter(|status| *status != 429) {
        let body = format!(
            r#"{{"object":"error","status":{status},"code":"validation_error","message":"x","request_id":"r"}}"#
        );
        let head = format!("HTTP/1.1 {status} x\r\ncf-ray: 8c1f00-FRA\r\n");
        let (url, count) = replay(&head, &body).await;
        let error = session(&url).client().send(&creation()).await.unwrap_err();
        assert!(!error.is_outcome_unknown(), "{error:?}");
        assert_eq!(error.as_api().map(|error| error.status), Some(status));
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}

/// Trouble of the server may come after the work was done; Notion's own words are kept.
#[tokio::test]
async fn an_error_of_the_server_leaves_the_outcome_of_a_creation_unknown() {
    for status in [500, 502, 503, 504, 520, 599] {
        let body = format!(
            r#"{{"object":"error","status":{status},"code":"internal_server_error","message":"Unexpected error occurred."}}"#
        );
        let (url, count) = replay(&format!("HTTP/1.1 {status} x\r\n"), &body).await;
        let session = session(&url);
        let error = session.client().send(&creation()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error:?}");
        assert!(
            error.to_string().contains("Unexpected error occurred."),
            "{error}"
        );
        assert_eq!(error.as_api().map(|error| error.status), Some(status));
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let error = session.client().send(&creation().repeatable(true)).await;
        let error = error.unwrap_err();
        assert!(matches!(error, rest::Error::Api(_)), "{error:?}");
        assert_eq!(count.load(Ordering::SeqCst), 1 + 4);
    }
}

/// A reqwest client that follows redirects.
fn plain_http_client() -> reqwest::Client {
    notion_session::http::client_builder()
        .unwrap()
        .redirect(reqwest::redirect::Policy::limited(10))
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_token_is_in_no_error_and_no_debug_output() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(401).set_body_json(
        serde_json::json!({ "code": "unauthorized", "message": "API token is invalid." }),
    );
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let session = session(&server.uri());
    let error = session.client().send(&creation()).await.unwrap_err();
    assert!(
        error.is_unauthorized() && error.to_string().contains("check the token"),
        "{error}"
    );
    let shown = format!("{session:?} {:?} {error} {error:?}", session.client());
    assert!(!shown.contains(TOKEN), "{shown}");
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_an_error_without_it() {
    let session = Session::builder()
        .token("never\nshown")
        .base_url("http://127.0.0.1:9")
        .build()
        .unwrap();
    let error = session.client().send(&creation()).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("shown"), "{error}");
    assert!(error.to_string().contains("token"), "{error}");
}

#[tokio::test]
async fn a_closed_session_sends_nothing() {
    let (server, tokens) = witness().await;
    let session = session(&server.uri());
    let other_handle = session.clone();
    session.close();
    let error = other_handle.client().send(&creation()).await.unwrap_err();
    assert!(matches!(error, rest::Error::Closed), "{error:?}");
    assert!(tokens.lock().unwrap().is_empty());
}

#[tokio::test]
async fn dropping_the_last_handle_closes_the_client_too() {
    let (server, _) = witness().await;
    let session = session(&server.uri());
    let client = session.client().clone();
    client.send(&creation()).await.unwrap();
    drop(session);
    assert!(matches!(
        client.send(&creation()).await,
        Err(rest::Error::Closed)
    ));
}
