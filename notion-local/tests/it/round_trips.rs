//! A snapshot holds the whole workspace: whatever requests made is the same after it was taken and read.

use std::collections::BTreeMap;

use notion_local::Server;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::support::{Client, client, id};

/// Strings that are written in many places: empty, blank, long, with signs of other scripts and of Markdown.
fn strings() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec![
            "",
            " ",
            "\n",
            "\t",
            "a",
            "a\nb",
            "🥑 е́ ﷽",
            "\u{200b}",
            "\\*x\\*",
            "$x$",
            "`",
            "<br>",
            "\u{202e}x",
            "\r\n",
        ])
        .prop_map(str::to_owned),
        "[a-c *_`$<>\\[\\]()!#|~\n-]{0,40}",
        (0..2001_usize).prop_map(|length| "x".repeat(length)),
    ]
}

/// Rich text of several runs, some of which are empty or look like their neighbours.
fn rich_text() -> impl Strategy<Value = Value> {
    let run = (strings(), any::<[bool; 3]>(), 0..8_u8).prop_map(|(content, flags, kind)| {
        let annotations =
            json!({ "bold": flags[0], "code": flags[1], "color": if flags[2] { "red" } else { "default" } });
        match kind {
            0 => json!({ "equation": { "expression": content.chars().take(900).collect::<String>() }, "annotations": annotations }),
            1 => json!({ "mention": { "page": { "id": "HOME" } }, "annotations": annotations }),
            2 => json!({ "mention": { "date": { "start": "2026-01-01T10:00:00+02:00", "end": "2026-01-02T10:00:00+02:00" } } }),
            3 => json!({ "text": { "content": content, "link": { "url": "https://example.com/a?b#c" } } }),
            4 => json!({ "mention": { "database": { "id": "DATABASE" } } }),
            _ => json!({ "text": { "content": content }, "annotations": annotations }),
        }
    });
    vec(run, 0..5).prop_map(Value::from)
}

/// A block of nearly any type, perhaps with others in it.
fn block() -> impl Strategy<Value = Value> {
    let leaf = (rich_text(), rich_text(), 0..22_u8, any::<bool>()).prop_map(|(rich, other, kind, flag)| match kind {
        0 => json!({ "paragraph": { "rich_text": rich, "color": "red_background" } }),
        1 => json!({ "code": { "rich_text": rich, "language": "rust", "caption": other } }),
        2 => json!({ "to_do": { "rich_text": rich, "checked": flag } }),
        3 => json!({ "callout": { "rich_text": rich, "icon": { "emoji": "🥑" } } }),
        4 => json!({ "heading_1": { "rich_text": rich, "is_toggleable": flag } }),
        5 => json!({ "heading_3": { "rich_text": rich } }),
        6 => json!({ "divider": {} }),
        7 => json!({ "equation": { "expression": "x^2" } }),
        8 => json!({ "bookmark": { "url": "https://example.com/x", "caption": rich } }),
        9 => json!({ "embed": { "url": "https://example.com/x" } }),
        10 => json!({ "image": { "external": { "url": "https://example.com/x.png" }, "caption": rich } }),
        11 => json!({ "file": { "file_upload": { "id": "UPLOAD" }, "name": "a b.txt", "caption": rich } }),
        12 => json!({ "table": { "table_width": 2, "has_column_header": flag, "children": [
            { "table_row": { "cells": [rich, other] } }, { "table_row": { "cells": [other, []] } },
        ] } }),
        13 => json!({ "column_list": { "children": [
            { "column": { "width_ratio": 0.25, "children": [{ "paragraph": { "rich_text": rich } }] } },
            { "column": { "children": [{ "quote": { "rich_text": other } }] } },
        ] } }),
        14 => json!({ "synced_block": { "synced_from": null, "children": [{ "paragraph": { "rich_text": rich } }] } }),
        15 => json!({ "table_of_contents": { "color": "gray" } }),
        16 => json!({ "breadcrumb": {} }),
        17 => json!({ "link_to_page": { "page_id": "HOME" } }),
        18 => json!({ "quote": { "rich_text": rich } }),
        19 => json!({ "numbered_list_item": { "rich_text": rich } }),
        20 => json!({ "video": { "external": { "url": "https://example.com/x.mp4" } } }),
        _ => json!({ "bulleted_list_item": { "rich_text": rich } }),
    });
    (leaf, vec(rich_text(), 0..3)).prop_map(|(mut block, inside)| {
        for kind in [
            "paragraph",
            "to_do",
            "quote",
            "bulleted_list_item",
            "numbered_list_item",
        ] {
            if let Some(payload) = block.get_mut(kind) {
                let children: Vec<Value> = inside
                    .iter()
                    .map(|rich| json!({ "toggle": { "rich_text": rich } }))
                    .collect();
                payload["children"] = children.into();
            }
        }
        block
    })
}

