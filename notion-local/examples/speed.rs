//! How fast the server is: starting, reading, querying 100,000 rows. Run it with `--release`.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::time::Instant;

use bytes::Bytes;
use http::Request;
use notion_local::Server;
use serde_json::{Value, json};

async fn send(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    let body = if body.is_null() {
        Bytes::new()
    } else {
        Bytes::from(body.to_string())
    };
    let request = Request::builder()
        .method(method)
        .uri(format!("/v1/{path}"))
        .header("authorization", format!("Bearer {}", server.token()))
        .header("notion-version", "2026-03-11")
        .body(body)
        .unwrap();
    serde_json::from_slice(server.call(request).await.body()).unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let began = Instant::now();
    let server = Server::new();
    let home = server.home();
    println!("start in process       {:?}", began.elapsed());

    let began = Instant::now();
    for _ in 0..20_000 {
        send(&server, "GET", "users/me", &Value::Null).await;
    }
    println!(
        "GET /users/me          {:.0} a second",
        20_000.0 / began.elapsed().as_secs_f64()
    );
    let began = Instant::now();
    for _ in 0..20_000 {
        send(&server, "GET", &format!("pages/{home}"), &Value::Null).await;
    }
    println!(
        "GET /pages/{{id}}        {:.0} a second",
        20_000.0 / began.elapsed().as_secs_f64()
    );

    let database = json!({
        "parent": { "page_id": home },
        "initial_data_source": { "properties": {
            "Name": { "title": {} }, "N": { "number": {} }, "Kind": { "select": { "options": [{ "name": "a" }, { "name": "b" }] } },
            "Twice": { "formula": { "expression": "prop(\"N\") * 2" } },
        } },
    });
    let source = send(&server, "POST", "databases", &database).await["data_sources"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let began = Instant::now();
    for n in 0..100_000_u64 {
        let row = json!({
            "parent": { "data_source_id": source },
            "properties": {
                "Name": { "title": [{ "text": { "content": format!("row {}", n * 7919 % 100_000) } }] },
                "N": { "number": n }, "Kind": { "select": { "name": if n % 3 == 0 { "a" } else { "b" } } },
            },
        });
        send(&server, "POST", "pages", &row).await;
    }
    println!("100,000 rows made in   {:?}", began.elapsed());
    server.clear_requests();
    // The memory that this gave back is put in order with the next request, which is not to be measured.
    send(&server, "GET", "users/me", &Value::Null).await;
    let query = format!("data_sources/{source}/query");
    for (name, body) in [
        ("first page             ", json!({})),
        (
            "filter                 ",
            json!({ "filter": { "property": "Kind", "select": { "equals": "a" } } }),
        ),
        (
            "filter and sort        ",
            json!({
                "filter": { "and": [
                    { "property": "Kind", "select": { "equals": "a" } },
                    { "property": "N", "number": { "greater_than": 50_000 } },
                ] },
                "sorts": [{ "property": "Name", "direction": "ascending" }],
            }),
        ),
        (
            "filter on a formula    ",
            json!({ "filter": { "property": "Twice", "formula": { "number": { "greater_than": 150_000 } } } }),
        ),
        (
            "sort by text           ",
            json!({ "sorts": [{ "property": "Name", "direction": "ascending" }] }),
        ),
    ] {
        let began = Instant::now();
        let first = send(&server, "POST", &query, &body).await;
        let time = began.elapsed();
        let mut later = body.clone();
        later["start_cursor"] = first["next_cursor"].clone();
        let began = Instant::now();
        send(&server, "POST", &query, &later).await;
        println!("{name}{time:?}, its second page {:?}", began.elapsed());
    }
}
