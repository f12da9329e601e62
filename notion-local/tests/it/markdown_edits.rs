//! Markdown of pages: what is written is read back, and an edit leaves alone what it does not touch.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

/// A run of rich text as a request has it.
fn run() -> impl Strategy<Value = Value> {
    let content = prop_oneof![
        3 => "[a-z]{1,8}( [a-z]{1,5}){0,2}",
        1 => "[ -~]{1,10}".prop_filter("something to see", |text| !text.trim().is_empty()),
        1 => "[*_~`#>-]{1,4}[a-z]{1,3}",
        1 => "[a-z]{1,3}\n[a-z]{1,3}",
    ];
    let color = prop_oneof![
        4 => Just("default"),
        1 => Just("red"),
        1 => Just("blue_background"),
    ];
    let link = prop_oneof![
        5 => Just(Value::Null),
        1 => Just(json!({ "url": "https://en.wikipedia.org/wiki/Rust_(language)" })),
    ];
    (content, any::<[bool; 5]>(), color, link, any::<[bool; 2]>()).prop_map(
        |(content, [bold, italic, strike, underline, code], color, link, [plain, no_code])| {
            let on = |flag: bool| flag && !plain;
            json!({
                "type": "text", "text": { "content": content, "link": link },
                "annotations": {
                    "bold": on(bold), "italic": on(italic), "strikethrough": on(strike), "underline": on(underline),
                    "code": on(code && !no_code), "color": color,
                },
            })
        },
    )
}

fn runs() -> impl Strategy<Value = Value> {
    prop::collection::vec(run(), 0..3).prop_map(Value::Array)
}

fn some_runs() -> impl Strategy<Value = Value> {
    prop::collection::vec(run(), 1..3).prop_map(Value::Array)
}

/// Blocks that Markdown can show, but for those with children.
fn leaf() -> BoxedStrategy<Value> {
    let color =
        || prop_oneof![3 => Just("default"), 1 => Just("green"), 1 => Just("pink_background")];
    let file = |kind: &'static str| {
        runs().prop_map(move |caption| {
            json!({ kind: { "caption": caption, "external": { "url": format!("https://e.org/{kind}_(1).bin?a=1&b=2") } } })
        })
    };
    prop_oneof![
        5 => (runs(), color()).prop_map(|(text, color)| json!({ "paragraph": { "rich_text": text, "color": color } })),
        1 => "[a-z \n\t`$*]{0,30}".prop_map(|code| json!({ "code": { "rich_text": text(&code), "language": "rust" } })),
        1 => Just(json!({ "code": { "rich_text": text("a\n\n\n\tb\n```\n\n"), "language": "visual basic" } })),
        1 => "[a-z^_\\\\{}]{1,12}(\n[a-z]{1,4})?".prop_map(|expression| json!({ "equation": { "expression": expression } })),
        1 => Just(json!({ "divider": {} })),
        1 => color().prop_map(|color| json!({ "table_of_contents": { "color": color } })),
        1 => file("image"),
        1 => file("video"),
        1 => file("audio"),
        1 => file("pdf"),
        1 => file("file"),
        1 => (1..4_usize).prop_flat_map(|width| {
            let row = prop::collection::vec(runs(), width).prop_map(|cells| json!({ "table_row": { "cells": cells } }));
            (prop::collection::vec(row, 1..4), any::<[bool; 2]>()).prop_map(move |(rows, [column, row])| json!({
                "table": { "table_width": width, "has_column_header": column, "has_row_header": row, "children": rows },
            }))
        }),
    ]
    .boxed()
}

