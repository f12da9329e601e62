//! Schemas: defaults of new properties, their ids and order, and what names what.

use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

async fn change(client: &Client, source: &Value, properties: Value) -> Value {
    let path = format!("data_sources/{}", id(source));
    client
        .ok("PATCH", &path, json!({ "properties": properties }))
        .await
}

fn decoded(id: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = id.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let pair = [bytes.next().unwrap(), bytes.next().unwrap()];
            out.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn new_properties_have_notions_defaults() {
    let client = client();
    let plain = [
        "rich_text",
        "date",
        "people",
        "files",
        "checkbox",
        "url",
        "email",
        "phone_number",
        "created_time",
        "created_by",
        "last_edited_time",
        "last_edited_by",
        "place",
        "button",
        "verification",
    ];
    let mut properties = json!({
        "Name": { "title": {} },
        "number": { "number": {} },
        "select": { "select": { "options": [{ "name": "b" }, { "name": "a", "color": "red" }] } },
        "multi_select": { "multi_select": {} },
        "unique_id": { "unique_id": {} },
        "status": { "status": {} },
    });
    for name in plain {
        properties[name] = json!({ name: {} });
    }
    let (_, source) = client.database("T", properties).await;
    for (name, property) in source["properties"].as_object().unwrap() {
        let kind = property["type"].as_str().unwrap();
        assert_eq!(
            crate::support::keys(property),
            ["id", "name", "description", "type", kind]
        );
        assert_eq!(
            (&property["name"], &property["description"]),
            (&json!(name), &Value::Null)
        );
    }
    for name in plain {
        assert_eq!(source["properties"][name][name], json!({}), "{name}");
    }
    let config = |name: &str| &source["properties"][name][name];
    assert_eq!(config("number"), &json!({ "format": "number" }));
    assert_eq!(config("unique_id"), &json!({ "prefix": null }));
    assert_eq!(config("multi_select"), &json!({ "options": [] }));
    let options = config("select")["options"].as_array().unwrap();
    assert_eq!(
        crate::support::keys(&options[0]),
        ["id", "name", "color", "description"]
    );
    let shown: Vec<(&Value, &Value)> = options
        .iter()
        .map(|option| (&option["name"], &option["color"]))
        .collect();
    assert_eq!(
        shown,
        [
            (&json!("b"), &json!("default")),
            (&json!("a"), &json!("red"))
        ]
    );
    let groups = config("status")["groups"].as_array().unwrap();
    let shown: Vec<(&Value, &Value)> = groups
        .iter()
        .map(|group| (&group["name"], &group["color"]))
        .collect();
    assert_eq!(
        shown,
        [
            (&json!("To-do"), &json!("gray")),
            (&json!("In progress"), &json!("blue")),
            (&json!("Complete"), &json!("green"))
        ]
    );
    let statuses = config("status")["options"].as_array().unwrap();
    let shown: Vec<(&Value, &Value)> = statuses
        .iter()
        .map(|option| (&option["name"], &option["color"]))
        .collect();
    assert_eq!(
        shown,
        [
            (&json!("Not started"), &json!("default")),
            (&json!("In progress"), &json!("blue")),
            (&json!("Done"), &json!("green"))
        ]
    );
    for (group, status) in groups.iter().zip(statuses) {
        assert_eq!(
            crate::support::keys(group),
            ["id", "name", "color", "option_ids"]
        );
        assert_eq!(group["option_ids"], json!([status["id"]]));
    }
}

#[tokio::test]
async fn properties_are_ordered_by_their_ids_with_the_title_behind() {
    let client = client();
    let mut properties = json!({ "Name": { "title": {} }, "V": { "verification": {} } });
    for n in 0..40 {
        properties[format!("p{n}")] = json!({ "number": {} });
    }
    let (_, source) = client.database("T", properties).await;
    let row = client.row(&source, json!({})).await;
    for map in [&source["properties"], &row["properties"]] {
        let shown: Vec<String> = map
            .as_object()
            .unwrap()
            .values()
            .map(|property| decoded(property["id"].as_str().unwrap()))
            .collect();
        let (short, rest) = shown.split_at(40);
        let mut sorted = short.to_vec();
        sorted.sort();
        assert_eq!(short, sorted);
        assert_eq!(rest, ["title", "verification"]);
        for id in short {
            assert!(
                id.len() == 4 && id.bytes().all(|byte| (b':'..=b'~').contains(&byte)),
                "{id}"
            );
        }
    }
}

#[tokio::test]
async fn properties_are_named_by_name_or_id_and_unique_ids_keep_their_prefix() {
    let client = client();
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} }, "ID": { "unique_id": { "prefix": "ABC" } }, "N": { "number": { "format": "dollar" } } }))
        .await;
    let number = source["properties"]["N"]["id"].as_str().unwrap();
    let renamed = change(&client, &source, json!({ number: { "name": "Amount" } })).await;
    assert_eq!(renamed["properties"]["Amount"]["id"], number);
    assert_eq!(
        renamed["properties"]["Amount"]["number"]["format"],
        "dollar"
    );
    let same = change(&client, &source, json!({})).await;
    assert_eq!(same["properties"], renamed["properties"]);
    let prefix = |source: &Value| source["properties"]["ID"]["unique_id"]["prefix"].clone();
    assert_eq!(
        prefix(&change(&client, &source, json!({ "ID": { "unique_id": {} } })).await),
        "ABC"
    );
    assert_eq!(
        prefix(
            &change(
                &client,
                &source,
                json!({ "ID": { "unique_id": { "prefix": "X" } } })
            )
            .await
        ),
        "X"
    );
    assert_eq!(
        prefix(
            &change(
                &client,
                &source,
                json!({ "ID": { "unique_id": { "prefix": null } } })
            )
            .await
        ),
        Value::Null
    );
    let path = format!("data_sources/{}", id(&source));
    let unknown = json!({ "properties": { "Nope": { "name": "New" } } });
    assert_eq!(
        client.refused("PATCH", &path, unknown).await,
        "Could not find property with name or id: Nope"
    );
    let title = json!({ "properties": { "Name": null } });
    client.refused("PATCH", &path, title).await;
    let second = json!({ "properties": { "Second": { "title": {} } } });
    client.refused("PATCH", &path, second).await;
}

