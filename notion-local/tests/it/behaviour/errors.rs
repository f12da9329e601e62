//! What is said of requests that cannot be carried out.

use notion_local::Fault;
use serde_json::{Value, json};

use crate::support::{client, id, keys, text};

#[tokio::test]
async fn shapes_that_do_not_fit_are_told_with_their_place() {
    let client = client();
    let home = client.home();
    let long = "x".repeat(80);
    for (method, path, body, message) in [
        ("POST", "databases", json!({}), "body failed validation: body.parent should be defined, instead was `undefined`.".to_owned()),
        (
            "PATCH",
            "blocks/{home}/children",
            json!({}),
            "body failed validation: body.children should be defined, instead was `undefined`.".to_owned(),
        ),
        (
            "PATCH",
            "blocks/{home}/children",
            json!({ "children": "x" }),
            "body failed validation: body.children should be an array, instead was `\"x\"`.".to_owned(),
        ),
        ("POST", "search", json!({ "nope": 1 }), "body failed validation: body.nope should be not present, instead was `1`.".to_owned()),
        (
            "POST",
            "search",
            json!({ "nope": long }),
            format!("body failed validation: body.nope should be not present, instead was `\"{}...`.", "x".repeat(49)),
        ),
        (
            "PATCH",
            "pages/{home}",
            json!({ "in_trash": "yes" }),
            "body failed validation: body.in_trash should be a boolean or `undefined`, instead was `\"yes\"`.".to_owned(),
        ),
        (
            "PATCH",
            "pages/{home}",
            json!({ "icon": 1 }),
            "body failed validation: body.icon should be an object, `null`, or `undefined`, instead was `1`.".to_owned(),
        ),
        (
            "POST",
            "pages",
            json!({ "parent": { "page_id": "x" } }),
            "body failed validation. Fix one:\n\
             body.parent.page_id should be a valid uuid, instead was `\"x\"`.\n\
             body.parent.database_id should be defined, instead was `undefined`.\n\
             body.parent.data_source_id should be defined, instead was `undefined`.\n\
             body.parent.workspace should be defined, instead was `undefined`."
                .to_owned(),
        ),
    ] {
        let path = path.replace("{home}", &home);
        assert_eq!(client.refused(method, &path, body).await, message);
    }
    // Four levels of blocks are one too many, and the place of the fourth is told.
    let deep = |levels: usize| {
        (1..levels).fold(
            json!({ "toggle": { "rich_text": [] } }),
            |inner, _| json!({ "toggle": { "rich_text": [], "children": [inner] } }),
        )
    };
    let path = format!("blocks/{home}/children");
    client
        .ok("PATCH", &path, json!({ "children": [deep(3)] }))
        .await;
    let message = client
        .refused("PATCH", &path, json!({ "children": [deep(4)] }))
        .await;
    let place = "body.children[0].toggle.children[0].toggle.children[0].toggle.children should be not present, instead was `[";
    assert!(message.contains(place), "{message}");
}

#[tokio::test]
async fn what_is_named_has_to_be_there_and_fit() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "Text": { "rich_text": {} }, "N": { "number": {} }, "F": { "formula": { "expression": "1" } } }),
        )
        .await;
    let row = |properties: Value| json!({ "parent": { "data_source_id": id(&source) }, "properties": properties });
    for (properties, message) in [
        (
            json!({ "Nope": { "number": 1 } }),
            "Nope is not a property that exists.",
        ),
        (
            json!({ "Text": { "number": 1 } }),
            "Text is expected to be rich_text.",
        ),
        (
            json!({ "N": { "rich_text": [] } }),
            "N is expected to be number.",
        ),
        (
            json!({ "N": { "title": [] } }),
            "N is expected to be number.",
        ),
    ] {
        assert_eq!(
            client.refused("POST", "pages", row(properties)).await,
            message
        );
    }
    client
        .refused("POST", "pages", row(json!({ "F": { "number": 1 } })))
        .await;
    client
        .refused(
            "POST",
            "pages",
            row(json!({ "F": { "formula": { "number": 1 } } })),
        )
        .await;
    let nobody = "00000000-0000-4000-8000-000000000000";
    let end = "Make sure the relevant pages and databases are shared with your integration \"Local integration\".";
    for (method, path, body, what) in [
        ("GET", format!("data_sources/{nobody}"), None, "data_source"),
        ("GET", format!("databases/{nobody}"), None, "database"),
        ("GET", format!("blocks/{nobody}"), None, "block"),
        ("GET", format!("blocks/{nobody}/children"), None, "block"),
        ("DELETE", format!("blocks/{nobody}"), None, "block"),
        ("GET", format!("comments/{nobody}"), None, "comment"),
        ("GET", format!("file_uploads/{nobody}"), None, "file_upload"),
        ("GET", format!("views/{nobody}"), None, "view"),
        (
            "POST",
            format!("data_sources/{nobody}/query"),
            Some(json!({})),
            "data_source",
        ),
        (
            "POST",
            "pages".to_owned(),
            Some(json!({ "parent": { "page_id": nobody } })),
            "page",
        ),
        (
            "POST",
            "pages".to_owned(),
            Some(json!({ "parent": { "data_source_id": nobody } })),
            "data_source",
        ),
        (
            "POST",
            "databases".to_owned(),
            Some(json!({ "parent": { "page_id": nobody } })),
            "page",
        ),
        (
            "POST",
            format!("pages/{nobody}/move"),
            Some(json!({ "parent": { "page_id": nobody } })),
            "page",
        ),
    ] {
        let (status, answer) = client.send(method, &path, body.as_ref()).await;
        assert_eq!(
            (status, &answer["code"]),
            (404, &json!("object_not_found")),
            "{method} {path}"
        );
        assert_eq!(
            answer["message"],
            format!("Could not find {what} with ID: {nobody}. {end}")
        );
        assert_eq!(keys(&answer["additional_data"]), ["integration_id"]);
    }
    let workspace = json!({ "parent": { "workspace": true }, "properties": {} });
    assert!(
        client
            .refused("POST", "pages", workspace)
            .await
            .contains("creating workspace-level private pages is not supported")
    );
}