/// Blocks that hold others.
fn block() -> BoxedStrategy<Value> {
    let inner = || prop::collection::vec(leaf(), 0..3);
    let color = || prop_oneof![3 => Just("default"), 1 => Just("yellow_background")];
    let texts = prop_oneof![
        Just("paragraph"),
        Just("heading_1"),
        Just("heading_2"),
        Just("heading_3"),
        Just("heading_4"),
        Just("bulleted_list_item"),
        Just("numbered_list_item"),
        Just("quote"),
        Just("toggle"),
    ];
    let held = (texts, runs(), color(), inner(), any::<bool>()).prop_map(
        |(kind, text, color, children, toggle)| {
            let mut payload = json!({ "rich_text": text, "color": color, "children": children });
            if kind.starts_with("heading") {
                payload["is_toggleable"] = json!(toggle);
            }
            json!({ kind: payload })
        },
    );
    let icon = prop_oneof![
        Just(json!({ "emoji": "💡" })),
        Just(json!({ "emoji": "🐟" })),
        Just(json!({ "external": { "url": "https://e.org/i.png" } })),
        Just(json!({ "external": { "url": "https://www.notion.so/icons/snake_purple.svg" } })),
    ];
    prop_oneof![
        4 => leaf(),
        6 => held,
        1 => (runs(), any::<bool>(), inner()).prop_map(|(text, checked, children)| {
            json!({ "to_do": { "rich_text": text, "checked": checked, "children": children } })
        }),
        2 => (runs(), icon, color(), inner()).prop_map(|(text, icon, color, children)| {
            json!({ "callout": { "rich_text": text, "icon": icon, "color": color, "children": children } })
        }),
        1 => inner().prop_map(|children| json!({ "synced_block": { "synced_from": null, "children": children } })),
        1 => (some_leaves(), some_leaves()).prop_map(|(a, b)| json!({ "column_list": { "children": [
            { "column": { "children": a } }, { "column": { "children": b } },
        ] } })),
    ]
    .boxed()
}

/// What goes into a column, where a request may hold no further level.
fn some_leaves() -> impl Strategy<Value = Vec<Value>> {
    let paragraph = some_runs().prop_map(|text| json!({ "paragraph": { "rich_text": text } }));
    prop::collection::vec(paragraph, 1..3)
}

/// Blocks that Markdown has no sign for.
fn unknown() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({ "bookmark": { "url": "https://example.com", "caption": text("b") } })),
        Just(json!({ "embed": { "url": "https://example.com/e" } })),
        Just(json!({ "breadcrumb": {} })),
        Just(
            json!({ "tab": { "children": [{ "paragraph": { "rich_text": text("tab"), "icon": { "emoji": "🐟" } } }] } })
        ),
        Just(
            json!({ "template": { "rich_text": text("t"), "children": [{ "paragraph": { "rich_text": text("in") } }] } })
        ),
    ]
}

async fn page(client: &Client, children: &[Value]) -> String {
    let body = json!({ "parent": { "page_id": client.home() }, "properties": { "title": [] }, "children": children });
    id(&client.ok("POST", "pages", body).await).to_owned()
}

/// What is in a page or a block, with what is in that. With ids and times, or without them.
async fn tree(client: &Client, parent: &str, with_ids: bool) -> Value {
    let list = client
        .get(&format!("blocks/{parent}/children?page_size=100"))
        .await;
    let mut blocks = list["results"].as_array().unwrap().clone();
    for block in &mut blocks {
        let own = id(block).to_owned();
        let has_children = block["has_children"] == true && block["type"] != "child_page";
        let children = if has_children {
            Box::pin(tree(client, &own, with_ids)).await
        } else {
            json!([])
        };
        let kind = block["type"].as_str().unwrap().to_owned();
        *block = if with_ids {
            let mut block = block.clone();
            block["children"] = children;
            block
        } else {
            let mut payload = block[&kind].clone();
            if kind == "code" {
                // Neither the caption nor the styles of code have a sign.
                payload = json!([plain(&payload["rich_text"]), payload["language"]]);
            }
            json!([kind, payload, children])
        };
    }
    Value::Array(blocks)
}

fn plain(runs: &Value) -> String {
    runs.as_array()
        .unwrap()
        .iter()
        .map(|run| run["plain_text"].as_str().unwrap())
        .collect()
}

async fn markdown(client: &Client, page: &str) -> String {
    let shown = client.get(&format!("pages/{page}/markdown")).await;
    shown["markdown"].as_str().unwrap().to_owned()
}

fn check<S: Strategy>(
    cases: u32,
    strategy: &S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    runner.run(strategy, test).unwrap();
}

fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

