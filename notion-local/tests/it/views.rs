//! Views of data sources.

use serde_json::json;

use crate::support::{client, id, keys};

#[tokio::test]
async fn views_every_new_database_has_one() {
    let client = client();
    let (database, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "N": { "number": {} } }),
        )
        .await;
    let path = format!("views?database_id={}", id(&database));
    assert_eq!(
        keys(&client.get(&path).await["results"][0]),
        ["object", "id"]
    );
    for n in 0..3 {
        client.row(&source, json!({ "N": { "number": n } })).await;
    }
    let body = json!({
        "data_source_id": id(&source), "database_id": id(&database), "name": "Big", "type": "table",
        "filter": { "property": "N", "number": { "greater_than": 0 } },
        "sorts": [{ "property": "N", "direction": "ascending" }],
    });
    let view = client.ok("POST", "views", body).await;
    assert_eq!(view["configuration"], json!({ "type": "table" }));
    assert_eq!(
        client.get(&path).await["results"].as_array().unwrap().len(),
        2
    );
    let query = client
        .ok(
            "POST",
            &format!("views/{}/queries", id(&view)),
            json!({ "page_size": 1 }),
        )
        .await;
    assert_eq!(
        (&query["total_count"], &query["has_more"]),
        (&json!(2), &json!(true))
    );
    let cursor = query["next_cursor"].as_str().unwrap();
    let results = format!("views/{}/queries/{}", id(&view), id(&query));
    let rest = client
        .get(&format!("{results}?start_cursor={cursor}"))
        .await;
    assert_eq!(
        (
            rest["type"].as_str(),
            rest["results"].as_array().unwrap().len()
        ),
        (Some("page"), 1)
    );
    let (_, gone) = client.send("DELETE", &results, None).await;
    assert_eq!(gone["deleted"], true);
    assert_eq!(client.send("GET", &results, None).await.0, 404);
    let (_, gone) = client
        .send("DELETE", &format!("views/{}", id(&view)), None)
        .await;
    assert_eq!(
        keys(&gone),
        ["object", "id", "parent", "type", "request_id"]
    );
}
