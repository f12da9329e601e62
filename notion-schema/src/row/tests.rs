//! Rows of a schema that has every kind, read from pages as Notion writes them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::page::{read_page, read_query};
use super::write::{changed, differing, write_filled};
use super::{Shape, Whole};
use crate::Error;
use crate::codec::{Layout, PropertyIds};
use crate::prelude::*;

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Stage {
    Backlog,
    #[notion(color = blue)]
    InProgress,
    #[notion(other)]
    Other(String),
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Tag {
    #[notion(name = "to read")]
    ToRead,
}

/// Everything.
#[derive(NotionSchema, Clone, Debug, Default)]
struct Everything {
    #[notion(title)]
    name: String,
    notes: Option<String>,
    #[notion(number = euro)]
    budget: Option<f64>,
    count: Option<u32>,
    stage: Option<Stage>,
    #[notion(status)]
    state: Option<Stage>,
    tags: Vec<Tag>,
    due: Option<Date>,
    period: Option<DateRange>,
    people: People,
    files: Files,
    done: bool,
    #[notion(url)]
    link: Option<String>,
    #[notion(email)]
    mail: String,
    #[notion(phone_number)]
    phone: Option<String>,
    related: Relation<Everything>,
    #[notion(rollup = sum(related.budget))]
    effort: Rollup<f64>,
    #[notion(formula = "{count} - 1")]
    two: Formula<f64>,
    created: CreatedTime,
    edited: LastEditedTime,
    author: CreatedBy,
    editor: LastEditedBy,
    #[notion(prefix = "E")]
    number: UniqueId,
    place: Option<Place>,
    button: Button,
    #[notion(skip)]
    cached: u8,
}

const ID: &str = "38c9ce7b-60a4-8100-8000-000000000001";
const OTHER: &str = "38c9ce7b-60a4-8100-8000-000000000002";
const USER: &str = "00000000-0000-4000-8000-0000000000f1";

fn page() -> Value {
    serde_json::from_str(include_str!("tests/everything.json")).unwrap()
}

fn whole() -> (Arc<Layout>, Whole<Everything>) {
    let shape = Whole::new();
    let layout = Layout::bound(shape.names(), &PropertyIds::default());
    (Arc::new(layout), shape)
}

fn outcome(page: &Value) -> Result<Row<Everything>, Error> {
    let (mut layout, shape) = whole();
    read_page(page.to_string().as_bytes(), &mut layout, &shape)
        .unwrap()
        .map_err(|failure| failure.into_error("Everything"))
}

fn read(page: &Value) -> Row<Everything> {
    outcome(page).unwrap()
}

fn failure(page: &Value) -> Error {
    outcome(page).unwrap_err()
}

#[test]
fn every_kind_is_read() {
    let row = read(&page());
    assert_eq!(row.id().to_string(), ID);
    assert_eq!(row.name, "Launch");
    assert_eq!(
        (row.notes.as_deref(), row.budget, row.count),
        (None, Some(5.0), Some(3))
    );
    assert_eq!(row.stage, Some(Stage::Other("Later".into())));
    assert_eq!(row.state, Some(Stage::InProgress));
    assert_eq!(row.tags, [Tag::ToRead]);
    assert_eq!(row.due, Some("2026-06-27".parse().unwrap()));
    assert_eq!(row.period.unwrap().to_string(), "2026-06-27 → 2026-06-28");
    assert_eq!(row.people[0].to_string(), USER);
    assert_eq!(row.files[0].url(), Some("https://example.org/a.txt"));
    assert!(row.done);
    assert_eq!(
        (row.link.as_deref(), &*row.mail, row.phone.as_deref()),
        (None, "jane@example.org", Some("123"))
    );
    assert_eq!(row.related[0].to_string(), OTHER);
    assert!(!row.related.is_complete());
    assert_eq!((row.effort.get(), row.two.get()), (Some(&7.5), Some(&2.0)));
    assert_eq!(row.created.to_string(), "2026-06-27T16:53:00Z");
    assert_eq!(row.author.get().unwrap().to_string(), USER);
    assert_eq!(row.number.to_string(), "E-4");
    assert_eq!(row.place, None);
}

#[test]
fn what_was_read_is_unchanged_until_it_is_changed() {
    let mut row = read(&page());
    assert!(row.changes().is_empty());
    row.done = false;
    row.budget = None;
    row.tags.clear();
    assert_eq!(row.changes(), ["Budget", "Tags", "Done"]);
    let sent = changed(&*row, &row.fingerprints).into_properties().unwrap();
    let expected = json!({
        "Budget": { "number": null }, "Tags": { "multi_select": [] }, "Done": { "checkbox": false },
    });
    assert_eq!(Value::Object(sent), expected);
    row.done = true;
    row.budget = Some(5.0);
    row.tags.push(Tag::ToRead);
    assert!(row.changes().is_empty(), "what is as it was is no change");
}

#[test]
fn an_insert_leaves_out_what_is_empty_or_computed() {
    let new = Everything {
        name: "New".into(),
        budget: Some(1.5),
        ..Everything::default()
    };
    let expected = json!({
        "Name": { "title": [{ "type": "text", "text": { "content": "New" } }] },
        "Budget": { "number": 1.5 },
        "Done": { "checkbox": false },
    });
    let mut json = Vec::new();
    write_filled(&new, &PropertyIds::default(), &mut json).unwrap();
    let written: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(written, expected);
    assert_eq!(Value::Object(differing(&new, &[]).unwrap()), expected);
}

#[test]
fn a_truncated_relation_is_not_written_back() {
    let mut row = read(&page());
    row.related.push(ID.parse().unwrap());
    let error = changed(&*row, &row.fingerprints)
        .into_properties()
        .unwrap_err();
    assert!(
        error.to_string().contains("`Related`") && error.to_string().contains("first 25"),
        "{error}"
    );
}

#[test]
fn a_number_that_is_none_is_refused_in_place_of_an_empty_one() {
    let mut empty = page();
    empty["properties"]["Budget"]["number"] = Value::Null;
    let mut row = read(&empty);
    row.budget = Some(f64::NAN);
    let error = changed(&*row, &row.fingerprints)
        .into_properties()
        .unwrap_err();
    assert!(
        error.to_string().contains("`Budget`") && error.to_string().contains("NaN"),
        "{error}"
    );
    let error = write_filled(&*row, &PropertyIds::default(), &mut Vec::new()).unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
}

#[test]
fn a_value_that_does_not_fit_names_schema_property_and_page() {
    let mut odd = page();
    odd["properties"]["Tags"]["multi_select"][0]["name"] = "unheard of".into();
    let text = failure(&odd).to_string();
    for part in [
        "Everything",
        "Tags",
        ID,
        "unheard of",
        "to read",
        "#[notion(other)]",
    ] {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

#[test]
fn a_property_that_is_not_there_is_named() {
    let mut odd = page();
    odd["properties"].as_object_mut().unwrap().remove("Due");
    let text = failure(&odd).to_string();
    assert!(
        text.contains("`Due`") && text.contains("no property of this name"),
        "{text}"
    );
}

#[test]
fn one_row_that_does_not_fit_costs_the_others_nothing() {
    let mut odd = page();
    odd["properties"]["Done"]["checkbox"] = "yes".into();
    let list = json!({
        "object": "list", "results": [page(), odd, page()], "next_cursor": "s:1", "has_more": true,
        "type": "page_or_data_source", "page_or_data_source": {},
        "request_status": { "type": "incomplete", "incomplete_reason": "query_result_limit_reached" },
    });
    let (mut layout, shape) = whole();
    let list = list.to_string();
    let answer = read_query(list.as_bytes(), &mut layout, &shape).unwrap();
    let good: Vec<_> = answer.pages.iter().map(|page| page.item.is_ok()).collect();
    assert_eq!(good, [true, false, true]);
    assert_eq!(answer.next_cursor.as_deref(), Some("s:1"));
    assert_eq!(
        answer.incomplete.as_deref(),
        Some("query_result_limit_reached")
    );
}

#[test]
fn only_changed_fields_count_as_changes_of_a_plain_struct() {
    let before = super::write::fingerprints(&Everything::default());
    let after = Everything {
        cached: 7,
        ..Everything::default()
    };
    assert_ne!(after.cached, Everything::default().cached);
    assert!(changed(&after, &before).is_empty());
}
