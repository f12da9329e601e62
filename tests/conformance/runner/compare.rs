//! Compares two answers: all that a server can reproduce has to be the same.

use std::collections::BTreeSet;

use serde_json::Value;

use super::names::{Names, is_id};

/// One place where answers differ.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    pub(crate) path: String,
    pub(crate) recorded: String,
    pub(crate) actual: String,
}

/// The differences, and what the answers tell about names.
pub(crate) fn compare(recorded: &Value, actual: &Value, names: &mut Names) -> Vec<Difference> {
    bind_ids(recorded, actual, names);
    let mut comparison = Comparison {
        names,
        differences: Vec::new(),
    };
    comparison.visit("", "", recorded, actual);
    comparison.differences
}

/// Learns the ids of what stands at the same place, before texts that hold them are compared.
fn bind_ids(recorded: &Value, actual: &Value, names: &mut Names) {
    match (recorded, actual) {
        (Value::Object(there), Value::Object(here)) => {
            if let (Some(Value::String(there)), Some(Value::String(here))) =
                (there.get("id"), here.get("id"))
            {
                names.bind(there, here);
            }
            for (key, there) in there {
                if let Some(here) = here.get(key) {
                    bind_ids(there, here, names);
                }
            }
        }
        (Value::Array(there), Value::Array(here)) => {
            for (there, here) in there.iter().zip(here) {
                bind_ids(there, here, names);
            }
        }
        _ => {}
    }
}

struct Comparison<'a> {
    names: &'a mut Names,
    differences: Vec<Difference>,
}

/// Keys whose values are times or made by chance: only their form is compared.
const BY_FORM: &[&str] = &[
    "created_time",
    "last_edited_time",
    "expiry_time",
    "expires_at",
    "imported_time",
    "request_id",
    "upload_url",
    "status_url",
];

impl Comparison<'_> {
    fn visit(&mut self, path: &str, key: &str, recorded: &Value, actual: &Value) {
        match (recorded, actual) {
            (Value::Object(there), Value::Object(here)) => {
                let signed = there.contains_key("expiry_time") && there.contains_key("url");
                let keys: BTreeSet<&String> = there.keys().chain(here.keys()).collect();
                for key in keys {
                    let path = format!("{path}.{key}");
                    match (there.get(key), here.get(key)) {
                        (Some(_), Some(_)) if signed && key == "url" => {}
                        (Some(there), Some(here)) => self.visit(&path, key, there, here),
                        (there, here) => self.differ(&path, there, here),
                    }
                }
                if !key.ends_with("properties")
                    && there.len() == here.len()
                    && !there.keys().eq(here.keys())
                {
                    let order = |map: &serde_json::Map<String, Value>| {
                        Value::from(map.keys().map(String::as_str).collect::<Vec<_>>().join(" "))
                    };
                    self.differ(
                        &format!("{path} (order of keys)"),
                        Some(&order(there)),
                        Some(&order(here)),
                    );
                }
            }
            (Value::Array(there), Value::Array(here)) => {
                for (index, (there, here)) in there.iter().zip(here).enumerate() {
                    self.visit(&format!("{path}[{index}]"), key, there, here);
                }
                if there.len() != here.len() {
                    let length = |items: &[Value]| Some(Value::from(items.len()));
                    self.differ(
                        &format!("{path}.length"),
                        length(there).as_ref(),
                        length(here).as_ref(),
                    );
                }
            }
            (Value::String(there), Value::String(here)) => {
                if !self.same_text(path, key, there, here) {
                    self.differ(path, Some(recorded), Some(actual));
                }
            }
            (Value::Number(there), Value::Number(here)) => {
                if there != here {
                    self.differ(path, Some(recorded), Some(actual));
                }
            }
            (there, here) if there == here => {}
            (there, here) => self.differ(path, Some(there), Some(here)),
        }
    }

    fn same_text(&mut self, path: &str, key: &str, there: &str, here: &str) -> bool {
        if BY_FORM.contains(&key) {
            return form(there) == form(here);
        }
        if key == "next_cursor" {
            self.names.bind_cursor(there, here);
            return form_of_cursor(there) == form_of_cursor(here);
        }
        // Recorded addresses were rewritten to the older base.
        let there = &there.replace(NEW_BASE, OLD_BASE);
        let here = &here.replace(NEW_BASE, OLD_BASE);
        if matches!(key, "relation_property_id" | "rollup_property_id") {
            // The only ids of properties that are not encoded.
            return self.names.bind(&encode(there), &encode(here));
        }
        if self.names.translate(there) == *here {
            return true;
        }
        if is_id(there) && is_id(here) {
            return self.names.bind(there, here);
        }
        let names_a_property = matches!(key, "id" | "synced_property_id");
        if names_a_property {
            return self.names.bind(there, here);
        }
        // A text that holds the id of something not met yet, for instance its own address.
        let bound = match (trailing_id(there), trailing_id(here)) {
            (Some(there), Some(here)) => self.names.bind(there, here),
            _ => false,
        };
        let _ = path;
        bound && self.names.translate(there) == *here
    }

    fn differ(&mut self, path: &str, recorded: Option<&Value>, actual: Option<&Value>) {
        let shown = |value: Option<&Value>| {
            value.map_or_else(
                || "nothing".to_owned(),
                |value| value.to_string().chars().take(160).collect(),
            )
        };
        let path = match path.trim_start_matches('.') {
            "" => "the whole body",
            path => path,
        };
        self.differences.push(Difference {
            path: path.to_owned(),
            recorded: shown(recorded),
            actual: shown(actual),
        });
    }
}

/// Recorded addresses were partly rewritten from the one base to the other.
const NEW_BASE: &str = "https://app.notion.com/p/";
const OLD_BASE: &str = "https://www.notion.so/";

/// An id of a property as it is shown nearly everywhere.
fn encode(id: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b);
    id.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// A text with a nine for every digit: what times look like.
fn form(text: &str) -> String {
    if text.contains("://") || is_id(text) {
        return String::new();
    }
    text.chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c })
        .collect()
}

fn form_of_cursor(cursor: &str) -> usize {
    cursor.split(':').count()
}

fn trailing_id(text: &str) -> Option<&str> {
    let start = text.len().checked_sub(32)?;
    text.get(start..).filter(|tail| is_id(tail))
}
