//! Changes of databases and data sources.

use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

async fn change(client: &Client, source: &Value, properties: Value) -> Value {
    client
        .ok(
            "PATCH",
            &format!("data_sources/{}", id(source)),
            json!({ "properties": properties }),
        )
        .await
}

async fn fresh(client: &Client, source: &Value) -> Value {
    client.get(&format!("data_sources/{}", id(source))).await
}

#[tokio::test]
async fn schema_a_property_keeps_its_id_when_renamed_and_gets_a_new_one_when_made_again() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "A": { "number": {} } }),
        )
        .await;
    let first = source["properties"]["A"]["id"].as_str().unwrap().to_owned();
    let row = client.row(&source, json!({ "A": { "number": 1 } })).await;
    let renamed = change(&client, &source, json!({ first.as_str(): { "name": "B" } })).await;
    assert_eq!(renamed["properties"]["B"]["id"], first.as_str());
    let page = client.get(&format!("pages/{}", id(&row))).await;
    assert_eq!(page["properties"]["B"]["number"], 1);
    let without = change(&client, &source, json!({ "B": null })).await;
    assert_eq!(crate::support::keys(&without["properties"]), ["Name"]);
    let again = change(&client, &source, json!({ "B": { "number": {} } })).await;
    assert_ne!(again["properties"]["B"]["id"], first.as_str());
    let page = client.get(&format!("pages/{}", id(&row))).await;
    assert_eq!(page["properties"]["B"]["number"], Value::Null);
    // The title is renamed and not deleted.
    assert!(change(&client, &source, json!({ "title": { "name": "Task" } })).await["properties"]["Task"].is_object());
    client
        .refused(
            "PATCH",
            &format!("data_sources/{}", id(&source)),
            json!({ "properties": { "Task": null } }),
        )
        .await;
}

#[tokio::test]
async fn schema_options_are_replaced_as_a_list_and_known_ones_keep_their_ids() {
    let client = client();
    let options = json!([{ "name": "Cat1" }, { "name": "Cat2", "color": "red" }]);
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "C": { "select": { "options": options } } }),
        )
        .await;
    let before = source["properties"]["C"]["select"]["options"].clone();
    assert_eq!(
        (&before[0]["color"], &before[0]["description"]),
        (&json!("default"), &Value::Null)
    );
    let row = client
        .row(&source, json!({ "C": { "select": { "name": "Cat1" } } }))
        .await;
    let changed = json!({ "C": { "select": { "options": [{ "name": "Cat2" }, { "name": "Cat3", "color": "blue" }] } } });
    let after =
        change(&client, &source, changed).await["properties"]["C"]["select"]["options"].clone();
    assert_eq!(
        (&after[0]["id"], &after[0]["color"]),
        (&before[1]["id"], &json!("red"))
    );
    assert_eq!(after[1]["name"], "Cat3");
    let page = client.get(&format!("pages/{}", id(&row))).await;
    assert_eq!(page["properties"]["C"]["select"], Value::Null);
    let path = format!("data_sources/{}", id(&source));
    for (options, message) in [
        (
            json!([{ "name": "a" }, { "name": "A" }]),
            "Duplicate select option name: A",
        ),
        (
            json!([{ "name": "Cat2", "color": "blue" }]),
            "Cannot update color of select with name: Cat2.",
        ),
        (
            json!([{ "name": "a,b" }]),
            "Invalid select option, commas not allowed: a,b",
        ),
    ] {
        let body = json!({ "properties": { "C": { "select": { "options": options } } } });
        assert_eq!(client.refused("PATCH", &path, body).await, message);
    }
}

#[tokio::test]
async fn schema_options_of_a_status_all_land_in_the_first_group() {
    let client = client();
    let status = json!({ "status": { "options": [{ "name": "one" }, { "name": "two" }] } });
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} }, "S": status }))
        .await;
    let status = &source["properties"]["S"]["status"];
    let names: Vec<&Value> = status["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| &group["name"])
        .collect();
    assert_eq!(names, ["To-do", "In progress", "Complete"]);
    assert_eq!(
        status["groups"][0]["option_ids"].as_array().unwrap().len(),
        2
    );
    assert_eq!(
        client.row(&source, json!({})).await["properties"]["S"]["status"]["name"],
        "one"
    );
}

