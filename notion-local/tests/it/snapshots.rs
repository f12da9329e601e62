//! A workspace is exported and opened again as it was.

use bytes::Bytes;
use http::Request;
use notion_local::Server;
use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

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

/// A workspace that somebody wrote, with what the API alone cannot make.
fn example() -> Value {
    serde_json::from_str(include_str!("workspace.json")).unwrap()
}

const HOME: &str = "22222222-0000-4000-8000-000000000001";
const SHARED: &str = "22222222-0000-4000-8000-000000000002";
const VERIFIED: &str = "22222222-0000-4000-8000-000000000003";
const DOUBTFUL: &str = "22222222-0000-4000-8000-000000000004";
const LINKED: &str = "55555555-0000-4000-8000-000000000002";
const WIKI: &str = "66666666-0000-4000-8000-000000000001";
const PARAGRAPH: &str = "88888888-0000-4000-8000-000000000001";
const MAIN: &str = "33333333-0000-4000-8000-000000000009";
const ADA: &str = "33333333-0000-4000-8000-000000000001";

fn opened() -> Client {
    Client {
        server: Server::builder().snapshot(&example()).unwrap(),
        version: "2026-03-11",
    }
}

#[tokio::test]
async fn users_integrations_and_times_are_those_that_are_given() {
    let client = opened();
    assert_eq!(client.server.token(), "ntn_main");
    assert_eq!(client.home(), HOME);
    let me = client.get("users/me").await;
    assert_eq!(
        (id(&me), &me["bot"]["workspace_name"]),
        (MAIN, &json!("Example"))
    );
    let users = client.get("users").await;
    let names: Vec<&Value> = users["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| &user["name"])
        .collect();
    assert_eq!(names, ["Ada", "Charles", "Reader", "Main"]);

    let home = client.get(&format!("pages/{HOME}")).await;
    assert_eq!(home["created_time"], "2024-12-31T23:59:00.000Z");
    assert_eq!(home["last_edited_time"], "2025-01-01T00:00:00.000Z");
    assert_eq!(home["created_by"]["id"], ADA);
    assert_eq!(
        home["last_edited_by"]["id"],
        "33333333-0000-4000-8000-000000000002"
    );
    let wiki = client
        .get("databases/55555555-0000-4000-8000-000000000001")
        .await;
    assert_eq!(wiki["created_time"], "2025-01-02T03:04:05.678+00:00");
    assert_eq!(wiki["last_edited_time"], "2025-02-03T04:05:06.789+00:00");

    // The second integration sees the page that it was given, and what is in it.
    let ask = async |path: &str| {
        let request = Request::get(format!("/v1/{path}"))
            .header("authorization", "Bearer ntn_reader")
            .header("notion-version", "2026-03-11")
            .body(Bytes::new())
            .unwrap();
        client.server.call(request).await.status().as_u16()
    };
    for (path, status) in [
        (format!("pages/{SHARED}"), 200),
        (format!("blocks/{PARAGRAPH}"), 200),
        (format!("databases/{LINKED}"), 200),
        (format!("pages/{HOME}"), 404),
        (format!("pages/{VERIFIED}"), 404),
        (format!("data_sources/{WIKI}"), 404),
    ] {
        assert_eq!(ask(&path).await, status, "{path}");
    }
}

#[tokio::test]
async fn emojis_wikis_buttons_and_linked_views_are_there() {
    let client = opened();
    let emojis = client.get("custom_emojis").await;
    assert_eq!(emojis["results"][0]["name"], "party");
    let home = client.get(&format!("pages/{HOME}")).await;
    assert_eq!(
        home["icon"]["custom_emoji"]["url"],
        "https://example.com/party.png"
    );

    // A wiki, with its verification and its buttons.
    let schema = client.get(&format!("data_sources/{WIKI}")).await;
    let kinds: Vec<&Value> = schema["properties"]
        .as_object()
        .unwrap()
        .values()
        .map(|one| &one["type"])
        .collect();
    assert_eq!(kinds, ["button", "title", "verification", "people"]);
    let page = client.get(&format!("pages/{VERIFIED}")).await;
    let verification = &page["properties"]["Verification"]["verification"];
    assert_eq!(
        (
            &verification["state"],
            &verification["verified_by"]["name"],
            &verification["date"]["end"]
        ),
        (&json!("verified"), &json!("Ada"), &json!("2099-01-07"))
    );
    assert_eq!(page["properties"]["Press"]["button"], json!({}));
    assert_eq!(page["properties"]["Owner"]["people"][0]["name"], "Charles");
    let verified = json!({ "filter": { "property": "Verification", "verification": { "status": "verified" } } });
    assert_eq!(client.query(&schema, verified.clone()).await, ["Verified"]);
    let verify =
        json!({ "properties": { "Verification": { "verification": { "state": "verified" } } } });
    let page = client
        .ok("PATCH", &format!("pages/{DOUBTFUL}"), verify)
        .await;
    assert_eq!(
        page["properties"]["Verification"]["verification"]["verified_by"]["id"],
        MAIN
    );
    assert_eq!(
        client.query(&schema, verified).await,
        ["Doubtful", "Verified"]
    );
    // Its time comes.
    client
        .server
        .set_clock("2099-02-01T00:00:00Z".parse().unwrap());
    let page = client.get(&format!("pages/{VERIFIED}")).await;
    assert_eq!(
        page["properties"]["Verification"]["verification"]["state"],
        "expired"
    );

    // A database without data sources of its own shows those of another one.
    let linked = client.get(&format!("databases/{LINKED}")).await;
    assert_eq!(
        (
            &linked["data_sources"],
            &linked["is_inline"],
            &linked["title"][0]["plain_text"]
        ),
        (&json!([]), &json!(true), &json!("Untitled"))
    );
    let views = client.get(&format!("views?database_id={LINKED}")).await;
    assert_eq!(views["results"].as_array().unwrap().len(), 1);
    let view = client
        .get("views/77777777-0000-4000-8000-000000000001")
        .await;
    assert_eq!(
        (&view["name"], &view["data_source_id"]),
        (&json!("The wiki, elsewhere"), &json!(WIKI))
    );
    let found = client
        .ok(
            "POST",
            "views/77777777-0000-4000-8000-000000000001/queries",
            json!({}),
        )
        .await;
    assert_eq!(found["results"][0]["id"], DOUBTFUL);
}

#[tokio::test]
async fn foreign_blocks_inline_discussions_and_files_are_there() {
    let client = opened();
    let children = client.get(&format!("blocks/{SHARED}/children")).await;
    let kinds: Vec<&Value> = children["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| &block["type"])
        .collect();
    assert_eq!(
        kinds,
        ["paragraph", "unsupported", "file", "child_database"]
    );
    assert_eq!(
        children["results"][1]["unsupported"],
        json!({ "block_type": "button" })
    );
    assert_eq!(
        children["results"][0]["created_time"],
        "2025-01-09T10:11:00.000Z"
    );

    // Two discussions in one block; an answer joins its own.
    let comments = async || {
        let list = client.get(&format!("comments?block_id={PARAGRAPH}")).await;
        let list = list["results"].as_array().unwrap().clone();
        let shown = |comment: &Value| {
            (
                comment["discussion_id"]
                    .as_str()
                    .unwrap()
                    .chars()
                    .last()
                    .unwrap(),
                comment["rich_text"][0]["plain_text"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            )
        };
        list.iter().map(shown).collect::<Vec<_>>()
    };
    let first = ('1', "On the first word".to_owned());
    let second = ('2', "On the second word".to_owned());
    assert_eq!(comments().await, [first.clone(), second.clone()]);
    let answer = json!({ "discussion_id": "bbbbbbbb-0000-4000-8000-000000000001", "rich_text": text("Yes") });
    client.ok("POST", "comments", answer).await;
    assert_eq!(comments().await, [first, second, ('1', "Yes".to_owned())]);

    // The bytes of a file are served where the answers say, to everybody, and nothing else is.
    let url = children["results"][2]["file"]["file"]["url"]
        .as_str()
        .unwrap();
    let get = async |path: &str| {
        let answer = client
            .server
            .call(Request::get(path).body(Bytes::new()).unwrap())
            .await;
        (answer.status().as_u16(), answer.body().clone())
    };
    let path = &url[url.find("/_local/").unwrap()..];
    assert_eq!(get(path).await, (200, Bytes::from("hello")));
    for path in [
        "/_local/files/99999999-0000-4000-8000-000000000002",
        "/_local/files/a.txt",
        "/_local/files/../../../../etc/passwd",
        "/_local/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/_local/files//etc/passwd",
        "/_local/files/",
    ] {
        assert_eq!(get(path).await, (404, Bytes::new()), "{path}");
    }
}

#[tokio::test]
async fn what_is_written_by_hand_is_exported_and_comes_back() {
    let client = opened();
    let exported = client.server.snapshot();
    let again = Server::builder().snapshot(&exported).unwrap();
    for (list, before) in exported.as_object().unwrap() {
        assert_eq!(&again.snapshot()[list], before, "{list}");
    }
    // Ids, times and bytes are in it as they were given.
    let given = example();
    for list in [
        "databases",
        "data_sources",
        "pages",
        "blocks",
        "comments",
        "views",
        "file_uploads",
    ] {
        for object in given[list].as_array().unwrap() {
            let mut all = exported[list].as_array().unwrap().iter();
            let found = all.find(|one| one["id"] == object["id"]);
            let found = found.unwrap_or_else(|| panic!("{list} {}", object["id"]));
            for key in ["created_time", "last_edited_time"] {
                if let Some(time) = object[key].as_str() {
                    let kept = found[key].as_str().unwrap();
                    assert_eq!(kept.replace("+00:00", "Z"), time, "{list} {key}");
                }
            }
            assert_eq!(found.get("content"), object.get("content"));
        }
    }
    assert_eq!(exported["integrations"][1]["token"], "ntn_reader");
}

#[tokio::test]
async fn everything_may_be_left_out() {
    let client = Client {
        server: Server::builder().snapshot(&json!({})).unwrap(),
        version: "2026-03-11",
    };
    let me = client.get("users/me").await;
    assert_eq!(
        (&me["name"], &me["type"]),
        (&json!("Local integration"), &json!("bot"))
    );
    let found = client.ok("POST", "search", json!({})).await;
    assert_eq!(found["results"], json!([]));
    assert_eq!(client.server.token(), Server::new().token());
}

#[tokio::test]
async fn snapshots_that_cannot_be_true_are_refused() {
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut snapshot = example();
        change(&mut snapshot);
        let error = Server::builder()
            .snapshot(&snapshot)
            .unwrap_err()
            .to_string();
        error
            .strip_prefix("the snapshot cannot be read")
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        refused(&|snapshot| snapshot["page"] = json!([])),
        ": page is not known; known are workspace, bot, integrations, home, ids, users, custom_emojis, databases, data_sources, pages, blocks, comments, views, file_uploads"
    );
    assert_eq!(
        refused(&|snapshot| *snapshot = json!([])),
        ": it should be an object"
    );
    assert_eq!(
        refused(&|snapshot| snapshot["pages"] = json!({})),
        " at pages: it should be a list"
    );
    assert_eq!(
        refused(&|snapshot| snapshot["pages"][1]["id"] = json!(HOME)),
        " at pages[1]: its id is that of another object"
    );
    assert_eq!(
        refused(&|snapshot| snapshot["blocks"][0]["id"] = json!(HOME)),
        " at blocks[0]: its id is that of another object"
    );
    // Nothing is in itself.
    assert_eq!(
        refused(&|snapshot| snapshot["pages"][0]["parent"] = json!({ "page_id": SHARED })),
        format!(": {HOME} is in itself")
    );
    assert_eq!(
        refused(&|snapshot| snapshot["file_uploads"][0]["content"] = json!("?")),
        " at file_uploads[0]: its content is not valid base64: Invalid symbol 63, offset 0."
    );
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

/// A snapshot without the places of its sequences, as somebody writes one by hand.
fn without_ids(mut snapshot: Value) -> Value {
    snapshot.as_object_mut().unwrap().remove("ids");
    snapshot
}

#[tokio::test]
async fn ids_are_learned_from_a_snapshot_that_does_not_name_their_place() {
    // The ids of such a snapshot come from the seed that the new server begins with, too.
    let first = client();
    let (_, source) = first
        .database("Tasks", json!({ "Name": { "title": {} } }))
        .await;
    let token = first
        .server
        .add_integration("Reader", [first.server.home()]);
    for (seed, bot) in [(0, true), (0, false), (7, true)] {
        let mut snapshot = without_ids(first.server.snapshot());
        if !bot {
            snapshot.as_object_mut().unwrap().remove("bot");
        }
        let open = || Client {
            server: Server::builder().seed(seed).snapshot(&snapshot).unwrap(),
            version: "2026-03-11",
        };
        let (again, same) = (open(), open());
        let before = again.server.snapshot().to_string();
        let mut made = Vec::new();
        for n in 0..40 {
            let body = json!({ "parent": { "page_id": again.home() }, "properties": { "title": { "title": text(&format!("page {n}")) } } });
            let page = again.ok("POST", "pages", body.clone()).await;
            assert_eq!(id(&same.ok("POST", "pages", body).await), id(&page));
            let row = again.row(&source, json!({})).await;
            assert_eq!(id(&same.row(&source, json!({})).await), id(&row));
            made.extend([id(&page).to_owned(), id(&row).to_owned()]);
        }
        let other = again
            .server
            .add_integration("Writer", [again.server.home()]);
        assert_ne!(other, token);
        for id in &made {
            assert!(!before.contains(id), "{id} was there already");
        }
        let count = made.len();
        made.sort();
        made.dedup();
        assert_eq!(made.len(), count);
        // Pages look like those that were there: the beginning is the workspace's.
        assert_eq!(made[0][..13], again.home()[..13]);
    }
}

#[tokio::test]
async fn an_id_is_not_made_twice_wherever_the_sequence_is_said_to_be() {
    let first = client();
    let start = first.server.snapshot()["ids"].clone();
    for _ in 0..10 {
        first
            .database("Tasks", json!({ "Name": { "title": {} } }))
            .await;
    }
    // The place of the sequence before all of that.
    let mut snapshot = first.server.snapshot();
    snapshot["ids"] = start;
    let again = Client {
        server: Server::builder().snapshot(&snapshot).unwrap(),
        version: "2026-03-11",
    };
    for _ in 0..10 {
        again
            .database("More", json!({ "Name": { "title": {} } }))
            .await;
    }
    let snapshot = again.server.snapshot();
    for (list, count) in [("databases", 20), ("data_sources", 20), ("views", 20)] {
        assert_eq!(snapshot[list].as_array().unwrap().len(), count, "{list}");
    }
    Server::builder().snapshot(&snapshot).unwrap();
}

/// A snapshot with a bit of everything that can be numbered.
async fn numbered() -> Value {
    let client = client();
    let schema = json!({ "Name": { "title": {} }, "ID": { "unique_id": {} } });
    let (_, source) = client.database("Tasks", schema).await;
    client.row(&source, json!({})).await;
    let children = json!({ "children": [{ "paragraph": { "rich_text": text("x") } }] });
    let path = format!("blocks/{}/children", client.home());
    client.ok("PATCH", &path, children).await;
    let comment = json!({ "parent": { "page_id": client.home() }, "rich_text": text("hm") });
    client.ok("POST", "comments", comment).await;
    let upload =
        json!({ "mode": "external_url", "filename": "a.txt", "external_url": "data:,hello" });
    client.ok("POST", "file_uploads", upload).await;
    client.server.snapshot()
}

#[tokio::test]
async fn numbers_and_times_that_cannot_be_counted_on_from_are_refused_by_name() {
    let good = numbered().await;
    let lists = [
        "databases",
        "data_sources",
        "pages",
        "blocks",
        "comments",
        "views",
        "file_uploads",
    ];
    let mut places: Vec<String> = Vec::new();
    for list in lists {
        let index = usize::from(list == "blocks");
        places.push(format!("{list}[{index}].order"));
    }
    places.push("data_sources[0].next_number".into());
    places.push("pages[0].number".into());
    places.push("file_uploads[0].content_length".into());
    let users = good["users"].as_array().unwrap();
    let own = users
        .iter()
        .position(|user| user["bot"]["owner"].is_object())
        .unwrap();
    places.push(format!(
        "users[{own}].bot.workspace_limits.max_file_upload_size_in_bytes"
    ));
    let pointer = |place: &str| {
        let path = place.replace(['[', '.'], "/").replace(']', "");
        format!("/{path}")
    };
    let open = |place: &str, value: &Value| {
        let mut snapshot = good.clone();
        let (above, key) = pointer(place)
            .rsplit_once('/')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        snapshot.pointer_mut(&above).unwrap()[key] = value.clone();
        let memory = Server::builder().snapshot(&snapshot).map(|_| ());
        // Both ways in agree.
        let server = Server::new();
        let before = server.snapshot();
        assert_eq!(server.restore(&snapshot), memory, "{place} {value}");
        if memory.is_err() {
            assert_eq!(server.snapshot(), before);
        }
        memory
    };
    let largest = 9_007_199_254_740_991_u64;
    for place in &places {
        for value in [
            json!(largest + 1),
            json!(u64::MAX),
            json!(-1),
            json!(1.5),
            json!("1"),
            json!([]),
        ] {
            let error = open(place, &value).unwrap_err().to_string();
            assert_eq!(
                error,
                format!(
                    "the snapshot cannot be read at {place}: it should be an integer from 0 to {largest}, instead was {value}"
                )
            );
        }
        open(place, &json!(largest)).unwrap();
    }
    for list in lists {
        for key in ["created_time", "last_edited_time"] {
            let index = usize::from(list == "blocks");
            let place = format!("{list}[{index}].{key}");
            for value in [json!("yesterday"), json!(1), json!("2026-13-01T00:00:00Z")] {
                let error = open(&place, &value).unwrap_err().to_string();
                assert!(
                    error.starts_with(&format!(
                        "the snapshot cannot be read at {place}: it should be an instant"
                    )),
                    "{error}"
                );
            }
        }
    }
    // Whoever begins at the largest number still goes on from there.
    let mut snapshot = good.clone();
    for list in lists {
        snapshot[list][0]["order"] = json!(largest);
    }
    snapshot["data_sources"][0]["next_number"] = json!(largest);
    snapshot["pages"][0]["number"] = json!(largest);
    let client = Client {
        server: Server::builder().snapshot(&snapshot).unwrap(),
        version: "2026-03-11",
    };
    for _ in 0..3 {
        client.row(&good["data_sources"][0], json!({})).await;
    }
    // An upload without its bytes takes no more memory than there is.
    let mut snapshot = good;
    let upload = snapshot["file_uploads"][0].as_object_mut().unwrap();
    upload.remove("content");
    upload.insert("content_length".into(), json!(5_u64 << 30));
    let error = Server::builder()
        .snapshot(&snapshot)
        .unwrap_err()
        .to_string();
    assert!(error.contains("file_uploads[0].content_length"), "{error}");
}

#[tokio::test]
async fn what_is_in_itself_or_in_two_places_is_refused_by_name() {
    let good = numbered().await;
    let home = good["home"].clone();
    let block = good["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|block| block["type"] == "paragraph")
        .unwrap()
        .clone();
    let database = good["databases"][0]["id"].clone();
    let index = |list: &str, id: &Value| {
        good[list]
            .as_array()
            .unwrap()
            .iter()
            .position(|one| one["id"] == *id)
            .unwrap()
    };
    let (page, row) = (index("pages", &home), 0);
    let paragraph = index("blocks", &block["id"]);
    type Change<'a> = &'a dyn Fn(&mut Value);
    let changes: [(&str, Change<'_>); 9] = [
        ("itself", &|all| {
            all["pages"][page]["parent"] = json!({ "page_id": home });
        }),
        ("itself", &|all| {
            all["pages"][page]["parent"] = json!({ "block_id": block["id"] });
        }),
        ("itself", &|all| {
            all["blocks"][paragraph]["parent"] = json!({ "block_id": block["id"] });
        }),
        ("itself", &|all| {
            all["pages"][page]["parent"] =
                json!({ "data_source_id": good["data_sources"][0]["id"] });
        }),
        ("itself", &|all| {
            all["databases"][0]["parent"] = json!({ "page_id": good["pages"][row]["id"] });
            let blocks = all["blocks"].as_array_mut().unwrap();
            blocks.retain(|one| one["id"] != database);
        }),
        ("twice", &|all| {
            let place = all["blocks"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["id"] == database)
                .unwrap()
                .clone();
            all["blocks"].as_array_mut().unwrap().push(place);
        }),
        ("not its parent", &|all| {
            let place = json!({ "id": database, "type": "child_database", "parent": { "block_id": block["id"] } });
            let blocks = all["blocks"].as_array_mut().unwrap();
            blocks.retain(|one| one["id"] != database);
            blocks.push(place);
        }),
        ("not its parent", &|all| {
            let place = json!({ "id": home, "type": "child_page", "parent": { "page_id": home } });
            all["blocks"].as_array_mut().unwrap().push(place);
        }),
        ("should be a page or a block", &|all| {
            all["blocks"][paragraph]
                .as_object_mut()
                .unwrap()
                .remove("parent");
        }),
    ];
    for (number, (reason, change)) in changes.into_iter().enumerate() {
        let mut snapshot = good.clone();
        change(&mut snapshot);
        let error = Server::builder()
            .snapshot(&snapshot)
            .unwrap_err()
            .to_string();
        let reason = if number == 5 {
            "its id is that of another object"
        } else {
            reason
        };
        assert!(error.contains(reason), "{number}: {error}");
        assert_eq!(
            Server::new().restore(&snapshot).unwrap_err().to_string(),
            error
        );
    }
}

#[tokio::test]
async fn a_snapshot_is_accepted_only_if_the_next_start_accepts_it() {
    let good = numbered().await;
    let home = good["home"].clone();
    let source = good["data_sources"][0]["id"].clone();
    type Change<'a> = &'a dyn Fn(&mut Value);
    // What such a snapshot leaves out is made up when it is read, and has the id of something else.
    let changes: [Change<'_>; 5] = [
        &|all| all["bot"] = home.clone(),
        &|all| all["bot"] = source.clone(),
        &|all| all["integrations"][0]["bot"] = home.clone(),
        &|all| {
            all["databases"] = json!([]);
            all["blocks"] = json!([]);
            all["data_sources"][0]["parent"]["database_id"] = home.clone();
        },
        &|all| {
            all["databases"] = json!([]);
            all["blocks"] = json!([]);
            all["data_sources"][0]["parent"]["database_id"] = source.clone();
        },
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut snapshot = good.clone();
        change(&mut snapshot);
        let error = Server::builder().snapshot(&snapshot).unwrap_err();
        let server = Server::new();
        assert_eq!(server.restore(&snapshot), Err(error.clone()), "{number}");
        assert!(error.to_string().contains(": "), "{number}: {error}");
    }
}
