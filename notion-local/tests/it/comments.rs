//! Comments and their discussions.

use serde_json::json;

use crate::support::{client, id, keys, text};

#[tokio::test]
async fn comments_on_a_page_join_its_discussion_and_leave_its_time_alone() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T12:00:00Z".parse().unwrap());
    let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    let page = client.ok("POST", "pages", body).await;
    client
        .server
        .freeze("2026-06-27T13:00:00Z".parse().unwrap());
    let comment = json!({ "parent": { "page_id": id(&page) }, "rich_text": text("one") });
    let first = client.ok("POST", "comments", comment).await;
    let expected = [
        "object",
        "id",
        "parent",
        "discussion_id",
        "created_time",
        "last_edited_time",
        "created_by",
        "rich_text",
        "display_name",
        "request_id",
    ];
    assert_eq!(keys(&first), expected);
    assert_eq!(
        first["display_name"],
        json!({ "type": "integration", "resolved_name": "Local integration" })
    );
    let second = json!({ "parent": { "page_id": id(&page) }, "rich_text": text("two") });
    assert_eq!(
        client.ok("POST", "comments", second).await["discussion_id"],
        first["discussion_id"]
    );
    let list = client
        .get(&format!("comments?block_id={}", id(&page)))
        .await;
    assert_eq!(
        (
            list["type"].as_str(),
            list["results"].as_array().unwrap().len()
        ),
        (Some("comment"), 2)
    );
    let after = client.get(&format!("pages/{}", id(&page))).await;
    assert_eq!(after["last_edited_time"], page["last_edited_time"]);
    let (status, gone) = client
        .send("DELETE", &format!("comments/{}", id(&first)), None)
        .await;
    assert_eq!((status, &gone["id"]), (200, &first["id"]));
    assert_eq!(
        client
            .send("GET", &format!("comments/{}", id(&first)), None)
            .await
            .0,
        404
    );
    let message = client.send("GET", "comments", None).await.1;
    assert_eq!(
        message["message"],
        "query failed validation: query.block_id should be defined, instead was `undefined`."
    );
}
