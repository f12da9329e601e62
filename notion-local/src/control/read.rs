//! Reading the objects that are sent under `/_local/`.

use std::time::Duration;

use serde_json::{Map, Value};

/// An object of a request, whose keys are all known.
pub(super) struct Object<'a>(&'a Map<String, Value>);

impl<'a> Object<'a> {
    pub(super) fn of(value: &'a Value, keys: &[&str]) -> Result<Self, String> {
        let map = value
            .as_object()
            .ok_or_else(|| format!("an object should be given, with {}", keys.join(", ")))?;
        match map.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(unknown) => Err(format!(
                "{unknown} is not known here; known are {}",
                keys.join(", ")
            )),
            None => Ok(Self(map)),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.0.get(key)
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<&'a str>, String> {
        self.read(key, "a text", Value::as_str)
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, String> {
        self.read(key, "true or false", Value::as_bool)
    }

    pub(super) fn number(&self, key: &str) -> Result<Option<u64>, String> {
        self.read(key, "a whole number", Value::as_u64)
    }

    pub(super) fn needed_number(&self, key: &str) -> Result<u64, String> {
        self.number(key)?
            .ok_or_else(|| format!("{key} should be a whole number"))
    }

    /// A number of seconds, perhaps with a fraction.
    pub(super) fn time(&self, key: &str) -> Result<Option<Duration>, String> {
        let as_time = |value: &Value| Duration::try_from_secs_f64(value.as_f64()?).ok();
        self.read(key, "a number of seconds", as_time)
    }

    pub(super) fn needed_time(&self, key: &str) -> Result<Duration, String> {
        self.time(key)?
            .ok_or_else(|| format!("{key} should be a number of seconds"))
    }

    /// From 0 to 1.
    pub(super) fn share(&self, key: &str) -> Result<Option<f64>, String> {
        let as_share = |value: &Value| value.as_f64().filter(|share| (0.0..=1.0).contains(share));
        self.read(key, "a number from 0 to 1", as_share)
    }

    fn read<T>(
        &self,
        key: &str,
        what: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, String> {
        match self.0.get(key) {
            None => Ok(None),
            Some(value) => match read(value) {
                Some(read) => Ok(Some(read)),
                None => Err(format!("{key} should be {what}, instead was {value}")),
            },
        }
    }
}
