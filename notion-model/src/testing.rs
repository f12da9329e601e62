//! What the tests of this crate share.

use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use crate::json::{FromJson, Misfit, Tape};

/// Any JSON value, not too deep.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("a number", |float| Number::from_f64(float)
            .map(Value::Number)),
        // Small ones, where integers and floats are easily taken for each other.
        (-3i8..3).prop_map(|small| Value::from(f64::from(small))),
        (-3i8..3).prop_map(Value::from),
        any_text().prop_map(Value::String),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            any_object(inner).prop_map(Value::Object),
        ]
    })
}

/// Any keys, among them those that have a meaning in many objects, with such values.
pub(crate) fn any_object(
    value: impl Strategy<Value = Value>,
) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((any_text(), value), 0..5).prop_map(|keys| keys.into_iter().collect())
}

/// Any text, often a word of Notion's.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "",
        "type",
        "object",
        "id",
        "extra",
        "kind",
        "content",
        "title",
        "rich_text",
        "number",
        "date",
        "select",
        "relation",
        "page",
        "page_id",
        "data_source_id",
        "database_id",
        "workspace",
        "paragraph",
        "name",
        "text",
        "mention",
        "formula",
        "string",
        "annotations",
        "description",
        "parent",
        "00000000-0000-4000-8000-0000000000fa",
        "2026-06-27",
    ];
    prop_oneof![
        3 => prop::sample::select(WORDS).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// Reads a value as a part of another.
pub(crate) fn from_json<T: FromJson>(json: impl Into<Value>) -> Result<T, Misfit> {
    let json = json.into();
    let tape = Tape::read(&json).map_err(|error| Misfit::new(error.to_string()))?;
    T::from_json(tape.json())
}

/// Reads and writes, and says what came out.
pub(crate) fn round_trip<T: Serialize + DeserializeOwned>(json: &Value) -> Result<Value, String> {
    let object: T = serde_json::from_str(&json.to_string()).map_err(|error| error.to_string())?;
    let text = serde_json::to_string(&object).map_err(|error| error.to_string())?;
    assert_no_key_twice(&text);
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// Reads, asserts that the same is written, and gives what was read.
#[track_caller]
pub(crate) fn same<T: Serialize + DeserializeOwned + Debug>(json: &Value) -> T {
    assert_eq!(round_trip::<T>(json).as_ref(), Ok(json));
    serde_json::from_value(json.clone()).unwrap()
}

/// The same key twice in one object would go unseen when the text is read again.
fn assert_no_key_twice(text: &str) {
    #[derive(Debug)]
    struct Checked;
    impl<'de> serde::Deserialize<'de> for Checked {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Visitor)
        }
    }
    struct Visitor;
    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Checked;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("JSON")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Checked, A::Error> {
            let mut seen = std::collections::HashSet::new();
            while let Some((key, _)) = map.next_entry::<String, Checked>()? {
                if !seen.insert(key.clone()) {
                    return Err(serde::de::Error::custom(format!(
                        "the key {key:?} stands there twice"
                    )));
                }
            }
            Ok(Checked)
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(
            self,
            mut items: A,
        ) -> Result<Checked, A::Error> {
            while items.next_element::<Checked>()?.is_some() {}
            Ok(Checked)
        }
        fn visit_unit<E>(self) -> Result<Checked, E> {
            Ok(Checked)
        }
        fn visit_bool<E>(self, _: bool) -> Result<Checked, E> {
            Ok(Checked)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Checked, E> {
            Ok(Checked)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Checked, E> {
            Ok(Checked)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Checked, E> {
            Ok(Checked)
        }
        fn visit_str<E>(self, _: &str) -> Result<Checked, E> {
            Ok(Checked)
        }
    }
    let checked: Result<Checked, _> = serde_json::from_str(text);
    assert!(checked.is_ok(), "{checked:?}: {text}");
}

/// Where a decoded object kept something as unknown: a variant `Unknown`, or a key in `extra`. Found in how Rust prints the object;
/// texts stand in quotes there and are passed over.
pub(crate) fn unknown(object: &impl Debug) -> Vec<String> {
    let debug = format!("{object:?}");
    let mut found = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in debug.char_indices() {
        let rest = &debug[at..];
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            _ if rest.starts_with("Unknown(") || rest.starts_with("extra: {\"") => {
                found.push(rest.chars().take(120).collect());
            }
            _ => {}
        }
    }
    found
}

/// Asserts that a JSON text is written back, and that all of it is known.
#[track_caller]
pub(crate) fn known<T: Serialize + DeserializeOwned + Debug>(json: &str) -> T {
    let object = same::<T>(&serde_json::from_str(json).unwrap());
    assert_eq!(unknown(&object), Vec::<String>::new(), "{json}");
    object
}
