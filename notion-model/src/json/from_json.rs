//! Reading from JSON by reference.
//!
//! The types of this crate are read from a [`Json`] that stays whole until all of it has been understood, and not straight from
//! the text. What does not fit can then be kept as it is, at any depth, without a copy of everything that does fit. What
//! stands under a `type` has to be kept aside anyway, because `type` may come after it.

use std::fmt;

use indexmap::IndexMap;
use serde_json::{Map, Number, Value};

use crate::json::Json;

/// What can be read from a JSON value by reference. Every type of this crate can, and has `Deserialize` by it.
pub(crate) trait FromJson: Sized {
    /// Whether a value that does not fit may be passed over, because nothing (`None`) can stand for it.
    const LENIENT: bool = false;

    /// Reads the value, or says why it does not fit.
    fn from_json(json: Json<'_>) -> Result<Self, Misfit>;
}

/// JSON of another shape than the one known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The way to it, from the inside out.
    path: Vec<Step>,
    what: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

impl Misfit {
    /// Says what was expected instead.
    pub(crate) fn expected(what: impl fmt::Display, json: Json<'_>) -> Self {
        /// Enough to recognise it.
        const SHOWN: usize = 100;
        let json = json.to_value().to_string();
        let mut found: String = json.chars().take(SHOWN).collect();
        if found.len() < json.len() {
            found.push('…');
        }
        Self::new(format!("expected {what}, found {found}"))
    }

    pub(crate) fn new(what: String) -> Self {
        Self {
            path: Vec::new(),
            what,
        }
    }

    /// The same, seen from the object that has it under a key.
    pub(crate) fn at_key(mut self, key: &str) -> Self {
        self.path.push(Step::Key(key.to_owned()));
        self
    }

    /// The same, seen from the list that it stands in.
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.path.push(Step::Index(index));
        self
    }
}

/// The way to the place, such as `results[3].created_by.id`, and what is wrong there.
impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.path.iter().rev().enumerate() {
            match step {
                Step::Key(key) if position == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        if !self.path.is_empty() {
            f.write_str(": ")?;
        }
        f.write_str(&self.what)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    const LENIENT: bool = true;

    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        if json.is_null() {
            return Ok(None);
        }
        T::from_json(json).map(Some)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        T::from_json(json).map(Self::new)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        let items = json
            .items()
            .ok_or_else(|| Misfit::expected("a list", json))?;
        let mut read = Self::with_capacity(items.len());
        for (index, item) in items.enumerate() {
            read.push(T::from_json(item).map_err(|misfit| misfit.at_index(index))?);
        }
        Ok(read)
    }
}

impl<T: FromJson> FromJson for IndexMap<String, T> {
    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        let keys = json
            .entries()
            .ok_or_else(|| Misfit::expected("an object", json))?;
        let mut read = Self::with_capacity(keys.len());
        for (key, value) in keys {
            let value = T::from_json(value).map_err(|misfit| misfit.at_key(key))?;
            read.insert(key.to_owned(), value);
        }
        Ok(read)
    }
}

/// Types that are one kind of JSON value.
macro_rules! plain {
    ($($ty:ty, $what:literal, $read:expr;)+) => { $(
        impl FromJson for $ty {
            fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
                let read: fn(Json<'_>) -> Option<Self> = $read;
                read(json).ok_or_else(|| Misfit::expected($what, json))
            }
        }
    )+ };
}

plain! {
    Value, "a value", |json| Some(json.to_value());
    Map<String, Value>, "an object", |json| Some(json.entries()?.to_map());
    String, "a text", |json| json.as_str().map(str::to_owned);
    bool, "true or false", |json| json.as_bool();
    Number, "a number", |json| json.as_number().cloned();
    u64, "a whole number", |json| json.as_u64();
    u16, "a small whole number", |json| json.as_u64()?.try_into().ok();
}

/// `Deserialize` by way of `FromJson`.
macro_rules! deserialize_by_json {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let tape = $crate::json::Tape::read(deserializer)?;
                <Self as $crate::json::FromJson>::from_json(tape.json())
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use deserialize_by_json;

/// `FromJson` by way of `Deserialize`, for types that are rarely read.
macro_rules! json_by_deserialize {
    ($($name:ident),+ $(,)?) => { $(
        impl $crate::json::FromJson for $name {
            fn from_json(json: $crate::json::Json<'_>) -> Result<Self, $crate::json::Misfit> {
                <Self as serde::Deserialize>::deserialize(json.to_value()).map_err(|error| $crate::json::Misfit::new(error.to_string()))
            }
        }
    )+ };
}
pub(crate) use json_by_deserialize;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Tape;
    use crate::testing::from_json;

    #[test]
    fn a_misfit_says_where_it_is() {
        let list = serde_json::json!([1]);
        let misfit = Misfit::expected("a word", Tape::read(&list).unwrap().json())
            .at_key("id")
            .at_key("user")
            .at_index(3)
            .at_key("results");
        assert_eq!(
            misfit.to_string(),
            "results[3].user.id: expected a word, found [1]"
        );
        assert_eq!(Misfit::new("no".to_owned()).to_string(), "no");
        let long = Value::from("x".repeat(5000));
        let long = Misfit::expected("a word", Tape::read(&long).unwrap().json()).to_string();
        assert!(long.len() < 200 && long.ends_with('…'));
    }

    #[test]
    fn plain_values_are_taken_exactly() {
        assert_eq!(from_json::<u16>(404), Ok(404));
        assert!(from_json::<u16>(70_000).is_err());
        assert!(from_json::<u64>(1.0).is_err());
        assert!(from_json::<bool>("true").is_err());
        assert_eq!(from_json::<Option<bool>>(Value::Null), Ok(None));
        let map = from_json::<IndexMap<String, bool>>(serde_json::json!({"a": true, "b": 1}));
        assert_eq!(
            map.unwrap_err().to_string(),
            "b: expected true or false, found 1"
        );
    }
}
