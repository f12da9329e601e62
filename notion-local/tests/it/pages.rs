//! Pages, databases, data sources and their values.

use serde_json::{Value, json};

use crate::support::{client, id, keys, text, title};

#[tokio::test]
async fn pages_a_new_page_has_notions_keys_and_is_a_child_block_of_its_parent() {
    let client = client();
    let body = json!({
        "parent": { "page_id": client.home() },
        "properties": { "title": text("Hello, World!") },
        "icon": { "type": "emoji", "emoji": "🐟" },
        "children": [{ "paragraph": { "rich_text": text("first") } }],
    });
    let page = client.ok("POST", "pages", body).await;
    let expected = [
        "object",
        "id",
        "created_time",
        "last_edited_time",
        "created_by",
        "last_edited_by",
        "cover",
        "icon",
        "parent",
        "in_trash",
        "is_archived",
        "is_locked",
        "properties",
        "url",
        "public_url",
        "request_id",
    ];
    assert_eq!(keys(&page), expected);
    assert_eq!(page["icon"], json!({ "type": "emoji", "emoji": "🐟" }));
    let hex = id(&page).replace('-', "");
    assert_eq!(
        page["url"],
        format!("https://app.notion.com/p/Hello-World-{hex}")
    );
    let children = client
        .get(&format!("blocks/{}/children", client.home()))
        .await;
    assert_eq!(
        children["results"][0]["child_page"],
        json!({ "title": "Hello, World!" })
    );
    assert_eq!(children["results"][0]["has_children"], true);
    let inside = client.get(&format!("blocks/{hex}/children")).await;
    assert_eq!(
        inside["results"][0]["paragraph"]["rich_text"][0]["plain_text"],
        "first"
    );
    assert_eq!(
        inside["results"][0]["parent"],
        json!({ "type": "page_id", "page_id": id(&page) })
    );
}

#[tokio::test]
async fn versions_the_older_one_has_archived_as_the_last_key() {
    let mut client = client();
    client.version = "2025-09-03";
    let page = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    let page = client.ok("POST", "pages", page).await;
    assert_eq!(
        keys(&page).iter().rev().take(2).collect::<Vec<_>>(),
        [&"request_id", &"archived"]
    );
    let trashed = client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&page)),
            json!({ "archived": true }),
        )
        .await;
    assert_eq!(
        (&trashed["archived"], &trashed["in_trash"]),
        (&json!(true), &json!(true))
    );
}

#[tokio::test]
async fn databases_show_no_properties_and_their_data_source_shows_all() {
    let client = client();
    let (database, source) = client
        .database(
            "Things",
            json!({ "Name": { "title": {} }, "Price": { "number": { "format": "euro" } } }),
        )
        .await;
    let expected = [
        "object",
        "id",
        "title",
        "description",
        "parent",
        "is_inline",
        "in_trash",
        "is_locked",
        "created_time",
        "last_edited_time",
        "data_sources",
        "icon",
        "cover",
        "url",
        "public_url",
        "request_id",
    ];
    assert_eq!(keys(&database), expected);
    assert!(
        database["created_time"]
            .as_str()
            .unwrap()
            .ends_with("+00:00")
    );
    assert_eq!(database["data_sources"][0]["name"], "Things");
    assert_eq!(
        source["properties"]["Price"]["number"],
        json!({ "format": "euro" })
    );
    assert_eq!(keys(&source["properties"]).last(), Some(&"Name"));
    assert_eq!(
        source["parent"],
        json!({ "type": "database_id", "database_id": id(&database) })
    );
    assert_eq!(source["url"], database["url"]);
}

#[tokio::test]
async fn databases_without_a_title_are_new_databases() {
    let client = client();
    let body = json!({ "parent": { "page_id": client.home() } });
    let database = client.ok("POST", "databases", body).await;
    assert_eq!(database["title"][0]["plain_text"], "New database");
    let source = client
        .get(&format!(
            "data_sources/{}",
            id(&database["data_sources"][0])
        ))
        .await;
    assert_eq!(source["title"], json!([]));
}

