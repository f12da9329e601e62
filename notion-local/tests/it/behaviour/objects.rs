//! Pages, databases, data sources and users as objects: ids, times, addresses, names, trash and locks.

use notion_local::Server;
use serde_json::{Value, json};

use crate::support::{Client, client, id, keys, text};

async fn page(client: &Client, parent: &str, title: &str) -> Value {
    let body = json!({ "parent": { "page_id": parent }, "properties": { "title": text(title) } });
    client.ok("POST", "pages", body).await
}

fn freeze(client: &Client, at: &str) {
    client.server.freeze(at.parse().unwrap());
}

/// The third group and the node of an id, which tell its kind.
fn marks(id: &Value) -> (&str, &str) {
    let id = id.as_str().unwrap();
    (&id[14..16], &id[24..28])
}

#[tokio::test]
async fn ids_tell_what_they_are_of() {
    let client = client();
    let home = client.home();
    let (database, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    for id in [&database["id"], &source["id"]] {
        let id = uuid::Uuid::parse_str(id.as_str().unwrap()).unwrap();
        assert_eq!(
            id.get_version_num(),
            4,
            "databases and their first data source"
        );
    }
    let body = json!({ "parent": { "database_id": id(&database) }, "properties": { "Name": { "title": {} } } });
    let added = client.ok("POST", "data_sources", body).await;
    assert_eq!(marks(&added["id"]), ("81", "000b"));
    assert_eq!(marks(&page(&client, &home, "P").await["id"]).0, "81");
    let block = json!({ "children": [{ "divider": {} }] });
    let block = client
        .ok("PATCH", &format!("blocks/{home}/children"), block)
        .await;
    assert_eq!(marks(&block["results"][0]["id"]).0, "81");
    let comment = json!({ "parent": { "page_id": home }, "rich_text": text("x") });
    let comment = client.ok("POST", "comments", comment).await;
    assert_eq!(marks(&comment["id"]), ("81", "001d"));
    assert_eq!(marks(&comment["discussion_id"]), ("81", "001c"));
    let upload = client.ok("POST", "file_uploads", json!({})).await;
    assert_eq!(marks(&upload["id"]), ("81", "00b2"));
    let view = json!({ "database_id": id(&database), "data_source_id": id(&source), "name": "V", "type": "table" });
    assert_eq!(
        marks(&client.ok("POST", "views", view).await["id"]),
        ("81", "000c")
    );
}

#[tokio::test]
async fn ids_of_versions_4_and_8_and_the_nil_id_are_valid_and_no_others() {
    let client = client();
    let (status, answer) = client
        .send("GET", "pages/12345678-1234-1234-1234-123456789abc", None)
        .await;
    assert_eq!(
        (status, &answer["code"], &answer["message"]),
        (
            400,
            &json!("validation_error"),
            &json!(
                "path failed validation: path.page_id should be a valid uuid, instead was `\"12345678-1234-1234-1234-123456789abc\"`."
            )
        )
    );
    // A valid id of version 1 is none to Notion either.
    assert_eq!(
        client
            .send("GET", "pages/f3f2e850-b5d4-11ef-ac7e-96584d5248b2", None)
            .await
            .0,
        400
    );
    for id in [
        "00000000-0000-4000-8000-000000000000",
        "38c9ce7b-60a4-81f5-bc5d-dec5e67b0c94",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let (status, answer) = client.send("GET", &format!("pages/{id}"), None).await;
        assert_eq!(status, 404);
        assert_eq!(
            answer["message"],
            format!(
                "Could not find page with ID: {id}. Make sure the relevant pages and databases are shared with your \
                 integration \"Local integration\"."
            )
        );
        assert_eq!(
            keys(&answer),
            [
                "object",
                "status",
                "code",
                "message",
                "additional_data",
                "request_id"
            ]
        );
        assert_eq!(keys(&answer["additional_data"]), ["integration_id"]);
    }
    // Without dashes ids are the same, and come back with them.
    let home = client.home();
    let shown = client
        .get(&format!("pages/{}", home.replace('-', "")))
        .await;
    assert_eq!(shown["id"], home.as_str());
}

#[tokio::test]
async fn addresses_are_made_of_titles() {
    let client = client();
    let home = client.home();
    for (title, slug) in [
        (
            "Item DB: max (relation) items!",
            "Item-DB-max-relation-items-",
        ),
        ("snake_case  and--dashes", "snake_case-and-dashes-"),
        ("", ""),
        ("***", ""),
    ] {
        let page = page(&client, &home, title).await;
        let address = format!(
            "https://app.notion.com/p/{slug}{}",
            id(&page).replace('-', "")
        );
        assert_eq!(page["url"], address.as_str());
    }
    let made = page(&client, &home, "Before").await;
    let body = json!({ "properties": { "title": { "title": [
        { "text": { "content": "After " } },
        { "mention": { "page": { "id": home } } },
        { "text": { "content": " all" }, "annotations": { "bold": true } },
    ] } } });
    let renamed = client
        .ok("PATCH", &format!("pages/{}", id(&made)), body)
        .await;
    assert!(
        renamed["url"].as_str().unwrap().contains("/p/After-all-"),
        "mentions add nothing: {}",
        renamed["url"]
    );
    let (database, source) = client
        .database("Some name", json!({ "Name": { "title": {} } }))
        .await;
    let plain = format!(
        "https://app.notion.com/p/{}",
        id(&database).replace('-', "")
    );
    assert_eq!(
        (&database["url"], &source["url"]),
        (&json!(plain), &json!(plain))
    );
}

#[tokio::test]
async fn icons_that_are_notions_own_are_named() {
    let client = client();
    let made = page(&client, &client.home(), "P").await;
    let path = format!("pages/{}", id(&made));
    for (given, shown) in [
        (
            json!({ "external": { "url": "https://www.notion.so/icons/snake_purple.svg" } }),
            json!({ "type": "icon", "icon": { "name": "snake", "color": "purple" } }),
        ),
        (
            json!({ "emoji": "🐟" }),
            json!({ "type": "emoji", "emoji": "🐟" }),
        ),
        (
            json!({ "type": "external", "external": { "url": "https://example.com/i.png" } }),
            json!({ "type": "external", "external": { "url": "https://example.com/i.png" } }),
        ),
        (
            json!({ "icon": { "name": "pizza", "color": "blue" } }),
            json!({ "type": "icon", "icon": { "name": "pizza", "color": "blue" } }),
        ),
        (Value::Null, Value::Null),
    ] {
        let changed = client.ok("PATCH", &path, json!({ "icon": given })).await;
        assert_eq!(changed["icon"].to_string(), shown.to_string());
    }
    let cover = json!({ "external": { "url": "https://example.com/c.png" } });
    let changed = client.ok("PATCH", &path, json!({ "cover": cover })).await;
    assert_eq!(keys(&changed["cover"]), ["type", "external"]);
    assert_eq!(
        client.ok("PATCH", &path, json!({ "cover": null })).await["cover"],
        Value::Null
    );
}

#[tokio::test]
async fn times_of_pages_move_with_what_is_in_them() {
    let client = client();
    freeze(&client, "2026-06-27T10:00:59.9Z");
    let above = page(&client, &client.home(), "P").await;
    let (page_path, children) = (
        format!("pages/{}", id(&above)),
        format!("blocks/{}/children", id(&above)),
    );
    let edited = async || {
        client.get(&page_path).await["last_edited_time"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        edited().await,
        "2026-06-27T10:00:00.000Z",
        "cut, not rounded"
    );

    freeze(&client, "2026-06-27T10:01:00Z");
    let paragraph = json!({ "children": [{ "paragraph": { "rich_text": text("x") } }] });
    let block = client.ok("PATCH", &children, paragraph).await["results"][0].clone();
    assert_eq!(
        edited().await,
        "2026-06-27T10:01:00.000Z",
        "a block is added"
    );
    freeze(&client, "2026-06-27T10:02:00Z");
    let update = json!({ "paragraph": { "rich_text": text("y") } });
    client
        .ok("PATCH", &format!("blocks/{}", id(&block)), update)
        .await;
    assert_eq!(
        edited().await,
        "2026-06-27T10:02:00.000Z",
        "a block is changed"
    );
    freeze(&client, "2026-06-27T10:03:00Z");
    client
        .send("DELETE", &format!("blocks/{}", id(&block)), None)
        .await;
    assert_eq!(
        edited().await,
        "2026-06-27T10:03:00.000Z",
        "a block is deleted"
    );
    freeze(&client, "2026-06-27T10:04:00Z");
    page(&client, id(&above), "child").await;
    assert_eq!(
        edited().await,
        "2026-06-27T10:04:00.000Z",
        "a page is made in it"
    );
    freeze(&client, "2026-06-27T10:05:00Z");
    let body = json!({ "parent": { "page_id": id(&above) } });
    let database = client.ok("POST", "databases", body).await;
    assert_eq!(
        edited().await,
        "2026-06-27T10:05:00.000Z",
        "a database is made in it"
    );
    freeze(&client, "2026-06-27T10:06:00Z");
    client
        .send("DELETE", &format!("blocks/{}", id(&database)), None)
        .await;
    let comment = json!({ "parent": { "page_id": id(&above) }, "rich_text": text("x") });
    client.ok("POST", "comments", comment).await;
    assert_eq!(
        edited().await,
        "2026-06-27T10:05:00.000Z",
        "neither a deleted database nor a comment changes it"
    );
}

#[tokio::test]
async fn locks_do_not_stop_the_api() {
    let client = client();
    let (database, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    client
        .ok(
            "PATCH",
            &format!("databases/{}", id(&database)),
            json!({ "is_locked": true }),
        )
        .await;
    let row = client
        .row(&source, json!({ "Name": { "title": text("a") } }))
        .await;
    let path = format!("pages/{}", id(&row));
    assert_eq!(
        client
            .ok("PATCH", &path, json!({ "is_locked": true }))
            .await["is_locked"],
        true
    );
    client
        .ok(
            "PATCH",
            &path,
            json!({ "properties": { "Name": { "title": text("b") } } }),
        )
        .await;
    let block = json!({ "children": [{ "divider": {} }] });
    client
        .ok("PATCH", &format!("blocks/{}/children", id(&row)), block)
        .await;
    let change = json!({ "properties": { "N": { "number": {} } } });
    client
        .ok("PATCH", &format!("data_sources/{}", id(&source)), change)
        .await;
    assert_eq!(
        client
            .ok("PATCH", &path, json!({ "is_locked": false }))
            .await["is_locked"],
        false
    );
}

#[tokio::test]
async fn trash_holds_what_is_in_what_is_trashed() {
    let client = client();
    let above = page(&client, &client.home(), "above").await;
    let below = page(&client, id(&above), "below").await;
    let path = format!("pages/{}", id(&above));
    let trashed = client.ok("PATCH", &path, json!({ "in_trash": true })).await;
    assert_eq!(
        (&trashed["in_trash"], &trashed["is_archived"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        client.get(&format!("pages/{}", id(&below))).await["in_trash"],
        true
    );
    let children = client
        .get(&format!("blocks/{}/children", client.home()))
        .await;
    assert_eq!(children["results"], json!([]));
    client
        .ok("PATCH", &path, json!({ "in_trash": false }))
        .await;
    assert_eq!(
        client.get(&format!("pages/{}", id(&below))).await["in_trash"],
        false
    );
    // A page deleted as a block is shown as one.
    let (_, block) = client
        .send("DELETE", &format!("blocks/{}", id(&below)), None)
        .await;
    assert_eq!(
        (&block["type"], &block["in_trash"]),
        (&json!("child_page"), &json!(true))
    );
    assert_eq!(
        client.get(&format!("blocks/{}", id(&above))).await["has_children"],
        false
    );
}

#[tokio::test]
async fn users_are_shown_as_they_were_given() {
    let snapshot = json!({ "users": [
        { "object": "user", "id": "00000000-0000-4000-8000-00000000000a", "name": "Ada", "type": "person",
          "avatar_url": "https://example.com/a.png", "person": { "email": "ada@example.com", "email_verified": true } },
        { "object": "user", "id": "00000000-0000-4000-8000-00000000000b", "name": "Bob", "type": "person",
          "avatar_url": null, "person": { "email": "bob@example.com" } },
        { "object": "user", "id": "00000000-0000-4000-8000-00000000000c", "name": "Other", "type": "bot", "bot": {} },
        { "object": "user", "id": "00000000-0000-4000-8000-00000000000d", "name": "Own", "type": "bot", "bot": {
            "owner": { "type": "user", "user": { "object": "user", "id": "00000000-0000-4000-8000-00000000000a" } },
            "workspace_limits": { "max_file_upload_size_in_bytes": 7 } } },
    ], "workspace": { "id": "00000000-0000-4000-8000-0000000000f0", "name": "W" } });
    let client = Client {
        server: Server::builder().snapshot(&snapshot).unwrap(),
        version: "2026-03-11",
    };
    let list = client.get("users").await;
    let users = list["results"].as_array().unwrap();
    assert_eq!(
        keys(&users[0]),
        ["object", "id", "name", "avatar_url", "type", "person"]
    );
    assert_eq!(
        users[0]["person"],
        json!({ "email": "ada@example.com", "email_verified": true })
    );
    assert_eq!(users[0]["avatar_url"], "https://example.com/a.png");
    assert_eq!(users[1]["person"], json!({ "email": "bob@example.com" }));
    assert_eq!(users[2]["bot"], json!({}));
    let own = client.get("users/me").await;
    assert_eq!(
        keys(&own["bot"]),
        [
            "owner",
            "workspace_name",
            "workspace_id",
            "workspace_limits"
        ]
    );
    assert_eq!(own["bot"]["owner"]["user"]["id"], users[0]["id"]);
    assert_eq!(own["bot"], users[3]["bot"]);
    assert_eq!(
        own["bot"]["workspace_limits"]["max_file_upload_size_in_bytes"],
        7
    );
}

#[tokio::test]
async fn the_older_version_has_archived_on_all_but_comments() {
    let mut client = client();
    let (database, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    client.version = "2025-09-03";
    let row = client.row(&source, json!({})).await;
    let upload = client.ok("POST", "file_uploads", json!({})).await;
    let block = client.get(&format!("blocks/{}", id(&row))).await;
    let database = client.get(&format!("databases/{}", id(&database))).await;
    let source = client.get(&format!("data_sources/{}", id(&source))).await;
    for object in [&row, &upload, &block, &database, &source] {
        let keys = keys(object);
        assert_eq!(
            keys[keys.len() - 2..],
            ["archived", "request_id"],
            "{}",
            object["object"]
        );
    }
    let list = client.get("file_uploads").await;
    assert_eq!(keys(&list["results"][0]).last(), Some(&"archived"));
    let comment = json!({ "parent": { "page_id": id(&row) }, "rich_text": text("x") });
    assert_eq!(
        client.ok("POST", "comments", comment).await.get("archived"),
        None
    );
    // Both words are understood there, and one of them in the newer version.
    let path = format!("pages/{}", id(&row));
    assert_eq!(
        client.ok("PATCH", &path, json!({ "archived": true })).await["archived"],
        true
    );
    assert_eq!(
        client
            .ok("PATCH", &path, json!({ "in_trash": false }))
            .await["archived"],
        false
    );
    client.version = "2026-03-11";
    assert_eq!(
        client
            .refused("PATCH", &path, json!({ "archived": true }))
            .await,
        "body failed validation: body.archived should be not present, instead was `true`."
    );
}

/// One request with everything wrong, then less and less: the first check that fails answers.
#[tokio::test]
async fn checks_come_in_an_order() {
    let client = client();
    let send = async |path: &str, token: &str, version: &str, body: &str| {
        let request = http::Request::post(format!("/v1/{path}"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let request = match version {
            "" => request,
            version => request.header("notion-version", version),
        };
        let request = request.body(bytes::Bytes::from(body.to_owned())).unwrap();
        let response = client.server.call(request).await;
        let answer: Value = serde_json::from_slice(response.body()).unwrap();
        let line = answer["message"]
            .as_str()
            .unwrap()
            .split(':')
            .next()
            .unwrap()
            .to_owned();
        (
            response.status().as_u16(),
            answer["code"].as_str().unwrap().to_owned(),
            line,
        )
    };
    let token = client.server.token().to_owned();
    let own = |status: u16, code: &str, line: &str| (status, code.to_owned(), line.to_owned());
    let missing = "data_sources/00000000-0000-4000-8000-000000000000/query";
    assert_eq!(
        send("nowhere", "wrong", "", "{").await,
        own(400, "invalid_request_url", "Invalid request URL.")
    );
    assert_eq!(
        send("data_sources/x/query", "wrong", "", "{").await,
        own(401, "unauthorized", "API token is invalid.")
    );
    assert_eq!(
        send("data_sources/x/query", &token, "", "{").await.1,
        "missing_version"
    );
    assert_eq!(
        send("data_sources/x/query", &token, "2026-03-11", "{").await,
        own(400, "validation_error", "path failed validation")
    );
    assert_eq!(
        send(missing, &token, "2026-03-11", "{").await,
        own(400, "invalid_json", "Error parsing JSON body.")
    );
    assert_eq!(
        send(missing, &token, "2026-03-11", "{\"page_size\": 101}").await,
        own(400, "validation_error", "body failed validation")
    );
    assert_eq!(
        send(missing, &token, "2026-03-11", "{}").await.1,
        "object_not_found"
    );
}
