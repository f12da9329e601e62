//! Rows as Notion sends them: 23 properties, about 4.6 kB each, and the struct that ten of them are
//! read into.

use std::collections::HashMap;

use notion_session::prelude::*;
use serde_json::{Value, json};

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stage {
    Idea,
    Draft,
    Final,
}

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
pub(crate) enum Tag {
    Red,
    Green,
    Blue,
}

/// Ten of the properties.
#[derive(NotionSchema, Clone, Debug, Default)]
pub(crate) struct Project {
    pub(crate) name: Title,
    pub(crate) budget: Option<f64>,
    pub(crate) done: bool,
    pub(crate) stage: Option<Stage>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) due: Option<DateRange>,
    pub(crate) owners: People,
    #[notion(url)]
    pub(crate) link: Option<String>,
    pub(crate) related: Relation<Project>,
    pub(crate) created: CreatedTime,
}

const USER: &str = "38c9ce7b-60a4-8100-8000-0000000000fa";

fn id(number: usize) -> String {
    format!("38c9ce7b-60a4-8100-8000-{number:012x}")
}

fn runs(texts: &[&str]) -> Value {
    let run = |text: &&str| {
        json!({
            "type": "text",
            "text": { "content": text, "link": null },
            "annotations": {
                "bold": false, "italic": false, "strikethrough": false, "underline": false,
                "code": false, "color": "default",
            },
            "plain_text": text,
            "href": null,
        })
    };
    texts.iter().map(run).collect()
}

fn user(number: usize) -> Value {
    json!({
        "object": "user", "id": id(number), "name": "Jane Example", "avatar_url": null,
        "type": "person", "person": { "email": "jane@example.org" },
    })
}

fn option(name: &str) -> Value {
    json!({ "id": "1c994aad-fc1f-46d0-b322-51b2b2cb7e6f", "name": name, "color": "default" })
}

/// One row of a data source whose properties have these ids.
fn page(number: usize, source: &str, ids: &HashMap<String, String>) -> Value {
    let name = format!("Project number {number}");
    let notes = [
        "A first remark, and then ",
        "one that is emphasised",
        ", and so on to the end.",
    ];
    let notes = [&format!("{} (of {number})", notes[0]), notes[1], notes[2]];
    let stage = ["Idea", "Draft", "Final"][number % 3];
    let properties = [
        ("Notes", "rich_text", runs(&notes)),
        (
            "Files",
            "files",
            json!([{ "name": format!("plan {number}.pdf"), "type": "external",
            "external": { "url": format!("https://example.org/plans/plan-{number}.pdf") } }]),
        ),
        (
            "Phone",
            "phone_number",
            json!(format!("+44 20 7946 {number:04}")),
        ),
        (
            "Link",
            "url",
            json!(format!("https://example.org/projects/{number}")),
        ),
        ("Button", "button", json!({})),
        ("Done", "checkbox", json!(number.is_multiple_of(2))),
        (
            "Tags",
            "multi_select",
            json!([option("Red"), option("Green"), option("Blue")]),
        ),
        ("Author", "created_by", user(number % 3)),
        (
            "Effort",
            "rollup",
            json!({ "type": "number", "number": number, "function": "sum" }),
        ),
        (
            "Budget",
            "number",
            json!(1000.5 + f64::from(u32::try_from(number).unwrap_or(0))),
        ),
        (
            "Serial",
            "unique_id",
            json!({ "prefix": "P", "number": number }),
        ),
        ("Stage", "select", option(stage)),
        ("State", "status", option("Not started")),
        (
            "Related",
            "relation",
            (0..5)
                .map(|other| json!({ "id": id(number + other) }))
                .collect(),
        ),
        (
            "Badge",
            "formula",
            json!({ "type": "string", "string": format!("🔥 -{number}w2d") }),
        ),
        ("Created", "created_time", json!("2026-06-26T13:45:00.000Z")),
        (
            "Edited",
            "last_edited_time",
            json!("2026-06-26T13:45:00.000Z"),
        ),
        ("Place", "place", Value::Null),
        (
            "Due",
            "date",
            json!({ "start": "2026-06-27", "end": "2026-07-03", "time_zone": null }),
        ),
        ("Mail", "email", json!(format!("jane{number}@example.org"))),
        ("Owners", "people", json!([user(2), user(3)])),
        ("Editor", "last_edited_by", user(number % 5)),
        ("Name", "title", runs(&[&name])),
    ];
    let properties = properties
        .into_iter()
        .enumerate()
        .map(|(place, (name, kind, content))| {
            let id = ids
                .get(name)
                .cloned()
                .unwrap_or_else(|| format!("%3F{place}"));
            let mut value = json!({ "id": id, "type": kind, kind: content });
            if kind == "relation" {
                value["has_more"] = false.into();
            }
            (name.to_owned(), value)
        });
    let properties: serde_json::Map<_, _> = properties.collect();
    json!({
        "object": "page",
        "id": id(number),
        "created_time": "2026-06-26T13:45:00.000Z",
        "last_edited_time": "2026-06-26T13:45:00.000Z",
        "created_by": { "object": "user", "id": USER },
        "last_edited_by": { "object": "user", "id": USER },
        "cover": null,
        "icon": { "type": "emoji", "emoji": "🚀" },
        "parent": { "type": "data_source_id", "data_source_id": source,
            "database_id": "00000000-0000-4000-8000-000000000009" },
        "in_trash": false, "is_archived": false, "is_locked": false,
        "properties": properties,
        "url": format!("https://app.notion.com/p/Project-number-{number}-38c9ce7b60a481008000000000000000"),
        "public_url": null,
    })
}