fn every_type() -> Value {
    json!({
        "Name": { "title": {} }, "Text": { "rich_text": {} }, "Number": { "number": {} }, "Date": { "date": {} },
        "Select": { "select": { "options": [{ "name": "a", "color": "red" }, { "name": "b" }] } },
        "Tags": { "multi_select": { "options": [] } }, "Status": { "status": {} }, "People": { "people": {} },
        "Files": { "files": {} }, "Check": { "checkbox": {} }, "Url": { "url": {} }, "Email": { "email": {} },
        "Phone": { "phone_number": {} }, "Created": { "created_time": {} }, "Creator": { "created_by": {} },
        "Edited": { "last_edited_time": {} }, "Editor": { "last_edited_by": {} }, "ID": { "unique_id": { "prefix": "T" } },
        "Place": { "place": {} }, "Button": { "button": {} },
    })
}

#[tokio::test]
async fn rows_show_every_property_with_its_empty_value() {
    let client = client();
    let (_, source) = client.database("All", every_type()).await;
    let row = client.row(&source, json!({})).await;
    let value = |name: &str| {
        let property = &row["properties"][name];
        property[property["type"].as_str().unwrap()].clone()
    };
    for name in ["Name", "Text", "Tags", "People", "Files"] {
        assert_eq!(value(name), json!([]), "{name}");
    }
    for name in ["Number", "Select", "Date", "Url", "Email", "Phone", "Place"] {
        assert_eq!(value(name), Value::Null, "{name}");
    }
    assert_eq!(value("Check"), false);
    assert_eq!(value("Button"), json!({}));
    assert_eq!(value("Status")["name"], "Not started");
    assert_eq!(value("ID"), json!({ "prefix": "T", "number": 1 }));
    assert_eq!(value("Creator")["bot"], json!({}));
    assert_eq!(value("Created"), row["created_time"]);
    let next = client.row(&source, json!({})).await;
    assert_eq!(next["properties"]["ID"]["unique_id"]["number"], 2);
}

#[tokio::test]
async fn rows_values_come_back_as_notion_shows_them() {
    let client = client();
    let (_, source) = client.database("All", every_type()).await;
    let people = client.get("users").await;
    let person = &people["results"][0];
    let row = client
        .row(
            &source,
            json!({
                "title": { "title": text("by the key title") },
                "Number": { "number": 3 },
                "Date": { "date": { "start": "2026-06-27T18:01:15.377824", "time_zone": "Europe/London" } },
                "Select": { "select": { "name": "a" } },
                "Tags": { "multi_select": [{ "name": "x" }, { "name": "y", "color": "blue" }] },
                "People": { "people": [{ "object": "user", "id": person["id"] }] },
                "Files": { "files": [{ "name": "f", "type": "external", "external": { "url": "https://example.com/f" } }] },
                "Check": { "checkbox": true },
                "Place": { "place": { "lat": 1.5, "lon": 2.5 } },
            }),
        )
        .await;
    let value = |name: &str| {
        let property = &row["properties"][name];
        property[property["type"].as_str().unwrap()].clone()
    };
    assert_eq!(title(&row), "by the key title");
    assert_eq!(value("Number").to_string(), "3");
    assert_eq!(
        value("Date"),
        json!({ "start": "2026-06-27T18:01:00.000+01:00", "end": null, "time_zone": null })
    );
    assert_eq!(value("Select")["color"], "red");
    assert_eq!(keys(&value("Select")), ["id", "name", "color"]);
    assert_eq!(value("Tags")[0]["name"], "x");
    assert_eq!(value("Tags")[1]["color"], "blue");
    assert_eq!(value("People")[0]["person"], person["person"]);
    assert_eq!(
        value("Files"),
        json!([{ "name": "f", "type": "external", "external": { "url": "https://example.com/f" } }])
    );
    assert_eq!(value("Place")["address"], Value::Null);
    // Options that were named for the first time are in the schema now.
    let source = client.get(&format!("data_sources/{}", id(&source))).await;
    assert_eq!(
        source["properties"]["Tags"]["multi_select"]["options"][1]["name"],
        "y"
    );
}

