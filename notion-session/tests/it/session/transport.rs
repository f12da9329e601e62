//! What goes wrong between a session and Notion, on real sockets of the loopback interface. The client by itself is tested in
//! notion-rest.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use notion_session::http::{Pace, Request, Retry};
use notion_session::{Error, Session, rest};
use tokio::net::TcpListener;
use wiremock::matchers::{any, method};
use wiremock::{Mock, MockServer, Request as Seen, ResponseTemplate};

use crate::support::servers::{ECHOES, echo, replay};

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

#[tokio::test]
async fn a_port_where_nobody_listens_is_an_error_of_the_session() {
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