#[tokio::test]
async fn schema_relations_change_between_one_way_and_two_way() {
    let client = client();
    let (_, target) = client
        .database("Target", json!({ "Name": { "title": {} } }))
        .await;
    let (_, other) = client
        .database("Other", json!({ "Name": { "title": {} } }))
        .await;
    let relation = |to: &Value, kind: &str| json!({ "relation": { "data_source_id": id(to), "type": kind, kind: {} } });
    let (_, source) = client
        .database(
            "Source",
            json!({ "Name": { "title": {} }, "R": relation(&target, "single_property") }),
        )
        .await;
    let page = client.row(&target, json!({})).await;
    let row = client
        .row(
            &source,
            json!({ "R": { "relation": [{ "id": id(&page) }] } }),
        )
        .await;
    // One-way to two-way: the other end appears, and is filled.
    let dual = change(
        &client,
        &source,
        json!({ "R": relation(&target, "dual_property") }),
    )
    .await;
    let synced = dual["properties"]["R"]["relation"]["dual_property"]["synced_property_name"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(synced, "Related to Source (R)");
    let page = client.get(&format!("pages/{}", id(&page))).await;
    assert_eq!(
        page["properties"][&synced]["relation"],
        json!([{ "id": id(&row) }])
    );
    // The same again changes nothing.
    let again = change(
        &client,
        &source,
        json!({ "R": relation(&target, "dual_property") }),
    )
    .await;
    assert_eq!(again["properties"]["R"], dual["properties"]["R"]);
    // Another target: the same property, a new other end.
    let moved = change(
        &client,
        &source,
        json!({ "R": relation(&other, "dual_property") }),
    )
    .await;
    assert_eq!(
        moved["properties"]["R"]["id"],
        dual["properties"]["R"]["id"]
    );
    assert!(fresh(&client, &other).await["properties"]["Related to Source (R)"].is_object());
    let single = change(
        &client,
        &source,
        json!({ "R": relation(&other, "single_property") }),
    )
    .await;
    assert_eq!(
        single["properties"]["R"]["relation"]["type"],
        "single_property"
    );
    let (status, _) = client
        .send(
            "PATCH",
            &format!("data_sources/{}", id(&source)),
            Some(&json!({ "properties": { "X": relation(&source, "dual_property") } })),
        )
        .await;
    assert_eq!(status, 500, "two-way with itself fails at Notion");
}

#[tokio::test]
async fn schema_formulas_are_stored_with_ids_and_printed_anew() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({
                "Name": { "title": {} }, "A": { "number": {} },
                "F": { "formula": { "expression": "(prop(\"A\")+1)*2" } }, "G": { "formula": { "expression": "prop(\"F\") + 1" } },
            }),
        )
        .await;
    let expression = source["properties"]["F"]["formula"]["expression"]
        .as_str()
        .unwrap();
    let number = source["properties"]["A"]["id"].as_str().unwrap();
    assert!(
        expression.starts_with(&format!(
            "({{{{notion:block_property:{number}:{}:",
            id(&source)
        )),
        "{expression}"
    );
    assert!(expression.ends_with("}} + 1) * 2"), "{expression}");
    change(&client, &source, json!({ "A": { "name": "B" } })).await;
    let row = client.row(&source, json!({ "B": { "number": 3 } })).await;
    assert_eq!(
        row["properties"]["F"]["formula"],
        json!({ "type": "number", "number": 8 })
    );
    assert_eq!(
        row["properties"]["G"]["formula"],
        json!({ "type": "number", "number": 9 })
    );
    let path = format!("data_sources/{}", id(&source));
    let wrong = json!({ "properties": { "H": { "formula": { "expression": "prop(\"Nope\")" } } } });
    assert_eq!(
        client.refused("PATCH", &path, wrong).await,
        "Could not find property with name or id: Nope"
    );
    let broken = json!({ "properties": { "H": { "formula": { "expression": "1 +" } } } });
    assert!(
        client
            .refused("PATCH", &path, broken)
            .await
            .starts_with("Formula could not be parsed")
    );
}

#[tokio::test]
async fn schema_a_change_that_fails_leaves_everything_as_it_was() {
    let client = client();
    let (_, target) = client
        .database("Target", json!({ "Name": { "title": {} } }))
        .await;
    let (_, source) = client
        .database(
            "Source",
            json!({ "Name": { "title": {} }, "A": { "number": {} } }),
        )
        .await;
    let body = json!({ "title": text("New"), "properties": {
        "A": null,
        "R": { "relation": { "data_source_id": id(&target), "type": "dual_property", "dual_property": {} } },
        "S": { "rollup": { "relation_property_name": "Nope", "rollup_property_name": "Name", "function": "count" } },
    } });
    let message = client
        .refused("PATCH", &format!("data_sources/{}", id(&source)), body)
        .await;
    assert_eq!(message, "Could not find property with name or id: Nope");
    let (after, mut before) = (fresh(&client, &source).await, source);
    before["request_id"] = after["request_id"].clone();
    assert_eq!(after, before);
    assert_eq!(
        crate::support::keys(&fresh(&client, &target).await["properties"]),
        ["Name"]
    );
}