/// A value of each property, or nothing.
fn values() -> impl Strategy<Value = Value> {
    let numbers = select(vec![
        json!(null),
        json!(0),
        json!(-0.5),
        json!(1e300),
        json!(0.1),
        json!(9_007_199_254_740_993_i64),
    ]);
    let dates = select(vec![
        json!(null),
        json!({ "start": "2026-01-31" }),
        json!({ "start": "2026-01-31T23:59:59.999+14:00" }),
        json!({ "start": "2026-01-31T10:00:00", "time_zone": "Europe/Berlin" }),
        json!({ "start": "2024-02-29", "end": "2026-03-01" }),
    ]);
    (rich_text(), rich_text(), numbers, dates, any::<[bool; 4]>(), strings()).prop_map(|(title, rich, number, date, flags, string)| {
        let option = match string.trim().replace(',', "").chars().take(90).collect::<String>() {
            empty if empty.is_empty() => json!(null),
            name => json!({ "name": name }),
        };
        let tags: Vec<Value> = [json!({ "name": "a" }), option.clone()].into_iter().filter(Value::is_object).collect();
        let files = if flags[1] {
            json!([{ "name": "x", "external": { "url": "https://example.com/x" } }, { "name": "y", "file_upload": { "id": "UPLOAD" } }])
        } else {
            json!([])
        };
        json!({
            "Name": { "title": title }, "Text": { "rich_text": rich }, "N": { "number": number }, "D": { "date": date },
            "Kind": { "select": option }, "Tags": { "multi_select": tags }, "Done": { "checkbox": flags[0] },
            "Files": { "files": files }, "Link": { "url": flags[2].then_some("https://example.com/a b") },
            "Mail": { "email": flags[3].then_some("a@example.com") }, "Phone": { "phone_number": null },
            "R": { "relation": if flags[0] { json!([{ "id": "ROW" }, { "id": "PAGE" }]) } else { json!([]) } },
            "S": { "status": flags[1].then(|| json!({ "name": "Done" })) },
            "Who": { "people": if flags[2] { json!([{ "id": "BOT" }]) } else { json!([]) } },
        })
    })
}

/// A text in Notion's dialect of Markdown.
fn markdown() -> impl Strategy<Value = String> {
    let lines = select(vec![
        "# One",
        "## Two {toggle=\"true\"}",
        "- a",
        "\t- b",
        "1. n",
        "- [x] done",
        "> quote",
        "---",
        "```rust",
        "```",
        "",
        "$$",
        "x^2",
        "**b** *i* ~~s~~ `c`",
        "| a | b |",
        "|---|---|",
        "| 1 | 2 |",
        "<callout icon=\"💡\">",
        "</callout>",
        "<details>",
        "<summary>more</summary>",
        "</details>",
        "![pic](https://example.com/x.png)",
        "[l](https://example.com)",
        "<columns>",
        "<column>",
        "</column>",
        "</columns>",
        "text",
        "\t",
        "<empty-block/>",
        "<table_of_contents/>",
        "$a$",
    ]);
    vec(
        prop_oneof![4 => lines.prop_map(str::to_owned), 1 => strings()],
        0..14,
    )
    .prop_map(|lines| lines.join("\n"))
}