#[tokio::test]
async fn relations_two_way_ones_have_another_end_with_a_name_of_its_own() {
    let client = client();
    let (_, projects) = client
        .database("Projects", json!({ "Name": { "title": {} } }))
        .await;
    let relation =
        json!({ "type": "dual_property", "data_source_id": id(&projects), "dual_property": {} });
    let (_, tasks) = client
        .database(
            "Tasks",
            json!({ "Task": { "title": {} }, "Project": { "relation": relation } }),
        )
        .await;
    let other =
        &tasks["properties"]["Project"]["relation"]["dual_property"]["synced_property_name"];
    assert_eq!(other, "Related to Tasks (Project)");
    let project = client
        .row(&projects, json!({ "Name": { "title": text("Launch") } }))
        .await;
    let task = client
        .row(&tasks, json!({ "Task": { "title": text("Write") }, "Project": { "relation": [{ "id": id(&project) }] } }))
        .await;
    let project = client.get(&format!("pages/{}", id(&project))).await;
    assert_eq!(
        project["properties"]["Related to Tasks (Project)"]["relation"],
        json!([{ "id": id(&task) }])
    );
    // Renaming one end shows at the other at once.
    client
        .ok(
            "PATCH",
            &format!("data_sources/{}", id(&projects)),
            json!({ "properties": { "Related to Tasks (Project)": { "name": "Tasks" } } }),
        )
        .await;
    let tasks = client.get(&format!("data_sources/{}", id(&tasks))).await;
    assert_eq!(
        tasks["properties"]["Project"]["relation"]["dual_property"]["synced_property_name"],
        "Tasks"
    );
    // Emptying one end empties the other.
    client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&project)),
            json!({ "properties": { "Tasks": { "relation": [] } } }),
        )
        .await;
    let task = client.get(&format!("pages/{}", id(&task))).await;
    assert_eq!(task["properties"]["Project"]["relation"], json!([]));
}

#[tokio::test]
async fn relations_a_page_shows_25_references_and_says_that_there_are_more() {
    let client = client();
    let (_, items) = client
        .database("Items", json!({ "Name": { "title": {} } }))
        .await;
    let relation =
        json!({ "type": "single_property", "data_source_id": id(&items), "single_property": {} });
    let (_, people) = client
        .database(
            "People",
            json!({ "Name": { "title": {} }, "Items": { "relation": relation } }),
        )
        .await;
    let mut ids = Vec::new();
    for _ in 0..26 {
        ids.push(json!({ "id": id(&client.row(&items, json!({})).await) }));
    }
    let row = client
        .row(&people, json!({ "Items": { "relation": ids } }))
        .await;
    let value = &row["properties"]["Items"];
    assert_eq!(
        (
            value["relation"].as_array().unwrap().len(),
            &value["has_more"]
        ),
        (25, &json!(true))
    );
}

