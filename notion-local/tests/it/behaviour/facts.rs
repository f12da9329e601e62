//! What is known of Notion's refusals and of what its answers hold: links, dates, icons, options, cursors, uploads, times,
//! views; and that a change names what it changes.

use bytes::Bytes;
use http::Request;
use notion_local::Server;
use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

fn page(client: &Client, children: Value) -> Value {
    json!({ "parent": { "page_id": client.home() }, "properties": {}, "children": children })
}

#[tokio::test]
async fn addresses_are_those_of_the_web() {
    let client = client();
    let good = [
        "http://example.com",
        "https://example.com/a?b#c",
        "HTTPS://example.com",
    ];
    let bad = [
        "www.example.com",
        "/page",
        "#block",
        "?page=2",
        "./b.md",
        "ftp://e.org",
        "https://",
        "javascript:alert(1)",
        "a b",
    ];
    let link = |url: &str| json!([{ "paragraph": { "rich_text": [{ "text": { "content": "x", "link": { "url": url } } }] } }]);
    for url in good.iter().chain(&["mailto:a@e.org", "tel:+49"]) {
        client.ok("POST", "pages", page(&client, link(url))).await;
    }
    for url in bad {
        let message = client
            .refused("POST", "pages", page(&client, link(url)))
            .await;
        assert_eq!(message, "Invalid URL for link.");
    }
    for kind in ["image", "video", "pdf", "file", "audio"] {
        let block = |url: &str| json!([{ kind: { "external": { "url": url } } }]);
        for url in good {
            client.ok("POST", "pages", page(&client, block(url))).await;
        }
        for url in bad.iter().chain(&["mailto:a@e.org"]) {
            let message = client
                .refused("POST", "pages", page(&client, block(url)))
                .await;
            assert_eq!(message, format!("Invalid {kind} url."));
        }
    }
    for kind in ["embed", "bookmark"] {
        let made = client
            .ok(
                "POST",
                "pages",
                page(&client, json!([{ kind: { "url": "https://example.com" } }])),
            )
            .await;
        let block = client.get(&format!("blocks/{}/children", id(&made))).await;
        let path = format!("blocks/{}", id(&block["results"][0]));
        for url in bad {
            client
                .refused(
                    "POST",
                    "pages",
                    page(&client, json!([{ kind: { "url": url } }])),
                )
                .await;
            let message = client
                .refused("PATCH", &path, json!({ kind: { "url": url } }))
                .await;
            assert_eq!(message, format!("Invalid {kind} url."));
        }
    }
    for url in bad {
        for key in ["icon", "cover"] {
            let body = json!({ "parent": { "page_id": client.home() }, "properties": {}, key: { "external": { "url": url } } });
            client.refused("POST", "pages", body).await;
        }
    }
}

