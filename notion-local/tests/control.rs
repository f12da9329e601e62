//! What tests and programs ask of the server itself: clock, faults, limits, snapshots, the log.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use bytes::Bytes;
use common::{Client, client, id, text};
use http::Request;
use notion_local::{Fault, FaultRule, Server};
use serde_json::{Value, json};

async fn control(server: &Server, method: &str, path: &str, body: Value) -> (u16, Value) {
    let request = Request::builder()
        .method(method)
        .uri(format!("/_local/{path}"))
        .header("authorization", format!("Bearer {}", server.token()))
        .body(Bytes::from(body.to_string()))
        .unwrap();
    let response = server.call(request).await;
    (
        response.status().as_u16(),
        serde_json::from_slice(response.body()).unwrap(),
    )
}

#[tokio::test]
async fn clock_times_come_from_it_and_are_cut_to_the_minute() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T16:53:59.9Z".parse().unwrap());
    let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    let page = client.ok("POST", "pages", body).await;
    assert_eq!(page["created_time"], "2026-06-27T16:53:00.000Z");
    client.server.advance(Duration::from_secs(60));
    let changed = client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&page)),
            json!({ "is_locked": true }),
        )
        .await;
    assert_eq!(changed["created_time"], "2026-06-27T16:53:00.000Z");
    assert_eq!(changed["last_edited_time"], "2026-06-27T16:54:00.000Z");
    let (database, _) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    assert_eq!(database["created_time"], "2026-06-27T16:54:59.900+00:00");
    assert_eq!(
        control(&client.server, "POST", "clock", json!({ "advance": 3600 }))
            .await
            .0,
        200
    );
    assert_eq!(
        control(&client.server, "POST", "clock", json!({ "freeze": "soon" }))
            .await
            .0,
        400
    );
    let later = client
        .ok("PATCH", &format!("pages/{}", id(&page)), json!({}))
        .await;
    assert_eq!(later["last_edited_time"], "2026-06-27T17:54:00.000Z");
}

#[tokio::test]
async fn faults_happen_to_the_requests_that_fit() {
    let client = client();
    client
        .server
        .fail_when(FaultRule::new(Fault::Lost).on("POST", "/v1/pages"));
    assert_eq!(client.send("GET", "users", None).await.0, 200);
    let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    assert_eq!(client.send("POST", "pages", Some(&body)).await.0, 504);
    let children = client
        .get(&format!("blocks/{}/children", client.home()))
        .await;
    assert_eq!(
        children["results"].as_array().unwrap().len(),
        1,
        "it was carried out"
    );
    let fault = json!({ "fault": "status", "status": 529, "path": "/v1/users", "times": 2 });
    assert_eq!(
        control(&client.server, "POST", "faults", fault).await.0,
        200
    );
    let (status, body) = client.send("GET", "users", None).await;
    assert_eq!((status, &body["code"]), (529, &json!("service_overload")));
    assert_eq!(
        control(&client.server, "DELETE", "faults", json!({}))
            .await
            .0,
        200
    );
    assert_eq!(client.send("GET", "users", None).await.0, 200);
    client.server.fail_next(Fault::Truncated);
    let request = Request::get("/v1/users").body(Bytes::new()).unwrap();
    let broken = client.server.call(request).await;
    assert!(serde_json::from_slice::<Value>(broken.body()).is_err());
}

#[tokio::test]
async fn limits_say_how_long_to_wait_and_which_one_it_was() {
    let server = Server::builder()
        .rate_limit(2, Duration::from_secs(60))
        .build();
    server.freeze("2026-01-01T00:00:00Z".parse().unwrap());
    let client = Client {
        server,
        version: "2026-03-11",
    };
    client.get("users").await;
    client.get("users").await;
    client.server.advance(Duration::from_secs(20));
    let (status, body) = client.send("GET", "users", None).await;
    assert_eq!((status, &body["code"]), (429, &json!("rate_limited")));
    assert!(body["additional_data"]["rate_limit_reason"].is_string());
    client.server.advance(Duration::from_secs(40));
    client.get("users").await;
}

#[tokio::test]
async fn reset_brings_the_beginning_back() {
    let client = client();
    let before = client.server.snapshot();
    let body =
        json!({ "parent": { "page_id": client.home() }, "properties": { "title": text("x") } });
    let page = client.ok("POST", "pages", body.clone()).await;
    assert_eq!(
        control(&client.server, "POST", "reset", json!({})).await.0,
        200
    );
    assert!(client.server.requests().is_empty());
    let mut after = client.server.snapshot();
    for list in ["pages"] {
        for key in ["created_time", "last_edited_time"] {
            after[list][0][key] = before[list][0][key].clone();
        }
    }
    assert_eq!(after, before);
    let again = client.ok("POST", "pages", body).await;
    assert_eq!(again["id"], page["id"], "the same seed, the same ids");
}

