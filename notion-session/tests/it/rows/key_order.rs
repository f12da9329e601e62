//! The order of keys never matters, whatever the values of known keys look like; nor does one value that is odd to the others.

#![expect(clippy::print_stderr, reason = "the test prints what it counted")]

use notion_session::Error;
use notion_session::model::{Page, PropertyValue};
use notion_session::prelude::*;
use notion_session::row::read_rows;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Tag {
    Red,
    #[notion(other)]
    Other(String),
}

#[derive(NotionSchema, Clone, Debug, PartialEq)]
struct Thing {
    name: Title,
    notes: RichText,
    plain: String,
    number: Option<f64>,
    stage: Option<Tag>,
    tags: Vec<Tag>,
    #[notion(status)]
    state: Option<Tag>,
    span: Option<DateRange>,
    people: People,
    papers: Files,
    done: bool,
    #[notion(url)]
    link: Option<String>,
    related: Relation<Thing>,
    twice: Formula<f64>,
    total: Rollup<f64>,
    names: Rollup<Vec<Title>>,
    serial: UniqueId,
    created: CreatedTime,
    author: CreatedBy,
}

const ID: &str = "38c9ce7b-60a4-8100-8000-000000000001";

/// A row with a value of each kind, in the shape of the recorded ones.
fn page() -> Value {
    let run = json!({
        "type": "text", "text": { "content": "a", "link": { "url": "https://example.org" } },
        "annotations": { "bold": true, "italic": false, "color": "red" }, "plain_text": "a", "href": "https://example.org",
    });
    let mention = json!({
        "type": "mention", "mention": { "type": "page", "page": { "id": ID } },
        "annotations": {}, "plain_text": "Plans", "href": null,
    });
    let option = json!({ "id": "x", "name": "Red", "color": "red" });
    let user = json!({ "object": "user", "id": ID, "name": "Ada", "type": "person", "person": { "email": "a@b.c" } });
    let file = json!({ "name": "a.txt", "type": "external", "external": { "url": "https://example.org/a.txt" } });
    let mut properties = Map::new();
    let values = [
        ("Name", "title", json!([run])),
        ("Notes", "rich_text", json!([run, mention])),
        ("Plain", "rich_text", json!([run])),
        ("Number", "number", json!(2.5)),
        ("Stage", "select", option.clone()),
        (
            "Tags",
            "multi_select",
            json!([option, { "id": "y", "name": "Blue", "color": "blue" }]),
        ),
        ("State", "status", option),
        (
            "Span",
            "date",
            json!({ "start": "2026-01-02", "end": "2026-01-05", "time_zone": null }),
        ),
        ("People", "people", json!([user])),
        ("Papers", "files", json!([file])),
        ("Done", "checkbox", json!(true)),
        ("Link", "url", json!("https://example.org")),
        ("Related", "relation", json!([{ "id": ID }])),
        ("Twice", "formula", json!({ "type": "number", "number": 5 })),
        (
            "Total",
            "rollup",
            json!({ "type": "number", "number": 7, "function": "sum" }),
        ),
        (
            "Names",
            "rollup",
            json!({ "type": "array", "array": [{ "type": "title", "title": [run] }], "function": "show_original" }),
        ),
        ("Serial", "unique_id", json!({ "prefix": "T", "number": 3 })),
        ("Created", "created_time", json!("2026-06-27T16:53:00.000Z")),
        ("Author", "created_by", user),
    ];
    for (at, (name, wire, content)) in values.into_iter().enumerate() {
        let mut value = json!({ "id": format!("p{at:03}"), "type": wire, wire: content });
        if wire == "relation" {
            value["has_more"] = json!(false);
        }
        properties.insert(name.to_owned(), value);
    }
    json!({
        "object": "page", "id": ID, "created_time": "2026-06-27T16:53:00.000Z",
        "last_edited_time": "2026-06-27T16:53:00.000Z", "created_by": { "object": "user", "id": ID },
        "last_edited_by": { "object": "user", "id": ID }, "cover": null, "icon": { "type": "emoji", "emoji": "🐱" },
        "parent": { "type": "data_source_id", "data_source_id": ID, "database_id": ID },
        "in_trash": false, "is_archived": false, "is_locked": false, "properties": properties,
        "url": "https://app.notion.com/p/38c9ce7b60a481008000000000000001", "public_url": null,
    })
}

/// Numbers that look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// The same JSON with the keys of all objects in another order.
fn shuffled(json: &Value, dice: &mut Dice) -> Value {
    match json {
        Value::Array(items) => items.iter().map(|item| shuffled(item, dice)).collect(),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            for at in (1..entries.len()).rev() {
                entries.swap(at, dice.below(at + 1));
            }
            let entry = |(key, value): (&String, &Value)| (key.clone(), shuffled(value, dice));
            Value::Object(entries.into_iter().map(entry).collect())
        }
        other => other.clone(),
    }
}