#[test]
fn what_is_written_is_read_back_to_the_same_blocks() {
    check(150, &prop::collection::vec(block(), 1..6), |blocks| {
        wait(async {
            let client = client();
            let one = page(&client, &blocks).await;
            let written = markdown(&client, &one).await;
            let body = json!({
                "parent": { "page_id": client.home() }, "properties": { "title": [] }, "markdown": written,
            });
            let other = id(&client.ok("POST", "pages", body).await).to_owned();
            prop_assert_eq!(
                tree(&client, &one, false).await,
                tree(&client, &other, false).await,
                "{}",
                written
            );
            // And it is written alike again, but for the addresses of blocks.
            let address = |text: String, page: &str| text.replace(&page.replace('-', ""), "");
            let again = markdown(&client, &other).await;
            let lines = |text: &str| {
                text.lines()
                    .filter(|line| !line.contains("<synced"))
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            prop_assert_eq!(
                lines(&address(written, &one)),
                lines(&address(again, &other))
            );
            Ok(())
        })
    });
}

/// How a document is edited.
#[derive(Debug, Clone)]
enum How {
    Start,
    End,
    After(usize),
    Replace(usize),
    Remove(usize),
    Whole(usize),
}

fn how() -> impl Strategy<Value = How> {
    prop_oneof![
        Just(How::Start),
        Just(How::End),
        (0..20_usize).prop_map(How::After),
        (0..20_usize).prop_map(How::Replace),
        (0..20_usize).prop_map(How::Remove),
        (0..20_usize).prop_map(How::Whole),
    ]
}

/// Paragraphs that an edit can name, and any blocks between them.
fn document() -> impl Strategy<Value = Vec<Value>> {
    let any = prop_oneof![3 => block(), 2 => unknown()];
    prop::collection::vec(any, 1..8).prop_map(|blocks| {
        let mut all = Vec::new();
        for (at, block) in blocks.into_iter().enumerate() {
            all.push(json!({ "paragraph": { "rich_text": text(&format!("mark{at}end")) } }));
            all.push(block);
        }
        all
    })
}

#[test]
fn edits_leave_alone_what_they_do_not_touch() {
    check(150, &(document(), how()), |(blocks, how)| {
        wait(async {
            let client = client();
            let page = page(&client, &blocks).await;
            let before = tree(&client, &page, true).await;
            let before = before.as_array().unwrap();
            let written = markdown(&client, &page).await;
            let marks = blocks.len() / 2;
            let (mark, at) = match how {
                How::Start => (String::new(), 0),
                How::End => (String::new(), before.len()),
                How::After(at) | How::Replace(at) | How::Remove(at) | How::Whole(at) => {
                    (format!("mark{}end", at % marks), 2 * (at % marks))
                }
            };
            let new = "a new paragraph";
            let update =
                |new: &str| json!({ "content_updates": [{ "old_str": mark, "new_str": new }] });
            let (kind, body) = match how {
                How::Start => (
                    "insert_content",
                    json!({ "content": new, "position": { "type": "start" } }),
                ),
                How::End => ("insert_content", json!({ "content": new })),
                How::After(_) => ("insert_content", json!({ "content": new, "after": mark })),
                How::Replace(_) => ("update_content", update(new)),
                How::Remove(_) => ("update_content", update("")),
                How::Whole(_) => (
                    "replace_content",
                    json!({ "new_str": written.replace(&mark, new) }),
                ),
            };
            let body = json!({ "type": kind, kind: body });
            client
                .ok("PATCH", &format!("pages/{page}/markdown"), body)
                .await;
            let after = tree(&client, &page, true).await;
            let after = after.as_array().unwrap();
            // All blocks but the one in question are the same, with all that is in them.
            let (first, last, added) = match how {
                How::Start | How::End => (at, at, 1),
                How::After(_) => (at + 1, at + 1, 1),
                How::Replace(_) | How::Whole(_) => (at, at + 1, 1),
                How::Remove(_) => (at, at + 1, 0),
            };
            prop_assert_eq!(
                after.len(),
                before.len() - (last - first) + added,
                "{}",
                written
            );
            prop_assert_eq!(&after[..first], &before[..first], "{}", written);
            prop_assert_eq!(&after[first + added..], &before[last..], "{}", written);
            if added == 1 {
                prop_assert_eq!(plain(&after[first]["paragraph"]["rich_text"]), new);
            }
            Ok(())
        })
    });
}

#[test]
fn edits_of_a_text_leave_the_children_alone() {
    wait(async {
        let client = client();
        let inside = json!([
            { "bookmark": { "url": "https://example.com" } },
            { "code": { "rich_text": text("a\n\nb"), "language": "rust", "caption": text("caption") } },
        ]);
        for (kind, extra) in [
            ("bulleted_list_item", json!({})),
            ("numbered_list_item", json!({})),
            ("toggle", json!({})),
            ("quote", json!({})),
            ("to_do", json!({ "checked": true })),
            ("heading_2", json!({ "is_toggleable": true })),
            (
                "callout",
                json!({ "icon": { "emoji": "🐟" }, "color": "red_background" }),
            ),
        ] {
            let mut payload = json!({ "rich_text": text("the text"), "children": inside });
            payload
                .as_object_mut()
                .unwrap()
                .extend(extra.as_object().unwrap().clone());
            let page = page(
                &client,
                &[json!({ kind: payload }), json!({ "divider": {} })],
            )
            .await;
            let before = tree(&client, &page, true).await;
            let update = json!({ "content_updates": [{ "old_str": "the text", "new_str": "**another** text" }] });
            let body = json!({ "type": "update_content", "update_content": update });
            client
                .ok("PATCH", &format!("pages/{page}/markdown"), body)
                .await;
            let after = tree(&client, &page, true).await;
            assert_eq!(after[1], before[1], "{kind}");
            assert_eq!(after[0]["children"], before[0]["children"], "{kind}");
            assert_eq!(after[0]["id"], before[0]["id"], "{kind}");
            assert_eq!(plain(&after[0][kind]["rich_text"]), "another text");
            for key in ["icon", "color", "checked", "is_toggleable"] {
                assert_eq!(after[0][kind][key], before[0][kind][key], "{kind} {key}");
            }
        }
    });
}

#[test]
fn numbered_items_keep_their_ids() {
    wait(async {
        let client = client();
        let items: Vec<Value> = (1..=5)
            .map(|n| json!({ "numbered_list_item": { "rich_text": text(&format!("item {n}")) } }))
            .collect();
        let page = page(&client, &items).await;
        let before = tree(&client, &page, true).await;
        let ids = |tree: &Value| -> Vec<String> {
            tree.as_array()
                .unwrap()
                .iter()
                .map(|block| id(block).to_owned())
                .collect()
        };
        // One more at the start, with the numbers anew.
        let new = "1. first\n2. item 1\n3. item 2\n4. item 3\n5. item 4\n6. item 5";
        let body = json!({ "type": "replace_content", "replace_content": { "new_str": new } });
        client
            .ok("PATCH", &format!("pages/{page}/markdown"), body)
            .await;
        let after = tree(&client, &page, true).await;
        assert_eq!(ids(&after)[1..], ids(&before)[..]);
        // The second one goes.
        let new = "1. first\n2. item 2\n3. item 3\n4. item 4\n5. item 5";
        let body = json!({ "type": "replace_content", "replace_content": { "new_str": new } });
        client
            .ok("PATCH", &format!("pages/{page}/markdown"), body)
            .await;
        let last = tree(&client, &page, true).await;
        assert_eq!(ids(&last)[1..], ids(&before)[1..]);
        assert_eq!(ids(&last)[0], ids(&after)[0]);
    });
}

#[test]
fn pages_and_copies_stay_and_pages_go_only_where_they_may() {
    wait(async {
        let client = client();
        let toggle = json!({ "toggle": { "rich_text": text("holds"), "children": [
            { "paragraph": { "rich_text": text("beside") } },
        ] } });
        let synced = json!({ "synced_block": { "synced_from": null, "children": [
            { "paragraph": { "rich_text": text("shared") } },
        ] } });
        let page = page(
            &client,
            &[
                toggle,
                synced,
                json!({ "paragraph": { "rich_text": text("last") } }),
            ],
        )
        .await;
        let before = tree(&client, &page, true).await;
        let copy = json!({ "children": [{ "synced_block": { "synced_from": { "block_id": id(&before[1]) } } }] });
        client
            .ok("PATCH", &format!("blocks/{page}/children"), copy)
            .await;
        let child =
            json!({ "parent": { "page_id": page }, "properties": { "title": text("child") } });
        let child = client.ok("POST", "pages", child).await;
        let path = format!("pages/{page}/markdown");
        let before = tree(&client, &page, true).await;
        let update = |old: &str, new: &str| json!({ "type": "update_content", "update_content": { "content_updates": [{ "old_str": old, "new_str": new }] } });
        client.ok("PATCH", &path, update("last", "the last")).await;
        let after = tree(&client, &page, true).await;
        for at in [0, 1, 3, 4] {
            assert_eq!(after[at], before[at], "{at}");
        }
        let written = markdown(&client, &page).await;
        assert!(
            written.contains("<synced_block_reference url="),
            "{written}"
        );
        let line = format!(
            "<page url=\"https://app.notion.com/p/{}\">child</page>",
            id(&child).replace('-', "")
        );
        client.refused("PATCH", &path, update(&line, "")).await;
        assert_eq!(tree(&client, &page, true).await, after);
        // It may go where that is said, and may move into a block without being lost.
        let moved = written
            .replace(&format!("\n{line}"), "")
            .replace("\tbeside", &format!("\tbeside\n\t{line}"));
        let body = json!({ "type": "replace_content", "replace_content": { "new_str": moved } });
        client.ok("PATCH", &path, body).await;
        let shown = client.get(&format!("pages/{}", id(&child))).await;
        assert_eq!(
            shown["parent"],
            json!({ "type": "block_id", "block_id": before[0]["id"] })
        );
        assert_eq!(shown["in_trash"], false);
        let mut gone = update(&format!("\t{line}\n"), "");
        gone["update_content"]["allow_deleting_content"] = json!(true);
        client.ok("PATCH", &path, gone).await;
        assert_eq!(
            client.get(&format!("pages/{}", id(&child))).await["in_trash"],
            true
        );
    });
}

#[test]
fn blocks_have_markdown_of_their_own() {
    wait(async {
        let client = client();
        let blocks = [
            json!({ "paragraph": { "rich_text": text("before") } }),
            json!({ "toggle": { "rich_text": text("toggle"), "children": [{ "paragraph": { "rich_text": text("in") } }] } }),
            json!({ "bookmark": { "url": "https://example.com" } }),
        ];
        let page = page(&client, &blocks).await;
        let before = tree(&client, &page, true).await;
        let (toggle, bookmark) = (id(&before[1]).to_owned(), id(&before[2]).to_owned());
        let shown = client.get(&format!("pages/{toggle}/markdown")).await;
        assert_eq!(
            shown["markdown"],
            "<details>\n<summary>toggle</summary>\n\tin\n</details>"
        );
        let address = format!("{}#{}", page.replace('-', ""), bookmark.replace('-', ""));
        let unknown =
            format!("<unknown url=\"https://app.notion.com/p/{address}\" alt=\"bookmark\"/>");
        let shown = client.get(&format!("pages/{bookmark}/markdown")).await;
        assert_eq!(
            (&shown["markdown"], &shown["id"]),
            (&json!(unknown), &json!(bookmark))
        );
        let body = json!({ "type": "insert_content", "insert_content": { "content": "\tmore", "after": "\tin" } });
        client
            .ok("PATCH", &format!("pages/{toggle}/markdown"), body)
            .await;
        let after = tree(&client, &page, true).await;
        assert_eq!((&after[0], &after[2]), (&before[0], &before[2]));
        assert_eq!(after[1]["children"].as_array().unwrap().len(), 2);
        assert_eq!(after[1]["children"][0], before[1]["children"][0]);
    });
}

#[test]
fn enhanced_markdown_is_read_as_it_is_documented() {
    wait(async {
        let client = client();
        let paragraph = |text: &str| json!(["paragraph", text]);
        for (written, expected) in [
            (
                "::: callout {icon=\"🎯\" color=\"blue_bg\"}\ntext\n:::\nafter",
                json!([
                    ["callout", "text", "🎯", "blue_background"],
                    paragraph("after")
                ]),
            ),
            (
                "::: callout\nnever closed",
                json!([paragraph("::: callout"), paragraph("never closed")]),
            ),
            (
                "# H {toggle=\"true\" color=\"blue\"}",
                json!([["heading_1", "H", "blue", true]]),
            ),
            (
                "# H {color=\"blue\" toggle=\"true\"}",
                json!([["heading_1", "H", "blue", true]]),
            ),
            (
                "###### six",
                json!([["heading_4", "six", "default", false]]),
            ),
            ("$$ x^2 $$", json!([["equation", "x^2"]])),
            ("$$\n\nx\n\ny\n$$", json!([["equation", "\nx\n\ny"]])),
            (
                "```js\na\n\n\nb\n```",
                json!([["code", "a\n\n\nb", "javascript"]]),
            ),
            ("````\n```\n````", json!([["code", "```", "plain text"]])),
            (
                "<table_of_contents color=\"gray\"/>",
                json!([["table_of_contents", "gray"]]),
            ),
            (
                "![Caption](https://e.org/a_(b).png) {color=\"red\"}",
                json!([["image", "Caption", "https://e.org/a_(b).png"]]),
            ),
            (
                "<callout icon=\"🎯\" color=\"blue_bg\">one **line**</callout>",
                json!([["callout", "one line", "🎯", "blue_background"]]),
            ),
            (
                "<callout>\n\ttext\n</callout>\nafter",
                json!([["callout", "text", null, "default"], paragraph("after")]),
            ),
            (
                "| a | b |\n|---|:-:|\n| 1 | `|` |\nafter",
                json!([
                    ["table", true, false, [["a", "b"], ["1", "|"]]],
                    paragraph("after")
                ]),
            ),
            (
                "<table header-row=\"true\">\n\t<colgroup>\n\t\t<col color=\"gray\">\n\t\t<col>\n\t</colgroup>\n\t<tr color=\"red\">\n\t\t<td color=\"blue\">a</td>\n\t\t<td>b</td>\n\t</tr>\n\t<tr>\n\t\t<td>c</td>\n\t\t<td>d</td>\n\t</tr>\n</table>",
                json!([["table", true, false, [["a blue", "b red"], ["c gray", "d"]]]]),
            ),
            (
                "<table><tr><td>a</td><td>b</td></tr></table>",
                json!([["table", false, false, [["a", "b"]]]]),
            ),
            (
                "> a\n>\n> b",
                json!([["quote", "a"], ["quote", ""], ["quote", "b"]]),
            ),
            ("> a<br>b", json!([["quote", "a\nb"]])),
            (
                "-\n1.\n- [ ]",
                json!([
                    ["bulleted_list_item", ""],
                    ["numbered_list_item", ""],
                    ["to_do", ""]
                ]),
            ),
            (
                "\\# no heading\n\\- no item\n1\\. no item",
                json!([
                    paragraph("# no heading"),
                    paragraph("- no item"),
                    paragraph("1. no item")
                ]),
            ),
            (
                "<callout>\nnever closed",
                json!([paragraph("<callout>"), paragraph("never closed")]),
            ),
            (
                "<details color=\"red\"><summary>s</summary>\n\tinside\n</details>",
                json!([["toggle", "s"]]),
            ),
            (
                "[w](www.example.com) ![i](a.png)",
                json!([paragraph("[w](www.example.com) ![i](a.png)")]),
            ),
            ("![i](a.png)", json!([paragraph("![i](a.png)")])),
        ] {
            let body = json!({ "parent": { "page_id": client.home() }, "properties": { "title": [] }, "markdown": written });
            let page = id(&client.ok("POST", "pages", body).await).to_owned();
            let blocks = client.get(&format!("blocks/{page}/children")).await;
            let mut found = Vec::new();
            for block in blocks["results"].as_array().unwrap() {
                let kind = block["type"].as_str().unwrap();
                let payload = &block[kind];
                let own = || json!(plain(&payload["rich_text"]));
                found.push(match kind {
                    "equation" => json!([kind, payload["expression"]]),
                    "code" => json!([kind, own(), payload["language"]]),
                    "table_of_contents" => json!([kind, payload["color"]]),
                    "image" => {
                        json!([kind, plain(&payload["caption"]), payload["external"]["url"]])
                    }
                    "callout" => json!([kind, own(), payload["icon"]["emoji"], payload["color"]]),
                    "table" => {
                        let rows = client.get(&format!("blocks/{}/children", id(block))).await;
                        let cell = |cell: &Value| {
                            let color = cell[0]["annotations"]["color"].as_str().unwrap();
                            let color = if color == "default" {
                                String::new()
                            } else {
                                format!(" {color}")
                            };
                            format!("{}{color}", plain(cell))
                        };
                        let rows: Vec<Vec<String>> = rows["results"]
                            .as_array()
                            .unwrap()
                            .iter()
                            .map(|row| {
                                row["table_row"]["cells"]
                                    .as_array()
                                    .unwrap()
                                    .iter()
                                    .map(cell)
                                    .collect()
                            })
                            .collect();
                        json!([
                            kind,
                            payload["has_column_header"],
                            payload["has_row_header"],
                            rows
                        ])
                    }
                    kind if kind.starts_with("heading") => {
                        json!([kind, own(), payload["color"], payload["is_toggleable"]])
                    }
                    kind => json!([kind, own()]),
                });
            }
            assert_eq!(json!(found), expected, "{written}");
        }
    });
}

#[test]
fn synced_copies_are_finite() {
    wait(async {
        let client = client();
        let paragraph = |content: &str| json!({ "paragraph": { "rich_text": text(content) } });
        let synced =
            |inner: Value| json!({ "synced_block": { "synced_from": null, "children": [inner] } });
        let page = page(&client, &[synced(paragraph("x"))]).await;
        let path = format!("blocks/{page}/children");
        let mut last = id(&tree(&client, &page, true).await[0]).to_owned();
        let own =
            json!({ "children": [{ "synced_block": { "synced_from": { "block_id": last } } }] });
        client
            .ok("PATCH", &format!("blocks/{last}/children"), own)
            .await;
        for _ in 0..30 {
            let made = client
                .ok(
                    "PATCH",
                    &path,
                    json!({ "children": [synced(paragraph("y"))] }),
                )
                .await;
            let copy = json!({ "synced_block": { "synced_from": { "block_id": last } } });
            last = id(&made["results"][0]).to_owned();
            client
                .ok(
                    "PATCH",
                    &format!("blocks/{last}/children"),
                    json!({ "children": [copy, copy] }),
                )
                .await;
        }
        let shown = client.get(&format!("pages/{page}/markdown")).await;
        assert!(shown["markdown"].as_str().unwrap().len() < 8_000_000);
        assert_eq!(shown["truncated"], true);
        // What is not shown is not lost.
        let blocks = client.get(&path).await["results"].as_array().unwrap().len();
        let body = json!({ "type": "insert_content", "insert_content": { "content": "new", "position": { "type": "start" } } });
        client
            .ok("PATCH", &format!("pages/{page}/markdown"), body)
            .await;
        assert_eq!(
            client.get(&path).await["results"].as_array().unwrap().len(),
            blocks + 1
        );
    });
}

#[test]
fn long_texts_take_time_with_their_length() {
    wait(async {
        let client = client();
        let began = std::time::Instant::now();
        for pattern in [
            "<callout>\n",
            "<callout>\n</callout>\n",
            "<callout><callout>\n",
            "<details>\n<summary>",
            "<table>\n",
            "<table><tr><td>",
            "<columns>\n<column>\n",
            "</callout>\n",
            "\t<callout>\n",
            "::: callout\n",
            ":::\n",
            "|a|\n",
            "|a|\n|-|\n",
            "```\n",
            "$$\n",
            "$$ x ",
            "![a](",
            "![[",
            "> ",
            "- - ",
            "1. ",
            "{color=\"red\"} ",
            "# {toggle=\"true\"} ",
            "<synced_block>\n",
            "<unknown url=\"x\"/>\n",
            "a\n\tb\n",
            "\t",
        ] {
            let markdown = pattern.repeat(120_000 / pattern.len());
            let body = json!({ "parent": { "page_id": client.home() }, "properties": { "title": [] }, "markdown": markdown });
            let page = client.ok("POST", "pages", body).await;
            let body = json!({ "type": "insert_content", "insert_content": { "content": "x" } });
            client
                .ok("PATCH", &format!("pages/{}/markdown", id(&page)), body)
                .await;
        }
        assert!(
            began.elapsed() < std::time::Duration::from_secs(150),
            "{:?}",
            began.elapsed()
        );
    });
}

/// Nothing is escaped in code and in equations, so that a bracket there neither opens nor closes a caption.
#[tokio::test]
async fn brackets_in_the_code_and_the_equations_of_a_caption_are_kept() {
    let client = client();
    for content in ["[", "]", "[[", "](x)", "`[`", "a ] b"] {
        let code = json!({ "text": { "content": content }, "annotations": { "code": true } });
        let equation = json!({ "equation": { "expression": content } });
        for run in [code, equation] {
            let caption = json!([{ "text": { "content": "a" } }, run]);
            let url = "https://example.com/a.png";
            let image = json!({ "image": { "external": { "url": url }, "caption": caption } });
            let one = page(&client, &[image]).await;
            let written = markdown(&client, &one).await;
            let body = json!({
                "parent": { "page_id": client.home() }, "properties": { "title": [] }, "markdown": written,
            });
            let other = id(&client.ok("POST", "pages", body).await).to_owned();
            let (one, other) = (
                tree(&client, &one, false).await,
                tree(&client, &other, false).await,
            );
            assert_eq!(one, other, "{written}");
            assert_eq!(one[0][0], "image", "{written}");
        }
    }
}
