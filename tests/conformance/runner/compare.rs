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

/// How strictly answers were compared: how many values in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Strictness {
    /// Values that have to be the same.
    pub(crate) exact: usize,
    /// Ids and what holds them: the same after a renaming that is the same everywhere.
    pub(crate) renamed: usize,
    /// Times, cursors, signed addresses and the like: only their form has to be the same.
    pub(crate) by_form: usize,
    /// Results of searches that Notion did not show, and that were left out.
    pub(crate) left_out: usize,
}

impl std::ops::AddAssign for Strictness {
    fn add_assign(&mut self, other: Self) {
        self.exact += other.exact;
        self.renamed += other.renamed;
        self.by_form += other.by_form;
        self.left_out += other.left_out;
    }
}

/// The differences, and what the answers tell about names. A strict comparison looks at times to the minute.
pub(crate) fn compare(
    recorded: &Value,
    actual: &Value,
    names: &mut Names,
    strict: bool,
) -> (Vec<Difference>, Strictness) {
    bind_ids(recorded, actual, names);
    let mut comparison = Comparison {
        names,
        differences: Vec::new(),
        strictness: Strictness::default(),
        strict,
    };
    comparison.visit("", "", recorded, actual);
    (comparison.differences, comparison.strictness)
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
    strictness: Strictness,
    strict: bool,
}

/// Keys whose values are times that the requests of a recording decide.
const TIMES: &[&str] = &["created_time", "last_edited_time"];

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
                        (Some(_), Some(_)) if signed && key == "url" => {
                            self.strictness.by_form += 1;
                        }
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
                self.strictness.exact += 1;
                if there != here {
                    self.differ(path, Some(recorded), Some(actual));
                }
            }
            (there, here) if there == here => self.strictness.exact += 1,
            (there, here) => self.differ(path, Some(there), Some(here)),
        }
    }

    fn same_text(&mut self, path: &str, key: &str, there: &str, here: &str) -> bool {
        if self.strict && TIMES.contains(&key) {
            self.strictness.exact += 1;
            return form(there) == form(here) && minute(there) == minute(here);
        }
        if BY_FORM.contains(&key) {
            self.strictness.by_form += 1;
            return form(there) == form(here);
        }
        if key == "next_cursor" {
            self.strictness.by_form += 1;
            self.names.bind_cursor(there, here);
            return form_of_cursor(there) == form_of_cursor(here);
        }
        // Recorded addresses were rewritten to the older base.
        let there = &there.replace(NEW_BASE, OLD_BASE);
        let here = &here.replace(NEW_BASE, OLD_BASE);
        if there == here {
            self.strictness.exact += 1;
        } else {
            self.strictness.renamed += 1;
        }
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

/// A time as far as its minute.
fn minute(time: &str) -> Option<&str> {
    time.get(..16)
}

fn form_of_cursor(cursor: &str) -> usize {
    cursor.split(':').count()
}

fn trailing_id(text: &str) -> Option<&str> {
    let start = text.len().checked_sub(32)?;
    text.get(start..).filter(|tail| is_id(tail))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_counted_by_how_they_are_compared() {
        let there = json!({
            "id": "3839ce7b-60a4-8168-ba4d-000b1ee50a86", "created_time": "2026-01-01T10:00:00.000Z", "n": 1, "is": true,
            "text": "a", "next_cursor": null, "file": { "url": "https://a", "expiry_time": "2026-01-01T10:00:00.000Z" },
        });
        let mut here = there.clone();
        here["id"] = json!("00000000-0000-4000-8000-000000000001");
        here["created_time"] = json!("2026-01-01T10:01:00.000Z");
        here["file"]["url"] = json!("https://b");
        let (differences, strictness) = compare(&there, &here, &mut Names::default(), false);
        assert_eq!(differences, []);
        let expected = Strictness {
            exact: 4,
            renamed: 1,
            by_form: 3,
            left_out: 0,
        };
        assert_eq!(strictness, expected);

        let (differences, strictness) = compare(&there, &here, &mut Names::default(), true);
        let paths: Vec<&str> = differences.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths, ["created_time"]);
        assert_eq!(
            strictness,
            Strictness {
                exact: 5,
                by_form: 2,
                ..expected
            }
        );
        here["created_time"] = json!("2026-01-01T10:00:59.000Z");
        assert_eq!(compare(&there, &here, &mut Names::default(), true).0, []);
    }
}
