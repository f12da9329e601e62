//! Filters by formulas: Notion refuses those whose type it does not know.

use notion_local::Server;
use serde_json::{Value, json};

use crate::support::{Client, Directory, client, control, id, text};

const REFUSAL: &str = "Unable to filter based on a formula of unknown type";

/// A condition for each type of a formula's result, and one for each form of an operand.
fn conditions() -> Vec<Value> {
    vec![
        json!({ "string": { "equals": "a" } }),
        json!({ "string": { "is_empty": true } }),
        json!({ "number": { "greater_than": 1 } }),
        json!({ "number": { "is_not_empty": true } }),
        json!({ "checkbox": { "equals": true } }),
        json!({ "date": { "before": "2026-01-01" } }),
        json!({ "date": { "past_week": {} } }),
        json!({ "date": { "equals": "today" } }),
    ]
}

/// A data source with one formula, "F", and a row.
async fn with_formula(client: &Client, expression: &str) -> Value {
    let schema = json!({
        "Name": { "title": {} }, "N": { "number": {} }, "C": { "checkbox": {} }, "D": { "date": {} },
        "P": { "people": {} }, "F": { "formula": { "expression": expression } },
    });
    let (_, source) = client.database("T", schema).await;
    client
        .row(&source, json!({ "Name": { "title": text("row") } }))
        .await;
    source
}

/// Whether a query by "F" is answered. If it is refused, it is with Notion's words.
async fn is_filterable(client: &Client, source: &Value) -> bool {
    let body =
        json!({ "filter": { "property": "F", "formula": { "string": { "is_empty": true } } } });
    let path = format!("data_sources/{}/query", id(source));
    let (status, answer) = client.send("POST", &path, Some(&body)).await;
    if status != 200 {
        assert_eq!(
            (status, &answer["code"], &answer["message"]),
            (400, &json!("validation_error"), &json!(REFUSAL))
        );
    }
    status == 200
}

async fn change(client: &Client, source: &Value, property: Value) {
    let path = format!("data_sources/{}", id(source));
    let body = json!({ "properties": { "F": property } });
    client.ok("PATCH", &path, body).await;
}

#[tokio::test]
async fn a_formula_that_came_through_the_api_is_refused_with_every_operator() {
    for version in ["2026-03-11", "2025-09-03"] {
        let client = Client {
            version,
            ..client()
        };
        // Even a constant one.
        let source = with_formula(&client, "1").await;
        let path = format!("data_sources/{}/query", id(&source));
        for condition in conditions() {
            for property in [json!("F"), source["properties"]["F"]["id"].clone()] {
                let one = json!({ "property": property, "formula": condition });
                let other = json!({ "property": "N", "number": { "is_empty": true } });
                for filter in [
                    one.clone(),
                    json!({ "or": [other, one] }),
                    json!({ "and": [other, { "or": [other, one] }] }),
                ] {
                    let message = client
                        .refused("POST", &path, json!({ "filter": filter }))
                        .await;
                    assert_eq!(message, REFUSAL, "{filter}");
                }
            }
        }
        // Other conditions, and sorts, are not affected.
        let sorted = json!({
            "sorts": [{ "property": "F", "direction": "ascending" }],
            "filter": { "property": "N", "number": { "is_empty": true } },
        });
        assert_eq!(client.query(&source, sorted).await, ["row"]);
    }
}

#[tokio::test]
async fn every_way_through_the_api_makes_a_formula_that_cannot_be_filtered() {
    let client = client();
    let source = with_formula(&client, "1").await;
    assert!(!is_filterable(&client, &source).await, "created");
    client.save_formulas(&source, &["F"]);
    assert!(is_filterable(&client, &source).await, "saved");

    // What does not touch the expression leaves it as it is.
    let described = json!({ "name": "F", "description": "One" });
    change(&client, &source, described).await;
    change(&client, &source, json!({ "formula": {} })).await;
    assert!(is_filterable(&client, &source).await, "described");
    change(
        &client,
        &source,
        json!({ "formula": { "expression": "2" } }),
    )
    .await;
    assert!(!is_filterable(&client, &source).await, "changed");

    client.save_formulas(&source, &["F"]);
    change(&client, &source, json!({ "number": {} })).await;
    change(
        &client,
        &source,
        json!({ "formula": { "expression": "2" } }),
    )
    .await;
    assert!(!is_filterable(&client, &source).await, "of another type");

    let body = json!({
        "parent": { "database_id": source["parent"]["database_id"] },
        "properties": { "Name": { "title": {} }, "F": { "formula": { "expression": "1" } } },
    });
    let second = client.ok("POST", "data_sources", body).await;
    assert!(!is_filterable(&client, &second).await, "a data source");
}

