//! Queries over rows, and search.

use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

async fn articles(client: &Client) -> Value {
    let (_, source) = client
        .database(
            "Articles",
            json!({
                "Name": { "title": {} }, "Text": { "rich_text": {} }, "Number": { "number": {} }, "Date": { "date": {} },
                "Kind": { "select": { "options": [{ "name": "b" }, { "name": "a" }] } },
                "Tags": { "multi_select": { "options": [{ "name": "x" }, { "name": "y" }] } },
                "Status": { "status": {} }, "Done": { "checkbox": {} }, "Mail": { "email": {} },
                "Twice": { "formula": { "expression": "prop(\"Number\") * 2" } },
            }),
        )
        .await;
    client.save_formulas(&source, &["Twice"]);
    let rows = [
        json!({ "Name": { "title": text("Article 10") }, "Number": { "number": 10 }, "Kind": { "select": { "name": "a" } },
            "Date": { "date": { "start": "2026-06-27T18:01:30Z" } }, "Mail": { "email": "john.doe@gmail.com" } }),
        json!({ "Name": { "title": text("Article 7") }, "Number": { "number": 7 }, "Kind": { "select": { "name": "b" } },
            "Tags": { "multi_select": [{ "name": "x" }, { "name": "y" }] }, "Done": { "checkbox": true },
            "Status": { "status": { "name": "Done" } } }),
        json!({ "Name": { "title": text("article 8") }, "Tags": { "multi_select": [{ "name": "y" }] },
            "Date": { "date": { "start": "2026-06-20" } } }),
    ];
    for row in rows {
        client.row(&source, row).await;
    }
    source
}

async fn filtered(client: &Client, source: &Value, filter: Value) -> Vec<String> {
    let ascending = json!([{ "property": "Name", "direction": "ascending" }]);
    client
        .query(source, json!({ "filter": filter, "sorts": ascending }))
        .await
}

#[tokio::test]
async fn query_the_newest_row_comes_first_and_sorts_mind_numbers_in_texts() {
    let client = client();
    let source = articles(&client).await;
    assert_eq!(
        client.query(&source, json!({})).await,
        ["article 8", "Article 7", "Article 10"]
    );
    let sorted = |by: &str, direction: &str| json!({ "sorts": [{ "property": by, "direction": direction }] });
    assert_eq!(
        client.query(&source, sorted("Name", "ascending")).await,
        ["Article 7", "article 8", "Article 10"]
    );
    assert_eq!(
        client.query(&source, sorted("Number", "descending")).await,
        ["Article 10", "Article 7", "article 8"]
    );
    assert_eq!(
        client.query(&source, sorted("Kind", "ascending")).await,
        ["Article 7", "Article 10", "article 8"]
    );
    let message = client
        .refused(
            "POST",
            &format!("data_sources/{}/query", id(&source)),
            sorted("Nope", "ascending"),
        )
        .await;
    assert_eq!(
        message,
        "Could not find sort property with name or id: Nope"
    );
}