#[tokio::test]
async fn dates_have_a_zone_only_where_they_need_one() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "When": { "date": {} } }),
        )
        .await;
    let row = |date: &Value| json!({ "parent": { "data_source_id": id(&source) }, "properties": { "When": { "date": date } } });
    for date in [
        json!({ "start": "2026-01-02" }),
        json!({ "start": "2026-01-02T10:00:00", "time_zone": "Europe/Paris" }),
        json!({ "start": "2026-01-02T10:00:00", "end": "2026-01-03T10:00:00", "time_zone": "UTC" }),
        json!({ "start": "2026-01-02T10:00:00+01:00", "time_zone": null }),
    ] {
        client.ok("POST", "pages", row(&date)).await;
    }
    for date in [
        json!({ "start": "2026-01-02", "time_zone": "Europe/Paris" }),
        json!({ "start": "2026-01-02T10:00:00Z", "time_zone": "Europe/Paris" }),
        json!({ "start": "2026-01-02T10:00:00+01:00", "time_zone": "Europe/Paris" }),
        json!({ "start": "2026-01-02T10:00:00", "end": "2026-01-03", "time_zone": "Europe/Paris" }),
        json!({ "start": "2026-01-02T10:00:00", "time_zone": "Paris" }),
        json!({ "start": "2026-01-02T10:00:00", "time_zone": "localtime" }),
        json!({ "start": "2026-01-02T10:00:00", "time_zone": "+01:00" }),
        json!({ "start": "2026-01-02T10:00:00", "time_zone": "" }),
    ] {
        client.refused("POST", "pages", row(&date)).await;
    }
    for text in [
        "2026-01-02 10:00:00",
        "2026-01-02 10:00:00Z",
        "tomorrow",
        "",
    ] {
        let message = client
            .refused("POST", "pages", row(&json!({ "start": text })))
            .await;
        assert!(
            message.contains("should be a valid ISO 8601 date string"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn empty_text_is_no_address() {
    let client = client();
    let schema = json!({ "Name": { "title": {} }, "url": { "url": {} }, "email": { "email": {} }, "phone_number": { "phone_number": {} } });
    let (_, source) = client.database("T", schema).await;
    for kind in ["url", "email", "phone_number"] {
        let row = |value: Value| json!({ "parent": { "data_source_id": id(&source) }, "properties": { kind: { kind: value } } });
        let message = client.refused("POST", "pages", row(json!(""))).await;
        let line =
            format!("body.properties.{kind}.{kind} should be populated, instead was `\"\"`.");
        assert!(message.contains(&line), "{message}");
        let made = client.ok("POST", "pages", row(json!("x"))).await;
        let cleared = json!({ "properties": { kind: { kind: null } } });
        let cleared = client
            .ok("PATCH", &format!("pages/{}", id(&made)), cleared)
            .await;
        assert_eq!(cleared["properties"][kind][kind], Value::Null);
    }
}

#[tokio::test]
async fn icons_are_emoji() {
    let client = client();
    let body = |emoji: &str| json!({ "parent": { "page_id": client.home() }, "properties": {}, "icon": { "emoji": emoji } });
    for emoji in ["😀", "⚙️", "👩‍💻", "🇩🇪", "1️⃣"] {
        client.ok("POST", "pages", body(emoji)).await;
    }
    for emoji in ["", "a", "snake:purple", "😀😀", "😀 x"] {
        let message = client.refused("POST", "pages", body(emoji)).await;
        assert!(
            message.contains("body.icon.emoji should be `\"😀\"`, `\"😃\"`, "),
            "{message}"
        );
    }
    let callout = json!([{ "callout": { "rich_text": [], "icon": { "emoji": "x" } } }]);
    client
        .refused("POST", "pages", page(&client, callout))
        .await;
}

#[tokio::test]
async fn pages_at_the_top_of_the_workspace_stay() {
    let client = client();
    let home = client.home();
    let archiving = "Archiving workspace level pages via API not supported.";
    let trash = json!({ "in_trash": true });
    assert_eq!(
        client
            .refused("PATCH", &format!("pages/{home}"), trash.clone())
            .await,
        archiving
    );
    assert_eq!(
        client
            .refused("DELETE", &format!("blocks/{home}"), json!({}))
            .await,
        archiving
    );
    assert_eq!(
        client
            .refused("PATCH", &format!("blocks/{home}"), trash)
            .await,
        archiving
    );
    // A value that is there already is not a change.
    client
        .ok(
            "PATCH",
            &format!("pages/{home}"),
            json!({ "in_trash": false }),
        )
        .await;
    // One that somebody else put there does not come back either.
    let mut snapshot = client.server.snapshot();
    snapshot["pages"][0]["in_trash"] = json!(true);
    let server = Server::builder().snapshot(&snapshot).unwrap();
    let client = Client {
        server,
        version: client.version,
    };
    let back = client
        .refused(
            "PATCH",
            &format!("pages/{home}"),
            json!({ "in_trash": false }),
        )
        .await;
    assert_eq!(
        back,
        "Unarchiving workspace level pages not supported by the API"
    );
}

#[tokio::test]
async fn names_of_options_are_one_in_any_letter_case() {
    let client = client();
    let schema = json!({
        "Name": { "title": {} }, "Many": { "multi_select": {} }, "One": { "select": { "options": [{ "name": "Known" }] } },
        "Status": { "status": { "options": [{ "name": "Open" }, { "name": "Shut" }] } },
    });
    let (_, source) = client.database("T", schema).await;
    let values = json!({
        "Many": { "multi_select": [{ "name": "z" }, { "name": "Z" }, { "name": "ä" }, { "name": "Ä" }] },
        "One": { "select": { "name": "KNOWN" } }, "Status": { "status": { "name": "shut" } },
    });
    let row = client.row(&source, values).await;
    let names = |value: &Value| -> Vec<String> {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|option| option["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(&row["properties"]["Many"]["multi_select"]),
        ["z", "ä"]
    );
    assert_eq!(row["properties"]["One"]["select"]["name"], "Known");
    assert_eq!(row["properties"]["Status"]["status"]["name"], "Shut");
    let path = format!("data_sources/{}", id(&source));
    let schema = client.get(&path).await["properties"].clone();
    assert_eq!(
        names(&schema["Many"]["multi_select"]["options"]),
        ["z", "ä"]
    );
    // A list of options finds them by name in any letter case; they keep theirs, and their ids.
    let options = json!({ "properties": { "One": { "select": { "options": [{ "name": "known" }, { "name": "new" }] } } } });
    let after =
        client.ok("PATCH", &path, options).await["properties"]["One"]["select"]["options"].clone();
    assert_eq!(after[0], schema["One"]["select"]["options"][0]);
    let long =
        |length: usize| json!({ "Many": { "multi_select": [{ "name": "x".repeat(length) }] } });
    client.row(&source, long(100)).await;
    let body = json!({ "parent": { "data_source_id": id(&source) }, "properties": long(101) });
    let message = client.refused("POST", "pages", body).await;
    assert!(
        message.contains("name.length should be ≤ `100`, instead was `101`."),
        "{message}"
    );
}

#[tokio::test]
async fn cursors_are_those_that_a_list_gave() {
    let client = client();
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    for _ in 0..3 {
        client.row(&source, json!({})).await;
    }
    let path = format!("data_sources/{}/query", id(&source));
    let first = client.ok("POST", &path, json!({ "page_size": 1 })).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    client
        .ok("POST", &path, json!({ "start_cursor": cursor }))
        .await;
    let row = id(&first["results"][0]);
    for wrong in [
        "nonsense",
        "",
        ":",
        &format!("x:{row}"),
        &format!("s:x:{row}"),
        &format!("s:{row}"),
        &format!("a:{cursor}"),
        &client.home(),
    ] {
        let message = client
            .refused("POST", &path, json!({ "start_cursor": wrong }))
            .await;
        assert!(
            message.starts_with("The start_cursor provided is invalid"),
            "{wrong}: {message}"
        );
    }
}

#[tokio::test]
async fn uploads_are_what_they_were_declared() {
    let client = client();
    let form = |kind: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\nContent-Type: {kind}\r\n\r\nhello\r\n--b--\r\n"
        )
    };
    let send = async |upload: &Value, kind: &str| {
        let request = Request::builder()
            .method("POST")
            .uri(format!("/v1/file_uploads/{}/send", id(upload)))
            .header("authorization", format!("Bearer {}", client.server.token()))
            .header("notion-version", client.version)
            .header("content-type", "multipart/form-data; boundary=b")
            .body(Bytes::from(form(kind)))
            .unwrap();
        client.server.call(request).await.status().as_u16()
    };
    let declared = json!({ "filename": "a b.txt", "content_type": "text/plain" });
    let upload = client.ok("POST", "file_uploads", declared).await;
    assert_eq!(send(&upload, "image/png").await, 400);
    assert_eq!(send(&upload, "text/plain; charset=utf-8").await, 200);
    for (name, kind) in [("a.png", "text/plain"), ("a.txt", "image/png")] {
        client
            .refused(
                "POST",
                "file_uploads",
                json!({ "filename": name, "content_type": kind }),
            )
            .await;
    }
    client
        .ok(
            "POST",
            "file_uploads",
            json!({ "filename": "a.unknown-to-all", "content_type": "text/plain" }),
        )
        .await;
    // Its address ends with its name.
    let cover = json!({ "parent": { "page_id": client.home() }, "properties": {}, "cover": { "file_upload": { "id": id(&upload) } } });
    let page = client.ok("POST", "pages", cover).await;
    let url = page["cover"]["file"]["url"].as_str().unwrap();
    assert!(
        url.split('?').next().unwrap().ends_with("/a%20b.txt"),
        "{url}"
    );
    let path = url.strip_prefix("http://localhost").unwrap();
    let file = client
        .server
        .call(Request::get(path).body(Bytes::new()).unwrap())
        .await;
    assert_eq!(file.body().as_ref(), b"hello");

    // An import is under way at first, and addresses are secure.
    let import =
        |url: &str| json!({ "mode": "external_url", "filename": "a.png", "external_url": url });
    client
        .refused("POST", "file_uploads", import("http://example.com/a.png"))
        .await;
    let upload = client
        .ok("POST", "file_uploads", import("https://example.com/a.png"))
        .await;
    assert_eq!(upload["status"], "pending");
    let listed = client.get("file_uploads?status=pending").await;
    assert!(
        listed["results"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"] == upload["id"])
    );
    let shown = client.get(&format!("file_uploads/{}", id(&upload))).await;
    assert_eq!(
        (&shown["status"], &shown["file_import_result"]["type"]),
        (&json!("uploaded"), &json!("success"))
    );
}

#[tokio::test]
async fn appending_to_a_block_moves_its_time() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T12:00:00Z".parse().unwrap());
    let toggle = json!([{ "toggle": { "rich_text": text("t") } }, { "paragraph": { "rich_text": text("p") } }]);
    let page = client.ok("POST", "pages", page(&client, toggle)).await;
    let path = format!("blocks/{}/children", id(&page));
    let blocks = client.get(&path).await["results"].clone();
    client
        .server
        .freeze("2026-06-27T13:00:00Z".parse().unwrap());
    let more = json!({ "children": [{ "divider": {} }] });
    client
        .ok(
            "PATCH",
            &format!("blocks/{}/children", id(&blocks[0])),
            more,
        )
        .await;
    let after = client.get(&path).await["results"].clone();
    assert_eq!(after[0]["last_edited_time"], "2026-06-27T13:00:00.000Z");
    assert_eq!(after[1]["last_edited_time"], "2026-06-27T12:00:00.000Z");
}

#[tokio::test]
async fn views_have_the_keys_of_their_kind() {
    let client = client();
    let schema =
        json!({ "Name": { "title": {} }, "When": { "date": {} }, "Stage": { "status": {} } });
    let (database, source) = client.database("T", schema).await;
    let view = |kind: &str, configuration: Option<Value>| {
        let mut body = json!({ "data_source_id": id(&source), "database_id": id(&database), "name": kind, "type": kind });
        if let Some(configuration) = configuration {
            body["configuration"] = configuration;
        }
        body
    };
    for (kind, key) in [
        ("table", None),
        ("board", Some("group_by")),
        ("list", None),
        ("calendar", Some("date_property_id")),
        ("timeline", Some("date_property_id")),
        ("gallery", None),
        ("form", None),
        ("chart", Some("chart_type")),
        ("map", None),
        ("dashboard", Some("rows")),
    ] {
        for given in [None, Some(json!({ "type": kind, "properties": null }))] {
            let made = client.ok("POST", "views", view(kind, given)).await;
            let shown = made["configuration"].as_object().unwrap();
            assert_eq!(shown["type"], kind);
            assert!(
                shown.values().all(|value| !value.is_null()),
                "{kind}: {shown:?}"
            );
            assert!(
                key.is_none_or(|key| shown.contains_key(key)),
                "{kind}: {shown:?}"
            );
        }
    }
    let board = client.ok("POST", "views", view("board", None)).await;
    assert_eq!(board["configuration"]["group_by"]["type"], "status");
}

#[tokio::test]
async fn an_id_that_is_missing_is_named() {
    let client = client();
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    let made = client.row(&source, json!({})).await;
    let nil = "00000000-0000-0000-0000-000000000000";
    for parent in [
        json!({}),
        json!({ "type": "page_id" }),
        json!({ "page_id": null }),
        json!({ "page_id": "" }),
        json!({ "block_id": "x" }),
        Value::Null,
        json!("x"),
        json!([]),
    ] {
        for (path, body) in [
            (
                "comments".to_owned(),
                json!({ "parent": parent, "rich_text": text("x") }),
            ),
            (
                "data_sources".to_owned(),
                json!({ "parent": parent, "properties": { "Name": { "title": {} } } }),
            ),
            (
                format!("pages/{}/move", id(&made)),
                json!({ "parent": parent }),
            ),
            ("databases".to_owned(), json!({ "parent": parent })),
            (
                "views".to_owned(),
                json!({ "data_source_id": parent, "name": "x", "type": "table" }),
            ),
        ] {
            let message = client.refused("POST", &path, body).await;
            assert!(!message.contains(nil), "{path} {parent}: {message}");
        }
    }
    for (path, body) in [
        ("comments".to_owned(), json!({ "rich_text": text("x") })),
        (
            "comments".to_owned(),
            json!({ "discussion_id": "", "rich_text": text("x") }),
        ),
        ("data_sources".to_owned(), json!({ "properties": {} })),
        (format!("pages/{}/move", id(&made)), json!({})),
    ] {
        let message = client.refused("POST", &path, body).await;
        assert!(!message.contains(nil), "{path}: {message}");
    }
}

#[tokio::test]
async fn older_versions_are_a_validation_error() {
    let client = client();
    for version in [
        "2021-05-13",
        "2022-02-22",
        "2022-06-28",
        "2030-01-01",
        "x",
        "",
    ] {
        let old = Client {
            server: client.server.clone(),
            version: Box::leak(version.to_owned().into_boxed_str()),
        };
        for path in ["users/me", &format!("pages/{}", client.home())] {
            let (status, answer) = old.send("GET", path, None).await;
            assert_eq!(
                (status, &answer["code"]),
                (400, &json!("validation_error")),
                "{version}"
            );
        }
        let (status, answer) = old
            .send("POST", "databases/x/query", Some(&json!({})))
            .await;
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("invalid_request_url")),
            "{version}"
        );
    }
}

