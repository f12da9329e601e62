//! Rollups: every function and what it gives; and values over several tables.

use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

fn single(source: &Value) -> Value {
    json!({ "relation": { "data_source_id": id(source), "single_property": {} } })
}

fn rollup(relation: &str, target: &str, function: &str) -> Value {
    json!({ "rollup": {
        "relation_property_name": relation, "rollup_property_name": target, "function": function,
    } })
}

fn ids(pages: &[Value]) -> Value {
    let ids: Vec<Value> = pages.iter().map(|page| json!({ "id": id(page) })).collect();
    json!({ "relation": ids })
}

/// Four items, and their data source.
async fn items(client: &Client) -> (Value, Vec<Value>) {
    let (_, source) = client
        .database(
            "Items",
            json!({
                "Name": { "title": {} }, "Number": { "number": {} }, "Date": { "date": {} }, "Check": { "checkbox": {} },
                "Tags": { "multi_select": { "options": [{ "name": "x", "color": "red" }, { "name": "y", "color": "blue" }] } },
                "Status": { "status": {} }, "Text": { "rich_text": {} },
            }),
        )
        .await;
    let rows = [
        json!({ "Name": { "title": text("A") }, "Number": { "number": 1 },
            "Date": { "date": { "start": "2026-03-02", "end": "2026-05-01" } }, "Check": { "checkbox": true },
            "Tags": { "multi_select": [{ "name": "x" }, { "name": "y" }] }, "Status": { "status": { "name": "Done" } },
            "Text": { "rich_text": text("a") } }),
        json!({ "Name": { "title": text("B") }, "Number": { "number": 4 }, "Date": { "date": { "start": "2026-04-01" } },
            "Text": { "rich_text": text("a") } }),
        json!({ "Name": { "title": text("C") }, "Tags": { "multi_select": [{ "name": "y" }] },
            "Status": { "status": { "name": "In progress" } } }),
        json!({ "Name": { "title": text("D") }, "Number": { "number": 3 }, "Check": { "checkbox": true },
            "Status": { "status": { "name": "Done" } }, "Text": { "rich_text": text("b") } }),
    ];
    let mut made = Vec::new();
    for row in rows {
        made.push(client.row(&source, row).await);
    }
    (source, made)
}

/// What a rollup of the items gives, and what it gives of none.
async fn both(
    client: &Client,
    source: &Value,
    items: &[Value],
    target: &str,
    function: &str,
) -> [Value; 2] {
    let schema = json!({
        "Name": { "title": {} }, "Items": single(source), "Roll": rollup("Items", target, function),
    });
    let (_, source) = client.database("Lists", schema).await;
    let full = client.row(&source, json!({ "Items": ids(items) })).await;
    let empty = client.row(&source, json!({})).await;
    [full, empty].map(|page| page["properties"]["Roll"]["rollup"].clone())
}

fn date(start: &str, end: Option<&str>) -> Value {
    json!({ "start": start, "end": end, "time_zone": null })
}

#[tokio::test]
async fn all_24_functions_give_values_of_their_types() {
    let client = client();
    let (source, items) = items(&client).await;
    let run = |content: &str| {
        json!([{
            "type": "text", "text": { "content": content, "link": null },
            "annotations": { "bold": false, "italic": false, "strikethrough": false, "underline": false, "code": false, "color": "default" },
            "plain_text": content, "href": null,
        }])
    };
    let (zero, null) = (json!(0), Value::Null);
    let cases = [
        ("count", "Name", "number", json!(4), zero.clone()),
        ("count_values", "Tags", "number", json!(3), zero.clone()),
        ("empty", "Number", "number", json!(1), zero.clone()),
        ("not_empty", "Number", "number", json!(3), zero.clone()),
        ("unique", "Text", "number", json!(2), zero.clone()),
        (
            "show_unique",
            "Text",
            "array",
            json!([
                { "type": "rich_text", "rich_text": run("a") },
                { "type": "rich_text", "rich_text": [] },
                { "type": "rich_text", "rich_text": run("b") },
            ]),
            json!([]),
        ),
        (
            "percent_empty",
            "Number",
            "number",
            json!(0.25),
            null.clone(),
        ),
        (
            "percent_not_empty",
            "Number",
            "number",
            json!(0.75),
            null.clone(),
        ),
        ("sum", "Number", "number", json!(8), zero.clone()),
        (
            "average",
            "Number",
            "number",
            json!(8.0 / 3.0),
            null.clone(),
        ),
        ("median", "Number", "number", json!(3), null.clone()),
        ("min", "Number", "number", json!(1), null.clone()),
        ("max", "Number", "number", json!(4), null.clone()),
        ("range", "Number", "number", json!(3), null.clone()),
        (
            "earliest_date",
            "Date",
            "date",
            date("2026-03-02", None),
            null.clone(),
        ),
        (
            "latest_date",
            "Date",
            "date",
            date("2026-05-01", None),
            null.clone(),
        ),
        (
            "date_range",
            "Date",
            "date",
            date("2026-03-02", Some("2026-05-01")),
            null.clone(),
        ),
        ("checked", "Check", "number", json!(2), zero.clone()),
        ("unchecked", "Check", "number", json!(2), zero.clone()),
        (
            "percent_checked",
            "Check",
            "number",
            json!(0.5),
            null.clone(),
        ),
        (
            "percent_unchecked",
            "Check",
            "number",
            json!(0.5),
            null.clone(),
        ),
        (
            "count_per_group",
            "Status",
            "number",
            json!(2),
            zero.clone(),
        ),
        (
            "percent_per_group",
            "Status",
            "number",
            json!(0.5),
            null.clone(),
        ),
        (
            "show_original",
            "Number",
            "array",
            json!([
                { "type": "number", "number": 1 }, { "type": "number", "number": 4 },
                { "type": "number", "number": null }, { "type": "number", "number": 3 },
            ]),
            json!([]),
        ),
    ];
    assert_eq!(cases.len(), 24);
    for (function, target, kind, full, empty) in cases {
        let [of_items, of_none] = both(&client, &source, &items, target, function).await;
        for (value, expected) in [(of_items, full), (of_none, empty)] {
            let expected = json!({ "type": kind, kind: expected, "function": function });
            assert_eq!(value.to_string(), expected.to_string(), "{function}");
        }
    }
}

