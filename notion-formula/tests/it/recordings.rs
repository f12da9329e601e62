//! The formulas of recorded traffic: what was written, what Notion stored, what it computed.

use std::collections::{BTreeMap, BTreeSet};

use notion_formula::{Formula, Reference};
use serde_json::Value;

use crate::support::recordings::folder;

/// All recorded interactions, or nothing where they are not at hand.
fn interactions() -> Vec<Value> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
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

/// Computes the formulas of recorded rows.
#[cfg(feature = "eval")]
mod rows {
    use super::*;

    use jiff::tz::Offset;
    use jiff::{Timestamp, civil};
    use notion_formula::{
        Answer, Budget, Date, Error, ErrorKind, Host, Moment, Result, Schema, Span, Type,
    };

    type Cell = notion_formula::Value<()>;

    /// One recorded row, with the schema of its data source.
    struct Row<'a> {
        schema: &'a serde_json::Map<String, Value>,
        values: &'a serde_json::Map<String, Value>,
        now: Timestamp,
    }

    /// The id in a token; a plain name otherwise.
    fn find<'a>(
        properties: &'a serde_json::Map<String, Value>,
        reference: &Reference,
    ) -> Option<(&'a String, &'a Value)> {
        match reference {
            Reference::Token(token) => {
                let id = token.split(':').nth(2)?;
                properties.iter().find(|(_, property)| property["id"] == id)
            }
            Reference::Name(name) | Reference::Field(name) => properties.get_key_value(name),
        }
    }

    fn moment(text: &str) -> Moment {
        match text.parse::<civil::Date>() {
            Ok(day) if !text.contains('T') => Moment::Day(day),
            _ => Moment::Time {
                at: text.parse().unwrap(),
                offset: Offset::UTC,
            },
        }
    }

    fn text(value: &Value) -> Cell {
        value.as_str().map_or(Cell::Empty, Cell::text)
    }

    impl Host for Row<'_> {
        type Page = ();

        fn property(&self, (): &(), reference: &Reference, _: &mut Budget) -> Result<Cell> {
            let Some((_, property)) = find(self.values, reference) else {
                return Err(Error::new(
                    ErrorKind::UnknownProperty,
                    Span::default(),
                    reference.to_string(),
                ));
            };
            let kind = property["type"].as_str().unwrap();
            let value = &property[kind];
            Ok(match kind {
                "title" | "rich_text" => {
                    let texts: String = value
                        .as_array()
                        .unwrap()
                        .iter()
                        .filter_map(|text| text["plain_text"].as_str())
                        .collect();
                    if texts.is_empty() {
                        Cell::Empty
                    } else {
                        Cell::text(texts)
                    }
                }
                "number" => value.as_f64().map_or(Cell::Empty, Cell::number),
                "checkbox" => Cell::Boolean(value.as_bool().unwrap()),
                "select" | "status" => text(&value["name"]),
                "multi_select" => Cell::list(
                    value
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|option| text(&option["name"])),
                ),
                "date" => match value["start"].as_str() {
                    Some(start) => Cell::Date(Date {
                        start: moment(start),
                        end: value["end"].as_str().map(moment),
                    }),
                    None => Cell::Empty,
                },
                other => panic!("a formula over {other} was recorded: read it here"),
            })
        }

        fn now(&self) -> Timestamp {
            self.now
        }
    }

    impl Schema for Row<'_> {
        fn property(
            &self,
            _: Option<notion_formula::PageKind>,
            reference: &Reference,
        ) -> Option<Type> {
            let (_, property) = find(self.schema, reference)?;
            Some(match property["type"].as_str()? {
                "number" => Type::Number,
                "checkbox" => Type::Boolean,
                "multi_select" => Type::list(Type::Text),
                "date" => Type::Date,
                _ => Type::Text,
            })
        }
    }

    fn recorded(formula: &Value) -> Answer {
        let value = &formula[formula["type"].as_str().unwrap()];
        match formula["type"].as_str().unwrap() {
            "string" => Answer::Text(value.as_str().map(str::to_owned)),
            "number" => Answer::Number(value.as_f64()),
            "boolean" => Answer::Boolean(value.as_bool()),
            "date" => Answer::Date(value["start"].as_str().map(|start| Date {
                start: moment(start),
                end: value["end"].as_str().map(moment),
            })),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_recorded_result_is_computed() {
        let interactions = interactions();
        let mut schemas: BTreeMap<String, &serde_json::Map<String, Value>> = BTreeMap::new();
        let mut count = 0;
        for interaction in &interactions {
            // The schema that was seen last; the rows of data sources that no response shows are left out.
            objects_of(&interaction["response"], "data_source", &mut |source| {
                schemas.insert(
                    source["id"].as_str().unwrap().to_owned(),
                    source["properties"].as_object().unwrap(),
                );
            });
            objects_of(&interaction["response"], "page", &mut |page| {
                let source = page["parent"]["data_source_id"]
                    .as_str()
                    .unwrap_or_default();
                let Some(schema) = schemas.get(source) else {
                    return;
                };
                let values = page["properties"].as_object().unwrap();
                let row = Row {
                    schema,
                    values,
                    now: page["last_edited_time"].as_str().unwrap().parse().unwrap(),
                };
                for (name, property) in values
                    .iter()
                    .filter(|(_, property)| property["type"] == "formula")
                {
                    let Some(stored) = schema
                        .get(name)
                        .and_then(Value::as_object)
                        .and_then(expression)
                    else {
                        continue;
                    };
                    if is_invalid(stored) {
                        assert_eq!(recorded(&property["formula"]), Answer::Text(None));
                        continue;
                    }
                    let formula = Formula::parse(stored).unwrap();
                    let expected = formula.check(&row).unwrap();
                    let recording = &interaction["recording"];
                    assert_eq!(
                        formula.answer(&row, &(), &expected),
                        recorded(&property["formula"]),
                        "{recording}: {name}"
                    );
                    count += 1;
                }
            });
        }
        eprintln!("{count} recorded results");
    }

    /// Calls `visit` with every object of that kind in a response.
    fn objects_of<'a>(value: &'a Value, kind: &str, visit: &mut impl FnMut(&'a Value)) {
        match value {
            Value::Object(map) => {
                if value["object"] == kind && value["properties"].is_object() {
                    visit(value);
                }
                map.values()
                    .for_each(|value| objects_of(value, kind, visit));
            }
            Value::Array(items) => items.iter().for_each(|item| objects_of(item, kind, visit)),
            _ => {}
        }
    }
}