/// A change of one key leaves all others as they are.
#[tokio::test]
async fn changes_leave_alone_what_they_do_not_name() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T12:00:00Z".parse().unwrap());
    let schema = json!({
        "Name": { "title": {} }, "Text": { "rich_text": {} }, "N": { "number": { "format": "euro" } }, "S": { "select": { "options": [{ "name": "a", "color": "red" }] } },
        "M": { "multi_select": {} }, "D": { "date": {} }, "U": { "url": {} }, "C": { "checkbox": {} }, "F": { "formula": { "expression": "prop(\"N\") * 2" } },
    });
    let (database, source) = client.database("T", schema).await;
    let row = client.row(&source, json!({
        "Name": { "title": text("row") }, "Text": { "rich_text": text("text") }, "N": { "number": 1 }, "S": { "select": { "name": "a" } },
        "M": { "multi_select": [{ "name": "x" }, { "name": "y" }] }, "D": { "date": { "start": "2026-01-02" } },
        "U": { "url": "https://example.com" }, "C": { "checkbox": true },
    })).await;
    let blocks = json!([
        { "callout": { "rich_text": text("c"), "icon": { "emoji": "🐟" }, "color": "red" } },
        { "to_do": { "rich_text": text("t"), "checked": true, "color": "blue" } },
        { "code": { "rich_text": text("x"), "language": "rust", "caption": text("caption") } },
        { "image": { "external": { "url": "https://example.com/i.png" }, "caption": text("i") } },
        { "bookmark": { "url": "https://example.com", "caption": text("b") } },
        { "heading_1": { "rich_text": text("h"), "is_toggleable": true, "color": "green" } },
    ]);
    let holder = client.ok("POST", "pages", page(&client, blocks)).await;
    let blocks = client
        .get(&format!("blocks/{}/children", id(&holder)))
        .await["results"]
        .clone();
    let view = json!({
        "data_source_id": id(&source), "database_id": id(&database), "name": "V", "type": "table",
        "filter": { "property": "C", "checkbox": { "equals": true } }, "sorts": [{ "property": "N", "direction": "ascending" }],
        "configuration": { "type": "table", "wrap_cells": true },
    });
    let view = client.ok("POST", "views", view).await;
    let block = |at: usize| format!("blocks/{}", id(&blocks[at]));
    let (row, database, source) = (
        format!("pages/{}", id(&row)),
        format!("databases/{}", id(&database)),
        format!("data_sources/{}", id(&source)),
    );
    let view = format!("views/{}", id(&view));
    let all = [
        row.clone(),
        database.clone(),
        source.clone(),
        view.clone(),
        block(0),
        block(1),
        block(2),
        block(3),
        block(4),
        block(5),
    ];
    // What may differ beside what is named: what is computed from it.
    for (path, body, allowed) in [
        (
            &row,
            json!({ "properties": { "N": { "number": 2 } } }),
            vec!["/properties/N/number", "/properties/F/formula/number"],
        ),
        (
            &row,
            json!({ "properties": { "M": { "multi_select": [{ "name": "x" }] } } }),
            vec!["/properties/M/multi_select"],
        ),
        (&row, json!({ "icon": { "emoji": "🐟" } }), vec!["/icon"]),
        (
            &row,
            json!({ "cover": { "external": { "url": "https://example.com/c.png" } } }),
            vec!["/cover"],
        ),
        (&row, json!({ "is_locked": true }), vec!["/is_locked"]),
        (
            &block(0),
            json!({ "callout": { "rich_text": text("new") } }),
            vec!["/callout/rich_text"],
        ),
        (
            &block(0),
            json!({ "callout": { "color": "blue" } }),
            vec!["/callout/color"],
        ),
        (
            &block(0),
            json!({ "callout": { "icon": { "emoji": "😀" } } }),
            vec!["/callout/icon"],
        ),
        (
            &block(1),
            json!({ "to_do": { "checked": false } }),
            vec!["/to_do/checked"],
        ),
        (
            &block(2),
            json!({ "code": { "language": "python" } }),
            vec!["/code/language"],
        ),
        (
            &block(2),
            json!({ "code": { "rich_text": text("y") } }),
            vec!["/code/rich_text"],
        ),
        (
            &block(3),
            json!({ "image": { "caption": text("new") } }),
            vec!["/image/caption"],
        ),
        (
            &block(4),
            json!({ "bookmark": { "caption": text("new") } }),
            vec!["/bookmark/caption"],
        ),
        (
            &block(5),
            json!({ "heading_1": { "rich_text": text("new") } }),
            vec!["/heading_1/rich_text"],
        ),
        (&view, json!({ "name": "new" }), vec!["/name"]),
        (&view, json!({ "filter": null }), vec!["/filter"]),
        (&view, json!({ "sorts": null }), vec!["/sorts"]),
        (&database, json!({ "is_locked": true }), vec!["/is_locked"]),
        (&source, json!({ "icon": { "emoji": "🐟" } }), vec!["/icon"]),
        (
            &source,
            json!({ "properties": { "Text": { "name": "Words" } } }),
            vec!["/properties/Text", "/properties/Words"],
        ),
        (
            &source,
            json!({ "properties": { "Words": { "name": "Text" } } }),
            vec!["/properties/Text", "/properties/Words"],
        ),
        (
            &source,
            json!({ "properties": { "N": { "number": { "format": "dollar" } } } }),
            vec!["/properties/N/number/format"],
        ),
        (
            &source,
            json!({ "properties": { "S": { "name": "S", "description": "about" } } }),
            vec!["/properties/S/description"],
        ),
    ] {
        let mut before = Vec::new();
        for path in &all {
            before.push(client.get(path).await);
        }
        client.ok("PATCH", path, body.clone()).await;
        for (other, before) in all.iter().zip(before) {
            let after = client.get(other).await;
            let (mut before, mut after) = (before, after);
            let free: Vec<&str> = if other == path {
                allowed.clone()
            } else {
                Vec::new()
            };
            for value in [&mut before, &mut after] {
                for key in free.iter().chain(&["/request_id"]) {
                    let (above, key) = key.rsplit_once('/').unwrap();
                    if let Some(object) = value.pointer_mut(above).and_then(Value::as_object_mut) {
                        object.remove(key);
                    }
                }
            }
            // A row shows its properties by the names that its data source gives them.
            if other == &row && path == &source {
                continue;
            }
            assert_eq!(after, before, "{path} {body}: {other}");
        }
    }
}
