//! A workspace is exported and opened again as it was.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Client, client, id, text};
use notion_local::Server;
use serde_json::json;

#[tokio::test]
async fn snapshots_bring_everything_back() {
    let client = client();
    let (_, projects) = client
        .database("Projects", json!({ "Name": { "title": {} } }))
        .await;
    let relation =
        json!({ "type": "dual_property", "data_source_id": id(&projects), "dual_property": {} });
    let (_, tasks) = client
        .database(
            "Tasks",
            json!({
                "Name": { "title": {} }, "Project": { "relation": relation }, "Status": { "status": {} }, "ID": { "unique_id": {} },
                "Kind": { "select": { "options": [{ "name": "a" }] } }, "Twice": { "formula": { "expression": "prop(\"Name\") + \"!\"" } },
                "When": { "date": {} }, "Who": { "people": {} }, "Files": { "files": {} },
            }),
        )
        .await;
    let project = client
        .row(&projects, json!({ "Name": { "title": text("all") } }))
        .await;
    for n in 0..30 {
        client
            .row(
                &tasks,
                json!({
                    "Name": { "title": text(&format!("task {n}")) }, "Project": { "relation": [{ "id": id(&project) }] },
                    "Kind": { "select": { "name": "a" } }, "When": { "date": { "start": "2026-01-01T10:00:00+01:00", "end": "2026-01-02T10:00:00+01:00" } },
                    "Files": { "files": [{ "name": "f", "external": { "url": "https://example.com/f" } }] },
                }),
            )
            .await;
    }
    let blocks = json!({ "children": [
        { "toggle": { "rich_text": text("outer"), "children": [{ "code": { "rich_text": text("x"), "language": "rust" } }] } },
        { "table": { "table_width": 1, "children": [{ "table_row": { "cells": [text("cell")] } }] } },
    ] });
    client
        .ok(
            "PATCH",
            &format!("blocks/{}/children", client.home()),
            blocks,
        )
        .await;
    client
        .ok(
            "POST",
            "comments",
            json!({ "parent": { "page_id": client.home() }, "rich_text": text("hm") }),
        )
        .await;
    client
        .ok(
            "POST",
            "file_uploads",
            json!({ "mode": "external_url", "filename": "a.txt", "external_url": "data:,hello" }),
        )
        .await;

    let snapshot = client.server.snapshot();
    let again = Client {
        server: Server::builder().snapshot(&snapshot).unwrap(),
        version: "2026-03-11",
    };
    let opened = again.server.snapshot();
    for (list, before) in snapshot.as_object().unwrap() {
        let after = &opened[list];
        for (index, before) in before.as_array().into_iter().flatten().enumerate() {
            assert_eq!(&after[index], before, "{list}[{index}]");
        }
        assert_eq!(after, before, "{list}");
    }
    assert_eq!(again.server.home(), client.server.home());
    // What comes next is the same in both, ids and all.
    let body = json!({ "parent": { "data_source_id": id(&tasks) }, "properties": { "Name": { "title": text("next") } } });
    let (mut next, mut same) = (
        client.ok("POST", "pages", body.clone()).await,
        again.ok("POST", "pages", body).await,
    );
    for page in [&mut next, &mut same] {
        for key in ["created_time", "last_edited_time", "request_id"] {
            page[key] = json!(null);
        }
    }
    assert_eq!(same, next);
    assert_eq!(same["properties"]["ID"]["unique_id"]["number"], 31);
    let rows = again.query(&projects, json!({})).await;
    assert_eq!(rows, ["all"]);
}

#[tokio::test]
async fn snapshots_that_cannot_be_read_say_where() {
    let error = Server::builder()
        .snapshot(&json!({ "pages": [{ "object": "page" }] }))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the snapshot cannot be read at pages[0]: it has no id"
    );
    let block = json!({ "blocks": [{ "id": "00000000-0000-4000-8000-000000000001", "type": "nope", "nope": {} }] });
    let error = Server::builder().snapshot(&block).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the snapshot cannot be read at blocks[0]"),
        "{error}"
    );
}
