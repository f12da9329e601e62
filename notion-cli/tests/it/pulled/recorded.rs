//! The schemas of recorded traffic, where it is at hand.
//!
//! The recordings are found in the folder that the environment variable `NOTION_RECORDINGS` names. Without it this test
//! says that it did not run.

use notion_cli::generate::{Style, rust};
use notion_session::model::DataSource;
use notion_session::schema::SchemaNode;
use serde_json::Value;

use super::random::read;
use crate::support::recordings::folder;

#[test]
fn recorded_schemas_are_pulled_as_what_they_are() {
    let Some(folder) = folder() else {
        return;
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "jsonl") {
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines() {
                collect(&serde_json::from_str(line).unwrap(), &mut found);
            }
        }
    }
    assert!(
        found.len() > 50,
        "there are {} recorded schemas",
        found.len()
    );
    for source in found {
        let sources = [source];
        let text = rust(&sources, Style::default());
        let schemas = read::file(&text);
        let node = SchemaNode::live(&sources[0]);
        assert_eq!(schemas[0].title, node.title);
        for property in &schemas[0].properties {
            let live = node.property(&property.name).unwrap();
            let same = read::same(property, live, &schemas, &sources);
            assert_eq!(same, Ok(()), "{}", property.name);
        }
    }
}

/// The data sources with their schemas in a recorded exchange, wherever they stand.
fn collect(value: &Value, found: &mut Vec<DataSource>) {
    if value["object"] == "data_source"
        && value["properties"].is_object()
        && value["title"].is_array()
    {
        let source: DataSource = serde_json::from_value(value.clone()).unwrap();
        if !found.contains(&source) {
            found.push(source);
        }
    }
    match value {
        Value::Object(object) => object.values().for_each(|value| collect(value, found)),
        Value::Array(items) => items.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}