/// Gives some nested key another shape, takes it out, or adds a key that another type has.
fn spoil(json: &mut Value, dice: &mut Dice) {
    let odd = [
        Value::Null,
        json!(5),
        json!("odd"),
        json!([]),
        json!({}),
        json!({ "type": "number", "number": 1 }),
        json!([null]),
        json!(true),
    ];
    match json {
        Value::Array(items) if !items.is_empty() => {
            let at = dice.below(items.len());
            spoil(&mut items[at], dice);
        }
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(dice.below(map.len())).unwrap().clone();
            match dice.below(6) {
                0 => {
                    map.shift_remove(&key);
                }
                1 => {
                    map.insert(key, odd[dice.below(odd.len())].clone());
                }
                2 => {
                    let other = [
                        "number", "title", "email", "text", "mention", "user", "page", "has_more",
                        "string",
                    ];
                    map.insert(
                        other[dice.below(other.len())].to_owned(),
                        odd[dice.below(odd.len())].clone(),
                    );
                }
                _ => spoil(&mut map[&key], dice),
            }
        }
        other => *other = odd[dice.below(odd.len())].clone(),
    }
}

fn rows(pages: &[Value]) -> Vec<Result<Row<Thing>, Error>> {
    let list =
        json!({ "object": "list", "results": pages, "next_cursor": null, "has_more": false });
    read_rows(list.to_string().as_bytes(), None).unwrap()
}

proptest! {
    #[test]
    fn the_order_of_keys_never_matters(seed in any::<u64>(), times in 0_usize..3) {
        let mut dice = Dice(seed);
        let mut page = page();
        let names: Vec<String> = page["properties"].as_object().unwrap().keys().cloned().collect();
        let name = &names[dice.below(names.len())];
        for _ in 0..times {
            spoil(&mut page["properties"][name], &mut dice);
        }
        let other = shuffled(&page, &mut dice);
        prop_assert_eq!(&page, &other);

        let value: PropertyValue = serde_json::from_value(page["properties"][name].clone()).unwrap_or_default();
        let turned: PropertyValue = serde_json::from_value(other["properties"][name].clone()).unwrap_or_default();
        prop_assert_eq!(&value, &turned);
        prop_assert_eq!(&value.extra, &turned.extra);
        let whole: Option<Page> = serde_json::from_value(page.clone()).ok();
        prop_assert_eq!(whole, serde_json::from_value(other.clone()).ok());

        let pages = [page.clone(), other.clone(), page, other];
        let mut rows = rows(&pages);
        let texts: Vec<_> = rows.iter().map(|row| row.as_ref().err().map(ToString::to_string)).collect();
        let first = rows.remove(0);
        for row in rows {
            match (&first, row) {
                (Ok(first), Ok(mut row)) => {
                    prop_assert_eq!(&**first, &*row);
                    if row.related.is_complete() {
                        let fresh: Thing = first.clone().into_inner();
                        *row = fresh;
                        prop_assert_eq!(row.changes(), Vec::<&str>::new());
                    }
                }
                (Err(_), Err(error)) => {
                    let error = error.to_string();
                    prop_assert!(error.contains(&format!("`{name}`")), "{}", error);
                }
                _ => prop_assert!(false, "{:?}", texts),
            }
        }
    }
}

#[test]
fn the_keys_of_recorded_pages_may_stand_in_any_order() {
    let Some(folder) = std::env::var_os("NOTION_RECORDINGS") else {
        eprintln!("NOTION_RECORDINGS is not set: the recorded pages were not read");
        return;
    };
    let text =
        std::fs::read_to_string(std::path::Path::new(&folder).join("recordings.jsonl")).unwrap();
    let mut dice = Dice(7);
    let mut count = 0;
    for line in text.lines() {
        let recording: Value = serde_json::from_str(line).unwrap();
        let response = &recording["response"];
        let single = (response["object"] == "page").then_some(response);
        let listed = response["results"].as_array().into_iter().flatten();
        for page in single
            .into_iter()
            .chain(listed.filter(|one| one["object"] == "page"))
        {
            let mut page = page.clone();
            for spoiled in [false, true] {
                if spoiled {
                    spoil(&mut page["properties"], &mut dice);
                }
                let other = shuffled(&page, &mut dice);
                let read: Option<Page> = serde_json::from_value(page.clone()).ok();
                assert!(spoiled || read.is_some());
                assert_eq!(read, serde_json::from_value(other).ok(), "{page}");
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn one_value_without_an_id_spoils_no_other_row() {
    for odd in [None, Some(Value::Null), Some(json!(5)), Some(json!({}))] {
        let mut without = page();
        let properties = without["properties"].as_object_mut().unwrap();
        let names: Vec<String> = properties.keys().cloned().collect();
        for name in names {
            let mut without = page();
            let value = without["properties"][&name].as_object_mut().unwrap();
            match &odd {
                Some(odd) => drop(value.insert("id".to_owned(), odd.clone())),
                None => drop(value.shift_remove("id")),
            }
            for place in 0..4 {
                let mut pages = vec![page(); 4];
                pages[place] = without.clone();
                let expected: Thing = rows(&[page()]).remove(0).unwrap().into_inner();
                for (at, row) in rows(&pages).into_iter().enumerate() {
                    let row = row.unwrap_or_else(|error| {
                        unreachable!("{name}, row {at} of {place}: {error}")
                    });
                    assert_eq!(*row, expected, "{name}, row {at} of {place}");
                }
            }
        }
    }
}