#[tokio::test]
async fn query_filters_by_every_kind_of_property() {
    let client = client();
    let source = articles(&client).await;
    let cases = [
        (
            json!({ "property": "Name", "title": { "starts_with": "ARTICLE 7" } }),
            vec!["Article 7"],
        ),
        // Texts of all kinds take the filters of rich text.
        (
            json!({ "property": "Mail", "rich_text": { "contains": "Doe" } }),
            vec!["Article 10"],
        ),
        (
            json!({ "property": "Mail", "email": { "does_not_contain": "doe" } }),
            vec!["Article 7", "article 8"],
        ),
        (
            json!({ "property": "Text", "rich_text": { "is_empty": true } }),
            vec!["Article 7", "article 8", "Article 10"],
        ),
        (
            json!({ "property": "Number", "number": { "greater_than_or_equal_to": 7 } }),
            vec!["Article 7", "Article 10"],
        ),
        (
            json!({ "property": "Number", "number": { "does_not_equal": 7 } }),
            vec!["article 8", "Article 10"],
        ),
        (
            json!({ "property": "Number", "number": { "is_empty": true } }),
            vec!["article 8"],
        ),
        (
            json!({ "property": "Kind", "select": { "equals": ["a", "b"] } }),
            vec!["Article 7", "Article 10"],
        ),
        (
            json!({ "property": "Kind", "select": { "does_not_equal": "a" } }),
            vec!["Article 7", "article 8"],
        ),
        (
            json!({ "property": "Tags", "multi_select": { "contains": "y" } }),
            vec!["Article 7", "article 8"],
        ),
        (
            json!({ "property": "Tags", "multi_select": { "does_not_contain": "x" } }),
            vec!["article 8", "Article 10"],
        ),
        (
            json!({ "property": "Status", "status": { "equals": "Complete" } }),
            vec!["Article 7"],
        ),
        (
            json!({ "property": "Status", "status": { "equals": "Not started" } }),
            vec!["article 8", "Article 10"],
        ),
        (
            json!({ "property": "Done", "checkbox": { "does_not_equal": true } }),
            vec!["article 8", "Article 10"],
        ),
        (
            json!({ "property": "Date", "date": { "equals": "2026-06-27" } }),
            vec!["Article 10"],
        ),
        (
            json!({ "property": "Date", "date": { "before": "2026-06-27T18:01:59Z" } }),
            vec!["article 8"],
        ),
        (
            json!({ "property": "Date", "date": { "is_empty": true } }),
            vec!["Article 7"],
        ),
        (
            json!({ "property": "Twice", "formula": { "number": { "equals": 14 } } }),
            vec!["Article 7"],
        ),
        (
            json!({ "timestamp": "created_time", "created_time": { "is_empty": true } }),
            vec![],
        ),
        (
            json!({ "and": [
                { "property": "Done", "checkbox": { "equals": false } },
                { "or": [
                    { "property": "Number", "number": { "equals": 10 } },
                    { "property": "Number", "number": { "is_empty": true } },
                ] },
            ] }),
            vec!["article 8", "Article 10"],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(
            filtered(&client, &source, filter.clone()).await,
            expected,
            "{filter}"
        );
    }
}

#[tokio::test]
async fn query_relative_dates_are_days_around_today() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T12:00:00Z".parse().unwrap());
    let source = articles(&client).await;
    for (condition, expected) in [
        (json!({ "past_week": {} }), vec!["article 8", "Article 10"]),
        (json!({ "this_week": {} }), vec!["Article 10"]),
        (json!({ "equals": "today" }), vec!["Article 10"]),
        (json!({ "equals": "one_week_ago" }), vec!["article 8"]),
        (json!({ "next_month": {} }), vec!["Article 10"]),
    ] {
        assert_eq!(
            filtered(
                &client,
                &source,
                json!({ "property": "Date", "date": condition })
            )
            .await,
            expected,
            "{condition}"
        );
    }
}

