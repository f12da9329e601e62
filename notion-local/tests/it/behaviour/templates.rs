//! Templates: the API lists and applies them, and cannot make any.

use serde_json::{Value, json};

use notion_local::Server;

use crate::support::{Client, client, id, text, title};

/// A data source with two templates, one of them the default, out of a snapshot.
async fn with_templates() -> (Client, Value) {
    let client = client();
    let (_, source) = client
        .database(
            "Tasks",
            json!({ "Name": { "title": {} }, "Hours": { "number": {} }, "Kind": { "select": { "options": [{ "name": "bug" }] } } }),
        )
        .await;
    for (name, hours) in [("Bug", 2), ("Feature", 8)] {
        let row = client
            .row(
                &source,
                json!({ "Name": { "title": text(name) }, "Hours": { "number": hours }, "Kind": { "select": { "name": "bug" } } }),
            )
            .await;
        let body = json!({ "children": [
            { "heading_1": { "rich_text": text("Steps") } },
            { "toggle": { "rich_text": text("More"), "children": [{ "paragraph": { "rich_text": text("inside") } }] } },
        ] });
        client
            .ok("PATCH", &format!("blocks/{}/children", id(&row)), body)
            .await;
        client
            .ok(
                "PATCH",
                &format!("pages/{}", id(&row)),
                json!({ "icon": { "emoji": "🐞" } }),
            )
            .await;
    }
    let mut snapshot = client.server.snapshot();
    for page in snapshot["pages"].as_array_mut().unwrap() {
        if page["parent"]["data_source_id"] == source["id"] {
            page["template"] = json!({ "is_default": page["properties"]["Hours"]["number"] == 2 });
        }
    }
    let server = Server::builder().snapshot(&snapshot).unwrap();
    let client = Client {
        server,
        version: client.version,
    };
    (client, source)
}

fn names(list: &Value) -> Vec<(&str, bool)> {
    let templates = list["templates"].as_array().unwrap().iter();
    templates
        .map(|template| {
            (
                template["name"].as_str().unwrap(),
                template["is_default"].as_bool().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn templates_are_listed_and_are_no_rows() {
    let (client, source) = with_templates().await;
    let path = format!("data_sources/{}/templates", id(&source));
    let list = client.get(&path).await;
    assert_eq!(
        crate::support::keys(&list),
        ["templates", "has_more", "next_cursor"]
    );
    assert_eq!(names(&list), [("Bug", true), ("Feature", false)]);
    assert_eq!(
        names(&client.get(&format!("{path}?name=feat")).await),
        [("Feature", false)]
    );
    let first = client.get(&format!("{path}?page_size=1")).await;
    assert_eq!(
        (names(&first), &first["has_more"]),
        (vec![("Bug", true)], &json!(true))
    );
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = client.get(&format!("{path}?start_cursor={cursor}")).await;
    assert_eq!(names(&second), [("Feature", false)]);
    assert_eq!(client.query(&source, json!({})).await, Vec::<String>::new());
    let found = client
        .ok("POST", "search", json!({ "query": "feature" }))
        .await;
    assert_eq!(found["results"], json!([]));
    // A snapshot of them brings them back.
    let again = Server::builder()
        .snapshot(&client.server.snapshot())
        .unwrap();
    assert_eq!(again.snapshot(), client.server.snapshot());
}

#[tokio::test]
async fn a_row_made_after_a_template_has_what_it_has() {
    let (client, source) = with_templates().await;
    let body = |template: Value| {
        json!({
            "parent": { "data_source_id": id(&source) }, "properties": { "Name": { "title": text("Mine") } },
            "template": template,
        })
    };
    let row = client
        .ok("POST", "pages", body(json!({ "type": "default" })))
        .await;
    assert_eq!(title(&row), "Mine");
    assert_eq!(row["properties"]["Hours"]["number"], 2);
    assert_eq!(row["properties"]["Kind"]["select"]["name"], "bug");
    assert_eq!(row["icon"], json!({ "type": "emoji", "emoji": "🐞" }));
    let blocks = client.get(&format!("blocks/{}/children", id(&row))).await;
    assert_eq!(
        (&blocks["results"][0]["type"], &blocks["results"][1]["type"]),
        (&json!("heading_1"), &json!("toggle"))
    );
    let toggle = client
        .get(&format!("blocks/{}/children", id(&blocks["results"][1])))
        .await;
    assert_eq!(
        toggle["results"][0]["paragraph"]["rich_text"][0]["plain_text"],
        "inside"
    );

    let list = client
        .get(&format!("data_sources/{}/templates", id(&source)))
        .await;
    let feature = json!({ "type": "template_id", "template_id": list["templates"][1]["id"], "timezone": "Europe/Berlin" });
    assert_eq!(
        client.ok("POST", "pages", body(feature.clone())).await["properties"]["Hours"]["number"],
        8
    );
    assert_eq!(
        client
            .ok("POST", "pages", body(json!({ "type": "none" })))
            .await["properties"]["Hours"]["number"],
        Value::Null
    );
    let unknown = json!({ "type": "template_id", "template_id": id(&row) });
    let (status, answer) = client.send("POST", "pages", Some(&body(unknown))).await;
    assert_eq!((status, &answer["code"]), (404, &json!("object_not_found")));
    // With content of one's own there is no template.
    for (key, value) in [("children", json!([])), ("markdown", json!("text"))] {
        let mut both = body(json!({ "type": "default" }));
        both[key] = value;
        client.refused("POST", "pages", both).await;
    }

    // On a page that is there, its blocks come behind, or in place of, those that it has.
    let own = json!({ "children": [{ "paragraph": { "rich_text": text("own") } }] });
    let plain = client
        .row(&source, json!({ "Hours": { "number": 1 } }))
        .await;
    let path = format!("blocks/{}/children", id(&plain));
    client.ok("PATCH", &path, own).await;
    let page = format!("pages/{}", id(&plain));
    let changed = client
        .ok("PATCH", &page, json!({ "template": feature }))
        .await;
    assert_eq!(changed["properties"]["Hours"]["number"], 1);
    assert_eq!(
        client.get(&path).await["results"].as_array().unwrap().len(),
        3
    );
    client
        .ok(
            "PATCH",
            &page,
            json!({ "template": { "type": "default" }, "erase_content": true }),
        )
        .await;
    let types: Vec<Value> = client.get(&path).await["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| block["type"].clone())
        .collect();
    assert_eq!(types, [json!("heading_1"), json!("toggle")]);
}
