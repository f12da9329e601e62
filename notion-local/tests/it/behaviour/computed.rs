//! What is computed when somebody looks: formulas, automatic values, defaults; and dates, numbers, search.

use notion_local::Server;
use serde_json::{Value, json};

use crate::support::{Client, client, id, text, title};

fn freeze(client: &Client, at: &str) {
    client.server.freeze(at.parse().unwrap());
}

/// The values of formulas for a row with these values.
async fn formulas(client: &Client, schema: Value, row: Value, cases: &[(&str, Value)]) {
    let mut properties = schema;
    properties["Name"] = json!({ "title": {} });
    for (at, (expression, _)) in cases.iter().enumerate() {
        properties[format!("f{at}")] = json!({ "formula": { "expression": expression } });
    }
    let (_, source) = client.database("T", properties).await;
    let row = client.row(&source, row).await;
    for (at, (expression, expected)) in cases.iter().enumerate() {
        let kind = expected["type"].as_str().unwrap();
        let value = &row["properties"][format!("f{at}")]["formula"];
        assert_eq!(value.to_string(), expected.to_string(), "{expression}");
        assert_eq!(crate::support::keys(value), ["type", kind]);
    }
}

fn number(value: impl Into<Value>) -> Value {
    json!({ "type": "number", "number": value.into() })
}

fn string(value: &str) -> Value {
    json!({ "type": "string", "string": value })
}

fn boolean(value: bool) -> Value {
    json!({ "type": "boolean", "boolean": value })
}

#[tokio::test]
async fn formulas_read_every_kind_of_property() {
    let client = client();
    freeze(&client, "2026-06-27T12:00:00Z");
    let user = client.get("users").await["results"][0].clone();
    let schema = json!({
        "N": { "number": {} }, "Empty": { "number": {} }, "S": { "select": {} }, "Tags": { "multi_select": {} }, "St": { "status": {} },
        "D": { "date": {} }, "Who": { "people": {} }, "F": { "files": {} }, "C": { "checkbox": {} }, "U": { "url": {} },
        "Made": { "created_time": {} }, "By": { "created_by": {} }, "ID": { "unique_id": { "prefix": "T" } },
    });
    let row = json!({
        "Name": { "title": text("Task") }, "N": { "number": 1.5 }, "S": { "select": { "name": "Big" } },
        "Tags": { "multi_select": [{ "name": "x" }, { "name": "y" }] }, "D": { "date": { "start": "2026-07-01", "end": "2026-07-04" } },
        "Who": { "people": [{ "id": id(&user) }] }, "F": { "files": [{ "name": "f", "external": { "url": "https://example.com/f" } }] },
        "C": { "checkbox": true }, "U": { "url": "https://example.com" },
    });
    let date = |start: &str| json!({ "type": "date", "date": { "start": start, "end": null, "time_zone": null } });
    let cases = [
        ("prop(\"N\") * 2", number(3)),
        ("prop(\"Empty\") * 2", number(0)),
        ("prop(\"S\") == \"Big\"", boolean(true)),
        ("prop(\"St\") == \"Not started\"", boolean(true)),
        ("prop(\"Tags\").length()", number(2)),
        ("prop(\"Tags\").includes(\"y\")", boolean(true)),
        ("format(prop(\"Name\")) + \"!\"", string("Task!")),
        ("empty(prop(\"Empty\")) or prop(\"C\")", boolean(true)),
        ("if(prop(\"C\"), \"yes\", \"no\")", string("yes")),
        ("prop(\"Who\").first().name()", string("Ada Lovelace")),
        ("prop(\"By\").name()", string("Local integration")),
        ("prop(\"ID\")", string("T-1")),
        ("prop(\"U\").contains(\"example\")", boolean(true)),
        ("dateStart(prop(\"D\"))", date("2026-07-01")),
        ("dateEnd(prop(\"D\"))", date("2026-07-04")),
        (
            "dateBetween(prop(\"D\"), prop(\"Made\"), \"days\")",
            number(3),
        ),
        ("prop(\"F\").length()", number(1)),
        ("round(-16 / 7) % 2 + abs(floor(-16 / 7))", number(3)),
    ];
    formulas(&client, schema, row, &cases).await;
}

