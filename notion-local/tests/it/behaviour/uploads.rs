//! Uploads, queries of views and other things that end by themselves; and places of pages.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use notion_local::Server;
use serde_json::{Value, json};

use crate::support::{Client, client, id, keys, text};

async fn send(client: &Client, upload: &Value, part: Option<&str>, data: &[u8]) -> (u16, Value) {
    let mut form = Vec::new();
    if let Some(part) = part {
        form.extend_from_slice(
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n{part}\r\n"
            )
            .as_bytes(),
        );
    }
    form.extend_from_slice(b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"sent.txt\"\r\nContent-Type: text/plain\r\n\r\n");
    form.extend_from_slice(data);
    form.extend_from_slice(b"\r\n--b--\r\n");
    let request = Request::post(format!("/v1/file_uploads/{}/send", id(upload)))
        .header("authorization", format!("Bearer {}", client.server.token()))
        .header("notion-version", client.version)
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Bytes::from(form))
        .unwrap();
    let response = client.server.call(request).await;
    (
        response.status().as_u16(),
        serde_json::from_slice(response.body()).unwrap(),
    )
}

async fn bytes_of(client: &Client, file: &Value) -> Vec<u8> {
    let url = file["file"]["url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://localhost")
        .unwrap()
        .to_owned();
    let response = client
        .server
        .call(Request::get(url).body(Bytes::new()).unwrap())
        .await;
    response.body().to_vec()
}

#[tokio::test]
async fn parts_may_come_in_any_order_and_make_one_file() {
    let client = client();
    let body = json!({ "mode": "multi_part", "filename": "long.txt", "content_type": "text/plain", "number_of_parts": 3 });
    let upload = client.ok("POST", "file_uploads", body).await;
    assert_eq!(upload["status"], "pending");
    let complete = format!("file_uploads/{}/complete", id(&upload));
    // Only the last part may be small.
    let large = |byte: u8| vec![byte; 5 << 20];
    for (part, data) in [
        ("3", b"three".to_vec()),
        ("1", large(b'1')),
        ("2", b"two".to_vec()),
    ] {
        client.refused("POST", &complete, json!({})).await;
        let (status, sent) = send(&client, &upload, Some(part), &data).await;
        assert_eq!((status, &sent["status"]), (200, &json!("pending")));
    }
    for part in [None, Some("0"), Some("4"), Some("x")] {
        assert_eq!(send(&client, &upload, part, b"x").await.0, 400, "{part:?}");
    }
    client.refused("POST", &complete, json!({})).await;
    let (status, _) = send(&client, &upload, Some("2"), &large(b'2')).await;
    assert_eq!(status, 200);
    let whole = client.ok("POST", &complete, json!({})).await;
    assert_eq!(
        (&whole["status"], &whole["content_length"]),
        (&json!("uploaded"), &json!((10 << 20) + 5))
    );
    assert_eq!(send(&client, &upload, Some("1"), b"again").await.0, 400);
    let page = json!({ "parent": { "page_id": client.home() }, "properties": {}, "icon": { "file_upload": { "id": id(&upload) } } });
    let page = client.ok("POST", "pages", page).await;
    assert_eq!(keys(&page["icon"]), ["type", "file"]);
    let expected = [large(b'1'), large(b'2'), b"three".to_vec()].concat();
    assert!(bytes_of(&client, &page["icon"]).await == expected);
    client
        .refused(
            "POST",
            "file_uploads",
            json!({ "mode": "multi_part", "filename": "x" }),
        )
        .await;
    client
        .refused(
            "POST",
            "file_uploads",
            json!({ "mode": "multi_part", "number_of_parts": 1 }),
        )
        .await;
}

#[tokio::test]
async fn files_come_from_addresses_too_and_go_everywhere() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "Files": { "files": {} } }),
        )
        .await;
    let create =
        |url: &str| json!({ "mode": "external_url", "filename": "hello.txt", "external_url": url });
    let upload = client
        .ok(
            "POST",
            "file_uploads",
            create("data:text/plain;base64,aGVsbG8="),
        )
        .await;
    let reference = json!({ "file_upload": { "id": id(&upload) } });
    let row = client
        .row(&source, json!({ "Files": { "files": [reference] } }))
        .await;
    let file = &row["properties"]["Files"]["files"][0];
    assert_eq!(
        (keys(file), &file["name"]),
        (vec!["name", "type", "file"], &json!("hello.txt"))
    );
    assert_eq!(keys(&file["file"]), ["url", "expiry_time"]);
    assert_eq!(bytes_of(&client, file).await, b"hello");
    let cover = client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&row)),
            json!({ "cover": reference }),
        )
        .await;
    assert_eq!(bytes_of(&client, &cover["cover"]).await, b"hello");
    for kind in ["file", "image", "pdf", "audio", "video"] {
        let body = json!({ "children": [{ kind: reference }] });
        let block = client
            .ok("PATCH", &format!("blocks/{}/children", id(&row)), body)
            .await["results"][0]
            .clone();
        assert_eq!(bytes_of(&client, &block[kind]).await, b"hello");
    }
    let comment = json!({ "parent": { "page_id": id(&row) }, "rich_text": text("x"), "attachments": [{ "file_upload_id": id(&upload) }] });
    let comment = client.ok("POST", "comments", comment).await;
    assert_eq!(keys(&comment["attachments"][0]), ["category", "file"]);
    for bad in ["ftp://example.com/x", "nonsense", "data:nothing"] {
        client.refused("POST", "file_uploads", create(bad)).await;
    }
    client
        .refused(
            "POST",
            "file_uploads",
            json!({ "mode": "external_url", "filename": "x" }),
        )
        .await;
}

