//! Many rows stay quick: a data source of 25,000 rows, made, queried and paged through.

use notion_local::Server;
use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

/// What the test may take in a debug build on a small machine before something is quadratic.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(150);

#[tokio::test]
async fn scale_25_000_rows_are_made_and_queried_page_by_page() {
    let began = std::time::Instant::now();
    let client = client();
    let (_, projects) = client
        .database("Projects", json!({ "Name": { "title": {} } }))
        .await;
    let project = client
        .row(
            &projects,
            json!({ "Name": { "title": text("one for all") } }),
        )
        .await;
    let relation =
        json!({ "type": "dual_property", "data_source_id": id(&projects), "dual_property": {} });
    let (_, tasks) = client
        .database(
            "Tasks",
            json!({
                "Name": { "title": {} }, "N": { "number": {} }, "Project": { "relation": relation },
                "Twice": { "formula": { "expression": "prop(\"N\") * 2" } },
            }),
        )
        .await;
    client.save_formulas(&tasks, &["Twice"]);
    for n in 0..25_000 {
        client
            .row(
                &tasks,
                json!({
                    "Name": { "title": text(&format!("task {n}")) }, "N": { "number": n },
                    "Project": { "relation": [{ "id": id(&project) }] },
                }),
            )
            .await;
    }
    let path = format!("data_sources/{}/query", id(&tasks));
    let filter = json!({ "property": "Twice", "formula": { "number": { "greater_than_or_equal_to": 49_000 } } });
    let sorts = json!([{ "property": "Name", "direction": "ascending" }]);
    let (mut cursor, mut found) = (Value::Null, Vec::new());
    loop {
        let list = client
            .ok(
                "POST",
                &path,
                json!({ "filter": filter, "sorts": sorts, "start_cursor": cursor }),
            )
            .await;
        found.extend(
            list["results"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["properties"]["N"]["number"].as_u64().unwrap()),
        );
        cursor = list["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(found, (24_500..25_000).collect::<Vec<u64>>());
    // More than 10,000 results are not given, and the last page says so.
    let incomplete =
        json!({ "type": "incomplete", "incomplete_reason": "query_result_limit_reached" });
    let below = |n: u64| json!({ "property": "N", "number": { "less_than": n } });
    let mut body = json!({ "filter": below(10_001) });
    let mut count = 0;
    loop {
        let path = format!("{path}?filter_properties=title");
        let list = client.ok("POST", &path, body.clone()).await;
        count += list["results"].as_array().unwrap().len();
        if list["has_more"] == false {
            assert_eq!(list.get("request_status"), Some(&incomplete));
            assert_eq!(list["next_cursor"], Value::Null);
            break;
        }
        assert_eq!(list.get("request_status"), None);
        body["start_cursor"] = list["next_cursor"].clone();
    }
    assert_eq!(count, 10_000);
    // Queries of views are the same: of exactly 10,000 rows nothing is missing.
    for (below, status) in [(below(10_000), None), (below(10_001), Some(&incomplete))] {
        let view = json!({
            "data_source_id": id(&tasks), "database_id": tasks["parent"]["database_id"],
            "name": "View", "type": "table", "filter": below,
        });
        let view = client.ok("POST", "views", view).await;
        let queries = format!("views/{}/queries", id(&view));
        let query = client.ok("POST", &queries, json!({})).await;
        assert_eq!(query["total_count"], 10_000);
        assert_eq!(query.get("request_status"), None);
        let results = format!("{queries}/{}", id(&query));
        let (mut cursor, mut count) = (query["next_cursor"].clone(), 100);
        while let Some(next) = cursor.as_str() {
            let list = client.get(&format!("{results}?start_cursor={next}")).await;
            count += list["results"].as_array().unwrap().len();
            let expected = status.filter(|_| list["has_more"] == false);
            assert_eq!(list.get("request_status"), expected);
            cursor = list["next_cursor"].clone();
        }
        assert_eq!(count, 10_000);
    }
    let first = client.get(&format!("pages/{}", id(&project))).await;
    let back = &first["properties"]["Related to Tasks (Project)"];
    assert_eq!(
        (
            back["relation"].as_array().unwrap().len(),
            &back["has_more"]
        ),
        (25, &json!(true))
    );
    assert!(began.elapsed() < PATIENCE, "it took {:?}", began.elapsed());
}

/// Tests of long queries need few rows.
#[tokio::test]
async fn a_smaller_limit_cuts_queries_of_data_sources_and_views_short() {
    let client = Client {
        server: Server::builder().max_query_results(3).build(),
        version: "2026-03-11",
    };
    let incomplete =
        json!({ "type": "incomplete", "incomplete_reason": "query_result_limit_reached" });
    // A reset keeps the limit.
    for _ in 0..2 {
        let (_, tasks) = client
            .database(
                "Tasks",
                json!({ "Name": { "title": {} }, "N": { "number": {} } }),
            )
            .await;
        for n in 0..4 {
            client.row(&tasks, json!({ "N": { "number": n } })).await;
        }
        let path = format!("data_sources/{}/query", id(&tasks));
        let sorts = json!([{ "property": "N", "direction": "ascending" }]);
        for (sorts, first) in [(json!([]), 3), (sorts, 0)] {
            let body = json!({ "sorts": sorts, "page_size": 2 });
            let list = client.ok("POST", &path, body.clone()).await;
            assert_eq!(list["results"][0]["properties"]["N"]["number"], first);
            assert_eq!(list.get("request_status"), None);
            let cursor = &list["next_cursor"];
            let body = json!({ "sorts": sorts, "page_size": 2, "start_cursor": cursor });
            let list = client.ok("POST", &path, body).await;
            assert_eq!(list["results"].as_array().unwrap().len(), 1);
            assert_eq!(list["has_more"], false);
            assert_eq!(list.get("request_status"), Some(&incomplete));
        }
        // Of as many rows as the limit nothing is missing.
        let below = json!({ "property": "N", "number": { "less_than": 3 } });
        let list = client.ok("POST", &path, json!({ "filter": below })).await;
        assert_eq!(list["results"].as_array().unwrap().len(), 3);
        assert_eq!(list.get("request_status"), None);
        let view = json!({
            "data_source_id": id(&tasks), "database_id": tasks["parent"]["database_id"],
            "name": "View", "type": "table",
        });
        let view = client.ok("POST", "views", view).await;
        let queries = format!("views/{}/queries", id(&view));
        let query = client.ok("POST", &queries, json!({})).await;
        assert_eq!(query["total_count"], 3);
        assert_eq!(query.get("request_status"), Some(&incomplete));
        client.server.reset().unwrap();
    }
}
