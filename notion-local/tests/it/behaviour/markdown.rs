//! Notion's Markdown: what each line becomes, and back.

use serde_json::{Value, json};

use crate::support::{Client, client, id, keys, text};

async fn page(client: &Client, markdown: &str) -> (Value, Vec<Value>) {
    let body = json!({ "parent": { "page_id": client.home() }, "properties": { "title": [] }, "markdown": markdown });
    let page = client.ok("POST", "pages", body).await;
    let list = client.get(&format!("blocks/{}/children", id(&page))).await;
    (page, list["results"].as_array().unwrap().clone())
}

#[tokio::test]
async fn every_block_has_its_line_and_comes_back_as_it() {
    let client = client();
    for (markdown, kind) in [
        ("text", "paragraph"),
        ("text {color=\"blue\"}", "paragraph"),
        ("<empty-block/>", "paragraph"),
        ("# one", "heading_1"),
        ("## two {toggle=\"true\"}", "heading_2"),
        ("### three {color=\"red_bg\"}", "heading_3"),
        ("#### four", "heading_4"),
        ("- item", "bulleted_list_item"),
        ("1. item", "numbered_list_item"),
        ("- [ ] open", "to_do"),
        ("- [x] done", "to_do"),
        ("> quote<br>of two lines", "quote"),
        ("---", "divider"),
        ("$$\nx^2\n$$", "equation"),
        ("```rust\nfn main() {}\n```", "code"),
        (
            "<details>\n<summary>more</summary>\n\tinside\n</details>",
            "toggle",
        ),
        (
            "<callout icon=\"🐟\" color=\"gray_bg\">\n\ttext\n</callout>",
            "callout",
        ),
        (
            "<columns>\n\t<column>\n\t\ta\n\t</column>\n\t<column>\n\t\tb\n\t</column>\n</columns>",
            "column_list",
        ),
        (
            "<table header-row=\"true\" header-column=\"true\">\n<tr>\n<td>a</td>\n<td>**b**</td>\n</tr>\n</table>",
            "table",
        ),
        ("<table_of_contents/>", "table_of_contents"),
        ("<synced_block>\n\ttext\n</synced_block>", "synced_block"),
        ("![caption](https://example.com/i.png)", "image"),
        (
            "<video src=\"https://example.com/v.mp4\">caption</video>",
            "video",
        ),
        ("<file src=\"https://example.com/f.txt\"></file>", "file"),
    ] {
        let (page, blocks) = page(&client, markdown).await;
        let kinds: Vec<&str> = blocks
            .iter()
            .map(|block| block["type"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, [kind], "{markdown}");
        let written = client.get(&format!("pages/{}/markdown", id(&page))).await;
        // A synced block says where it is.
        let address = format!(
            " url=\"https://app.notion.com/p/{}#{}\"",
            id(&page).replace('-', ""),
            id(&blocks[0]).replace('-', "")
        );
        let written_text = written["markdown"].as_str().unwrap();
        assert_eq!(written_text.replace(&address, ""), markdown);
        assert_eq!(written_text.contains(&address), kind == "synced_block");
        assert_eq!(
            (&written["truncated"], &written["unknown_block_ids"]),
            (&json!(false), &json!([]))
        );
    }
    let (_, blocks) = page(&client, "##### five\n###### six").await;
    assert!(blocks.iter().all(|block| block["type"] == "heading_4"));
}

#[tokio::test]
async fn what_is_further_in_is_in_what_is_before_it() {
    let client = client();
    let markdown = "- one\n\t- two\n\t\ttext\n\t- three\n- four";
    let (page, blocks) = page(&client, markdown).await;
    assert_eq!(blocks.len(), 2);
    let inner = client
        .get(&format!("blocks/{}/children", id(&blocks[0])))
        .await;
    assert_eq!(inner["results"].as_array().unwrap().len(), 2);
    assert_eq!(inner["results"][0]["has_children"], true);
    assert_eq!(
        client
            .get(&format!(
                "pages/{}/markdown?include_transcript=true",
                id(&page)
            ))
            .await["markdown"],
        markdown
    );
}

#[tokio::test]
async fn what_has_no_sign_is_unknown_and_stays() {
    let client = client();
    let (page, _) = page(&client, "before").await;
    let path = format!("blocks/{}/children", id(&page));
    let blocks = json!({ "children": [
        { "bookmark": { "url": "https://example.com" } }, { "embed": { "url": "https://example.com" } }, { "breadcrumb": {} },
    ] });
    let added = client.ok("PATCH", &path, blocks).await;
    let markdown = format!("pages/{}/markdown", id(&page));
    let written = client.get(&markdown).await;
    let ids: Vec<&Value> = added["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| &block["id"])
        .collect();
    assert_eq!(
        written["unknown_block_ids"]
            .as_array()
            .unwrap()
            .iter()
            .collect::<Vec<_>>(),
        ids
    );
    let lines: Vec<&str> = written["markdown"].as_str().unwrap().lines().collect();
    assert_eq!(lines[0], "before");
    let line = format!(
        "<unknown url=\"https://app.notion.com/p/{}#{}\" alt=\"bookmark\"/>",
        id(&page).replace('-', ""),
        ids[0].as_str().unwrap().replace('-', "")
    );
    assert_eq!(lines[1], line);
    // A change elsewhere leaves them alone.
    let change = json!({ "type": "update_content", "update_content": { "content_updates": [{ "old_str": "before", "new_str": "after" }] } });
    client.ok("PATCH", &markdown, change).await;
    let after = client.get(&path).await;
    let kept: Vec<&Value> = after["results"].as_array().unwrap()[1..]
        .iter()
        .map(|block| &block["id"])
        .collect();
    assert_eq!(kept, ids);
}

#[tokio::test]
async fn changes_say_where() {
    let client = client();
    let (page, _) = page(&client, "one\ntwo\nthree").await;
    let path = format!("pages/{}/markdown", id(&page));
    let change = async |kind: &str, body: Value| {
        client
            .ok("PATCH", &path, json!({ "type": kind, kind: body }))
            .await["markdown"]
            .clone()
    };
    assert_eq!(
        change("insert_content", json!({ "content": "four" })).await,
        "one\ntwo\nthree\nfour"
    );
    assert_eq!(
        change(
            "insert_content",
            json!({ "content": "zero", "position": { "type": "start" } })
        )
        .await,
        "zero\none\ntwo\nthree\nfour"
    );
    assert_eq!(
        change(
            "insert_content",
            json!({ "content": "half", "after": "one" })
        )
        .await,
        "zero\none\nhalf\ntwo\nthree\nfour"
    );
    assert_eq!(
        change(
            "replace_content_range",
            json!({ "content": "2", "content_range": "half...two" })
        )
        .await,
        "zero\none\n2\nthree\nfour"
    );
    let many = json!({ "content_updates": [{ "old_str": "o", "new_str": "0", "replace_all_matches": true }, { "old_str": "2", "new_str": "two" }] });
    assert_eq!(
        change("update_content", many).await,
        "zer0\n0ne\ntwo\nthree\nf0ur"
    );
    assert_eq!(
        change("replace_content", json!({ "new_str": "# all\n\nnew" })).await,
        "# all\nnew",
        "the line after a heading goes"
    );
    for (kind, body) in [
        (
            "update_content",
            json!({ "content_updates": [{ "old_str": "nope", "new_str": "x" }] }),
        ),
        (
            "update_content",
            json!({ "content_updates": [{ "old_str": "l", "new_str": "x" }] }),
        ),
        ("insert_content", json!({ "content": "x", "after": "nope" })),
        (
            "replace_content_range",
            json!({ "content": "x", "content_range": "nope...new" }),
        ),
    ] {
        client
            .refused("PATCH", &path, json!({ "type": kind, kind: body }))
            .await;
    }
    let task = client.send("PATCH", &path, Some(&json!({ "type": "replace_content", "replace_content": { "new_str": "x" }, "allow_async": true }))).await;
    assert_eq!(
        (task.0, &task.1["status"], &task.1["poll_after_seconds"]),
        (202, &json!("queued"), &json!(2))
    );
    let done = client.get(&format!("async_tasks/{}", id(&task.1))).await;
    assert_eq!(
        (&done["status"], &done["result"]["markdown"]),
        (&json!("succeeded"), &json!("x"))
    );
    assert_eq!(client.send("GET", "async_tasks/task_0", None).await.0, 404);
    let both = json!({ "parent": { "page_id": client.home() }, "markdown": "x", "children": [] });
    client.refused("POST", "pages", both).await;
    let made = json!({ "parent": { "page_id": client.home() }, "markdown": "# Title\n\ntext" });
    let made = client.ok("POST", "pages", made).await;
    assert_eq!(
        made["properties"]["title"]["title"][0]["plain_text"],
        "Title"
    );
}

#[tokio::test]
async fn markdown_is_read_and_written_as_one_page() {
    let client = client();
    let source = "# Title\n\nHello **world**, [link](https://example.com).\n- one\n\t- inner\n1. first\n2. second\n- [x] done\n> quote\n\
        ---\n```rust\nfn main() {}\n```\n$$\nx^2\n$$\n<callout icon=\"💡\">\n\ttext\n</callout>\n<details>\n<summary>more</summary>\n\tinside\n</details>\n\
        <table header-row=\"true\">\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</table>\n<columns>\n\t<column>\n\t\tleft\n\t</column>\n\t<column>\n\t\tright\n\t</column>\n</columns>\n### End";
    let body = json!({ "parent": { "page_id": client.home() }, "markdown": source });
    let page = client.ok("POST", "pages", body).await;
    assert_eq!(crate::support::title(&page), "Title");
    let path = format!("pages/{}/markdown", id(&page));
    let written = client.get(&path).await;
    assert_eq!(
        keys(&written),
        [
            "object",
            "id",
            "markdown",
            "truncated",
            "unknown_block_ids",
            "request_id"
        ]
    );
    let expected = source.split_once("\n\n").unwrap().1;
    assert_eq!(written["markdown"], expected);
    let blocks = client.get(&format!("blocks/{}/children", id(&page))).await;
    let update = json!({ "type": "update_content", "update_content": { "content_updates": [{ "old_str": "second", "new_str": "2nd" }] } });
    let changed = client.ok("PATCH", &path, update).await;
    assert_eq!(
        changed["markdown"],
        expected.replace("second", "2nd").as_str()
    );
    // All blocks are the same; of one the text is another.
    let after = client.get(&format!("blocks/{}/children", id(&page))).await;
    let ids = |list: &Value| -> Vec<Value> {
        list["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| b["id"].clone())
            .collect()
    };
    let (before, after) = (ids(&blocks), ids(&after));
    assert_eq!(before, after);
    let twice = json!({ "type": "update_content", "update_content": { "content_updates": [{ "old_str": "i", "new_str": "x" }] } });
    client.refused("PATCH", &path, twice).await;
}

#[tokio::test]
async fn markdown_child_pages_are_only_deleted_when_that_is_allowed() {
    let client = client();
    let parent =
        json!({ "parent": { "page_id": client.home() }, "properties": { "title": text("P") } });
    let page = client.ok("POST", "pages", parent).await;
    let child = json!({ "parent": { "page_id": id(&page) }, "properties": { "title": text("C") } });
    let child = client.ok("POST", "pages", child).await;
    let path = format!("pages/{}/markdown", id(&page));
    let replace = |allow: bool| json!({ "type": "replace_content", "replace_content": { "new_str": "new", "allow_deleting_content": allow } });
    client.refused("PATCH", &path, replace(false)).await;
    assert_eq!(
        client.get(&format!("pages/{}", id(&child))).await["in_trash"],
        false
    );
    assert_eq!(
        client.ok("PATCH", &path, replace(true)).await["markdown"],
        "new"
    );
    assert_eq!(
        client.get(&format!("pages/{}", id(&child))).await["in_trash"],
        true
    );
}
