//! The formulas of recorded traffic: what was written, what Notion stored, what it computed.

#![allow(
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests tell what they did, and may stop"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use notion_formula::{Formula, Reference};
use serde_json::Value;

/// All recorded interactions, or nothing where they are not at hand.
fn interactions() -> Vec<Value> {
    let Some(folder) = std::env::var_os("NOTION_RECORDINGS") else {
        eprintln!("NOTION_RECORDINGS is not set: this test did not run");
        return Vec::new();
    };
    let folder = PathBuf::from(folder);
    ["recordings.jsonl", "recordings-2025-09-03.jsonl"]
        .iter()
        .flat_map(|file| {
            let text = std::fs::read_to_string(folder.join(file)).unwrap();
            text.lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect::<Vec<Value>>()
        })
        .collect()
}

/// Calls `visit` with every object in `value`.
fn objects(value: &Value, visit: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            visit(map);
            map.values().for_each(|value| objects(value, visit));
        }
        Value::Array(items) => items.iter().for_each(|item| objects(item, visit)),
        _ => {}
    }
}

fn expression(map: &serde_json::Map<String, Value>) -> Option<&str> {
    map.get("formula")?.get("expression")?.as_str()
}

/// The one stored expression that is no formula: somebody typed it into Notion with a `=` before it.
fn is_invalid(expression: &str) -> bool {
    expression.starts_with('=')
}

#[test]
fn every_stored_formula_prints_as_it_is_stored() {
    let mut count = 0;
    for interaction in interactions() {
        objects(&interaction["response"], &mut |map| {
            let Some(stored) = expression(map) else {
                return;
            };
            if is_invalid(stored) {
                assert!(Formula::parse(stored).is_err(), "{stored}");
                return;
            }
            count += 1;
            assert_eq!(Formula::parse(stored).unwrap().to_string(), stored);
        });
    }
    eprintln!("{count} stored formulas");
}

#[test]
fn every_written_formula_prints_as_notion_then_stored_it() {
    let mut pairs = 0;
    // What each recording has written so far, and the names of the properties that each data source has had.
    let mut written: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for interaction in interactions() {
        let recording = interaction["recording"].as_str().unwrap();
        let written = written.entry(recording.to_owned()).or_default();
        objects(&interaction["request"], &mut |map| {
            for (name, property) in map {
                let Some(text) = property.as_object().and_then(expression) else {
                    continue;
                };
                written
                    .entry(name.clone())
                    .or_default()
                    .insert(text.to_owned());
            }
        });
        let properties = &interaction["response"]["properties"];
        let Some(properties) = properties
            .as_object()
            .filter(|_| interaction["response"]["object"] == "data_source")
        else {
            continue;
        };
        let data_source = interaction["response"]["id"].as_str().unwrap();
        for (name, property) in properties {
            let Some(stored) = property.as_object().and_then(expression) else {
                continue;
            };
            let Some(texts) = written.get(name) else {
                continue;
            };
            let space = stored
                .split_once("}}")
                .and_then(|(token, _)| token.rsplit(':').next())
                .unwrap();
            let printed: Vec<String> = texts
                .iter()
                .map(|text| {
                    let stored = Formula::parse(text).unwrap().rename(|mention| {
                        let Reference::Name(name) = mention.reference else {
                            panic!("{text}")
                        };
                        let id = properties
                            .get(name)
                            .and_then(|property| property["id"].as_str());
                        id.map(|id| {
                            Reference::Token(format!(
                                "notion:block_property:{id}:{data_source}:{space}"
                            ))
                        })
                    });
                    stored.to_string()
                })
                .collect();
            assert!(
                printed.iter().any(|text| text == stored),
                "{recording}: {stored}\n{printed:#?}"
            );
            pairs += 1;
        }
    }
    eprintln!("{pairs} written formulas found stored");
}