/// An answer with 100 paragraphs of three runs each.
pub(crate) fn blocks() -> String {
    let texts = [
        "A first remark, and then ",
        "one that is emphasised",
        ", and so on.",
    ];
    let block = |number: usize| {
        json!({
            "object": "block",
            "id": id(number),
            "parent": { "type": "page_id", "page_id": id(1000) },
            "created_time": "2026-06-26T13:45:00.000Z",
            "last_edited_time": "2026-06-26T13:45:00.000Z",
            "created_by": { "object": "user", "id": USER },
            "last_edited_by": { "object": "user", "id": USER },
            "has_children": false,
            "in_trash": false,
            "type": "paragraph",
            "paragraph": { "rich_text": runs(&texts), "icon": null, "color": "default" },
        })
    };
    let results: Value = (0..100).map(block).collect();
    json!({
        "object": "list", "results": results, "next_cursor": null, "has_more": false,
        "type": "block", "block": {}, "request_id": USER,
    })
    .to_string()
}

/// The `results` of an answer with 100 rows.
pub(crate) fn results(source: &str, ids: &HashMap<String, String>) -> String {
    let rows: Value = (0..100).map(|number| page(number, source, ids)).collect();
    rows.to_string()
}

/// The same rows with other ids, so that each answer has rows of its own.
pub(crate) fn distinct(results: &str, answer: usize) -> String {
    let opening = "\"object\":\"page\",\"id\":\"";
    let mut parts = results.split(opening);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text += opening;
        text += &format!("{answer:08x}");
        text += part.get(8..).unwrap_or_default();
    }
    text
}

/// An answer around them.
pub(crate) fn answer(results: &str, cursor: Option<usize>) -> String {
    let cursor = cursor.map_or_else(|| "null".to_owned(), |cursor| format!("\"s:{cursor}\""));
    let more = cursor != "null";
    format!(
        "{{\"object\":\"list\",\"results\":{results},\"next_cursor\":{cursor},\"has_more\":{more},\
         \"type\":\"page_or_data_source\",\"page_or_data_source\":{{}},\"request_id\":\"{USER}\"}}"
    )
}