#[tokio::test]
async fn snapshots_and_the_log_are_there_for_other_languages() {
    let client = client();
    client.get("users").await;
    let (_, log) = control(&client.server, "GET", "requests", json!({})).await;
    assert_eq!(
        log,
        json!([{ "method": "GET", "path": "/v1/users", "query": "", "status": 200, "body": null }])
    );
    let (_, snapshot) = control(&client.server, "GET", "snapshot", json!({})).await;
    let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    client.ok("POST", "pages", body).await;
    assert_eq!(
        control(&client.server, "PUT", "snapshot", snapshot.clone())
            .await
            .0,
        200
    );
    assert_eq!(client.server.snapshot(), snapshot);
    assert_eq!(
        control(&client.server, "PUT", "snapshot", json!({ "pages": [1] }))
            .await
            .0,
        400
    );
    assert_eq!(
        client.server.snapshot(),
        snapshot,
        "what cannot be read changes nothing"
    );
    assert_eq!(
        control(&client.server, "GET", "nothing", json!({})).await.0,
        400
    );
    let request = Request::get("/_local/snapshot").body(Bytes::new()).unwrap();
    assert_eq!(client.server.call(request).await.status(), 401);
}

#[tokio::test]
async fn bodies_that_are_no_requests_are_refused() {
    let client = client();
    let send = async |body: Vec<u8>| {
        let request = Request::post("/v1/pages")
            .header("authorization", format!("Bearer {}", client.server.token()))
            .header("notion-version", "2026-03-11")
            .body(Bytes::from(body))
            .unwrap();
        let response = client.server.call(request).await;
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        (
            response.status().as_u16(),
            body["code"].as_str().unwrap().to_owned(),
            body["message"].as_str().unwrap().to_owned(),
        )
    };
    let json = |status, code: &str, message: &str| (status, code.to_owned(), message.to_owned());
    assert_eq!(
        send(b"{".to_vec()).await,
        json(400, "invalid_json", "Error parsing JSON body.")
    );
    assert_eq!(send(b"\xff\xfe".to_vec()).await.1, "invalid_json");
    assert_eq!(
        send("[".repeat(100_000).into_bytes()).await.1,
        "invalid_json"
    );
    assert_eq!(
        send(b"[]".to_vec()).await,
        json(
            400,
            "validation_error",
            "body failed validation: body should be an object, instead was `[]`."
        )
    );
    let huge = format!("{{\"properties\":\"{}\"}}", "x".repeat(600 * 1024));
    assert_eq!(send(huge.into_bytes()).await.1, "validation_error");
    let numbers = br#"{"parent":{"page_id":1e999}}"#.to_vec();
    assert_eq!(send(numbers).await.1, "invalid_json");
}

#[tokio::test]
async fn names_of_other_ends_are_left_aside_when_the_server_is_told_so() {
    let client = Client {
        server: Server::builder().ignore_synced_names(true).build(),
        version: "2026-03-11",
    };
    let (_, people) = client
        .database("People", json!({ "Name": { "title": {} } }))
        .await;
    let relation = |name: &str| {
        json!({ "relation": {
            "data_source_id": people["id"],
            "dual_property": { "synced_property_name": name },
        } })
    };
    let (_, tasks) = client
        .database(
            "Tasks",
            json!({ "Name": { "title": {} }, "Owner": relation("Owns") }),
        )
        .await;
    let other = "/properties/Owner/relation/dual_property/synced_property_name";
    assert_eq!(
        tasks.pointer(other),
        Some(&json!("Related to Tasks (Owner)"))
    );
    let path = format!("data_sources/{}", id(&tasks));
    let add = json!({ "properties": { "Tester": relation("Tests") } });
    client.ok("PATCH", &path, add).await;
    let people = client.get(&format!("data_sources/{}", id(&people))).await;
    let names = people["properties"].as_object().unwrap();
    assert!(names.contains_key("Related to Tasks (Owner)"));
    assert!(names.contains_key("Related to Tasks (Tester)"));
    assert!(!names.contains_key("Owns") && !names.contains_key("Tests"));
    // A reset keeps the setting; a program in another language takes it back.
    client.server.reset();
    let off = json!({ "ignore_synced_names": false });
    assert_eq!(
        control(&client.server, "POST", "settings", off).await.0,
        200
    );
    assert_eq!(
        control(&client.server, "POST", "settings", json!({}))
            .await
            .0,
        400
    );
    let (_, people) = client
        .database("People", json!({ "Name": { "title": {} } }))
        .await;
    let dual = json!({ "data_source_id": people["id"], "dual_property": { "synced_property_name": "Owns" } });
    let schema = json!({ "Name": { "title": {} }, "Owner": { "relation": dual } });
    let (_, tasks) = client.database("Tasks", schema).await;
    assert_eq!(tasks.pointer(other), Some(&json!("Owns")));
}