#[tokio::test]
async fn files_are_as_large_as_the_workspace_lets_them() {
    let limit = async |client: &Client| {
        let me = client.get("users/me").await;
        me["bot"]["workspace_limits"]["max_file_upload_size_in_bytes"].clone()
    };
    assert_eq!(limit(&client()).await, json!(5_u64 << 30));
    let client = Client {
        server: Server::builder().max_upload(5 << 20).build(),
        version: "2026-03-11",
    };
    client.server.reset().unwrap();
    assert_eq!(limit(&client).await, json!(5 << 20));
    client.server.reset_with(7).unwrap();
    let largest =
        client.get("users/me").await["bot"]["workspace_limits"]["max_file_upload_size_in_bytes"]
            .as_u64()
            .unwrap();
    assert_eq!(largest, 5 * 1024 * 1024);
    let data = vec![b'x'; usize::try_from(largest).unwrap() + 1];
    let upload = client.ok("POST", "file_uploads", json!({})).await;
    let (status, answer) = send(&client, &upload, None, &data).await;
    assert_eq!((status, &answer["code"]), (400, &json!("validation_error")));
    let (status, sent) = send(&client, &upload, None, &data[1..]).await;
    assert_eq!(
        (status, &sent["content_length"], &sent["filename"]),
        (200, &json!(largest), &json!("sent.txt"))
    );
}

#[tokio::test]
async fn what_is_not_attached_expires_after_an_hour() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T12:00:00Z".parse().unwrap());
    let mut uploads = Vec::new();
    for _ in 0..2 {
        let upload = client
            .ok("POST", "file_uploads", json!({ "filename": "a.txt" }))
            .await;
        assert_eq!(upload["expiry_time"], "2026-06-27T13:00:00.000Z");
        assert!(
            upload["upload_url"]
                .as_str()
                .unwrap()
                .ends_with(&format!("/v1/file_uploads/{}/send", id(&upload)))
        );
        let (_, sent) = send(&client, &upload, None, b"hello").await;
        assert_eq!(sent.get("upload_url"), None, "only while it is awaited");
        uploads.push(upload);
    }
    let attach = |upload: &Value| json!({ "parent": { "page_id": client.home() }, "properties": {}, "cover": { "file_upload": { "id": id(upload) } } });
    client.ok("POST", "pages", attach(&uploads[0])).await;
    client.server.advance(Duration::from_secs(3601));
    let status = async |upload: &Value| {
        client.get(&format!("file_uploads/{}", id(upload))).await["status"].clone()
    };
    assert_eq!(
        (status(&uploads[0]).await, status(&uploads[1]).await),
        (json!("uploaded"), json!("expired"))
    );
    client.ok("POST", "pages", attach(&uploads[0])).await;
    client.refused("POST", "pages", attach(&uploads[1])).await;
}

#[tokio::test]
async fn results_of_views_are_kept_for_a_quarter_of_an_hour() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T12:00:00Z".parse().unwrap());
    let (database, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    client.row(&source, json!({})).await;
    let views = client
        .get(&format!("views?database_id={}", id(&database)))
        .await;
    let queries = format!("views/{}/queries", id(&views["results"][0]));
    let query = client.ok("POST", &queries, json!({})).await;
    assert_eq!(
        keys(&query),
        [
            "object",
            "id",
            "view_id",
            "expires_at",
            "total_count",
            "results",
            "next_cursor",
            "has_more",
            "request_id"
        ]
    );
    assert_eq!(query["expires_at"], "2026-06-27T12:15:00.000+00:00");
    // What comes later is not in the result.
    client.row(&source, json!({})).await;
    let results = format!("{queries}/{}", id(&query));
    client.server.advance(Duration::from_secs(14 * 60));
    assert_eq!(client.get(&results).await["results"], query["results"]);
    client.server.advance(Duration::from_secs(61));
    let (status, gone) = client.send("GET", &results, None).await;
    assert_eq!((status, &gone["code"]), (404, &json!("object_not_found")));
}

