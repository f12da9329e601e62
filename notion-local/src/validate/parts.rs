//! What bodies are made of: strings, numbers, lists, references.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::body::Body;
use super::shape::{Shape, required};
use crate::state::id;

/// `null`, or a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nullable<T>(pub(crate) Option<T>);

impl<'a, T: Body<'a>> Body<'a> for Nullable<T> {
    fn shape() -> Shape {
        Shape::nullable(T::shape())
    }

    fn read(value: &'a Value) -> Option<Self> {
        match value {
            Value::Null => Some(Self(None)),
            value => T::read(value).map(|value| Self(Some(value))),
        }
    }
}

/// A list of at most so many elements.
#[derive(Debug, Clone)]
pub(crate) struct List<T, const MAX: usize>(pub(crate) Vec<T>);

impl<'a, T: Body<'a>, const MAX: usize> Body<'a> for List<T, MAX> {
    fn shape() -> Shape {
        Shape::list_up_to(MAX, T::shape())
    }

    fn read(value: &'a Value) -> Option<Self> {
        let items = value.as_array()?.iter();
        items.map(T::read).collect::<Option<_>>().map(Self)
    }
}

/// A string of at most so many characters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limited<'a, const MAX: usize>(pub(crate) &'a str);

impl<'a, const MAX: usize> Body<'a> for Limited<'a, MAX> {
    fn shape() -> Shape {
        Shape::text_up_to(MAX)
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_str().map(Self)
    }
}

/// A number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number<const MIN: i64, const MAX: i64> {
    /// Without its fraction.
    pub(crate) truncated: usize,
    /// The same if it was written as an integer.
    pub(crate) integer: Option<usize>,
}

impl<'a, const MIN: i64, const MAX: i64> Body<'a> for Number<MIN, MAX> {
    fn shape() -> Shape {
        Shape::Number {
            min: Some(MIN),
            max: Some(MAX),
        }
    }

    fn read(value: &'a Value) -> Option<Self> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let truncated = value.as_f64()? as usize;
        let integer = value.as_u64();
        Some(Self {
            truncated,
            integer: integer.and_then(|integer| integer.try_into().ok()),
        })
    }
}

/// An object with any keys, kept as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AnyMap<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Body<'a> for AnyMap<'a> {
    fn shape() -> Shape {
        Shape::map(Shape::Any)
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }
}

/// `true`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct True;

impl<'a> Body<'a> for True {
    fn shape() -> Shape {
        Shape::True
    }

    fn read(value: &'a Value) -> Option<Self> {
        (*value == Value::Bool(true)).then_some(Self)
    }
}

impl<'a> Body<'a> for bool {
    fn shape() -> Shape {
        Shape::Bool
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_bool()
    }
}

impl<'a> Body<'a> for &'a str {
    fn shape() -> Shape {
        Shape::TEXT
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_str()
    }
}

impl<'a> Body<'a> for Uuid {
    fn shape() -> Shape {
        Shape::Uuid
    }

    fn read(value: &'a Value) -> Option<Self> {
        id::parse(value.as_str()?)
    }
}

/// `{id}`: something that is there already.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference(pub(crate) Uuid);

impl<'a> Body<'a> for Reference {
    fn shape() -> Shape {
        Shape::Object(vec![required("id", Shape::Uuid)])
    }

    fn read(value: &'a Value) -> Option<Self> {
        Uuid::read(value.get("id")?).map(Self)
    }
}