#[tokio::test]
async fn what_is_made_at_once_may_name_each_other_in_any_order() {
    let client = client();
    let (_, items) = client
        .database(
            "Items",
            json!({ "Name": { "title": {} }, "Price": { "number": {} } }),
        )
        .await;
    let (_, source) = client
        .database(
            "Lists",
            json!({
                "A": { "formula": { "expression": "prop(\"B\") + 1" } },
                "B": { "formula": { "expression": "prop(\"Sum\") * 2" } },
                "Sum": { "rollup": { "relation_property_name": "Items", "rollup_property_name": "Price", "function": "sum" } },
                "Items": { "relation": { "data_source_id": id(&items), "single_property": {} } },
                "Name": { "title": {} },
            }),
        )
        .await;
    let item = client
        .row(&items, json!({ "Price": { "number": 5 } }))
        .await;
    let list = client
        .row(
            &source,
            json!({ "Items": { "relation": [{ "id": id(&item) }] } }),
        )
        .await;
    assert_eq!(list["properties"]["A"]["formula"]["number"], 11);
    let body = json!({
        "parent": { "page_id": client.home() },
        "initial_data_source": { "properties": { "Name": { "title": {} }, "F": { "formula": { "expression": "prop(\"Nope\")" } } } },
    });
    assert_eq!(
        client.refused("POST", "databases", body).await,
        "Could not find property with name or id: Nope"
    );
}

#[tokio::test]
async fn a_formula_keeps_the_token_of_a_property_that_is_gone() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "N": { "number": {} }, "F": { "formula": { "expression": "prop(\"N\") * 2" } } }),
        )
        .await;
    let expression = |source: &Value| source["properties"]["F"]["formula"]["expression"].clone();
    let number = source["properties"]["N"]["id"].as_str().unwrap();
    let space = client.get("users/me").await["bot"]["workspace_id"].clone();
    let token = format!(
        "{{{{notion:block_property:{number}:{}:{}}}}} * 2",
        id(&source),
        space.as_str().unwrap()
    );
    assert_eq!(expression(&source), token.as_str());
    let gone = change(&client, &source, json!({ "N": null })).await;
    assert_eq!(expression(&gone), token.as_str());
    // Made again, the property has another id.
    let again = change(&client, &source, json!({ "N": { "number": {} } })).await;
    assert_ne!(again["properties"]["N"]["id"], number);
    assert_eq!(expression(&again), token.as_str());
}

#[tokio::test]
async fn a_data_source_may_relate_to_itself_one_way() {
    let client = client();
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    let relation =
        |kind: &str| json!({ "Up": { "relation": { "data_source_id": id(&source), kind: {} } } });
    let changed = change(&client, &source, relation("single_property")).await;
    let config = &changed["properties"]["Up"]["relation"];
    assert_eq!(
        crate::support::keys(config),
        ["database_id", "data_source_id", "type", "single_property"]
    );
    assert_eq!(config["data_source_id"], source["id"]);
    let above = client
        .row(&source, json!({ "Name": { "title": text("above") } }))
        .await;
    let below = client
        .row(
            &source,
            json!({ "Up": { "relation": [{ "id": id(&above) }] } }),
        )
        .await;
    assert_eq!(
        below["properties"]["Up"]["relation"],
        json!([{ "id": above["id"] }])
    );
    // Both ways was reported to fail at Notion.
    let path = format!("data_sources/{}", id(&source));
    let both = json!({ "properties": { "Both": relation("dual_property")["Up"] } });
    let (status, answer) = client.send("PATCH", &path, Some(&both)).await;
    assert_eq!(
        (status, &answer["code"]),
        (500, &json!("internal_server_error"))
    );
}