#[tokio::test]
async fn rollups_compute_over_related_pages() {
    let client = client();
    let (_, tasks) = client
        .database(
            "Tasks",
            json!({ "Name": { "title": {} }, "Days": { "number": {} }, "Due": { "date": {} } }),
        )
        .await;
    let relation =
        json!({ "type": "single_property", "data_source_id": id(&tasks), "single_property": {} });
    let rollup = |target: &str, function: &str| json!({ "rollup": { "relation_property_name": "Tasks", "rollup_property_name": target, "function": function } });
    let (_, projects) = client
        .database(
            "Projects",
            json!({
                "Sum": rollup("Days", "sum"), "Last": rollup("Due", "latest_date"), "All": rollup("Name", "show_original"),
                "Name": { "title": {} }, "Tasks": { "relation": relation },
            }),
        )
        .await;
    let config = &projects["properties"]["Sum"]["rollup"];
    assert_eq!(
        keys(config),
        [
            "rollup_property_name",
            "relation_property_name",
            "rollup_property_id",
            "relation_property_id",
            "function"
        ]
    );
    let a = client.row(&tasks, json!({ "Name": { "title": text("a") }, "Days": { "number": 2 }, "Due": { "date": { "start": "2026-01-01" } } })).await;
    let b = client
        .row(
            &tasks,
            json!({ "Name": { "title": text("b") }, "Days": { "number": 1.5 } }),
        )
        .await;
    let row = client
        .row(
            &projects,
            json!({ "Tasks": { "relation": [{ "id": id(&a) }, { "id": id(&b) }] } }),
        )
        .await;
    let value = |name: &str| row["properties"][name]["rollup"].clone();
    assert_eq!(
        value("Sum"),
        json!({ "type": "number", "number": 3.5, "function": "sum" })
    );
    assert_eq!(value("Last")["date"]["start"], "2026-01-01");
    assert_eq!(value("All")["array"][1]["title"][0]["plain_text"], "b");
    assert_eq!(keys(&value("All")["array"][0]), ["type", "title"]);
    let empty = client.row(&projects, json!({})).await;
    assert_eq!(
        empty["properties"]["Last"]["rollup"],
        json!({ "type": "date", "date": null, "function": "latest_date" })
    );
}

#[tokio::test]
async fn errors_say_what_is_wrong_with_values() {
    let client = client();
    let (_, source) = client.database("All", every_type()).await;
    let create = |properties: Value| json!({ "parent": { "data_source_id": id(&source) }, "properties": properties });
    for (properties, message) in [
        (
            json!({ "Nope": { "number": 1 } }),
            "Nope is not a property that exists.",
        ),
        (
            json!({ "Number": { "checkbox": true } }),
            "Number is expected to be number.",
        ),
        (
            json!({ "Status": { "status": { "name": "x" } } }),
            "Invalid status option. Status option \"x\" does not exist\".",
        ),
        (
            json!({ "Tags": { "multi_select": [{ "name": "a,b" }] } }),
            "Invalid multi_select option, commas not allowed: a,b",
        ),
        (
            json!({ "Text": { "rich_text": [{ "text": { "content": "x".repeat(2001) } }] } }),
            "body failed validation: body.properties.Text.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.",
        ),
    ] {
        assert_eq!(
            client.refused("POST", "pages", create(properties)).await,
            message
        );
    }
    assert_eq!(
        client.query(&source, json!({})).await.len(),
        0,
        "nothing half-written"
    );
    let (status, body) = client
        .send(
            "POST",
            "pages",
            Some(&json!({ "parent": { "page_id": "00000000-0000-4000-8000-000000000000" } })),
        )
        .await;
    assert_eq!((status, &body["code"]), (404, &json!("object_not_found")));
}

#[tokio::test]
async fn trash_what_is_in_it_cannot_be_edited_and_can_be_restored() {
    let client = client();
    let body =
        json!({ "parent": { "page_id": client.home() }, "properties": { "title": text("gone") } });
    let page = client.ok("POST", "pages", body).await;
    let path = format!("pages/{}", id(&page));
    assert_eq!(
        client.ok("PATCH", &path, json!({ "in_trash": true })).await["in_trash"],
        true
    );
    let message = client
        .refused(
            "PATCH",
            &path,
            json!({ "properties": { "title": text("x") } }),
        )
        .await;
    assert_eq!(
        message,
        "Can't update a page that is archived. You must unarchive the page before updating."
    );
    let under = json!({ "parent": { "page_id": id(&page) }, "properties": {} });
    client.refused("POST", "pages", under).await;
    assert_eq!(
        client
            .ok("PATCH", &path, json!({ "in_trash": false }))
            .await["in_trash"],
        false
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
