//! Laws that hold for all requests: none is half carried out, none brings the server down, and what the server shows
//! can be sent back.

use std::collections::BTreeMap;

use notion_local::Server;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Client, Directory, client, id, text};

/// A workspace with one of everything.
struct World {
    client: Client,
    names: BTreeMap<&'static str, String>,
}

async fn world() -> World {
    world_of(client()).await
}

async fn world_of(client: Client) -> World {
    let (database, target) = client
        .database(
            "Target",
            json!({ "Name": { "title": {} }, "N": { "number": {} } }),
        )
        .await;
    let relation =
        json!({ "type": "dual_property", "data_source_id": id(&target), "dual_property": {} });
    let rollup =
        json!({ "relation_property_name": "R", "rollup_property_name": "N", "function": "sum" });
    let (_, source) = client
        .database(
            "Source",
            json!({
                "Name": { "title": {} }, "R": { "relation": relation }, "Sum": { "rollup": rollup }, "N": { "number": {} },
                "Kind": { "select": { "options": [{ "name": "a" }] } }, "Tags": { "multi_select": { "options": [] } },
                "S": { "status": {} }, "D": { "date": {} }, "F": { "formula": { "expression": "prop(\"N\") + prop(\"Sum\")" } },
            }),
        )
        .await;
    let page = client.row(&target, json!({ "N": { "number": 2 } })).await;
    let row = client
        .row(
            &source,
            json!({ "R": { "relation": [{ "id": id(&page) }] } }),
        )
        .await;
    let blocks = json!({ "children": [{ "toggle": { "rich_text": text("t"), "children": [{ "divider": {} }] } }] });
    let block = client
        .ok(
            "PATCH",
            &format!("blocks/{}/children", client.home()),
            blocks,
        )
        .await;
    let comment = json!({ "parent": { "page_id": client.home() }, "rich_text": text("c") });
    let comment = client.ok("POST", "comments", comment).await;
    let view = client
        .get(&format!("views?database_id={}", id(&database)))
        .await;
    let names = BTreeMap::from([
        ("HOME", client.home()),
        ("DATABASE", id(&database).to_owned()),
        ("TARGET", id(&target).to_owned()),
        ("SOURCE", id(&source).to_owned()),
        ("PAGE", id(&page).to_owned()),
        ("ROW", id(&row).to_owned()),
        ("BLOCK", id(&block["results"][0]).to_owned()),
        ("COMMENT", id(&comment).to_owned()),
        ("VIEW", id(&view["results"][0]).to_owned()),
    ]);
    World { client, names }
}