#[tokio::test]
async fn schema_values_are_read_again_when_a_type_changes() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "A": { "rich_text": {} } }),
        )
        .await;
    let number = client
        .row(&source, json!({ "A": { "rich_text": text("12.5") } }))
        .await;
    let word = client
        .row(&source, json!({ "A": { "rich_text": text("twelve") } }))
        .await;
    change(
        &client,
        &source,
        json!({ "A": { "number": { "format": "euro" } } }),
    )
    .await;
    let value = |page: Value| page["properties"]["A"]["number"].clone();
    assert_eq!(
        value(client.get(&format!("pages/{}", id(&number))).await),
        12.5
    );
    assert_eq!(
        value(client.get(&format!("pages/{}", id(&word))).await),
        Value::Null
    );
}

#[tokio::test]
async fn databases_titles_descriptions_and_icons_agree_with_their_only_data_source() {
    let client = client();
    let (database, source) = client
        .database("Old", json!({ "Name": { "title": {} } }))
        .await;
    let path = format!("databases/{}", id(&database));
    let body = json!({ "description": text("d"), "is_inline": true, "icon": { "emoji": "🐟" } });
    let changed = client.ok("PATCH", &path, body).await;
    assert_eq!(
        changed["last_edited_time"], database["last_edited_time"],
        "only a title moves it"
    );
    let mirrored = fresh(&client, &source).await;
    assert_eq!(
        (
            &mirrored["description"],
            &mirrored["is_inline"],
            &mirrored["icon"]
        ),
        (&changed["description"], &json!(true), &changed["icon"])
    );
    client
        .ok(
            "PATCH",
            &format!("data_sources/{}", id(&source)),
            json!({ "title": text("New") }),
        )
        .await;
    let database = client.get(&path).await;
    assert_eq!(database["title"][0]["plain_text"], "New");
    assert_eq!(database["data_sources"][0]["name"], "New");
    client
        .ok(
            "PATCH",
            &format!("data_sources/{}", id(&source)),
            json!({ "title": [] }),
        )
        .await;
    let blocks = client
        .get(&format!("blocks/{}/children", client.home()))
        .await;
    assert_eq!(
        blocks["results"][0]["child_database"]["title"],
        "New database"
    );
    // With a second one they are independent.
    let body = json!({ "parent": { "database_id": id(&database) }, "title": text("Second"), "properties": { "Name": { "title": {} } } });
    let second = client.ok("POST", "data_sources", body).await;
    client
        .ok(
            "PATCH",
            &format!("data_sources/{}", id(&second)),
            json!({ "title": text("2nd") }),
        )
        .await;
    let database = client.get(&path).await;
    assert_eq!(database["title"], json!([]));
    assert_eq!(
        database["data_sources"][1],
        json!({ "id": id(&second), "name": "2nd" })
    );
    let message = client
        .refused("PATCH", &path, json!({ "icon": null }))
        .await;
    assert_eq!(
        message,
        "body failed validation: body.icon should be an object or `undefined`, instead was `null`."
    );
}

#[tokio::test]
async fn databases_a_title_property_is_needed() {
    let client = client();
    let create = |properties: Value| json!({ "parent": { "page_id": client.home() }, "initial_data_source": { "properties": properties } });
    let message = client
        .refused(
            "POST",
            "databases",
            create(json!({ "A": { "number": {} } })),
        )
        .await;
    assert_eq!(message, "Title is not provided");
    let message = client
        .refused("POST", "databases", create(json!({ "A": { "nope": {} } })))
        .await;
    assert!(message.starts_with("body failed validation. Fix one:\nbody.initial_data_source.properties.A.number should be defined"), "{message}");
    let message = client.refused("POST", "databases", json!({})).await;
    assert_eq!(
        message,
        "body failed validation: body.parent should be defined, instead was `undefined`."
    );
    assert_eq!(
        client
            .get(&format!("blocks/{}/children", client.home()))
            .await["results"],
        json!([])
    );
}