#[tokio::test]
async fn now_is_cut_to_the_minute() {
    let client = client();
    freeze(&client, "2026-06-27T12:34:56Z");
    let (_, source) = client
        .database(
            "T",
            json!({
                "Name": { "title": {} }, "D": { "date": {} },
                "Now": { "formula": { "expression": "now()" } },
                "Days": { "formula": { "expression": "dateBetween(prop(\"D\"), now(), \"days\")" } },
                "Seconds": { "formula": { "expression": "timestamp(now()) % 60000" } },
            }),
        )
        .await;
    for (start, days) in [("2026-06-30T12:34:00Z", 3), ("2026-06-25T12:34:00Z", -2)] {
        let row = client
            .row(&source, json!({ "D": { "date": { "start": start } } }))
            .await;
        assert_eq!(
            row["properties"]["Days"]["formula"]["number"], days,
            "later dates come first"
        );
        assert_eq!(row["properties"]["Seconds"]["formula"]["number"], 0);
        assert_eq!(
            row["properties"]["Now"]["formula"]["date"]["start"],
            "2026-06-27T12:34:00.000+00:00"
        );
    }
}

#[tokio::test]
async fn formulas_are_printed_anew() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "N": { "number": {} } }),
        )
        .await;
    let path = format!("data_sources/{}", id(&source));
    let space = client.get("users/me").await["bot"]["workspace_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let number = source["properties"]["N"]["id"].as_str().unwrap();
    let token = format!(
        "{{{{notion:block_property:{number}:{}:{space}}}}}",
        id(&source)
    );
    for (given, stored) in [
        ("1+2*3", "1 + (2 * 3)".to_owned()),
        ("((prop(\"N\")))", token.clone()),
        ("-prop(\"N\")", format!("-{token}")),
        (
            "if(prop(\"N\")>1,\"a\",\"b\")",
            format!("if({token} > 1, \"a\", \"b\")"),
        ),
        (
            "prop(\"N\").format().length()",
            format!("{token}.format().length()"),
        ),
    ] {
        let change = json!({ "properties": { "F": { "formula": { "expression": given } } } });
        let changed = client.ok("PATCH", &path, change).await;
        assert_eq!(
            changed["properties"]["F"]["formula"]["expression"],
            stored.as_str()
        );
    }
    let broken = json!({ "properties": { "F": { "formula": { "expression": "1 +" } } } });
    client.refused("PATCH", &path, broken).await;
}

#[tokio::test]
async fn a_formula_that_is_none_is_kept_and_gives_empty_text() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "F": { "formula": { "expression": "1" } } }),
        )
        .await;
    client.row(&source, json!({})).await;
    let mut snapshot = client.server.snapshot();
    snapshot["data_sources"][0]["properties"]["F"]["formula"]["expression"] = json!("=1 * 2");
    let client = Client {
        server: Server::builder().snapshot(&snapshot).unwrap(),
        version: client.version,
    };
    let path = format!("data_sources/{}", id(&source));
    assert_eq!(
        client.get(&path).await["properties"]["F"]["formula"]["expression"],
        "=1 * 2"
    );
    let query = format!("{path}/query");
    let rows = client.ok("POST", &query, json!({})).await;
    assert_eq!(
        rows["results"][0]["properties"]["F"]["formula"],
        json!({ "type": "string", "string": null })
    );
    let filter = json!({ "filter": { "property": "F", "formula": { "number": { "equals": 1 } } } });
    assert_eq!(
        client.refused("POST", &query, filter).await,
        "Unable to filter based on a formula of unknown type"
    );
}