/// Requests that work, with names in place of ids.
fn requests() -> Vec<(&'static str, &'static str, Value)> {
    let rich = text("x");
    vec![
        (
            "POST",
            "pages",
            json!({
                "parent": { "type": "data_source_id", "data_source_id": "SOURCE" },
                "icon": { "type": "emoji", "emoji": "🐟" },
                "cover": { "external": { "url": "https://example.com" } },
                "properties": {
                    "Name": { "title": rich }, "N": { "number": 1.5 }, "Kind": { "select": { "name": "new" } },
                    "Tags": { "multi_select": [{ "name": "x" }, { "name": "y", "color": "red" }] }, "S": { "status": { "name": "Done" } },
                    "D": { "date": { "start": "2026-01-01", "end": "2026-01-02T10:00:00Z", "time_zone": null } },
                    "R": { "relation": [{ "id": "PAGE" }] },
                },
                "children": [{ "paragraph": { "rich_text": rich, "children": [{ "to_do": { "rich_text": rich, "checked": true } }] } }],
            }),
        ),
        (
            "PATCH",
            "pages/ROW",
            json!({ "properties": { "R": { "relation": [] }, "Kind": { "select": null } }, "is_locked": true }),
        ),
        ("PATCH", "pages/PAGE", json!({ "in_trash": true })),
        (
            "POST",
            "pages/ROW/move",
            json!({ "parent": { "data_source_id": "TARGET" } }),
        ),
        (
            "PATCH",
            "pages/HOME/markdown",
            json!({ "type": "insert_content", "insert_content": { "content": "- a\n\t- b\n**c**" } }),
        ),
        (
            "POST",
            "databases",
            json!({
                "parent": { "type": "page_id", "page_id": "HOME" }, "title": rich, "is_inline": true,
                "initial_data_source": { "properties": {
                    "Name": { "title": {} }, "S": { "status": { "options": [{ "name": "one" }] } },
                    "R": { "relation": { "data_source_id": "TARGET", "dual_property": { "synced_property_name": "Back" } } },
                    "X": { "rollup": { "relation_property_name": "R", "rollup_property_name": "N", "function": "max" } },
                    "F": { "formula": { "expression": "length(prop(\"Name\"))" } },
                } },
            }),
        ),
        (
            "PATCH",
            "databases/DATABASE",
            json!({ "title": rich, "description": rich, "icon": { "emoji": "🐟" }, "is_locked": true }),
        ),
        (
            "POST",
            "data_sources",
            json!({ "parent": { "database_id": "DATABASE" }, "properties": { "Name": { "title": {} } }, "title": rich }),
        ),
        (
            "PATCH",
            "data_sources/SOURCE",
            json!({ "title": rich, "properties": {
            "N": { "name": "M" }, "Kind": { "select": { "options": [{ "name": "a" }, { "name": "b", "color": "blue" }] } },
            "D": null, "R": { "relation": { "data_source_id": "TARGET", "single_property": {} } }, "New": { "unique_id": { "prefix": "A" } },
            "Tags": { "rich_text": {} },
        } }),
        ),
        (
            "POST",
            "data_sources/SOURCE/query",
            json!({
                "filter": { "or": [
                    { "property": "N", "number": { "greater_than": 0 } },
                    { "and": [{ "property": "D", "date": { "past_week": {} } }, { "timestamp": "created_time", "created_time": { "on_or_after": "today" } }] },
                    { "property": "Sum", "rollup": { "number": { "equals": 2 } } },
                ] },
                "sorts": [{ "property": "Name", "direction": "ascending" }, { "timestamp": "created_time", "direction": "descending" }],
                "page_size": 10,
            }),
        ),
        (
            "PATCH",
            "blocks/HOME/children",
            json!({ "children": [
            { "table": { "table_width": 1, "children": [{ "table_row": { "cells": [rich] } }] } },
            { "column_list": { "children": [{ "column": { "children": [{ "divider": {} }] } }] } },
            { "code": { "rich_text": rich, "language": "rust" } },
        ], "position": { "type": "after_block", "after_block": { "id": "BLOCK" } } }),
        ),
        (
            "PATCH",
            "blocks/BLOCK",
            json!({ "toggle": { "rich_text": rich, "color": "red" } }),
        ),
        ("DELETE", "blocks/BLOCK", Value::Null),
        (
            "POST",
            "comments",
            json!({ "parent": { "page_id": "HOME" }, "rich_text": rich }),
        ),
        ("PATCH", "comments/COMMENT", json!({ "markdown": "**b**" })),
        (
            "POST",
            "views",
            json!({ "data_source_id": "TARGET", "database_id": "DATABASE", "name": "v", "type": "table",
            "filter": { "property": "N", "number": { "is_empty": true } } }),
        ),
        (
            "PATCH",
            "views/VIEW",
            json!({ "name": "w", "sorts": [{ "property": "N", "direction": "ascending" }] }),
        ),
        (
            "POST",
            "file_uploads",
            json!({ "mode": "external_url", "filename": "a", "external_url": "data:,x" }),
        ),
        (
            "POST",
            "search",
            json!({ "query": "source", "filter": { "property": "object", "value": "page" }, "page_size": 5 }),
        ),
    ]
}

/// The names of a request replaced by ids.
fn named(text: &str, names: &BTreeMap<&'static str, String>) -> String {
    names
        .iter()
        .fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
}

/// All places in a value, as steps.
fn places(value: &Value, path: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    all.push(path.clone());
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, value)| (at.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (step, child) in children {
        path.push(step);
        places(child, path, all);
        path.pop();
    }
}

fn pointer(path: &[String]) -> String {
    path.iter()
        .map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")))
        .collect()
}