#[tokio::test]
async fn pages_are_put_where_they_are_told() {
    let client = client();
    let home = client.home();
    let blocks = json!({ "children": [{ "paragraph": { "rich_text": text("a") } }, { "paragraph": { "rich_text": text("b") } }] });
    let blocks = client
        .ok("PATCH", &format!("blocks/{home}/children"), blocks)
        .await;
    let page = |position: Value| json!({ "parent": { "page_id": home }, "properties": {}, "position": position });
    let after =
        json!({ "type": "after_block", "after_block": { "id": blocks["results"][0]["id"] } });
    let behind = client.ok("POST", "pages", page(after)).await;
    let first = client
        .ok("POST", "pages", page(json!({ "type": "page_start" })))
        .await;
    let last = client
        .ok("POST", "pages", page(json!({ "type": "page_end" })))
        .await;
    let children = client.get(&format!("blocks/{home}/children")).await;
    let ids: Vec<&str> = children["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(id)
        .collect();
    assert_eq!(
        ids,
        [
            id(&first),
            id(&blocks["results"][0]),
            id(&behind),
            id(&blocks["results"][1]),
            id(&last)
        ]
    );
    let nowhere = json!({ "type": "after_block", "after_block": { "id": home } });
    assert_eq!(
        client.send("POST", "pages", Some(&page(nowhere))).await.0,
        404
    );
}

#[tokio::test]
async fn pages_move_with_their_values_and_leave_relations() {
    let client = client();
    let schema =
        json!({ "Name": { "title": {} }, "N": { "number": {} }, "Only": { "rich_text": {} } });
    let (_, from) = client.database("From", schema).await;
    let relation = json!({ "relation": { "data_source_id": id(&from), "dual_property": {} } });
    let (_, to) = client
        .database(
            "To",
            json!({ "Title": { "title": {} }, "N": { "number": {} }, "R": relation }),
        )
        .await;
    let row = client
        .row(&from, json!({ "Name": { "title": text("row") }, "N": { "number": 7 }, "Only": { "rich_text": text("x") } }))
        .await;
    let related = client
        .row(&to, json!({ "R": { "relation": [{ "id": id(&row) }] } }))
        .await;
    let path = format!("pages/{}/move", id(&row));
    let moved = client
        .ok(
            "POST",
            &path,
            json!({ "parent": { "data_source_id": id(&to) } }),
        )
        .await;
    assert_eq!(moved["id"], row["id"]);
    assert_eq!(
        (
            &moved["properties"]["N"]["number"],
            &moved["properties"]["Title"]["title"][0]["plain_text"]
        ),
        (&json!(7), &json!("row"))
    );
    assert_eq!(client.query(&from, json!({})).await, Vec::<String>::new());
    let related = client.get(&format!("pages/{}", id(&related))).await;
    assert_eq!(related["properties"]["R"]["relation"], json!([]));
    let out = client
        .ok(
            "POST",
            &path,
            json!({ "parent": { "page_id": client.home() } }),
        )
        .await;
    assert_eq!(keys(&out["properties"]), ["title"]);
    client
        .refused("POST", &path, json!({ "parent": { "workspace": true } }))
        .await;
}

#[tokio::test]
async fn custom_emojis_come_with_the_workspace() {
    let client = client();
    assert_eq!(
        keys(&client.get("custom_emojis").await),
        [
            "object",
            "type",
            "results",
            "has_more",
            "next_cursor",
            "request_id"
        ]
    );
    let mut snapshot = client.server.snapshot();
    let emoji = |n: u8, name: &str| json!({ "id": format!("00000000-0000-4000-8000-00000000000{n}"), "name": name, "url": "https://example.com/e.png" });
    snapshot["custom_emojis"] = json!([emoji(1, "party"), emoji(2, "fish")]);
    client.server.restore(&snapshot).unwrap();
    let first = client.get("custom_emojis?page_size=1").await;
    assert_eq!(
        (&first["results"], &first["has_more"]),
        (&json!([emoji(1, "party")]), &json!(true))
    );
    let next = first["next_cursor"].as_str().unwrap();
    assert_eq!(
        client
            .get(&format!("custom_emojis?start_cursor={next}"))
            .await["results"],
        json!([emoji(2, "fish")])
    );
    assert_eq!(
        client.get("custom_emojis?name=fish").await["results"],
        json!([emoji(2, "fish")])
    );
    let body = json!({
        "parent": { "page_id": client.home() }, "icon": { "custom_emoji": { "id": emoji(1, "")["id"] } },
        "properties": { "title": [{ "mention": { "custom_emoji": { "id": emoji(2, "")["id"] } } }] },
    });
    let page = client.ok("POST", "pages", body).await;
    assert_eq!(
        page["icon"],
        json!({ "type": "custom_emoji", "custom_emoji": emoji(1, "party") })
    );
    let run = &page["properties"]["title"]["title"][0];
    assert_eq!(
        (&run["mention"]["custom_emoji"], &run["plain_text"]),
        (&emoji(2, "fish"), &json!(":fish:"))
    );
}

#[tokio::test]
async fn an_inline_database_has_no_cover() {
    let client = client();
    let cover = json!({ "external": { "url": "https://example.com/c.png" } });
    let body = |inline: bool| json!({ "parent": { "page_id": client.home() }, "is_inline": inline, "cover": cover });
    client.refused("POST", "databases", body(true)).await;
    let database = client.ok("POST", "databases", body(false)).await;
    let path = format!("databases/{}", id(&database));
    client
        .refused("PATCH", &path, json!({ "is_inline": true, "cover": cover }))
        .await;
    client
        .ok("PATCH", &path, json!({ "is_inline": true }))
        .await;
    client
        .refused("PATCH", &path, json!({ "cover": cover }))
        .await;
}

#[tokio::test]
async fn files_on_this_machine_are_fetched() {
    let client = client();
    let far = Client {
        server: notion_local::Server::new(),
        version: client.version,
    };
    let address = "127.0.0.1:0".parse().unwrap();
    let running = far.server.clone().serve(address).await.unwrap();
    let upload = far
        .ok("POST", "file_uploads", json!({ "filename": "far.txt" }))
        .await;
    send(&far, &upload, None, b"from far").await;
    let page = json!({ "parent": { "page_id": far.home() }, "properties": {}, "cover": { "file_upload": { "id": id(&upload) } } });
    let page = far.ok("POST", "pages", page).await;
    let url = page["cover"]["file"]["url"].as_str().unwrap();
    let create =
        |url: &str| json!({ "mode": "external_url", "filename": "near.bin", "external_url": url });
    let near = client.ok("POST", "file_uploads", create(url)).await;
    let near = client.get(&format!("file_uploads/{}", id(&near))).await;
    assert_eq!(
        (&near["status"], &near["content_length"]),
        (&json!("uploaded"), &json!(8))
    );
    let cover = json!({ "parent": { "page_id": client.home() }, "properties": {}, "cover": { "file_upload": { "id": id(&near) } } });
    let cover = client.ok("POST", "pages", cover).await;
    assert_eq!(bytes_of(&client, &cover["cover"]).await, b"from far");
    let missing = format!("{}/_local/files/{}", running.uri(), client.home());
    let message = client
        .refused("POST", "file_uploads", create(&missing))
        .await;
    assert!(message.contains("404"), "{message}");
    // Where nobody listens there is no file.
    drop(running);
    client.refused("POST", "file_uploads", create(url)).await;
}

#[tokio::test]
async fn file_uploads_are_sent_attached_and_served() {
    let client = client();
    let upload = client
        .ok("POST", "file_uploads", json!({ "filename": "a.txt" }))
        .await;
    let expected = [
        "object",
        "id",
        "created_time",
        "created_by",
        "last_edited_time",
        "expiry_time",
        "upload_url",
        "in_trash",
        "status",
        "filename",
        "content_type",
        "content_length",
        "request_id",
    ];
    assert_eq!(keys(&upload), expected);
    let attach = json!({ "parent": { "page_id": client.home() }, "properties": {}, "cover": { "file_upload": { "id": id(&upload) } } });
    client.refused("POST", "pages", attach.clone()).await;
    let form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
    let request = Request::post(format!("/v1/file_uploads/{}/send", id(&upload)))
        .header("authorization", format!("Bearer {}", client.server.token()))
        .header("notion-version", "2026-03-11")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Bytes::from(form))
        .unwrap();
    let sent: Value = serde_json::from_slice(client.server.call(request).await.body()).unwrap();
    assert_eq!(
        (&sent["status"], &sent["content_length"]),
        (&json!("uploaded"), &json!(5))
    );
    let page = client.ok("POST", "pages", attach).await;
    assert_eq!(keys(&page["cover"]), ["type", "file"]);
    let url = page["cover"]["file"]["url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://localhost")
        .unwrap()
        .to_owned();
    let file = client
        .server
        .call(Request::get(url).body(Bytes::new()).unwrap())
        .await;
    assert_eq!(
        (file.body().as_ref(), &file.headers()["content-type"]),
        (b"hello".as_slice(), &"text/plain".parse().unwrap())
    );
    let again = client
        .ok("POST", "file_uploads", json!({ "filename": "b.txt" }))
        .await;
    let list = client.get("file_uploads").await;
    assert_eq!(list["results"][0]["id"], again["id"], "the newest first");
    assert_eq!(
        client.get("file_uploads?status=pending").await["results"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