/// Something that is asked of the server: method, path, body, with names in place of ids.
fn request() -> impl Strategy<Value = (&'static str, String, Value)> {
    let children = || vec(block(), 0..4);
    let parents = select(vec![
        json!({ "data_source_id": "SOURCE" }),
        json!({ "page_id": "HOME" }),
        json!({ "page_id": "PAGE" }),
        json!({ "data_source_id": "OTHER" }),
    ]);
    let targets = || select(vec!["HOME", "PAGE", "ROW", "BLOCK", "LAST"]);
    prop_oneof![
        (parents.clone(), values(), children()).prop_map(|(parent, values, children)| {
            let properties = match parent["page_id"].is_string() {
                true => json!({ "title": values["Name"] }),
                false if parent["data_source_id"] == "OTHER" => json!({ "Name": values["Name"] }),
                false => values,
            };
            ("POST", "pages".into(), json!({ "parent": parent, "properties": properties, "children": children }))
        }),
        (targets(), children()).prop_map(|(on, children)| ("PATCH", format!("blocks/{on}/children"), json!({ "children": children }))),
        (targets(), values()).prop_map(|(page, values)| ("PATCH", format!("pages/{page}"), json!({ "properties": values }))),
        (targets(), markdown()).prop_map(|(page, text)| {
            let change = json!({ "type": "replace_content", "replace_content": { "new_str": text, "allow_deleting_content": true } });
            ("PATCH", format!("pages/{page}/markdown"), change)
        }),
        (targets(), markdown()).prop_map(|(page, text)| {
            let change = json!({ "type": "insert_content", "insert_content": { "content": text } });
            ("PATCH", format!("pages/{page}/markdown"), change)
        }),
        (targets(), any::<bool>()).prop_map(|(page, trash)| ("PATCH", format!("pages/{page}"), json!({ "in_trash": trash }))),
        (targets(), any::<bool>()).prop_map(|(page, locked)| {
            ("PATCH", format!("pages/{page}"), json!({ "is_locked": locked, "icon": { "emoji": "🐟" }, "cover": { "external": { "url": "https://example.com/c" } } }))
        }),
        (-5_000_000..5_000_000_i64).prop_map(|by| ("CLOCK", by.to_string(), json!({}))),
        targets().prop_map(|block| ("DELETE", format!("blocks/{block}"), json!({}))),
        (targets(), parents).prop_map(|(page, parent)| ("POST", format!("pages/{page}/move"), json!({ "parent": parent }))),
        (targets(), rich_text(), any::<bool>()).prop_map(|(on, rich, custom)| {
            let mut body = json!({ "parent": { "page_id": on }, "rich_text": rich });
            if custom {
                body["display_name"] = json!({ "type": "custom", "custom": { "name": "Somebody" } });
                body["attachments"] = json!([{ "file_upload_id": "UPLOAD" }]);
            }
            ("POST", "comments".into(), body)
        }),
        (rich_text(), strings()).prop_map(|(title, name)| {
            let properties = json!({ "Name": { "title": {} }, name.trim(): { "rich_text": {} }, "U": { "unique_id": { "prefix": "AB" } } });
            ("POST", "databases".into(), json!({ "parent": { "page_id": "PAGE" }, "title": title, "description": title, "initial_data_source": { "properties": properties } }))
        }),
        (rich_text(), strings()).prop_map(|(title, name)| {
            ("PATCH", "data_sources/SOURCE".into(), json!({ "title": title, "properties": { "Text": { "name": name.trim() } } }))
        }),
        Just(("PATCH", "data_sources/SOURCE".into(), json!({ "properties": { "N": null, "Kind": { "rich_text": {} }, "Tags": { "select": {} } } }))),
        Just(("PATCH", "data_sources/OTHER".into(), json!({ "in_trash": true }))),
        strings().prop_map(|name| ("POST", "views".into(), json!({ "database_id": "DATABASE", "data_source_id": "SOURCE", "name": name, "type": "table" }))),
        strings().prop_map(|name| {
            let url = format!("data:text/plain,{name}");
            ("POST", "file_uploads".into(), json!({ "mode": "external_url", "filename": "n.txt", "external_url": url }))
        }),
        Just(("POST", "file_uploads".into(), json!({ "mode": "multi_part", "number_of_parts": 3, "filename": "b.txt" }))),
        Just(("POST", "file_uploads".into(), json!({ "mode": "external_url", "filename": "far.txt", "external_url": "https://example.com/far" }))),
    ]
}

/// A workspace with one of everything, and the names of what is in it.
async fn world() -> (Client, BTreeMap<&'static str, String>) {
    let client = client();
    let (database, other) = client
        .database("Other", json!({ "Name": { "title": {} } }))
        .await;
    let relation =
        json!({ "type": "dual_property", "data_source_id": id(&other), "dual_property": {} });
    let schema = json!({
        "Name": { "title": {} }, "Text": { "rich_text": {} }, "N": { "number": { "format": "euro" } }, "D": { "date": {} },
        "Kind": { "select": {} }, "Tags": { "multi_select": { "options": [{ "name": "a", "color": "red" }] } }, "Done": { "checkbox": {} },
        "Files": { "files": {} }, "Link": { "url": {} }, "Mail": { "email": {} }, "Phone": { "phone_number": {} },
        "R": { "relation": relation }, "S": { "status": {} }, "Who": { "people": {} }, "Id": { "unique_id": {} },
        "F": { "formula": { "expression": "prop(\"N\") + 1" } }, "Made": { "created_time": {} },
        "Sum": { "rollup": { "relation_property_name": "R", "rollup_property_name": "Name", "function": "count" } },
    });
    let (_, source) = client.database("Source", schema).await;
    let page = client.row(&other, json!({})).await;
    let row = client
        .row(
            &source,
            json!({ "R": { "relation": [{ "id": id(&page) }] } }),
        )
        .await;
    let children = json!({ "children": [{ "toggle": { "rich_text": [] } }] });
    let block = client
        .ok(
            "PATCH",
            &format!("blocks/{}/children", client.home()),
            children,
        )
        .await;
    let upload = json!({ "mode": "external_url", "filename": "a.txt", "external_url": "data:text/plain,hello" });
    let upload = client.ok("POST", "file_uploads", upload).await;
    let me = client.get("users/me").await;
    let names = BTreeMap::from([
        ("HOME", client.home()),
        ("DATABASE", id(&database).to_owned()),
        ("OTHER", id(&other).to_owned()),
        ("SOURCE", id(&source).to_owned()),
        ("PAGE", id(&page).to_owned()),
        ("ROW", id(&row).to_owned()),
        ("BLOCK", id(&block["results"][0]).to_owned()),
        ("LAST", id(&row).to_owned()),
        ("UPLOAD", id(&upload).to_owned()),
        ("BOT", id(&me).to_owned()),
    ]);
    (client, names)
}

