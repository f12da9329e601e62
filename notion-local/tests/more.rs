//! Comments, file uploads, views, Markdown, moves, single properties.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used)]

mod common;

use bytes::Bytes;
use common::{client, id, keys, text};
use http::Request;
use serde_json::{Value, json};

#[tokio::test]
async fn comments_on_a_page_join_its_discussion_and_leave_its_time_alone() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T12:00:00Z".parse().unwrap());
    let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    let page = client.ok("POST", "pages", body).await;
    client
        .server
        .freeze("2026-06-27T13:00:00Z".parse().unwrap());
    let comment = json!({ "parent": { "page_id": id(&page) }, "rich_text": text("one") });
    let first = client.ok("POST", "comments", comment).await;
    let expected = [
        "object",
        "id",
        "parent",
        "discussion_id",
        "created_time",
        "last_edited_time",
        "created_by",
        "rich_text",
        "display_name",
        "request_id",
    ];
    assert_eq!(keys(&first), expected);
    assert_eq!(
        first["display_name"],
        json!({ "type": "integration", "resolved_name": "Local integration" })
    );
    let second = json!({ "parent": { "page_id": id(&page) }, "rich_text": text("two") });
    assert_eq!(
        client.ok("POST", "comments", second).await["discussion_id"],
        first["discussion_id"]
    );
    let list = client
        .get(&format!("comments?block_id={}", id(&page)))
        .await;
    assert_eq!(
        (
            list["type"].as_str(),
            list["results"].as_array().unwrap().len()
        ),
        (Some("comment"), 2)
    );
    let after = client.get(&format!("pages/{}", id(&page))).await;
    assert_eq!(after["last_edited_time"], page["last_edited_time"]);
    let (status, gone) = client
        .send("DELETE", &format!("comments/{}", id(&first)), None)
        .await;
    assert_eq!((status, &gone["id"]), (200, &first["id"]));
    assert_eq!(
        client
            .send("GET", &format!("comments/{}", id(&first)), None)
            .await
            .0,
        404
    );
    let message = client.send("GET", "comments", None).await.1;
    assert_eq!(
        message["message"],
        "query failed validation: query.block_id should be defined, instead was `undefined`."
    );
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

#[tokio::test]
async fn views_every_new_database_has_one() {
    let client = client();
    let (database, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "N": { "number": {} } }),
        )
        .await;
    let path = format!("views?database_id={}", id(&database));
    assert_eq!(
        keys(&client.get(&path).await["results"][0]),
        ["object", "id"]
    );
    for n in 0..3 {
        client.row(&source, json!({ "N": { "number": n } })).await;
    }
    let body = json!({
        "data_source_id": id(&source), "database_id": id(&database), "name": "Big", "type": "table",
        "filter": { "property": "N", "number": { "greater_than": 0 } },
        "sorts": [{ "property": "N", "direction": "ascending" }],
    });
    let view = client.ok("POST", "views", body).await;
    assert_eq!(view["configuration"], json!({ "type": "table" }));
    assert_eq!(
        client.get(&path).await["results"].as_array().unwrap().len(),
        2
    );
    let query = client
        .ok(
            "POST",
            &format!("views/{}/queries", id(&view)),
            json!({ "page_size": 1 }),
        )
        .await;
    assert_eq!(
        (&query["total_count"], &query["has_more"]),
        (&json!(2), &json!(true))
    );
    let cursor = query["next_cursor"].as_str().unwrap();
    let results = format!("views/{}/queries/{}", id(&view), id(&query));
    let rest = client
        .get(&format!("{results}?start_cursor={cursor}"))
        .await;
    assert_eq!(
        (
            rest["type"].as_str(),
            rest["results"].as_array().unwrap().len()
        ),
        (Some("page"), 1)
    );
    let (_, gone) = client.send("DELETE", &results, None).await;
    assert_eq!(gone["deleted"], true);
    assert_eq!(client.send("GET", &results, None).await.0, 404);
    let (_, gone) = client
        .send("DELETE", &format!("views/{}", id(&view)), None)
        .await;
    assert_eq!(
        keys(&gone),
        ["object", "id", "parent", "type", "request_id"]
    );
}