#[tokio::test]
async fn an_unknown_function_is_refused_with_all_that_there_are() {
    let client = client();
    let (source, _) = items(&client).await;
    let body = json!({
        "parent": { "page_id": client.home() },
        "initial_data_source": { "properties": {
            "Name": { "title": {} }, "Items": single(&source), "Roll": rollup("Items", "Number", "most"),
        } },
    });
    let message = client.refused("POST", "databases", body).await;
    let line = message
        .lines()
        .find(|line| line.contains(".rollup.function "))
        .unwrap();
    assert!(
        line.starts_with(
            "body.initial_data_source.properties.Roll.rollup.function should be `\"count\"`, `\"count_values\"`, "
        ) && line.ends_with("or `\"show_original\"`, instead was `\"most\"`."),
        "{message}"
    );
}

#[tokio::test]
async fn rollups_name_their_properties_in_four_ways_and_show_raw_ids() {
    let client = client();
    let (source, _) = items(&client).await;
    let (_, lists) = client
        .database(
            "Lists",
            json!({ "Name": { "title": {} }, "Items": single(&source) }),
        )
        .await;
    let relation = lists["properties"]["Items"]["id"].as_str().unwrap();
    let target = source["properties"]["Number"]["id"].as_str().unwrap();
    for (by_relation, relation) in [
        ("relation_property_name", "Items"),
        ("relation_property_id", relation),
    ] {
        for (by_target, target) in [
            ("rollup_property_name", "Number"),
            ("rollup_property_id", target),
        ] {
            let config = json!({ by_relation: relation, by_target: target, "function": "sum" });
            let change = json!({ "properties": { "Roll": { "rollup": config } } });
            let path = format!("data_sources/{}", id(&lists));
            let changed = client.ok("PATCH", &path, change).await;
            let shown = &changed["properties"]["Roll"]["rollup"];
            assert_eq!(
                crate::support::keys(shown),
                [
                    "rollup_property_name",
                    "relation_property_name",
                    "rollup_property_id",
                    "relation_property_id",
                    "function"
                ]
            );
            assert_eq!(
                (
                    &shown["relation_property_name"],
                    &shown["rollup_property_name"]
                ),
                (&json!("Items"), &json!("Number"))
            );
            let raw = shown["rollup_property_id"].as_str().unwrap();
            assert_eq!(raw.chars().count(), 4, "not encoded: {raw}");
        }
    }
    // What an answer shows can be sent back.
    let path = format!("data_sources/{}", id(&lists));
    let shown = client.get(&path).await["properties"]["Roll"]["rollup"].clone();
    let again = json!({ "properties": { "Roll": { "rollup": shown } } });
    assert_eq!(
        client.ok("PATCH", &path, again).await["properties"]["Roll"]["rollup"],
        shown
    );
}

/// Thirty items, one list of them all, and the path of an item of its page.
async fn thirty(client: &Client, schema: Value) -> (Value, impl Fn(&str) -> String) {
    let (_, source) = client
        .database(
            "Items",
            json!({ "Name": { "title": {} }, "Number": { "number": {} } }),
        )
        .await;
    let mut items = Vec::new();
    for n in 0..30 {
        items.push(
            client
                .row(&source, json!({ "Number": { "number": n } }))
                .await,
        );
    }
    let mut properties = schema;
    properties["Name"] = json!({ "title": {} });
    properties["Items"] = single(&source);
    let (_, lists) = client.database("Lists", properties).await;
    let page = client.row(&lists, json!({ "Items": ids(&items) })).await;
    let own = page.clone();
    let path = move |name: &str| {
        format!(
            "pages/{}/properties/{}",
            id(&own),
            own["properties"][name]["id"].as_str().unwrap()
        )
    };
    (page, path)
}