/// A body with one thing done to it.
fn broken(body: &Value, place: usize, how: usize) -> Value {
    let mut all = Vec::new();
    places(body, &mut Vec::new(), &mut all);
    let path = &all[place % all.len()];
    let mut body = body.clone();
    let strange = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("\u{0}\u{202e}x"),
        json!("y".repeat(3000)),
        json!([]),
        json!({}),
        json!([[[[]]]]),
        json!({ "id": "00000000-0000-4000-8000-000000000000" }),
        json!("00000000-0000-4000-8000-000000000000"),
        json!((0..120).collect::<Vec<u8>>()),
    ];
    match how % (strange.len() + 3) {
        // Without this key.
        0 => {
            if let Some((last, parent)) = path.split_last()
                && let Some(map) = body
                    .pointer_mut(&pointer(parent))
                    .and_then(Value::as_object_mut)
            {
                map.shift_remove(last);
            }
        }
        // With another key beside it.
        1 => {
            if let Some(map) = body
                .pointer_mut(&pointer(path))
                .and_then(Value::as_object_mut)
            {
                map.insert("unexpected".into(), json!(1));
            }
        }
        // Twice.
        2 => {
            if let Some(items) = body
                .pointer_mut(&pointer(path))
                .and_then(Value::as_array_mut)
            {
                let again = items.clone();
                items.extend(again);
            }
        }
        other => {
            if let Some(value) = body.pointer_mut(&pointer(path)) {
                *value = strange[other - 3].clone();
            }
        }
    }
    body
}

/// The workspace, but for the ids that even a refusal uses up.
fn state(world: &World) -> Value {
    let mut snapshot = world.client.server.snapshot();
    snapshot["ids"] = Value::Null;
    snapshot
}

#[tokio::test]
async fn laws_the_requests_of_these_tests_work() {
    for (method, path, body) in requests() {
        let world = world().await;
        let body: Value = serde_json::from_str(&named(&body.to_string(), &world.names)).unwrap();
        let body = (!body.is_null()).then_some(body);
        let (status, answer) = world
            .client
            .send(method, &named(path, &world.names), body.as_ref())
            .await;
        assert_eq!(status, 200, "{method} {path}: {answer}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn laws_a_refused_request_changes_nothing_and_says_why(
        which in 0_usize..100, place in 0_usize..1000, how in 0_usize..1000, second in 0_usize..1000,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = world().await;
            let all = requests();
            let (method, path, body) = &all[which % all.len()];
            let body = broken(&broken(body, place, how), second, how / 7);
            let body: Value = serde_json::from_str(&named(&body.to_string(), &world.names)).unwrap();
            let before = state(&world);
            let (status, answer) = world.client.send(method, &named(path, &world.names), Some(&body)).await;
            prop_assert!(matches!(status, 200 | 202 | 400 | 404), "{} {} {}: {} {}", method, path, body, status, answer);
            if status >= 400 {
                prop_assert_eq!(&state(&world), &before, "{} {} {}: {}", method, path, body, answer);
                prop_assert_eq!(&answer["object"], "error");
                prop_assert!(!answer["message"].as_str().unwrap().is_empty());
            }
            // Whatever came of it, everything can still be shown, saved and opened.
            let snapshot = world.client.server.snapshot();
            let again = notion_local::Server::builder().snapshot(&snapshot);
            prop_assert!(again.is_ok(), "{} {} {}: {:?}", method, path, body, again.err());
            prop_assert_eq!(again.unwrap().snapshot(), snapshot);
            Ok(())
        })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn laws_a_data_file_holds_all_that_was_done(
        steps in vec((0_usize..100, 0_usize..1000, 0_usize..1000, any::<bool>()), 1..10),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let directory = Directory::new("laws");
            let server = Server::open(directory.file()).await.unwrap();
            let world = world_of(Client { server, version: "2026-03-11" }).await;
            let all = requests();
            for (which, place, how, is_broken) in steps {
                let (method, path, body) = &all[which % all.len()];
                let body = if is_broken { broken(body, place, how) } else { body.clone() };
                let body: Value = serde_json::from_str(&named(&body.to_string(), &world.names)).unwrap();
                world.client.send(method, &named(path, &world.names), Some(&body)).await;
            }
            let snapshot = world.client.server.snapshot();
            drop(world);
            // Carried out again, and then out of the snapshot.
            for _ in 0..2 {
                let server = Server::open(directory.file()).await.unwrap();
                prop_assert_eq!(&server.snapshot()["pages"], &snapshot["pages"]);
                prop_assert_eq!(server.snapshot(), snapshot.clone());
            }
            Ok(())
        })?;
    }
}