#[tokio::test]
async fn markdown_is_read_and_written_as_one_page() {
    let client = client();
    let source = "# Title\n\nHello **world**, [link](https://example.com).\n- one\n\t- inner\n1. first\n2. second\n- [x] done\n> quote\n\
        ---\n```rust\nfn main() {}\n```\n$$\nx^2\n$$\n<callout icon=\"💡\">\n\ttext\n</callout>\n<details>\n<summary>more</summary>\n\tinside\n</details>\n\
        <table header-row=\"true\">\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</table>\n<columns>\n\t<column>\n\t\tleft\n\t</column>\n\t<column>\n\t\tright\n\t</column>\n</columns>\n### End";
    let body = json!({ "parent": { "page_id": client.home() }, "markdown": source });
    let page = client.ok("POST", "pages", body).await;
    assert_eq!(common::title(&page), "Title");
    let path = format!("pages/{}/markdown", id(&page));
    let written = client.get(&path).await;
    assert_eq!(
        keys(&written),
        [
            "object",
            "id",
            "markdown",
            "truncated",
            "unknown_block_ids",
            "request_id"
        ]
    );
    let expected = source.split_once("\n\n").unwrap().1;
    assert_eq!(written["markdown"], expected);
    let blocks = client.get(&format!("blocks/{}/children", id(&page))).await;
    let update = json!({ "type": "update_content", "update_content": { "content_updates": [{ "old_str": "second", "new_str": "2nd" }] } });
    let changed = client.ok("PATCH", &path, update).await;
    assert_eq!(
        changed["markdown"],
        expected.replace("second", "2nd").as_str()
    );
    // All blocks are the same; of one the text is another.
    let after = client.get(&format!("blocks/{}/children", id(&page))).await;
    let ids = |list: &Value| -> Vec<Value> {
        list["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| b["id"].clone())
            .collect()
    };
    let (before, after) = (ids(&blocks), ids(&after));
    assert_eq!(before, after);
    let twice = json!({ "type": "update_content", "update_content": { "content_updates": [{ "old_str": "i", "new_str": "x" }] } });
    client.refused("PATCH", &path, twice).await;
}

#[tokio::test]
async fn markdown_child_pages_are_only_deleted_when_that_is_allowed() {
    let client = client();
    let parent =
        json!({ "parent": { "page_id": client.home() }, "properties": { "title": text("P") } });
    let page = client.ok("POST", "pages", parent).await;
    let child = json!({ "parent": { "page_id": id(&page) }, "properties": { "title": text("C") } });
    let child = client.ok("POST", "pages", child).await;
    let path = format!("pages/{}/markdown", id(&page));
    let replace = |allow: bool| json!({ "type": "replace_content", "replace_content": { "new_str": "new", "allow_deleting_content": allow } });
    client.refused("PATCH", &path, replace(false)).await;
    assert_eq!(
        client.get(&format!("pages/{}", id(&child))).await["in_trash"],
        false
    );
    assert_eq!(
        client.ok("PATCH", &path, replace(true)).await["markdown"],
        "new"
    );
    assert_eq!(
        client.get(&format!("pages/{}", id(&child))).await["in_trash"],
        true
    );
}

#[tokio::test]
async fn pages_move_but_not_into_themselves() {
    let client = client();
    let make = |parent: String| json!({ "parent": { "page_id": parent }, "properties": {} });
    let a = client.ok("POST", "pages", make(client.home())).await;
    let b = client.ok("POST", "pages", make(client.home())).await;
    let path = format!("pages/{}/move", id(&a));
    let moved = client
        .ok("POST", &path, json!({ "parent": { "page_id": id(&b) } }))
        .await;
    assert_eq!(moved["parent"]["page_id"], b["id"]);
    assert_eq!(
        client
            .get(&format!("blocks/{}/children", client.home()))
            .await["results"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    client
        .refused("POST", &path, json!({ "parent": { "page_id": id(&a) } }))
        .await;
    client
        .refused(
            "POST",
            &format!("pages/{}/move", id(&b)),
            json!({ "parent": { "page_id": id(&a) } }),
        )
        .await;
}

#[tokio::test]
async fn property_items_are_lists_where_there_may_be_many() {
    let client = client();
    let (_, items) = client
        .database("Items", json!({ "Name": { "title": {} } }))
        .await;
    let relation =
        json!({ "data_source_id": id(&items), "type": "single_property", "single_property": {} });
    let (_, source) = client
        .database(
            "T",
            json!({
                "Name": { "title": {} }, "N": { "number": {} }, "R": { "relation": relation },
                "Count": { "rollup": { "relation_property_name": "R", "rollup_property_name": "Name", "function": "count" } },
            }),
        )
        .await;
    let mut ids = Vec::new();
    for _ in 0..30 {
        ids.push(json!({ "id": id(&client.row(&items, json!({})).await) }));
    }
    let row = client
        .row(
            &source,
            json!({ "N": { "number": 4 }, "R": { "relation": ids } }),
        )
        .await;
    let path = |name: &str| {
        format!(
            "pages/{}/properties/{}",
            id(&row),
            row["properties"][name]["id"].as_str().unwrap()
        )
    };
    let number = client.get(&path("N")).await;
    assert_eq!(
        keys(&number),
        ["object", "type", "id", "number", "request_id"]
    );
    let first = client.get(&format!("{}?page_size=25", path("R"))).await;
    assert_eq!(
        (
            first["results"].as_array().unwrap().len(),
            &first["has_more"]
        ),
        (25, &json!(true))
    );
    assert_eq!(first["property_item"]["type"], "relation");
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = client
        .get(&format!("{}?page_size=25&start_cursor={cursor}", path("R")))
        .await;
    assert_eq!(rest["results"].as_array().unwrap().len(), 5);
    assert_eq!(rest["results"][4]["relation"], ids[29]);
    let rollup = client.get(&path("Count")).await;
    assert_eq!(rollup["results"], json!([]));
    assert_eq!(
        rollup["property_item"]["rollup"],
        json!({ "type": "number", "number": 30, "function": "count" })
    );
}
