//! Rich text, blocks and comments.

use serde_json::{Value, json};

use crate::support::{Client, client, id, keys, text};

async fn append(client: &Client, parent: &str, body: Value) -> Value {
    client
        .ok("PATCH", &format!("blocks/{parent}/children"), body)
        .await
}

async fn children(client: &Client, parent: &str) -> Vec<Value> {
    client.get(&format!("blocks/{parent}/children")).await["results"]
        .as_array()
        .unwrap()
        .clone()
}

fn paragraph(content: &str) -> Value {
    json!({ "paragraph": { "rich_text": text(content) } })
}

#[tokio::test]
async fn runs_are_computed_anew_and_merged_where_they_look_the_same() {
    let client = client();
    let long = "x".repeat(2000);
    let runs = json!([
        { "type": "text", "text": { "content": long }, "plain_text": "wrong", "href": "https://wrong.example.com" },
        { "text": { "content": "y" }, "annotations": { "bold": false } },
        { "text": { "content": "z" }, "annotations": { "bold": true, "color": "red" } },
        { "text": { "content": "link", "link": { "url": "https://example.com/" } } },
        { "equation": { "expression": "e=mc^2" } },
    ]);
    let list = append(
        &client,
        &client.home(),
        json!({ "children": [{ "code": { "rich_text": runs, "language": "rust" } }] }),
    )
    .await;
    let shown = list["results"][0]["code"]["rich_text"].as_array().unwrap();
    assert_eq!(shown.len(), 4);
    for run in shown {
        let kind = run["type"].as_str().unwrap();
        assert_eq!(
            keys(run),
            ["type", kind, "annotations", "plain_text", "href"]
        );
        assert_eq!(
            keys(&run["annotations"]),
            [
                "bold",
                "italic",
                "strikethrough",
                "underline",
                "code",
                "color"
            ]
        );
    }
    // Answers may hold longer runs than requests.
    assert_eq!(shown[0]["plain_text"].as_str().unwrap().len(), 2001);
    assert_eq!(shown[0]["href"], Value::Null);
    assert_eq!(shown[1]["annotations"]["bold"], true);
    assert_eq!(shown[1]["annotations"]["color"], "red");
    assert_eq!(
        (&shown[2]["href"], &shown[2]["text"]["link"]),
        (
            &json!("https://example.com/"),
            &json!({ "url": "https://example.com/" })
        )
    );
    assert_eq!(
        (&shown[3]["plain_text"], &shown[3]["href"]),
        (&json!("e=mc^2"), &Value::Null)
    );
}