#[tokio::test]
async fn of_more_than_25_references_pages_show_25_and_items_show_all() {
    let client = client();
    let (page, path) = thirty(
        &client,
        json!({
            "Sum": rollup("Items", "Number", "sum"),
            "All": rollup("Items", "Number", "show_original"),
            "Median": rollup("Items", "Number", "median"),
            "Seen": { "formula": { "expression": "prop(\"Items\").length()" } },
        }),
    )
    .await;
    let value = |name: &str| &page["properties"][name];
    assert_eq!(value("Items")["relation"].as_array().unwrap().len(), 25);
    assert_eq!(value("Items")["has_more"], true);
    // Aggregates count all of them, formulas see as many as the page shows.
    assert_eq!(value("Sum")["rollup"]["number"], 435);
    assert_eq!(
        value("All")["rollup"]["array"].as_array().unwrap().len(),
        25
    );
    assert_eq!(value("Seen")["formula"]["number"], 25);

    let first = client.get(&format!("{}?page_size=20", path("All"))).await;
    assert_eq!(first["results"].as_array().unwrap().len(), 20);
    assert_eq!(
        first["property_item"]["rollup"],
        json!({ "type": "incomplete", "incomplete": {}, "function": "show_original" })
    );
    let next = first["next_cursor"].as_str().unwrap();
    let next_url = first["property_item"]["next_url"].as_str().unwrap();
    assert!(
        next_url.contains(&format!("start_cursor={next}")),
        "{next_url}"
    );
    let rest = client
        .get(&format!("{}?start_cursor={next}", path("All")))
        .await;
    assert_eq!(rest["results"].as_array().unwrap().len(), 10);
    assert_eq!(rest["results"][9]["number"], 29);
    assert_eq!(rest["property_item"]["rollup"]["type"], "array");
    assert_eq!(rest["property_item"]["next_url"], Value::Null);
    // Medians are not computed there: the values are.
    let median = client.get(&path("Median")).await;
    assert_eq!(median["results"].as_array().unwrap().len(), 30);
    let sum = client.get(&path("Sum")).await;
    assert_eq!(sum["results"], json!([]));
    assert_eq!(
        sum["property_item"]["rollup"],
        json!({ "type": "number", "number": 435, "function": "sum" })
    );
}

#[tokio::test]
async fn rollups_of_formulas_and_formulas_of_rollups_reach_over_several_tables() {
    let client = client();
    let (source, items) = items(&client).await;
    let projects = json!({
        "Name": { "title": {} }, "Items": single(&source),
        "Total": { "formula": { "expression": "prop(\"Items\").map(current.prop(\"Number\")).sum()" } },
        "Twice": { "formula": { "expression": "prop(\"Sum\") * 2" } },
        "Sum": rollup("Items", "Number", "sum"),
    });
    let (_, projects) = client.database("Projects", projects).await;
    let teams = json!({
        "Name": { "title": {} }, "Projects": single(&projects),
        "Totals": rollup("Projects", "Total", "sum"),
        "Sums": rollup("Projects", "Sum", "max"),
        "Names": { "formula": { "expression":
            "prop(\"Projects\").map(current.prop(\"Items\").map(current.prop(\"Name\")).join(\"+\")).join(\", \")" } },
    });
    let (_, teams) = client.database("Teams", teams).await;
    let first = client
        .row(&projects, json!({ "Items": ids(&items[..2]) }))
        .await;
    let second = client
        .row(&projects, json!({ "Items": ids(&items[2..]) }))
        .await;
    assert_eq!(
        first["properties"]["Total"]["formula"],
        json!({ "type": "number", "number": 5 })
    );
    assert_eq!(first["properties"]["Twice"]["formula"]["number"], 10);
    let team = client
        .row(&teams, json!({ "Projects": ids(&[first, second]) }))
        .await;
    let value = |name: &str| &team["properties"][name];
    assert_eq!(value("Totals")["rollup"]["number"], 8);
    assert_eq!(value("Sums")["rollup"]["number"], 5);
    assert_eq!(value("Names")["formula"]["string"], "A+B, C+D");
}

#[tokio::test]
async fn formulas_through_ten_tables_are_refused() {
    let client = client();
    let (_, mut below) = client
        .database(
            "T0",
            json!({ "Name": { "title": {} }, "V": { "number": {} } }),
        )
        .await;
    let mut row = client.row(&below, json!({ "V": { "number": 7 } })).await;
    let schema = |below: &Value| {
        json!({
            "Name": { "title": {} }, "Up": single(below),
            "V": { "formula": { "expression": "prop(\"Up\").map(current.prop(\"V\")).sum()" } },
        })
    };
    for depth in 1..10 {
        let (_, source) = client.database(&format!("T{depth}"), schema(&below)).await;
        let up = ids(std::slice::from_ref(&row));
        row = client.row(&source, json!({ "Up": up })).await;
        assert_eq!(row["properties"]["V"]["formula"]["number"], 7, "{depth}");
        below = source;
    }
    let body = json!({
        "parent": { "page_id": client.home() }, "initial_data_source": { "properties": schema(&below) },
    });
    let message = client.refused("POST", "databases", body).await;
    assert_eq!(
        message,
        "Formula depth exceeds the limit: it refers to 10 or more tables, one through the other."
    );
}
