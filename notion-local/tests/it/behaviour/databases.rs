//! Databases, their data sources and linked views.

use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

fn freeze(client: &Client, at: &str) {
    client.server.freeze(at.parse().unwrap());
}

#[tokio::test]
async fn times_of_databases_are_exact_and_move_with_titles_only() {
    let client = client();
    freeze(&client, "2026-06-27T16:53:14.422Z");
    let (database, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    assert_eq!(database["created_time"], "2026-06-27T16:53:14.422+00:00");
    assert_eq!(database["created_time"], database["last_edited_time"]);
    assert_eq!(source["created_time"], "2026-06-27T16:53:00.000Z");
    freeze(&client, "2026-06-27T17:00:01.5Z");
    let path = format!("databases/{}", id(&database));
    for change in [
        json!({ "description": text("D") }),
        json!({ "is_inline": true }),
        json!({ "is_locked": true }),
        json!({ "icon": { "emoji": "🐟" } }),
    ] {
        let changed = client.ok("PATCH", &path, change).await;
        assert_eq!(changed["last_edited_time"], database["last_edited_time"]);
    }
    // What its data source shows too has changed there; a lock is not shown there.
    let source_path = format!("data_sources/{}", id(&source));
    let shown = client.get(&source_path).await;
    assert_eq!(shown["description"][0]["plain_text"], "D");
    assert_eq!(
        (&shown["is_inline"], &shown["icon"]["emoji"]),
        (&json!(true), &json!("🐟"))
    );
    assert_eq!(shown.get("is_locked"), None);
    // Rows do not change their data source.
    client.row(&source, json!({})).await;
    assert_eq!(
        client.get(&source_path).await["last_edited_time"],
        shown["last_edited_time"]
    );
    let renamed = client
        .ok("PATCH", &source_path, json!({ "title": text("New") }))
        .await;
    assert_eq!(renamed["last_edited_time"], "2026-06-27T17:00:00.000Z");
    let database = client.get(&path).await;
    assert_eq!(
        database["last_edited_time"],
        "2026-06-27T17:00:01.500+00:00"
    );
    assert_eq!(database["title"][0]["plain_text"], "New");
    assert_eq!(database["data_sources"][0]["name"], "New");
    let block = client.get(&format!("blocks/{}", id(&database))).await;
    assert_eq!(block["child_database"]["title"], "New");
    // Without a title a database is a new one.
    let untitled = client
        .ok("PATCH", &source_path, json!({ "title": [] }))
        .await;
    assert_eq!(untitled["title"], json!([]));
    let block = client.get(&format!("blocks/{}", id(&database))).await;
    assert_eq!(block["child_database"]["title"], "New database");
}

#[tokio::test]
async fn databases_hold_several_data_sources_that_come_go_and_move() {
    let client = client();
    let (first, source) = client
        .database("First", json!({ "Name": { "title": {} } }))
        .await;
    let (second, _) = client
        .database("Second", json!({ "Name": { "title": {} } }))
        .await;
    let body = json!({
        "parent": { "type": "database_id", "database_id": id(&first) }, "title": text("Extra"), "icon": { "emoji": "🐟" },
        "properties": { "Name": { "title": {} } },
    });
    let extra = client.ok("POST", "data_sources", body).await;
    assert_eq!(extra["icon"]["emoji"], "🐟");
    assert_eq!(extra["database_parent"], first["parent"]);
    let names = async |database: &Value| -> Vec<String> {
        let shown = client.get(&format!("databases/{}", id(database))).await;
        let sources = shown["data_sources"].as_array().unwrap().clone();
        sources
            .iter()
            .map(|source| source["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&first).await, ["First", "Extra"]);
    // With two of them a title is that of the data source alone.
    let path = format!("data_sources/{}", id(&extra));
    client
        .ok("PATCH", &path, json!({ "title": text("Other") }))
        .await;
    assert_eq!(
        client.get(&format!("databases/{}", id(&first))).await["title"][0]["plain_text"],
        "First"
    );
    let row = client.row(&extra, json!({})).await;
    let moved = client
        .ok(
            "PATCH",
            &path,
            json!({ "parent": { "type": "database_id", "database_id": id(&second) } }),
        )
        .await;
    assert_eq!(
        (&moved["id"], &moved["parent"]["database_id"]),
        (&extra["id"], &second["id"])
    );
    assert_eq!(moved["url"], second["url"]);
    assert_eq!(names(&first).await, ["First"]);
    assert_eq!(names(&second).await, ["Second", "Other"]);
    let row = client.get(&format!("pages/{}", id(&row))).await;
    assert_eq!(
        row["parent"],
        json!({ "type": "data_source_id", "data_source_id": extra["id"], "database_id": second["id"] })
    );
    // One of them goes to the trash alone, and all of them with their database.
    assert_eq!(
        client.ok("PATCH", &path, json!({ "in_trash": true })).await["in_trash"],
        true
    );
    assert_eq!(
        client.get(&format!("databases/{}", id(&second))).await["in_trash"],
        false
    );
    assert_eq!(
        client
            .ok("PATCH", &path, json!({ "in_trash": false }))
            .await["in_trash"],
        false
    );
    let (_, block) = client
        .send("DELETE", &format!("blocks/{}", id(&first)), None)
        .await;
    assert_eq!(
        (&block["type"], &block["in_trash"]),
        (&json!("child_database"), &json!(true))
    );
    assert_eq!(
        client.get(&format!("data_sources/{}", id(&source))).await["in_trash"],
        true
    );
    client
        .ok(
            "PATCH",
            &format!("blocks/{}", id(&first)),
            json!({ "in_trash": false }),
        )
        .await;
    assert_eq!(
        client.get(&format!("data_sources/{}", id(&source))).await["in_trash"],
        false
    );
}

#[tokio::test]
async fn a_view_of_another_data_source_makes_a_database_without_any() {
    let client = client();
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    let create = |more: Value| {
        let mut body = json!({ "data_source_id": id(&source), "name": "V", "type": "board" });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let parent = json!({ "type": "page_id", "page_id": client.home() });
    let view = client
        .ok(
            "POST",
            "views",
            create(json!({ "create_database": { "parent": parent } })),
        )
        .await;
    let database = view["parent"]["database_id"].as_str().unwrap();
    let linked = client.get(&format!("databases/{database}")).await;
    assert_eq!(linked["title"][0]["plain_text"], "Untitled");
    assert_eq!(
        (&linked["is_inline"], &linked["data_sources"]),
        (&json!(true), &json!([]))
    );
    let row = json!({ "parent": { "database_id": database }, "properties": {} });
    assert_eq!(
        client.refused("POST", "pages", row).await,
        format!(
            "Database with ID {database} does not contain any data sources accessible by this API bot."
        )
    );
    // Views stand in the order that they are given.
    let place = |position: Value| create(json!({ "database_id": database, "position": position }));
    let first = client
        .ok("POST", "views", place(json!({ "type": "start" })))
        .await;
    let behind = client
        .ok(
            "POST",
            "views",
            place(json!({ "type": "after_view", "view_id": id(&first) })),
        )
        .await;
    let last = client
        .ok("POST", "views", place(json!({ "type": "end" })))
        .await;
    let list = client.get(&format!("views?database_id={database}")).await;
    let ids: Vec<&str> = list["results"].as_array().unwrap().iter().map(id).collect();
    assert_eq!(ids, [id(&first), id(&behind), id(&view), id(&last)]);
    client.refused("POST", "views", create(json!({}))).await;
    let (status, _) = client
        .send(
            "POST",
            "views",
            Some(&place(
                json!({ "type": "after_view", "view_id": client.home() }),
            )),
        )
        .await;
    assert_eq!(status, 404);
}
