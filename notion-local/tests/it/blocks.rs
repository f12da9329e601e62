//! Blocks: their types, places and limits.

use serde_json::{Value, json};

use crate::support::{Client, client, id, keys, text};

async fn append(client: &Client, block: &str, children: Value) -> Value {
    client
        .ok(
            "PATCH",
            &format!("blocks/{block}/children"),
            json!({ "children": children }),
        )
        .await
}

async fn children(client: &Client, block: &str) -> Vec<Value> {
    client.get(&format!("blocks/{block}/children")).await["results"]
        .as_array()
        .unwrap()
        .clone()
}

fn paragraph(content: &str) -> Value {
    json!({ "paragraph": { "rich_text": text(content) } })
}

#[tokio::test]
async fn blocks_payloads_have_notions_keys_and_defaults() {
    let client = client();
    let external = json!({ "external": { "url": "https://example.com/robots.txt" } });
    let cases = [
        (paragraph("a"), "rich_text icon color"),
        (
            json!({ "heading_2": { "rich_text": text("a") } }),
            "rich_text is_toggleable color",
        ),
        (
            json!({ "bulleted_list_item": { "rich_text": text("a") } }),
            "rich_text color",
        ),
        (
            json!({ "to_do": { "rich_text": text("a") } }),
            "rich_text checked color",
        ),
        (
            json!({ "callout": { "rich_text": text("a") } }),
            "rich_text icon color",
        ),
        (
            json!({ "code": { "rich_text": text("a"), "language": "rust" } }),
            "caption rich_text language",
        ),
        (json!({ "equation": { "expression": "x" } }), "expression"),
        (json!({ "divider": {} }), ""),
        (
            json!({ "bookmark": { "url": "https://example.com" } }),
            "caption url",
        ),
        (json!({ "image": external }), "caption type external"),
        (json!({ "file": external }), "caption type external name"),
        (json!({ "table_of_contents": {} }), "color"),
        (
            json!({ "link_to_page": { "page_id": client.home() } }),
            "type page_id",
        ),
        (
            json!({ "synced_block": { "synced_from": null } }),
            "synced_from",
        ),
    ];
    for (sent, expected) in cases {
        let list = append(&client, &client.home(), json!([sent])).await;
        let block = &list["results"][0];
        let expected_head = [
            "object",
            "id",
            "parent",
            "created_time",
            "last_edited_time",
            "created_by",
            "last_edited_by",
            "has_children",
            "in_trash",
            "type",
        ];
        assert_eq!(keys(block)[..10], expected_head);
        let kind = block["type"].as_str().unwrap();
        assert_eq!(keys(&block[kind]).join(" "), expected, "{kind}");
    }
    let all = children(&client, &client.home()).await;
    assert_eq!(
        all[4]["callout"]["icon"],
        json!({ "type": "emoji", "emoji": "💡" })
    );
    assert_eq!(all[10]["file"]["name"], "robots.txt");
    assert_eq!(all[0]["paragraph"]["icon"], Value::Null);
    // A renamed file keeps its extension.
    let renamed = client
        .ok(
            "PATCH",
            &format!("blocks/{}", id(&all[10])),
            json!({ "file": { "name": "my_robot" } }),
        )
        .await;
    assert_eq!(renamed["file"]["name"], "my_robot.txt");
}