#[tokio::test]
async fn mentions_show_what_they_mention() {
    let client = client();
    let user = client.get("users").await["results"][0].clone();
    let (database, _) = client
        .database("Tasks", json!({ "Name": { "title": {} } }))
        .await;
    let body =
        json!({ "parent": { "page_id": client.home() }, "properties": { "title": text("Named") } });
    let page = client.ok("POST", "pages", body).await;
    let mentions = json!([
        { "mention": { "user": { "id": id(&user) } } },
        { "mention": { "type": "page", "page": { "id": id(&page) } } },
        { "mention": { "database": { "id": id(&database) } } },
        { "mention": { "date": { "start": "2022-01-01T00:00:00Z" } } },
        { "mention": { "date": { "start": "2022-01-01" } } },
    ]);
    let list = append(
        &client,
        &client.home(),
        json!({ "children": [{ "paragraph": { "rich_text": mentions } }] }),
    )
    .await;
    let runs = &list["results"][0]["paragraph"]["rich_text"];
    assert_eq!(
        keys(&runs[0]["mention"]["user"]),
        ["object", "id", "name", "avatar_url", "type", "person"]
    );
    assert_eq!(
        (&runs[0]["plain_text"], &runs[0]["href"]),
        (&json!("@Ada Lovelace"), &Value::Null)
    );
    let address =
        |object: &Value| format!("https://app.notion.com/p/{}", id(object).replace('-', ""));
    assert_eq!(
        runs[1]["mention"],
        json!({ "type": "page", "page": { "id": page["id"] } })
    );
    assert_eq!(
        (&runs[1]["plain_text"], &runs[1]["href"]),
        (&json!("Named"), &json!(address(&page)))
    );
    assert_eq!(
        (&runs[2]["plain_text"], &runs[2]["href"]),
        (&json!("Tasks"), &json!(address(&database)))
    );
    assert_eq!(runs[3]["plain_text"], "2022-01-01T00:00:00.000+00:00");
    assert_eq!(
        runs[3]["mention"]["date"],
        json!({ "start": "2022-01-01T00:00:00.000+00:00", "end": null, "time_zone": null })
    );
    assert_eq!(runs[4]["plain_text"], "2022-01-01");
    // The name is the present one.
    client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&page)),
            json!({ "properties": { "title": text("Renamed") } }),
        )
        .await;
    let block = client
        .get(&format!("blocks/{}", id(&list["results"][0])))
        .await;
    assert_eq!(block["paragraph"]["rich_text"][1]["plain_text"], "Renamed");
    let nobody = json!({ "children": [{ "paragraph": { "rich_text": [{ "mention": { "page": { "id": id(&user) } } }] } }] });
    let (status, _) = client
        .send(
            "PATCH",
            &format!("blocks/{}/children", client.home()),
            Some(&nobody),
        )
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn texts_of_a_hundred_runs_are_shown_whole_and_people_are_cut() {
    let client = client();
    let user = client.get("users").await["results"][0].clone();
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} }, "Text": { "rich_text": {} }, "People": { "people": {} } }))
        .await;
    let runs: Vec<Value> = (0..100)
        .map(|n| match n % 2 {
            0 => json!({ "mention": { "user": { "id": id(&user) } } }),
            _ => json!({ "text": { "content": format!(" {n} ") } }),
        })
        .collect();
    let row = client
        .row(&source, json!({ "Text": { "rich_text": runs } }))
        .await;
    assert_eq!(
        row["properties"]["Text"]["rich_text"]
            .as_array()
            .unwrap()
            .len(),
        100
    );
    let property = row["properties"]["Text"]["id"].as_str().unwrap();
    let items = client
        .get(&format!(
            "pages/{}/properties/{property}?page_size=60",
            id(&row)
        ))
        .await;
    assert_eq!(
        (
            items["results"].as_array().unwrap().len(),
            &items["has_more"]
        ),
        (60, &json!(true))
    );
    assert_eq!(
        keys(&items["results"][0]),
        ["object", "type", "id", "rich_text"]
    );
    assert_eq!(
        items["results"][0]["rich_text"]["plain_text"],
        "@Ada Lovelace"
    );
    assert_eq!(items["property_item"]["rich_text"], json!({}));

    let mut snapshot = client.server.snapshot();
    let users = snapshot["users"].as_array_mut().unwrap();
    let many: Vec<Value> = (0..30)
        .map(|n| json!(format!("00000000-0000-4000-8000-0000000000{n:02}")))
        .collect();
    for id in &many {
        users.push(
            json!({ "object": "user", "id": id, "name": "P", "type": "person", "person": {} }),
        );
    }
    client.server.restore(&snapshot).unwrap();
    let people: Vec<Value> = many
        .iter()
        .map(|id| json!({ "object": "user", "id": id }))
        .collect();
    let row = client
        .row(&source, json!({ "People": { "people": people } }))
        .await;
    assert_eq!(
        row["properties"]["People"]["people"]
            .as_array()
            .unwrap()
            .len(),
        25
    );
    let property = row["properties"]["People"]["id"].as_str().unwrap();
    let items = client
        .get(&format!("pages/{}/properties/{property}", id(&row)))
        .await;
    assert_eq!(items["results"].as_array().unwrap().len(), 30);
    assert_eq!(items["results"][29]["people"]["id"], many[29]);
    client.server.restore(&client.server.snapshot()).unwrap();
    let again = client
        .get(&format!("pages/{}/properties/{property}", id(&row)))
        .await;
    assert_eq!(again["results"].as_array().unwrap().len(), 30);
}