#[tokio::test]
async fn automatic_values_come_by_themselves() {
    let client = client();
    freeze(&client, "2026-06-27T12:00:30Z");
    let schema = json!({
        "Name": { "title": {} }, "ID": { "unique_id": { "prefix": "T" } }, "Status": { "status": { "options": [{ "name": "Open" }, { "name": "Shut" }] } },
        "Made": { "created_time": {} }, "Maker": { "created_by": {} }, "Changed": { "last_edited_time": {} }, "Changer": { "last_edited_by": {} },
    });
    let (_, source) = client.database("T", schema).await;
    let row = client.row(&source, json!({})).await;
    let value = |row: &Value, name: &str, kind: &str| row["properties"][name][kind].clone();
    assert_eq!(
        value(&row, "ID", "unique_id"),
        json!({ "prefix": "T", "number": 1 })
    );
    assert_eq!(value(&row, "Status", "status")["name"], "Open");
    assert_eq!(
        value(&row, "Made", "created_time"),
        "2026-06-27T12:00:00.000Z"
    );
    let maker = value(&row, "Maker", "created_by");
    assert_eq!(
        crate::support::keys(&maker),
        ["object", "id", "name", "avatar_url", "type", "bot"]
    );
    assert_eq!(maker["bot"], json!({}));
    assert_eq!(
        row["created_by"],
        json!({ "object": "user", "id": maker["id"] })
    );
    freeze(&client, "2026-06-27T13:00:30Z");
    let path = format!("pages/{}", id(&row));
    let changed = client
        .ok(
            "PATCH",
            &path,
            json!({ "properties": { "Status": { "status": { "name": "Shut" } } } }),
        )
        .await;
    assert_eq!(
        value(&changed, "Changed", "last_edited_time"),
        "2026-06-27T13:00:00.000Z"
    );
    assert_eq!(
        value(&changed, "Made", "created_time"),
        "2026-06-27T12:00:00.000Z"
    );
    let cleared = client
        .ok(
            "PATCH",
            &path,
            json!({ "properties": { "Status": { "status": null } } }),
        )
        .await;
    assert_eq!(value(&cleared, "Status", "status")["name"], "Open");
    let unknown = json!({ "properties": { "Status": { "status": { "name": "Nope" } } } });
    assert_eq!(
        client.refused("PATCH", &path, unknown).await,
        "Invalid status option. Status option \"Nope\" does not exist\"."
    );
    // Numbers are not used again.
    let second = client.row(&source, json!({})).await;
    assert_eq!(value(&second, "ID", "unique_id")["number"], 2);
    client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&second)),
            json!({ "in_trash": true }),
        )
        .await;
    let third = client.row(&source, json!({})).await;
    assert_eq!(value(&third, "ID", "unique_id")["number"], 3);
    for (name, kind) in [("ID", "unique_id"), ("Made", "created_time")] {
        let body = json!({ "properties": { name: { kind: row["properties"][name][kind] } } });
        client.refused("PATCH", &path, body).await;
    }
}