#[tokio::test]
async fn names_of_options_are_told_apart_without_case_and_have_no_commas() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "S": { "select": { "options": [{ "name": "Big", "color": "red" }] } }, "M": { "multi_select": {} } }),
        )
        .await;
    let row = client
        .row(&source, json!({ "S": { "select": { "name": "big" } } }))
        .await;
    assert_eq!(row["properties"]["S"]["select"]["name"], "Big");
    let twice =
        json!({ "M": { "multi_select": [{ "name": "x" }, { "name": "y" }, { "name": "x" }] } });
    let row = client.row(&source, twice).await;
    let names: Vec<&Value> = row["properties"]["M"]["multi_select"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| &option["name"])
        .collect();
    assert_eq!(names, [&json!("x"), &json!("y")]);
    // What was written for the first time is in the schema now.
    let path = format!("data_sources/{}", id(&source));
    let after = client.get(&path).await;
    let options = after["properties"]["M"]["multi_select"]["options"]
        .as_array()
        .unwrap();
    assert_eq!(options.len(), 2);
    assert_eq!(
        options[0]["id"],
        row["properties"]["M"]["multi_select"][0]["id"]
    );
    let body = json!({ "parent": { "data_source_id": id(&source) }, "properties": { "S": { "select": { "name": "a, b" } } } });
    assert_eq!(
        client.refused("POST", "pages", body).await,
        "Invalid select option, commas not allowed: a, b"
    );
    let double = json!({ "properties": { "S": { "select": { "options": [{ "name": "a" }, { "name": "A" }] } } } });
    client.refused("PATCH", &path, double).await;
}

#[tokio::test]
async fn options_of_rows_go_with_the_schema() {
    let client = client();
    let options = json!([{ "name": "a" }, { "name": "b" }]);
    let schema = json!({
        "Name": { "title": {} }, "S": { "select": { "options": options } }, "M": { "multi_select": { "options": options } },
        "St": { "status": { "options": options } },
    });
    let (_, source) = client.database("T", schema).await;
    let row = json!({
        "S": { "select": { "name": "a" } }, "M": { "multi_select": [{ "name": "b" }, { "name": "a" }] }, "St": { "status": { "name": "b" } },
    });
    let row = client.row(&source, row).await;
    let value = |row: &Value, name: &str, kind: &str| row["properties"][name][kind].clone();
    assert_eq!(
        crate::support::keys(&value(&row, "S", "select")),
        ["id", "name", "color"]
    );
    let names = |many: &Value| -> Vec<Value> {
        many.as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].clone())
            .collect()
    };
    assert_eq!(
        names(&value(&row, "M", "multi_select")),
        ["b", "a"],
        "in the order that was written"
    );
    // By id, whatever else is said.
    let by_id = json!({ "S": { "select": { "id": source["properties"]["S"]["select"]["options"][1]["id"] } } });
    let path = format!("pages/{}", id(&row));
    let changed = client
        .ok("PATCH", &path, json!({ "properties": by_id }))
        .await;
    assert_eq!(value(&changed, "S", "select")["name"], "b");
    // Options that are gone from the schema are gone from the rows; a status has its default again.
    let only = json!({ "options": [{ "name": "a" }] });
    let gone =
        json!({ "S": { "select": only }, "M": { "multi_select": only }, "St": { "status": only } });
    let after = change(&client, &source, gone).await;
    let kept = &after["properties"]["M"]["multi_select"]["options"];
    assert_eq!(
        kept[0]["id"],
        source["properties"]["M"]["multi_select"]["options"][0]["id"]
    );
    let row = client.get(&path).await;
    assert_eq!(value(&row, "S", "select"), Value::Null);
    assert_eq!(names(&value(&row, "M", "multi_select")), ["a"]);
    assert_eq!(value(&row, "St", "status")["name"], "a");
    let colored = json!({ "properties": { "S": { "select": { "options": [{ "name": "a", "color": "red" }] } } } });
    let message = client
        .refused("PATCH", &format!("data_sources/{}", id(&source)), colored)
        .await;
    assert_eq!(message, "Cannot update color of select with name: a.");
}
