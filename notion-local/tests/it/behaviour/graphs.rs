//! What users make of references: cycles, chains and fans. Every answer is finite, and takes time with the size of what
//! it shows.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Client, client, control, id, text};

/// What a test may take in a debug build on a small machine before something is exponential.
const PATIENCE: Duration = Duration::from_secs(120);

fn mention(kind: &str, id: &str) -> Value {
    json!({ "type": "mention", "mention": { kind: { "id": id } } })
}

fn run(content: &str) -> Value {
    json!({ "text": { "content": content } })
}

async fn page(client: &Client, title: Value) -> Value {
    let body = json!({ "parent": { "page_id": client.home() }, "properties": { "title": { "title": title } } });
    client.ok("POST", "pages", body).await
}

async fn set_title(client: &Client, page: &str, title: Value) -> Value {
    let body = json!({ "properties": { "title": { "title": title } } });
    client.ok("PATCH", &format!("pages/{page}"), body).await
}

fn plain(page: &Value) -> Vec<String> {
    let runs = page["properties"]["title"]["title"].as_array().unwrap();
    runs.iter()
        .map(|run| run["plain_text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn titles_that_mention_themselves_are_finite() {
    let client = client();
    let one = page(&client, json!([run("one")])).await;
    let own = set_title(&client, id(&one), json!([mention("page", id(&one))])).await;
    assert_eq!(plain(&own), ["Untitled"]);
    let own = set_title(
        &client,
        id(&one),
        json!([run("I am "), mention("page", id(&one))]),
    )
    .await;
    assert_eq!(plain(&own), ["I am ", "I am Untitled"]);

    // Three that mention each other in a ring.
    let two = page(&client, json!([run("2"), mention("page", id(&one))])).await;
    let three = page(&client, json!([run("3"), mention("page", id(&two))])).await;
    let ring = set_title(
        &client,
        id(&one),
        json!([run("1"), mention("page", id(&three))]),
    )
    .await;
    assert_eq!(plain(&ring), ["1", "321Untitled"]);

    // A database whose title mentions itself, and a row whose title mentions the database.
    let (database, source) = client
        .database("Tasks", json!({ "Name": { "title": {} } }))
        .await;
    let path = format!("databases/{}", id(&database));
    let title = json!({ "title": [run("All "), mention("database", id(&database))] });
    let database = client.ok("PATCH", &path, title).await;
    assert_eq!(database["title"][1]["plain_text"], "All Untitled");
    let row = json!({ "Name": { "title": [mention("database", id(&database))] } });
    let row = client.row(&source, row).await;
    assert_eq!(
        row["properties"]["Name"]["title"][0]["plain_text"],
        "All Untitled"
    );

    // Whatever shows titles works.
    for path in ["search", "pages"] {
        let body = match path {
            "search" => json!({ "query": "untitled" }),
            _ => json!({ "parent": { "page_id": id(&one) }, "markdown": "# x" }),
        };
        client.ok("POST", path, body).await;
    }
    client
        .get(&format!("blocks/{}/children", client.home()))
        .await;
    client
        .get(&format!("pages/{}/markdown", client.home()))
        .await;
    let (status, _) = control(&client.server, "GET", "snapshot", json!({})).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn titles_that_double_are_cut() {
    let client = client();
    let began = Instant::now();
    let mut pages = vec![page(&client, json!([run("x")])).await];
    for _ in 0..40 {
        let before = mention("page", id(pages.last().unwrap()));
        pages.push(page(&client, json!([before, before])).await);
    }
    for (height, page) in pages.iter().enumerate().skip(1) {
        let expected = match 1_usize << (height - 1).min(20) {
            short if short <= 2_000 => "x".repeat(short),
            _ => "x".repeat(2_000) + "…",
        };
        assert_eq!(plain(page), [expected.as_str(), &expected], "{height}");
    }
    // A chain is as long as it is.
    let mut last = page(&client, json!([run("end")])).await;
    for _ in 0..50 {
        last = page(&client, json!([mention("page", id(&last))])).await;
    }
    assert_eq!(plain(&last), ["end"]);
    let all = client
        .ok("POST", "search", json!({ "page_size": 100 }))
        .await;
    assert!(all.to_string().len() < 1_000_000);
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
}

fn formula(expression: &str) -> Value {
    json!({ "formula": { "expression": expression } })
}

/// `prop("name") + prop("name") + …`, four times.
fn four(name: &str) -> Value {
    formula(&[format!("prop(\"{name}\")").as_str(); 4].join(" + "))
}

#[tokio::test]
async fn formulas_that_mention_the_one_before_four_times_are_computed_once() {
    let client = client();
    let began = Instant::now();
    // A number; nothing, so that the type has to be found; and text that is too long at last.
    for (first, expected) in [
        (
            "prop(\"N\")",
            json!({ "type": "number", "number": 4_u64.pow(13) * 3 }),
        ),
        (
            "toNumber(\"\")",
            json!({ "type": "number", "number": null }),
        ),
        ("\"x\"", json!({ "type": "unsupported", "unsupported": {} })),
    ] {
        let (_, source) = client
            .database(
                "Fan",
                json!({ "Name": { "title": {} }, "N": { "number": {} }, "F0": formula(first) }),
            )
            .await;
        let path = format!("data_sources/{}", id(&source));
        for n in 1..=13 {
            let name = format!("F{n}");
            let body = json!({ "properties": { name: four(&format!("F{}", n - 1)) } });
            client.ok("PATCH", &path, body).await;
        }
        let row = client.row(&source, json!({ "N": { "number": 3 } })).await;
        let value = &row["properties"]["F13"]["formula"];
        if first == "toNumber(\"\")" {
            // Nothing four times is nothing or zero, but of the type.
            assert_eq!(value["type"], "number", "{value}");
        } else {
            assert_eq!(value, &expected);
        }
        let query = json!({ "sorts": [{ "property": "F13", "direction": "ascending" }] });
        client.query(&source, query).await;
    }
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
}

#[tokio::test]
async fn rollups_over_formulas_over_rollups_are_computed_once() {
    let client = client();
    let began = Instant::now();
    let (_, source) = client
        .database(
            "Nodes",
            json!({ "Name": { "title": {} }, "N": { "number": {} }, "F0": formula("prop(\"N\")") }),
        )
        .await;
    let path = format!("data_sources/{}", id(&source));
    let relation = json!({ "relation": { "data_source_id": id(&source), "single_property": {} } });
    client
        .ok(
            "PATCH",
            &path,
            json!({ "properties": { "Next": relation } }),
        )
        .await;
    for n in 1..=5 {
        let (roll, form) = (format!("R{n}"), format!("F{n}"));
        let rollup = json!({ "rollup": {
            "relation_property_name": "Next", "rollup_property_name": format!("F{}", n - 1), "function": "sum",
        } });
        client
            .ok(
                "PATCH",
                &path,
                json!({ "properties": { roll.clone(): rollup } }),
            )
            .await;
        client
            .ok(
                "PATCH",
                &path,
                json!({ "properties": { form: four(&roll) } }),
            )
            .await;
    }
    // Each of two pages refers to both.
    let mut pages = Vec::new();
    for n in [1, 2] {
        pages.push(client.row(&source, json!({ "N": { "number": n } })).await);
    }
    let both =
        json!({ "Next": { "relation": [{ "id": id(&pages[0]) }, { "id": id(&pages[1]) }] } });
    for page in &pages {
        client
            .ok(
                "PATCH",
                &format!("pages/{}", id(page)),
                json!({ "properties": both }),
            )
            .await;
    }
    let page = client.get(&format!("pages/{}", id(&pages[0]))).await;
    // 3, four times; twice that, four times; and so on.
    assert_eq!(page["properties"]["F1"]["formula"]["number"], 12);
    assert_eq!(page["properties"]["F2"]["formula"]["number"], 12 * 8);
    assert_eq!(
        page["properties"]["F5"]["formula"]["number"],
        12 * 8_u64.pow(4)
    );
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
}

#[tokio::test]
async fn formulas_that_lead_back_to_themselves_are_unsupported() {
    let client = client();
    let (_, source) = client
        .database(
            "Ring",
            json!({ "Name": { "title": {} }, "A": formula("1"), "B": formula("prop(\"A\") + 1") }),
        )
        .await;
    let path = format!("data_sources/{}", id(&source));
    let relation = json!({ "relation": { "data_source_id": id(&source), "single_property": {} } });
    let sum = json!({ "rollup": { "relation_property_name": "Next", "rollup_property_name": "C", "function": "sum" } });
    for properties in [
        json!({ "A": formula("prop(\"B\") + 1") }),
        json!({ "Next": relation }),
        json!({ "C": formula("2") }),
        json!({ "Sum": sum }),
        json!({ "C": formula("prop(\"Sum\") + 1") }),
    ] {
        let (status, _) = client
            .send("PATCH", &path, Some(&json!({ "properties": properties })))
            .await;
        // Refused or not: what is there has an answer.
        assert!(status == 200 || status == 400);
    }
    let row = client.row(&source, json!({})).await;
    let own = json!({ "properties": { "Next": { "relation": [{ "id": id(&row) }] } } });
    let row = client
        .ok("PATCH", &format!("pages/{}", id(&row)), own)
        .await;
    for name in ["A", "B", "C", "Sum"] {
        let value = &row["properties"][name];
        let kind = value["type"].as_str().unwrap();
        assert_eq!(value[kind]["type"], "unsupported", "{name}: {value}");
    }
}

/// Items and a hub, which all of them refer to and which refers to all of them.
async fn hub(client: &Client, items: usize) -> (Value, Value, Value) {
    let (_, hubs) = client
        .database("Hubs", json!({ "Name": { "title": {} } }))
        .await;
    let relation = json!({ "relation": { "data_source_id": id(&hubs), "dual_property": { "synced_property_name": "Items" } } });
    let (_, source) = client
        .database(
            "Items",
            json!({ "Name": { "title": {} }, "N": { "number": {} }, "Hub": relation }),
        )
        .await;
    let hub = client
        .row(&hubs, json!({ "Name": { "title": text("hub") } }))
        .await;
    for n in 0..items {
        let row = json!({ "N": { "number": n }, "Hub": { "relation": [{ "id": id(&hub) }] } });
        client.row(&source, row).await;
    }
    (hubs, source, hub)
}

fn sum(relation: &str, target: &str) -> Value {
    json!({ "rollup": { "relation_property_name": relation, "rollup_property_name": target, "function": "sum" } })
}

#[tokio::test]
async fn rollups_over_too_many_values_are_unsupported_and_never_wrong() {
    let client = client();
    let (hubs, source, hub) = hub(&client, 330).await;
    let (hubs, items) = (
        format!("data_sources/{}", id(&hubs)),
        format!("data_sources/{}", id(&source)),
    );
    let add = async |path: &str, name: &str, property: Value| {
        client
            .ok("PATCH", path, json!({ "properties": { name: property } }))
            .await;
    };
    let related = client.get(&hubs).await["properties"]
        .as_object()
        .unwrap()
        .iter()
        .find(|(_, property)| property["type"] == "relation")
        .map(|(name, _)| name.clone())
        .unwrap();
    add(&hubs, "Total", sum(&related, "N")).await;
    add(&items, "Of hub", sum("Hub", "Total")).await;
    // 330 values of 331 values each are more than 100,000.
    add(&hubs, "All", sum(&related, "Of hub")).await;
    add(&hubs, "More", formula("prop(\"All\") + 1")).await;
    let page = client.get(&format!("pages/{}", id(&hub))).await;
    let properties = &page["properties"];
    assert_eq!(properties["Total"]["rollup"]["number"], 329 * 330 / 2);
    assert_eq!(properties["All"]["rollup"]["type"], "unsupported");
    assert_eq!(properties["More"]["formula"]["type"], "unsupported");
    let query = json!({ "page_size": 1, "filter": { "property": "Of hub", "rollup": { "number": { "equals": 329 * 330 / 2 } } } });
    assert_eq!(client.query(&source, query).await.len(), 1);
}

#[tokio::test]
async fn a_long_query_lets_others_pass() {
    let client = client();
    let began = Instant::now();
    let (_, source) = client
        .database(
            "Nodes",
            json!({ "Name": { "title": {} }, "N": { "number": {} } }),
        )
        .await;
    let path = format!("data_sources/{}", id(&source));
    let relation = json!({ "relation": { "data_source_id": id(&source), "single_property": {} } });
    let walk = |name: &str| {
        formula(&format!(
            "prop(\"Next\").map(current.prop(\"{name}\")).sum() + 1"
        ))
    };
    for (name, property) in [
        ("Next", relation),
        ("One", walk("N")),
        ("Two", walk("One")),
        ("Three", walk("Two")),
    ] {
        client
            .ok("PATCH", &path, json!({ "properties": { name: property } }))
            .await;
    }
    client.save_formulas(&source, &["Three"]);
    let mut pages: Vec<Value> = Vec::new();
    for n in 0..400_usize {
        let next: Vec<Value> = (1..=20)
            .filter_map(|back| n.checked_sub(back * 5))
            .map(|at| json!({ "id": id(&pages[at]) }))
            .collect();
        let row = json!({ "N": { "number": 1 }, "Next": { "relation": next } });
        pages.push(client.row(&source, row).await);
    }
    let query = json!({
        "filter": { "property": "Three", "formula": { "number": { "greater_than": 0 } } },
        "sorts": [{ "property": "Three", "direction": "descending" }],
    });
    let order = RefCell::new(Vec::new());
    tokio::join!(
        async {
            let list = client.ok("POST", &format!("{path}/query"), query).await;
            order.borrow_mut().push("query");
            // The last rows refer to twenty rows each, which refer to as many.
            let first = &list["results"][0]["properties"]["Three"]["formula"]["number"];
            assert_eq!(first, 20 * (20 * (20 + 1) + 1) + 1);
            assert_eq!(list["results"].as_array().unwrap().len(), 100);
        },
        async {
            client.get("users/me").await;
            order.borrow_mut().push("me");
        }
    );
    assert_eq!(*order.borrow(), ["me", "query"]);
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
}

#[tokio::test]
async fn filters_work_at_both_ends_of_time() {
    let client = client();
    let (_, source) = client
        .database(
            "Days",
            json!({ "Name": { "title": {} }, "Day": { "date": {} } }),
        )
        .await;
    for now in ["9999-12-30T00:00:00Z", "-009999-01-03T00:00:00Z"] {
        let (status, _) = control(&client.server, "POST", "clock", json!({ "freeze": now })).await;
        assert_eq!(status, 200);
        for span in [
            "this_week",
            "past_week",
            "past_month",
            "past_year",
            "next_week",
            "next_month",
            "next_year",
        ] {
            client
                .query(
                    &source,
                    json!({ "filter": { "property": "Day", "date": { span: {} } } }),
                )
                .await;
        }
        for word in [
            "today",
            "tomorrow",
            "yesterday",
            "one_week_ago",
            "one_week_from_now",
            "one_month_ago",
            "one_month_from_now",
        ] {
            let filter =
                json!({ "timestamp": "created_time", "created_time": { "on_or_before": word } });
            client.query(&source, json!({ "filter": filter })).await;
        }
    }
}

#[tokio::test]
async fn nothing_is_moved_into_itself() {
    let client = client();
    let (outer, source) = client
        .database("Outer", json!({ "Name": { "title": {} } }))
        .await;
    let row = client.row(&source, json!({})).await;
    let body = json!({
        "parent": { "page_id": id(&row) }, "title": text("Inner"),
        "initial_data_source": { "properties": { "Name": { "title": {} } } },
    });
    let inner = client.ok("POST", "databases", body).await;
    let child = json!({ "parent": { "page_id": id(&row) }, "properties": {} });
    let child = client.ok("POST", "pages", child).await;
    for (method, path, parent) in [
        (
            "PATCH",
            format!("data_sources/{}", id(&source)),
            json!({ "database_id": id(&inner) }),
        ),
        (
            "PATCH",
            format!("databases/{}", id(&outer)),
            json!({ "page_id": id(&row) }),
        ),
        (
            "PATCH",
            format!("databases/{}", id(&outer)),
            json!({ "page_id": id(&child) }),
        ),
        (
            "POST",
            format!("pages/{}/move", id(&row)),
            json!({ "page_id": id(&child) }),
        ),
        (
            "POST",
            format!("pages/{}/move", id(&row)),
            json!({ "page_id": id(&row) }),
        ),
        (
            "POST",
            format!("pages/{}/move", id(&row)),
            json!({ "data_source_id": id(&inner["data_sources"][0]) }),
        ),
    ] {
        client
            .refused(method, &path, json!({ "parent": parent }))
            .await;
        client.get(&format!("pages/{}", id(&child))).await;
    }
}

#[tokio::test]
async fn lists_of_lists_of_lists_are_not_shown() {
    let client = client();
    let (_, source) = client
        .database("Lists", json!({ "Name": { "title": {} } }))
        .await;
    let path = format!("data_sources/{}", id(&source));
    let relation = json!({ "relation": { "data_source_id": id(&source), "single_property": {} } });
    client
        .ok("PATCH", &path, json!({ "properties": { "All": relation } }))
        .await;
    let mut target = "Name".to_owned();
    for n in 0..8 {
        let name = format!("R{n}");
        let rollup = json!({ "rollup": {
            "relation_property_name": "All", "rollup_property_name": target, "function": "show_original",
        } });
        client
            .ok(
                "PATCH",
                &path,
                json!({ "properties": { name.clone(): rollup } }),
            )
            .await;
        target = name;
    }
    let mut rows = Vec::new();
    for _ in 0..12 {
        rows.push(client.row(&source, json!({})).await);
    }
    let all: Vec<Value> = rows.iter().map(|row| json!({ "id": id(row) })).collect();
    for row in &rows {
        let body = json!({ "properties": { "All": { "relation": all } } });
        let shown = client
            .ok("PATCH", &format!("pages/{}", id(row)), body)
            .await;
        assert!(shown.to_string().len() < 3_000_000);
    }
}