#[tokio::test]
async fn dates_and_numbers_come_back_as_notion_prints_them() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "D": { "date": {} }, "N": { "number": {} } }),
        )
        .await;
    let row = client.row(&source, json!({})).await;
    let path = format!("pages/{}", id(&row));
    for (given, start, end) in [
        (json!({ "start": "2026-06-27" }), "2026-06-27", None),
        (
            json!({ "start": "2026-06-27T18:01:59.9Z" }),
            "2026-06-27T18:01:00.000+00:00",
            None,
        ),
        (
            json!({ "start": "2026-06-27T18:01:15.377824", "time_zone": "Europe/London" }),
            "2026-06-27T18:01:00.000+01:00",
            None,
        ),
        (
            json!({ "start": "2026-01-27T18:01:15", "time_zone": "Europe/London" }),
            "2026-01-27T18:01:00.000+00:00",
            None,
        ),
        (
            json!({ "start": "2026-06-27T18:01:15-07:00", "end": null, "time_zone": null }),
            "2026-06-27T18:01:00.000-07:00",
            None,
        ),
        (
            json!({ "start": "2026-06-27", "end": "2026-06-30" }),
            "2026-06-27",
            Some("2026-06-30"),
        ),
    ] {
        let body = json!({ "properties": { "D": { "date": given } } });
        let date = client.ok("PATCH", &path, body).await["properties"]["D"]["date"].clone();
        assert_eq!(
            date.to_string(),
            json!({ "start": start, "end": end, "time_zone": null }).to_string()
        );
    }
    for (given, shown) in [
        ("5", "5"),
        ("5.0", "5"),
        ("-0.5", "-0.5"),
        ("1e3", "1000"),
        ("9007199254740993", "9007199254740992"),
    ] {
        let given: Value = serde_json::from_str(given).unwrap();
        let body = json!({ "properties": { "N": { "number": given } } });
        let number = &client.ok("PATCH", &path, body).await["properties"]["N"]["number"];
        assert_eq!(number.to_string(), shown);
    }
    for (bad, line) in [
        (
            json!({ "start": "soon" }),
            "body.properties.D.date.start should be a valid ISO 8601 date string, instead was `\"soon\"`.",
        ),
        (
            json!({ "start": "2026-02-30" }),
            "body.properties.D.date.start should be a valid ISO 8601 date string, instead was `\"2026-02-30\"`.",
        ),
        (
            json!({ "end": "2026-02-03" }),
            "body.properties.D.date.start should be defined, instead was `undefined`.",
        ),
    ] {
        let message = client
            .refused(
                "PATCH",
                &path,
                json!({ "properties": { "D": { "date": bad } } }),
            )
            .await;
        assert!(
            message.lines().any(|found| found.ends_with(line)),
            "{message}"
        );
    }
}

#[tokio::test]
async fn search_matches_whole_words_of_titles() {
    let client = client();
    let home = client.home();
    client
        .server
        .freeze("2026-06-27T12:00:00Z".parse().unwrap());
    for name in [
        "Item DB 42",
        "Task DB",
        "SubPage",
        "My tests",
        "Über uns",
        "日本 語",
    ] {
        client.server.advance(std::time::Duration::from_secs(60));
        let body = json!({ "parent": { "page_id": home }, "properties": { "title": text(name) } });
        client.ok("POST", "pages", body).await;
    }
    let search = async |body: Value| -> Vec<String> {
        let found = client.ok("POST", "search", body).await;
        found["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(title)
            .collect()
    };
    let query = |words: &str| json!({ "query": words });
    assert_eq!(
        search(query("Item DB 42")).await,
        ["Task DB", "Item DB 42"],
        "one word is enough, the latest change comes first"
    );
    assert_eq!(search(query("db")).await, ["Task DB", "Item DB 42"]);
    assert_eq!(
        search(query("Page")).await,
        Vec::<String>::new(),
        "parts of words do not count"
    );
    assert_eq!(
        search(query("TEST")).await,
        ["My tests"],
        "plurals and case do not matter"
    );
    assert_eq!(search(query("über")).await, ["Über uns"]);
    assert_eq!(
        search(json!({})).await.len(),
        7,
        "without words everything is found"
    );
    let ascending = json!({ "query": "DB", "sort": { "timestamp": "last_edited_time", "direction": "ascending" } });
    assert_eq!(search(ascending).await, ["Item DB 42", "Task DB"]);
    let page = client
        .ok(
            "POST",
            "search",
            json!({ "page_size": 2, "filter": { "property": "object", "value": "page" } }),
        )
        .await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = client
        .ok(
            "POST",
            "search",
            json!({ "page_size": 2, "start_cursor": cursor }),
        )
        .await;
    // Home comes first: pages were made in it.
    assert_eq!(title(&next["results"][0]), "Über uns");
    assert_eq!(next["results"][0].get("request_id"), None);
}