#[tokio::test]
async fn an_append_with_a_place_answers_with_all_that_comes_behind() {
    let client = client();
    let home = client.home();
    for _ in 0..2 {
        append(
            &client,
            &home,
            json!({ "children": vec![paragraph("old"); 60] }),
        )
        .await;
    }
    let all = children(&client, &home).await;
    assert_eq!(all.len(), 100);
    let at_end = append(
        &client,
        &home,
        json!({ "children": [paragraph("end")], "position": { "type": "end" } }),
    )
    .await;
    assert_eq!(
        (
            at_end["results"].as_array().unwrap().len(),
            &at_end["has_more"]
        ),
        (1, &json!(false))
    );
    let behind = json!({ "children": [paragraph("new")], "position": { "type": "after_block", "after_block": { "id": id(&all[0]) } } });
    let placed = append(&client, &home, behind).await;
    assert_eq!(
        (
            placed["results"].as_array().unwrap().len(),
            &placed["has_more"]
        ),
        (100, &json!(true))
    );
    assert_eq!(
        placed["results"][0]["paragraph"]["rich_text"][0]["plain_text"],
        "new"
    );
    assert_eq!(placed["results"][1]["id"], all[1]["id"]);
    let next = placed["next_cursor"].as_str().unwrap();
    let rest = client
        .get(&format!("blocks/{home}/children?start_cursor={next}"))
        .await;
    assert_eq!(rest["results"][0]["id"], next);
    assert_eq!(rest["results"].as_array().unwrap().len(), 21);
    let start = append(
        &client,
        &home,
        json!({ "children": [paragraph("first")], "position": { "type": "start" } }),
    )
    .await;
    assert_eq!(
        children(&client, &home).await[0]["id"],
        start["results"][0]["id"]
    );
    let elsewhere = json!({ "children": [paragraph("x")], "position": { "type": "after_block", "after_block": { "id": home } } });
    assert_eq!(
        client
            .send(
                "PATCH",
                &format!("blocks/{home}/children"),
                Some(&elsewhere)
            )
            .await
            .0,
        404
    );
    // The older version says it otherwise, and each refuses the other's word.
    client
        .refused(
            "PATCH",
            &format!("blocks/{home}/children"),
            json!({ "children": [paragraph("x")], "after": id(&all[0]) }),
        )
        .await;
    let older = Client {
        server: client.server.clone(),
        version: "2025-09-03",
    };
    let after = append(
        &older,
        &home,
        json!({ "children": [paragraph("x")], "after": id(&all[0]) }),
    )
    .await;
    assert_eq!(after["results"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn containers_hold_what_they_are_made_with() {
    let client = client();
    let home = client.home();
    let column = |ratio: Value| {
        let mut column = json!({ "column": { "children": [paragraph("in")] } });
        if !ratio.is_null() {
            column["column"]["width_ratio"] = ratio;
        }
        column
    };
    let blocks = json!({ "children": [
        { "column_list": { "children": [column(json!(0.25)), column(Value::Null)] } },
        { "table": { "table_width": 2, "has_column_header": true, "children": [{ "table_row": { "cells": [text("a"), []] } }] } },
        { "tab": { "children": [{ "paragraph": { "rich_text": text("one"), "icon": { "emoji": "🐟" } } }] } },
        { "synced_block": { "synced_from": null, "children": [paragraph("original")] } },
    ] });
    let made = append(&client, &home, blocks).await["results"]
        .as_array()
        .unwrap()
        .clone();
    for block in &made {
        assert_eq!(block["has_children"], true, "{}", block["type"]);
        assert_eq!(block[block["type"].as_str().unwrap()].get("children"), None);
    }
    let columns = children(&client, id(&made[0])).await;
    assert_eq!(
        (&columns[0]["column"], &columns[1]["column"]),
        (&json!({ "width_ratio": 0.25 }), &json!({}))
    );
    assert_eq!(
        made[1]["table"],
        json!({ "table_width": 2, "has_column_header": true, "has_row_header": false })
    );
    let rows = children(&client, id(&made[1])).await;
    assert_eq!(rows[0]["table_row"]["cells"][1], json!([]));
    let tabs = children(&client, id(&made[2])).await;
    assert_eq!(tabs[0]["paragraph"]["icon"]["emoji"], "🐟");
    // A copy shows what its original holds.
    let from = json!({ "type": "block_id", "block_id": id(&made[3]) });
    let copy = append(
        &client,
        &home,
        json!({ "children": [{ "synced_block": { "synced_from": from, "children": [] } }] }),
    )
    .await;
    let copy = &copy["results"][0];
    assert_eq!(
        (&copy["synced_block"]["synced_from"], &copy["has_children"]),
        (&from, &json!(true))
    );
    assert_eq!(
        children(&client, id(copy)).await,
        children(&client, id(&made[3])).await
    );
    // What does not fit inside is refused.
    let path = format!("blocks/{home}/children");
    for bad in [
        json!({ "column_list": {} }),
        json!({ "column_list": { "children": [paragraph("x")] } }),
        json!({ "table": { "table_width": 2, "children": [{ "table_row": { "cells": [[]] } }] } }),
        json!({ "table": { "table_width": 1, "children": [paragraph("x")] } }),
        json!({ "tab": { "children": [{ "divider": {} }] } }),
        json!({ "divider": { "children": [] } }),
        json!({ "child_page": { "title": "x" } }),
    ] {
        client
            .refused("PATCH", &path, json!({ "children": [bad] }))
            .await;
    }
    assert_eq!(
        client.refused("PATCH", &path, json!({ "children": [{ "paragraph": { "rich_text": [], "icon": { "emoji": "🐟" } } }] })).await,
        "Cannot set icon on a paragraph block that is not a direct child of a tab block."
    );
    client
        .refused(
            "PATCH",
            &format!("blocks/{}/children", id(&tabs[0])),
            json!({ "children": [{ "table_row": { "cells": [] } }] }),
        )
        .await;
}

#[tokio::test]
async fn changes_of_blocks_replace_key_by_key() {
    let client = client();
    let home = client.home();
    let blocks = json!({ "children": [
        { "to_do": { "rich_text": text("a"), "checked": true, "color": "red" } },
        { "image": { "external": { "url": "https://example.com/i.png" }, "caption": text("old") } },
        { "file": { "external": { "url": "https://example.com/robots.txt" } } },
        { "code": { "rich_text": text("x"), "language": "rust" } },
        { "callout": { "rich_text": text("c"), "icon": { "emoji": "🐟" } } },
    ] });
    let made = append(&client, &home, blocks).await["results"]
        .as_array()
        .unwrap()
        .clone();
    let change = async |at: usize, body: Value| {
        let kind = made[at]["type"].as_str().unwrap();
        client
            .ok(
                "PATCH",
                &format!("blocks/{}", id(&made[at])),
                json!({ kind: body }),
            )
            .await[kind]
            .clone()
    };
    let done = change(0, json!({ "checked": false })).await;
    assert_eq!(
        (
            &done["checked"],
            &done["color"],
            &done["rich_text"][0]["plain_text"]
        ),
        (&json!(false), &json!("red"), &json!("a"))
    );
    let image = change(1, json!({ "caption": text("new") })).await;
    assert_eq!(
        (
            &image["external"]["url"],
            &image["caption"][0]["plain_text"]
        ),
        (&json!("https://example.com/i.png"), &json!("new"))
    );
    assert_eq!(
        change(2, json!({ "name": "my_robot" })).await["name"],
        "my_robot.txt"
    );
    assert_eq!(
        change(3, json!({ "language": "python" })).await["rich_text"][0]["plain_text"],
        "x"
    );
    assert_eq!(
        change(4, json!({ "icon": { "emoji": "💡" } })).await["rich_text"][0]["plain_text"],
        "c"
    );
    let path = format!("blocks/{}", id(&made[0]));
    assert_eq!(
        client
            .refused("PATCH", &path, json!({ "paragraph": { "rich_text": [] } }))
            .await,
        "Expected block type to_do in request body"
    );
    let wrong = json!({ "code": { "language": "klingon" } });
    let message = client
        .refused("PATCH", &format!("blocks/{}", id(&made[3])), wrong)
        .await;
    assert!(
        message.contains("body.code.language should be `\"abap\"`, "),
        "{message}"
    );
}

#[tokio::test]
async fn deleted_blocks_take_what_is_in_them_along() {
    let client = client();
    let home = client.home();
    let toggle = json!({ "children": [{ "toggle": { "rich_text": [], "children": [paragraph("inside")] } }] });
    let toggle = append(&client, &home, toggle).await["results"][0].clone();
    let inside = children(&client, id(&toggle)).await[0].clone();
    let (_, gone) = client
        .send("DELETE", &format!("blocks/{}", id(&toggle)), None)
        .await;
    assert_eq!(
        (&gone["in_trash"], &gone["has_children"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(children(&client, &home).await, Vec::<Value>::new());
    let path = format!("blocks/{}", id(&inside));
    assert_eq!(client.get(&path).await["in_trash"], true);
    let archived =
        "Can't edit block that is archived. You must unarchive the block before editing.";
    assert_eq!(
        client.refused("PATCH", &path, paragraph("x")).await,
        archived
    );
    let (status, again) = client
        .send("DELETE", &format!("blocks/{}", id(&toggle)), None)
        .await;
    assert_eq!((status, &again["message"]), (400, &json!(archived)));
    client
        .ok(
            "PATCH",
            &format!("blocks/{}", id(&toggle)),
            json!({ "in_trash": false }),
        )
        .await;
    assert_eq!(client.get(&path).await["in_trash"], false);
}

#[tokio::test]
async fn comments_belong_to_pages_and_blocks() {
    let client = client();
    let home = client.home();
    let block =
        append(&client, &home, json!({ "children": [paragraph("x")] })).await["results"][0].clone();
    let comment = async |body: Value| client.ok("POST", "comments", body).await;
    let first = comment(json!({ "parent": { "page_id": home }, "rich_text": text("1") })).await;
    let on_block =
        comment(json!({ "parent": { "block_id": id(&block) }, "rich_text": text("2") })).await;
    let second = comment(json!({ "parent": { "page_id": home }, "markdown": "**3**" })).await;
    let reply =
        comment(json!({ "discussion_id": on_block["discussion_id"], "rich_text": text("4") }))
            .await;
    assert_eq!(second["discussion_id"], first["discussion_id"]);
    assert_ne!(on_block["discussion_id"], first["discussion_id"]);
    assert_eq!(
        reply["parent"],
        json!({ "type": "block_id", "block_id": block["id"] })
    );
    assert_eq!(second["rich_text"][0]["annotations"]["bold"], true);
    let list = async |of: &str| -> Vec<Value> {
        let list = client.get(&format!("comments?block_id={of}")).await;
        list["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|comment| comment["id"].clone())
            .collect()
    };
    assert_eq!(
        list(&home).await,
        [first["id"].clone(), second["id"].clone()]
    );
    assert_eq!(
        list(id(&block)).await,
        [on_block["id"].clone(), reply["id"].clone()]
    );
    let page = client
        .get(&format!("comments?block_id={home}&page_size=1"))
        .await;
    assert_eq!(page["next_cursor"], second["id"]);
    let path = format!("comments/{}", id(&first));
    let changed = client
        .ok("PATCH", &path, json!({ "rich_text": text("new") }))
        .await;
    assert_eq!(changed["rich_text"][0]["plain_text"], "new");
    let (status, gone) = client.send("DELETE", &path, None).await;
    assert_eq!((status, keys(&gone)), (200, keys(&changed)));
    assert_eq!(client.send("GET", &path, None).await.0, 404);
    let named = comment(json!({ "parent": { "page_id": home }, "rich_text": text("5"), "display_name": { "type": "custom", "custom": { "name": "Eve" } } })).await;
    assert_eq!(
        named["display_name"],
        json!({ "type": "custom", "resolved_name": "Eve" })
    );
    let both = json!({ "parent": { "page_id": home }, "discussion_id": first["discussion_id"], "rich_text": text("x") });
    client.refused("POST", "comments", both).await;
}