#[tokio::test]
async fn query_filters_on_rollups_ask_some_all_or_none_of_the_values() {
    let client = client();
    let source = articles(&client).await;
    let relation =
        json!({ "data_source_id": id(&source), "type": "single_property", "single_property": {} });
    let (_, lists) = client
        .database(
            "Lists",
            json!({
                "Name": { "title": {} }, "Articles": { "relation": relation },
                "Numbers": { "rollup": { "relation_property_name": "Articles", "rollup_property_name": "Number", "function": "show_original" } },
                "Most": { "rollup": { "relation_property_name": "Articles", "rollup_property_name": "Number", "function": "max" } },
            }),
        )
        .await;
    let all = client
        .ok(
            "POST",
            &format!("data_sources/{}/query", id(&source)),
            json!({}),
        )
        .await;
    let ids: Vec<Value> = all["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!({ "id": row["id"] }))
        .collect();
    client
        .row(
            &lists,
            json!({ "Name": { "title": text("all") }, "Articles": { "relation": ids } }),
        )
        .await;
    client
        .row(&lists, json!({ "Name": { "title": text("none") } }))
        .await;
    for (rollup, expected) in [
        (json!({ "any": { "number": { "equals": 7 } } }), vec!["all"]),
        (
            json!({ "every": { "number": { "is_not_empty": true } } }),
            vec![],
        ),
        (
            json!({ "none": { "number": { "equals": 11 } } }),
            vec!["all", "none"],
        ),
    ] {
        assert_eq!(
            filtered(
                &client,
                &lists,
                json!({ "property": "Numbers", "rollup": rollup })
            )
            .await,
            expected,
            "{rollup}"
        );
    }
    let most = json!({ "property": "Most", "rollup": { "number": { "greater_than": 9 } } });
    assert_eq!(filtered(&client, &lists, most).await, ["all"]);
}

#[tokio::test]
async fn query_filters_that_do_not_fit_are_refused() {
    let client = client();
    let source = articles(&client).await;
    let path = format!("data_sources/{}/query", id(&source));
    for (filter, message) in [
        (
            json!({ "property": "Nope", "number": { "equals": 1 } }),
            "Could not find property with name or id: Nope",
        ),
        (
            json!({ "property": "Number", "rich_text": { "equals": "1" } }),
            "The property type in the database does not match the property type of the filter provided: database property number does not match filter rich_text",
        ),
        (
            json!({ "property": "Kind", "select": { "equals": "c" } }),
            "select option \"c\" not found for property \"Kind\". Available options: \"b\", \"a\".",
        ),
    ] {
        assert_eq!(
            client
                .refused("POST", &path, json!({ "filter": filter }))
                .await,
            message
        );
    }
    let deep = json!({ "filter": { "and": [{ "or": [{ "and": [{ "property": "Number", "number": { "equals": 1 } }] }] }] } });
    assert!(client.refused("POST", &path, deep).await.starts_with(
        "body failed validation. Fix one:\nbody.filter.and[0].or[0].title should be defined"
    ));
    let message = client
        .refused("POST", &path, json!({ "page_size": 101 }))
        .await;
    assert_eq!(
        message,
        "body failed validation: body.page_size should be ≤ `100` or `undefined`, instead was `101`."
    );
}

#[tokio::test]
async fn query_pages_follow_their_cursor_and_leave_the_trash_out() {
    let client = client();
    let source = articles(&client).await;
    let path = format!("data_sources/{}/query", id(&source));
    let first = client.ok("POST", &path, json!({ "page_size": 2 })).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    assert!(
        cursor.starts_with("s:") && cursor.split(':').count() == 3,
        "{cursor}"
    );
    let second = client
        .ok(
            "POST",
            &path,
            json!({ "page_size": 2, "start_cursor": cursor }),
        )
        .await;
    assert!(cursor.ends_with(id(&second["results"][0])));
    assert_eq!(
        (&second["has_more"], &second["next_cursor"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(second["type"], "page_or_data_source");
    client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&second["results"][0])),
            json!({ "in_trash": true }),
        )
        .await;
    assert_eq!(client.query(&source, json!({})).await.len(), 2);
    assert_eq!(
        client.query(&source, json!({ "in_trash": true })).await,
        ["Article 10"]
    );
    let message = client
        .refused("POST", &path, json!({ "start_cursor": "nonsense" }))
        .await;
    assert_eq!(message, "The start_cursor provided is invalid: nonsense");
}

#[tokio::test]
async fn query_only_the_properties_that_are_asked_for_are_shown() {
    let client = client();
    let source = articles(&client).await;
    let number = source["properties"]["Number"]["id"].as_str().unwrap();
    let path = format!(
        "data_sources/{}/query?filter_properties=title&filter_properties={number}",
        id(&source)
    );
    let list = client.ok("POST", &path, json!({})).await;
    assert_eq!(
        crate::support::keys(&list["results"][0]["properties"]),
        ["Number", "Name"]
    );
}

#[tokio::test]
async fn search_finds_whole_words_of_titles_and_shows_what_changed_last_first() {
    let client = client();
    let source = articles(&client).await;
    let found = client
        .ok("POST", "search", json!({ "query": "tests of ARTICLE" }))
        .await;
    assert_eq!(found["results"].as_array().unwrap().len(), 4);
    assert_eq!(found["type"], "page_or_data_source");
    let pages = json!({ "query": "articles", "filter": { "property": "object", "value": "page" } });
    let found = client.ok("POST", "search", pages).await;
    assert_eq!(crate::support::title(&found["results"][0]), "article 8");
    let first = id(&found["results"][2]).to_owned();
    client
        .ok(
            "PATCH",
            &format!("pages/{first}"),
            json!({ "properties": { "Number": { "number": 1 } } }),
        )
        .await;
    let found = client
        .ok("POST", "search", json!({ "query": "article" }))
        .await;
    assert_eq!(id(&found["results"][0]), first);
    assert_eq!(
        client
            .ok("POST", "search", json!({ "query": "artic" }))
            .await["results"],
        json!([])
    );
    // Pages in the trash are gone at once, data sources stay for a while.
    client
        .ok(
            "PATCH",
            &format!("data_sources/{}", id(&source)),
            json!({ "in_trash": true }),
        )
        .await;
    let found = client
        .ok("POST", "search", json!({ "query": "article" }))
        .await;
    assert_eq!(found["results"].as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &found["results"][0]["object"],
            &found["results"][0]["in_trash"]
        ),
        (&json!("data_source"), &json!(true))
    );
}