fn named(value: &Value, names: &BTreeMap<&'static str, String>) -> Value {
    match value {
        Value::String(text) => names.get(text.as_str()).unwrap_or(text).as_str().into(),
        Value::Array(values) => values.iter().map(|value| named(value, names)).collect(),
        Value::Object(map) => {
            let pairs = map
                .iter()
                .map(|(key, value)| (key.clone(), named(value, names)));
            Value::Object(pairs.collect())
        }
        other => other.clone(),
    }
}

/// Where two values differ first.
fn difference(left: &Value, right: &Value, place: &str) -> Option<String> {
    match (left, right) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(at, (a, b))| difference(a, b, &format!("{place}[{at}]")))
        }
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => a
            .iter()
            .find_map(|(key, value)| difference(value, &b[key], &format!("{place}.{key}"))),
        _ => (left != right).then(|| format!("{place}: {left} became {right}")),
    }
}

/// What answers show of everything that is there.
async fn shown(client: &Client, snapshot: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let mut paths: Vec<String> = vec!["users".into(), "users/me".into(), "file_uploads".into()];
    for (list, at) in [
        ("pages", "pages"),
        ("databases", "databases"),
        ("data_sources", "data_sources"),
        ("views", "views"),
    ] {
        for object in snapshot[list].as_array().unwrap() {
            paths.push(format!("{at}/{}", id(object)));
            if list == "pages" {
                paths.push(format!("blocks/{}/children", id(object)));
                paths.push(format!("pages/{}/markdown", id(object)));
                paths.push(format!("comments?block_id={}", id(object)));
            }
        }
    }
    for object in snapshot["blocks"].as_array().unwrap() {
        paths.push(format!("blocks/{}", id(object)));
    }
    for path in paths {
        let (status, mut answer) = client.send("GET", &path, None).await;
        answer["request_id"] = Value::Null;
        answer["status"] = status.into();
        all.push((path, answer));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_workspace_that_random_requests_made_comes_back_value_by_value(
        steps in vec(request(), 1..14),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (client, mut names) = world().await;
            let mut taken = 0;
            for (method, path, body) in &steps {
                if *method == "CLOCK" {
                    // Into the past as well as into the future: what is made later may be older.
                    let by = jiff::SignedDuration::from_millis(path.parse().unwrap());
                    client.server.freeze(client.server.now() + by);
                    continue;
                }
                let path: Vec<&str> = path.split('/').map(|part| names.get(part).map_or(part, String::as_str)).collect();
                let (status, answer) = client.send(method, &path.join("/"), Some(&named(body, &names))).await;
                prop_assert!(status < 500, "{} {:?} {}: {}", method, path, body, answer);
                taken += usize::from(status == 200);
                if status == 200 && answer["object"] == "page" {
                    names.insert("LAST", id(&answer).to_owned());
                }
            }
            // The clock stands, so that what is shown depends on nothing else.
            let now = client.server.now();
            client.server.freeze(now);
            let snapshot = client.server.snapshot();
            let again = Server::builder().snapshot(&snapshot);
            prop_assert!(again.is_ok(), "{:?} after {:?}", again.err(), steps);
            let again = Client { server: again.unwrap(), version: client.version };
            again.server.freeze(now);
            prop_assert_eq!(difference(&snapshot, &again.server.snapshot(), ""), None, "{} of {:?}", taken, steps);
            let before = shown(&client, &snapshot).await;
            let after = shown(&again, &snapshot).await;
            for ((path, before), (_, after)) in before.iter().zip(&after) {
                prop_assert_eq!(difference(before, after, path), None, "{} of {:?}", taken, steps);
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_code_block_without_text_comes_back() {
    let client = client();
    for text in [
        "```rust\n```",
        "```\n\n```",
        "- ",
        "# ",
        "> ",
        "<callout>\n</callout>",
    ] {
        let change = json!({ "type": "replace_content", "replace_content": { "new_str": text } });
        let path = format!("pages/{}/markdown", client.home());
        client.ok("PATCH", &path, change).await;
        let snapshot = client.server.snapshot();
        let again = Server::builder().snapshot(&snapshot).unwrap();
        assert_eq!(difference(&snapshot, &again.snapshot(), ""), None, "{text}");
    }
}