#[tokio::test]
async fn blocks_children_go_where_they_are_told() {
    let client = client();
    let home = client.home();
    let first = append(
        &client,
        &home,
        json!([paragraph("a"), paragraph("b"), paragraph("c")]),
    )
    .await;
    assert_eq!(first["results"].as_array().unwrap().len(), 3);
    let after =
        json!({ "type": "after_block", "after_block": { "id": first["results"][0]["id"] } });
    let path = format!("blocks/{home}/children");
    // With a position the answer goes on with all that comes behind.
    let placed = client
        .ok(
            "PATCH",
            &path,
            json!({ "children": [paragraph("a2")], "position": after }),
        )
        .await;
    let texts = |list: &Value| -> Vec<String> {
        let results = list["results"].as_array().unwrap();
        results
            .iter()
            .map(|b| {
                b["paragraph"]["rich_text"][0]["plain_text"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(texts(&placed), ["a2", "b", "c"]);
    client
        .ok(
            "PATCH",
            &path,
            json!({ "children": [paragraph("0")], "position": { "type": "start" } }),
        )
        .await;
    assert_eq!(texts(&client.get(&path).await), ["0", "a", "a2", "b", "c"]);
    let message = client
        .refused(
            "PATCH",
            &path,
            json!({ "children": [], "after": id(&first["results"][0]) }),
        )
        .await;
    assert!(
        message.starts_with("body failed validation: body.after should be not present"),
        "{message}"
    );
}

#[tokio::test]
async fn blocks_two_levels_go_in_one_request_and_a_third_does_not() {
    let client = client();
    let nested = json!([{ "toggle": { "rich_text": text("1"), "children": [
        { "quote": { "rich_text": text("2"), "children": [paragraph("3")] } },
    ] } }]);
    let list = append(&client, &client.home(), nested).await;
    assert_eq!(list["results"][0]["has_children"], true);
    assert_eq!(keys(&list["results"][0]["toggle"]), ["rich_text", "color"]);
    let second = children(&client, id(&list["results"][0])).await;
    assert_eq!(
        second[0]["parent"],
        json!({ "type": "block_id", "block_id": list["results"][0]["id"] })
    );
    let third = children(&client, id(&second[0])).await;
    assert_eq!(third[0]["paragraph"]["rich_text"][0]["plain_text"], "3");

    let deep = json!({ "children": [{ "toggle": { "rich_text": [], "children": [
        { "quote": { "rich_text": [], "children": [{ "toggle": { "rich_text": [], "children": [paragraph("4")] } }] } },
    ] } }] });
    let message = client
        .refused("PATCH", &format!("blocks/{}/children", client.home()), deep)
        .await;
    assert!(
        message.starts_with(
            "body failed validation: body.children[0].toggle.children[0].quote.children[0].toggle.children should be not present, instead was `[{\"paragraph\""
        ),
        "{message}"
    );
}

#[tokio::test]
async fn blocks_limits_are_told_with_the_place() {
    let client = client();
    let path = format!("blocks/{}/children", client.home());
    let many: Vec<Value> = (0..101).map(|_| json!({ "divider": {} })).collect();
    for (children, message) in [
        (
            json!(many),
            "body failed validation: body.children.length should be ≤ `100`, instead was `101`.",
        ),
        (
            json!([paragraph(&"x".repeat(2001))]),
            "body failed validation: body.children[0].paragraph.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.",
        ),
        (
            json!([{ "to_do": { "rich_text": [], "checked": "yes" } }]),
            "body failed validation: body.children[0].to_do.checked should be a boolean or `undefined`, instead was `\"yes\"`.",
        ),
        (
            json!([{ "callout": {} }]),
            "body failed validation: body.children[0].callout.rich_text should be defined, instead was `undefined`.",
        ),
        (
            json!([{ "paragraph": { "rich_text": [], "icon": { "emoji": "🐟" } } }]),
            "Cannot set icon on a paragraph block that is not a direct child of a tab block.",
        ),
        (
            json!([{ "table": { "table_width": 2, "children": [{ "table_row": { "cells": [[]] } }] } }]),
            "Number of cells in table row must match the table width of the parent table",
        ),
    ] {
        assert_eq!(
            client
                .refused("PATCH", &path, json!({ "children": children }))
                .await,
            message
        );
    }
    let unknown = client
        .refused("PATCH", &path, json!({ "children": [{ "note": {} }] }))
        .await;
    assert!(unknown.starts_with("body failed validation. Fix one:\nbody.children[0].embed should be defined, instead was `undefined`.\n"), "{unknown}");
    assert!(
        children(&client, &client.home()).await.is_empty(),
        "nothing half-written"
    );
}

#[tokio::test]
async fn rich_text_is_merged_and_computed_anew() {
    let client = client();
    let bold = json!({ "bold": true });
    let runs = json!([
        { "text": { "content": "a" }, "plain_text": "ignored" },
        { "text": { "content": "b" } },
        { "text": { "content": "c", "link": { "url": "https://example.com" } }, "annotations": bold },
        { "mention": { "page": { "id": client.home() } } },
        { "equation": { "expression": "x^2" } },
        { "mention": { "date": { "start": "2022-01-01T00:00:00Z" } } },
    ]);
    let list = append(
        &client,
        &client.home(),
        json!([{ "paragraph": { "rich_text": runs } }]),
    )
    .await;
    let runs = list["results"][0]["paragraph"]["rich_text"]
        .as_array()
        .unwrap();
    let plain: Vec<&str> = runs
        .iter()
        .map(|run| run["plain_text"].as_str().unwrap())
        .collect();
    assert_eq!(
        plain,
        ["ab", "c", "Home", "x^2", "2022-01-01T00:00:00.000+00:00"]
    );
    assert_eq!(
        keys(&runs[0]),
        ["type", "text", "annotations", "plain_text", "href"]
    );
    assert_eq!(runs[1]["href"], "https://example.com");
    assert_eq!(runs[1]["annotations"]["bold"], true);
    let hex = client.home().replace('-', "");
    assert_eq!(runs[2]["href"], format!("https://app.notion.com/p/{hex}"));
    assert_eq!(runs[3]["href"], Value::Null);
    // A mention shows the present title.
    client
        .ok(
            "PATCH",
            &format!("pages/{}", client.home()),
            json!({ "properties": { "title": text("House") } }),
        )
        .await;
    let again = children(&client, &client.home()).await;
    assert_eq!(again[0]["paragraph"]["rich_text"][2]["plain_text"], "House");
}

#[tokio::test]
async fn trash_what_is_in_a_trashed_block_is_in_the_trash_too() {
    let client = client();
    let nested = json!([{ "toggle": { "rich_text": [], "children": [paragraph("inside")] } }]);
    let list = append(&client, &client.home(), nested).await;
    let outer = id(&list["results"][0]).to_owned();
    let inner = id(&children(&client, &outer).await[0]).to_owned();
    let (_, gone) = client
        .send("DELETE", &format!("blocks/{outer}"), None)
        .await;
    assert_eq!(
        (&gone["in_trash"], &gone["has_children"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        client.get(&format!("blocks/{inner}")).await["in_trash"],
        true
    );
    assert!(children(&client, &client.home()).await.is_empty());
    let message = client
        .refused("PATCH", &format!("blocks/{inner}"), paragraph("x"))
        .await;
    assert_eq!(
        message,
        "Can't edit block that is archived. You must unarchive the block before editing."
    );
    client
        .ok(
            "PATCH",
            &format!("blocks/{outer}"),
            json!({ "in_trash": false }),
        )
        .await;
    assert_eq!(
        client.get(&format!("blocks/{inner}")).await["in_trash"],
        false
    );
}

#[tokio::test]
async fn blocks_pages_and_databases_are_blocks_too() {
    let client = client();
    let (database, source) = client
        .database("Things", json!({ "Name": { "title": {} } }))
        .await;
    let block = client.get(&format!("blocks/{}", id(&database))).await;
    assert_eq!(
        (&block["type"], &block["child_database"]),
        (&json!("child_database"), &json!({ "title": "Things" }))
    );
    let (_, gone) = client
        .send("DELETE", &format!("blocks/{}", id(&database)), None)
        .await;
    assert_eq!(
        (&gone["type"], &gone["in_trash"]),
        (&json!("child_database"), &json!(true))
    );
    assert_eq!(
        client.get(&format!("data_sources/{}", id(&source))).await["in_trash"],
        true
    );
    client
        .ok(
            "PATCH",
            &format!("blocks/{}", id(&database)),
            json!({ "in_trash": false }),
        )
        .await;
    assert_eq!(
        client.get(&format!("databases/{}", id(&database))).await["in_trash"],
        false
    );
}

#[tokio::test]
async fn errors_say_which_kind_of_object_an_id_is_of() {
    let client = client();
    let (database, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    let (database, source, home) = (id(&database), id(&source), client.home());
    for (path, status, message) in [
        (
            format!("pages/{database}"),
            400,
            format!(
                "Provided ID {database} is a database, not a page. Use the retrieve database API instead."
            ),
        ),
        (
            format!("databases/{home}"),
            400,
            format!(
                "Provided database_id {home} is a page, not a database. Use the pages API instead, or pass the ID of the database itself."
            ),
        ),
        (
            format!("pages/{source}"),
            404,
            format!("Could not find page with ID: {source}."),
        ),
        (
            format!("databases/{source}"),
            404,
            format!("Could not find database with ID: {source}."),
        ),
        (
            format!("data_sources/{database}"),
            404,
            format!("Could not find data_source with ID: {database}."),
        ),
        (
            format!("data_sources/{home}"),
            404,
            format!("Could not find data_source with ID: {home}."),
        ),
        (
            format!("blocks/{source}"),
            404,
            format!("Could not find block with ID: {source}."),
        ),
    ] {
        let (found, body) = client.send("GET", &path, None).await;
        assert_eq!(found, status, "{path}");
        assert!(
            body["message"].as_str().unwrap().starts_with(&message),
            "{path}: {body}"
        );
    }
}

#[tokio::test]
async fn errors_that_others_measured_have_notions_words() {
    let client = client();
    let list = append(
        &client,
        &client.home(),
        json!([{ "heading_1": { "rich_text": [] } }, { "divider": {} }]),
    )
    .await;
    let heading = id(&list["results"][0]);
    let message = client
        .refused("PATCH", &format!("blocks/{heading}"), paragraph("x"))
        .await;
    assert_eq!(message, "Expected block type heading_1 in request body");
    let divider = id(&list["results"][1]);
    let body = json!({ "children": [paragraph("x")] });
    let message = client
        .refused("PATCH", &format!("blocks/{divider}/children"), body)
        .await;
    assert_eq!(message, "Block does not support children");
    let link = json!([{ "text": { "content": "x", "link": { "url": "./relative.md" } } }]);
    let body = json!({ "children": [{ "paragraph": { "rich_text": link } }] });
    let message = client
        .refused("PATCH", &format!("blocks/{}/children", client.home()), body)
        .await;
    assert_eq!(message, "Invalid URL for link.");
    let (_, body) = client
        .send(
            "GET",
            &format!("blocks/{}/children?start_cursor=bogus", client.home()),
            None,
        )
        .await;
    assert_eq!(
        body["message"],
        "query failed validation: query.start_cursor should be a valid uuid or `undefined`, instead was `\"bogus\"`."
    );
    let (_, body) = client.send("GET", "users?start_cursor=bogus", None).await;
    assert_eq!(
        body["message"],
        "The start_cursor provided is invalid: bogus"
    );
    for (body, message) in [
        (
            json!({ "sort": { "timestamp": "created_time", "direction": "ascending" } }),
            "body.sort.timestamp should be \"last_edited_time\" when sorting by timestamp.",
        ),
        (
            json!({ "sort": { "timestamp": "last_edited_time", "direction": "up" } }),
            "body failed validation. Fix one:\nbody.sort.direction should be `\"ascending\"`, `\"descending\"`, or `undefined`, instead was `\"up\"`.\nbody.sort.property should be defined, instead was `undefined`.",
        ),
        (
            json!({ "page_size": "ten" }),
            "body failed validation: body.page_size should be a number or `undefined`, instead was `\"ten\"`.",
        ),
    ] {
        assert_eq!(client.refused("POST", "search", body).await, message);
    }
    assert_eq!(
        client.ok("POST", "search", json!({ "page_size": 0 })).await["results"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let message = client
        .refused(
            "POST",
            "pages",
            json!({ "parent": { "workspace": true }, "properties": {} }),
        )
        .await;
    assert!(
        message.starts_with(
            "Provide a parent.page_id or parent.database_id parameter to create a page"
        ),
        "{message}"
    );
}
