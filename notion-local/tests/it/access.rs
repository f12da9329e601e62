//! The server around the endpoints: who may ask, in which version, at which addresses, and what can go wrong.

use bytes::Bytes;
use http::{Request, Response};
use notion_local::{Fault, Server};
use serde_json::{Value, json};

async fn get(server: &Server, path: &str) -> (u16, Value) {
    let request = Request::get(path)
        .header("authorization", format!("Bearer {}", server.token()))
        .header("notion-version", "2026-03-11")
        .body(Bytes::new())
        .unwrap();
    open(&server.call(request).await)
}

fn open(response: &Response<Bytes>) -> (u16, Value) {
    (
        response.status().as_u16(),
        serde_json::from_slice(response.body()).unwrap(),
    )
}

#[tokio::test]
async fn transport_every_answer_ends_with_its_request_id_which_is_in_a_header_too() {
    let server = Server::new();
    let request = Request::get("/v1/users/me")
        .header("authorization", format!("Bearer {}", server.token()))
        .header("notion-version", "2026-03-11")
        .body(Bytes::new())
        .unwrap();
    let response = server.call(request).await;
    let (status, body) = open(&response);
    assert_eq!(status, 200);
    assert_eq!(body["type"], "bot");
    assert_eq!(
        body.as_object().unwrap().keys().next_back().unwrap(),
        "request_id"
    );
    assert_eq!(
        response.headers()["x-notion-request-id"],
        body["request_id"].as_str().unwrap()
    );
    assert_eq!(
        response.headers()["content-type"],
        "application/json; charset=utf-8"
    );
}

#[tokio::test]
async fn errors_an_unknown_token_is_unauthorized() {
    let server = Server::new();
    let format = "Authorization header must use the format \"Bearer <token>\".";
    for (header, message) in [
        ("Bearer ntn_other", "API token is invalid."),
        ("bearer ntn_other", "API token is invalid."),
        ("Basic x", format),
        ("Bearer ", format),
        ("nope", format),
        ("", format),
    ] {
        let request = Request::get("/v1/users")
            .header("authorization", header)
            .body(Bytes::new())
            .unwrap();
        let (status, body) = open(&server.call(request).await);
        assert_eq!(
            (status, &body["code"], &body["message"]),
            (401, &json!("unauthorized"), &json!(message)),
            "{header}"
        );
        assert_eq!(body["object"], "error");
    }
}

#[tokio::test]
async fn errors_a_missing_version_has_a_code_of_its_own() {
    let server = Server::new();
    let request = Request::get("/v1/users")
        .header("authorization", format!("Bearer {}", server.token()))
        .body(Bytes::new())
        .unwrap();
    let (status, body) = open(&server.call(request).await);
    assert_eq!((status, &body["code"]), (400, &json!("missing_version")));
}

#[tokio::test]
async fn errors_an_unknown_path_is_an_invalid_url() {
    let server = Server::new();
    let (status, body) = get(&server, "/v1/invalid").await;
    assert_eq!(
        (status, &body["code"], &body["message"]),
        (
            400,
            &json!("invalid_request_url"),
            &json!("Invalid request URL.")
        )
    );
}

#[tokio::test]
async fn users_the_own_bot_is_full_and_an_unknown_user_is_not_found() {
    let server = Server::new();
    let (_, list) = get(&server, "/v1/users").await;
    assert_eq!(list["type"], "user");
    assert_eq!(list["results"][0]["type"], "person");
    let bot = &list["results"][1];
    assert_eq!(
        bot["bot"]["owner"],
        json!({ "type": "workspace", "workspace": true })
    );
    let (status, same) = get(
        &server,
        &format!("/v1/users/{}", bot["id"].as_str().unwrap()),
    )
    .await;
    assert_eq!(status, 200);
    assert_eq!(same["bot"], bot["bot"]);
    let (status, body) = get(&server, "/v1/users/00000000-0000-4000-8000-000000000000").await;
    assert_eq!((status, &body["code"]), (404, &json!("object_not_found")));
    assert!(
        body["message"]
            .as_str()
            .unwrap()
            .starts_with("Could not find user with ID: 00000000-0000-4000-8000-000000000000.")
    );
    assert_eq!(body["additional_data"]["integration_id"], bot["id"]);
    let (status, body) = get(&server, "/v1/users/12345678-1234-1234-1234-123456789abc").await;
    assert_eq!(status, 400);
    assert_eq!(
        body["message"],
        "path failed validation: path.user_id should be a valid uuid, instead was `\"12345678-1234-1234-1234-123456789abc\"`."
    );
}

#[tokio::test]
async fn pagination_a_page_starts_with_the_item_that_the_cursor_names() {
    let server = Server::new();
    let (_, first) = get(&server, "/v1/users?page_size=1").await;
    assert_eq!(
        (
            first["has_more"].as_bool(),
            first["results"].as_array().unwrap().len()
        ),
        (Some(true), 1)
    );
    let cursor = first["next_cursor"].as_str().unwrap();
    let (_, second) = get(
        &server,
        &format!("/v1/users?page_size=1&start_cursor={cursor}"),
    )
    .await;
    assert_eq!(second["results"][0]["id"], cursor);
    assert_eq!(
        (&second["has_more"], &second["next_cursor"]),
        (&json!(false), &Value::Null)
    );
    let (status, body) = get(&server, "/v1/users?page_size=101").await;
    assert_eq!(
        (status, &body["message"]),
        (
            400,
            &json!(
                "query failed validation: query.page_size should be ≤ `100` or `undefined`, instead was `101`."
            )
        )
    );
}

#[tokio::test]
async fn faults_happen_once_and_in_order() {
    let server = Server::new();
    server.fail_next(Fault::RateLimited { retry_after: 3 });
    server.fail_next(Fault::Status(503));
    let request = || {
        Request::get("/v1/users/me")
            .header("authorization", format!("Bearer {}", server.token()))
            .header("notion-version", "2025-09-03")
            .body(Bytes::new())
            .unwrap()
    };
    let limited = server.call(request()).await;
    assert_eq!(
        (limited.status().as_u16(), &limited.headers()["retry-after"]),
        (429, &"3".parse().unwrap())
    );
    assert_eq!(server.call(request()).await.status(), 503);
    assert_eq!(server.call(request()).await.status(), 200);
    let asked = server.requests();
    assert_eq!(
        asked.iter().map(|r| r.status).collect::<Vec<_>>(),
        [429, 503, 200]
    );
    assert_eq!(
        (asked[0].method.as_str(), asked[0].path.as_str()),
        ("GET", "/v1/users/me")
    );
    server.clear_requests();
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn over_tcp_it_answers_until_it_is_dropped() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let running = Server::start().await.unwrap();
    let address = running.uri().strip_prefix("http://").unwrap().to_owned();
    let mut socket = tokio::net::TcpStream::connect(&address).await.unwrap();
    let request = format!(
        "GET /v1/users/me HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\nnotion-version: 2026-03-11\r\nconnection: close\r\n\r\n",
        running.token()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert_eq!(running.requests().len(), 1);
    // A connection that is kept open does not hold the server.
    let _open = tokio::net::TcpStream::connect(&address).await.unwrap();
    drop(running);
    assert!(tokio::net::TcpStream::connect(&address).await.is_err());
}