#[tokio::test]
async fn what_is_in_the_trash_cannot_be_edited() {
    let client = client();
    let (database, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    let row = client.row(&source, json!({})).await;
    let archived =
        "Can't edit block that is archived. You must unarchive the block before editing.";
    client
        .send("DELETE", &format!("blocks/{}", id(&database)), None)
        .await;
    for (method, path, body) in [
        (
            "PATCH",
            format!("databases/{}", id(&database)),
            json!({ "is_inline": true }),
        ),
        (
            "PATCH",
            format!("data_sources/{}", id(&source)),
            json!({ "title": text("x") }),
        ),
        (
            "POST",
            "pages".to_owned(),
            json!({ "parent": { "data_source_id": id(&source) }, "properties": {} }),
        ),
        (
            "PATCH",
            format!("blocks/{}/children", id(&row)),
            json!({ "children": [{ "divider": {} }] }),
        ),
        (
            "POST",
            "comments".to_owned(),
            json!({ "parent": { "page_id": id(&row) }, "rich_text": text("x") }),
        ),
        (
            "POST",
            format!("pages/{}/move", id(&row)),
            json!({ "parent": { "page_id": client.home() } }),
        ),
    ] {
        assert_eq!(
            client.refused(method, &path, body).await,
            archived,
            "{method} {path}"
        );
    }
    client
        .ok(
            "PATCH",
            &format!("databases/{}", id(&database)),
            json!({ "in_trash": false }),
        )
        .await;
    client
        .ok(
            "PATCH",
            &format!("data_sources/{}", id(&source)),
            json!({ "title": text("x") }),
        )
        .await;
}

/// What the service itself says where it fails, by status.
#[tokio::test]
async fn every_status_has_its_code_and_words() {
    let client = client();
    for (status, code, message) in [
        (401, "unauthorized", "API token is invalid."),
        (
            403,
            "restricted_resource",
            "API token does not have access to this resource.",
        ),
        (
            409,
            "conflict_error",
            "Conflict occurred while saving. Please try again.",
        ),
        (
            429,
            "rate_limited",
            "You have been rate limited. Please try again in a few minutes.",
        ),
        (500, "internal_server_error", "Unexpected error occurred."),
        (502, "bad_gateway", "Bad Gateway"),
        (
            503,
            "service_unavailable",
            "Notion is unavailable, please try again later.",
        ),
        (504, "gateway_timeout", "Gateway Timeout"),
    ] {
        client.server.fail_next(Fault::Status(status));
        let (found, answer) = client.send("GET", "users/me", None).await;
        assert_eq!(
            (
                found,
                &answer["object"],
                &answer["status"],
                &answer["code"],
                &answer["message"]
            ),
            (
                status,
                &json!("error"),
                &json!(status),
                &json!(code),
                &json!(message)
            )
        );
        assert_eq!(
            keys(&answer),
            ["object", "status", "code", "message", "request_id"]
        );
    }
    client.server.fail_next(Fault::Status(529));
    assert_eq!(
        client.send("GET", "users/me", None).await.1["code"],
        "service_overload"
    );
}
