//! What a snapshot is read from: a JSON value, or a text whose objects are taken apart one at a time.

use std::io::Read;

use indexmap::IndexMap;
use serde_json::Value;
use serde_json::value::RawValue;

use super::value::{Result, SnapshotError, fail};

/// A snapshot that is being read.
pub(crate) enum Source<'a> {
    Value(&'a Value),
    /// The values of the keys, as text: of a large snapshot this takes less than a tenth of what its values take.
    Text(IndexMap<String, Box<RawValue>>),
}

impl Source<'_> {
    /// Reads a snapshot from a text.
    pub(crate) fn read(text: impl Read) -> Result<Self> {
        let reader = std::io::BufReader::with_capacity(64 * 1024, text);
        serde_json::from_reader(reader)
            .map(Self::Text)
            .map_err(|error| SnapshotError::new("", format!("it is not JSON: {error}")))
    }

    /// The keys.
    pub(super) fn keys(&self) -> Result<Vec<&str>> {
        match self {
            Self::Value(Value::Object(map)) => Ok(map.keys().map(String::as_str).collect()),
            Self::Value(_) => fail("", "it should be an object"),
            Self::Text(map) => Ok(map.keys().map(String::as_str).collect()),
        }
    }

    /// What the snapshot holds once; null if it is missing.
    pub(super) fn get(&self, key: &str) -> Result<Value> {
        match self {
            Self::Value(value) => Ok(value.get(key).cloned().unwrap_or(Value::Null)),
            Self::Text(map) => map
                .get(key)
                .map_or(Ok(Value::Null), |text| parsed(text.get(), key)),
        }
    }

    /// Passes the objects of a list on, each with its place in the snapshot.
    pub(super) fn each(
        &self,
        key: &str,
        mut read: impl FnMut(&Value, &str) -> Result<()>,
    ) -> Result<()> {
        let not_a_list = || fail(key, "it should be a list");
        match self {
            Self::Value(value) => match value.get(key) {
                None | Some(Value::Null) => Ok(()),
                Some(Value::Array(values)) => {
                    for (index, value) in values.iter().enumerate() {
                        read(value, &format!("{key}[{index}]"))?;
                    }
                    Ok(())
                }
                Some(_) => not_a_list(),
            },
            Self::Text(map) => {
                let Some(text) = map.get(key).map(|text| text.get()) else {
                    return Ok(());
                };
                if text == "null" {
                    return Ok(());
                }
                let Ok(values) = serde_json::from_str::<Vec<&RawValue>>(text) else {
                    return not_a_list();
                };
                for (index, value) in values.into_iter().enumerate() {
                    let place = format!("{key}[{index}]");
                    read(&parsed(value.get(), &place)?, &place)?;
                }
                Ok(())
            }
        }
    }
}

/// A part of a text that has been found to be JSON. What is nested too deeply is not read.
fn parsed(text: &str, place: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| SnapshotError::new(place, error.to_string()))
}