#[tokio::test]
async fn branches_of_several_types_cannot_be_filtered_wherever_the_formula_was_saved() {
    for (expression, filterable) in [
        (r#"if(prop("C"), now(), "")"#, false),
        (r#"if(prop("C"), now(), empty())"#, true),
        (r#"if(prop("C"), 1, "")"#, false),
        (r#"if(prop("C"), 1, empty())"#, true),
        (r#"if(prop("C"), 1, true)"#, false),
        (r#"ifs(prop("C"), 1, prop("N") > 2, 2, "no")"#, false),
        (r#"ifs(prop("C"), 1, prop("N") > 2, 2, empty())"#, true),
        (r#"if(prop("C"), if(prop("N") > 1, 1, ""), 2)"#, false),
        (r#"let(x, if(prop("C"), prop("D"), "none"), x)"#, false),
        // All of these are text in the API.
        (r#"if(prop("C"), "a", "")"#, true),
        (r#"if(prop("C"), prop("P"), "nobody")"#, true),
        ("prop(\"N\") * 2", true),
        ("empty()", true),
    ] {
        let client = client();
        let source = with_formula(&client, expression).await;
        client.save_formulas(&source, &["F"]);
        assert_eq!(
            is_filterable(&client, &source).await,
            filterable,
            "{expression}"
        );
    }

    // The type of a formula that another one mentions counts, too.
    let client = client();
    let source = with_formula(&client, r#"if(prop("C"), now(), "")"#).await;
    let outer = json!({ "properties": { "G": { "formula": { "expression": "prop(\"F\")" } } } });
    let path = format!("data_sources/{}", id(&source));
    client.ok("PATCH", &path, outer).await;
    client.save_formulas(&source, &["G"]);
    let filter =
        json!({ "filter": { "property": "G", "formula": { "date": { "is_empty": true } } } });
    let path = format!("{path}/query");
    assert_eq!(client.refused("POST", &path, filter).await, REFUSAL);
}

#[tokio::test]
async fn a_snapshot_says_where_formulas_were_saved() {
    let client = client();
    let source = with_formula(&client, "1").await;
    let opened = |snapshot: &Value| Client {
        server: Server::builder().snapshot(snapshot).unwrap(),
        version: "2026-03-11",
    };
    let mut snapshot = client.server.snapshot();
    let config = snapshot["data_sources"][0]["properties"]["F"]["formula"].clone();
    assert_eq!(config["saved_in_ui"], false);
    assert!(!is_filterable(&opened(&snapshot), &source).await);

    // What Notion's own objects leave out was made in Notion.
    let config = snapshot["data_sources"][0]["properties"]["F"]["formula"]
        .as_object_mut()
        .unwrap();
    config.shift_remove("saved_in_ui");
    let imported = opened(&snapshot);
    assert!(is_filterable(&imported, &source).await);
    assert_eq!(imported.server.snapshot(), snapshot);
    // The mark is not part of what the API shows.
    let path = format!("data_sources/{}", id(&source));
    let shown = client.get(&path).await;
    assert_eq!(
        shown["properties"]["F"]["formula"],
        json!({ "expression": "1" })
    );
}

#[tokio::test]
async fn the_data_file_keeps_where_formulas_were_saved() {
    let directory = Directory::new("formula-filters");
    let path = directory.file();
    let open = async || Client {
        server: Server::open(&path).await.unwrap(),
        version: "2026-03-11",
    };
    let client = open().await;
    let source = with_formula(&client, "1").await;
    drop(client);
    let client = open().await;
    assert!(!is_filterable(&client, &source).await);
    client.save_formulas(&source, &["F"]);
    drop(client);
    for _ in 0..2 {
        assert!(is_filterable(&open().await, &source).await);
    }
}

#[tokio::test]
async fn programs_save_formulas_under_local() {
    let client = client();
    let source = with_formula(&client, "1").await;
    let formula =
        |source: &str, property: &str| json!({ "data_source": source, "property": property });
    let save = async |body: Value| control(&client.server, "POST", "formulas", body).await;
    for (body, reason) in [
        (json!({}), "data_source should be the id of a data source"),
        (
            formula("none", "F"),
            "data_source should be the id of a data source",
        ),
        (
            json!({ "data_source": id(&source) }),
            "property should be the name or the id of a formula",
        ),
        (
            formula(id(&source), "N"),
            "does not have a formula with the name or id \"N\"",
        ),
        (
            formula("38c9ce7b-60a4-8100-8000-0000000000ff", "F"),
            "does not have a formula with the name or id \"F\"",
        ),
    ] {
        let (status, answer) = save(body.clone()).await;
        let error = answer["error"].as_str().unwrap();
        assert_eq!(status, 400, "{body}");
        assert!(error.ends_with(reason), "{body}: {error}");
    }
    assert!(!is_filterable(&client, &source).await);
    let property = source["properties"]["F"]["id"].as_str().unwrap();
    assert_eq!(save(formula(id(&source), property)).await.0, 200);
    assert!(is_filterable(&client, &source).await);
}

#[tokio::test]
async fn views_filter_by_the_formulas_that_queries_filter_by() {
    let client = client();
    let source = with_formula(&client, "prop(\"N\")").await;
    let filter = json!({ "property": "F", "formula": { "number": { "is_empty": true } } });
    let view = json!({
        "data_source_id": id(&source), "database_id": source["parent"]["database_id"], "name": "V",
        "type": "table", "filter": filter,
    });
    let message = client.refused("POST", "views", view.clone()).await;
    assert_eq!(message, REFUSAL);
    client.save_formulas(&source, &["F"]);
    let view = client.ok("POST", "views", view).await;
    let path = format!("views/{}/queries", id(&view));
    let shown = client.ok("POST", &path, json!({})).await;
    assert_eq!(shown["total_count"], 1);
}

#[tokio::test]
async fn answers_carry_the_server_s_time() {
    let client = client();
    client
        .server
        .freeze("2026-06-17T12:34:56.7Z".parse().unwrap());
    let request = http::Request::get("/v1/users/me")
        .header("authorization", format!("Bearer {}", client.server.token()))
        .header("notion-version", client.version)
        .body(bytes::Bytes::new())
        .unwrap();
    let response = client.server.call(request).await;
    assert_eq!(response.headers()["date"], "Wed, 17 Jun 2026 12:34:56 GMT");
}
