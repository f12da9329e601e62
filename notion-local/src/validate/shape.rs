//! Shapes of requests: what a body or a query may be.

use serde_json::Value;

use crate::exchange::Version;

/// What a value in a request may be.
#[derive(Debug)]
pub(crate) enum Shape {
    /// Anything at all: checked by whoever uses it.
    Any,
    Bool,
    /// `true` and nothing else.
    True,
    /// A number between these, if any.
    Number {
        min: Option<i64>,
        max: Option<i64>,
    },
    /// Text of at most this many characters (counted as JavaScript does, in UTF-16 units).
    Text {
        max: Option<usize>,
    },
    /// Text of one character or more, and at most this many.
    Populated {
        max: usize,
    },
    /// One emoji.
    Emoji,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// An id.
    Uuid,
    /// A date, with or without a time.
    Date,
    /// A list of at most so many.
    List {
        of: Box<Shape>,
        max: Option<usize>,
    },
    /// An object with these keys and no others.
    Object(Vec<Field>),
    /// An object with any keys, whose values have this shape.
    Map(Box<Shape>),
    /// `null`, or this.
    Nullable(Box<Shape>),
    /// One of these shapes.
    Union(Vec<Shape>),
    /// Nothing but an empty list: a key that has no business here, but that clients send without content.
    NoItems,
    /// A shape that is shared or refers to itself.
    Shared(&'static std::sync::LazyLock<Shape>),
}

/// One key of an object.
#[derive(Debug)]
pub(crate) struct Field {
    pub(super) key: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
    pub(super) only: Option<Version>,
}

/// A key that must be there.
pub(crate) fn required(key: &'static str, shape: Shape) -> Field {
    Field {
        key,
        shape,
        required: true,
        only: None,
    }
}

/// A key that may be there.
pub(crate) fn optional(key: &'static str, shape: Shape) -> Field {
    Field {
        key,
        shape,
        required: false,
        only: None,
    }
}

/// A key that may be there in one version of the API, and must not in the other.
pub(crate) fn only_in(version: Version, key: &'static str, shape: Shape) -> Field {
    Field {
        key,
        shape,
        required: false,
        only: Some(version),
    }
}

impl Shape {
    pub(crate) const TEXT: Self = Self::Text { max: None };
    pub(crate) const NUMBER: Self = Self::Number {
        min: None,
        max: None,
    };

    /// Text of at most `max` characters.
    pub(crate) fn text_up_to(max: usize) -> Self {
        Self::Text { max: Some(max) }
    }

    pub(crate) fn list_up_to(max: usize, of: Self) -> Self {
        Self::List {
            of: Box::new(of),
            max: Some(max),
        }
    }

    pub(crate) fn map(of: Self) -> Self {
        Self::Map(Box::new(of))
    }

    pub(crate) fn nullable(of: Self) -> Self {
        Self::Nullable(Box::new(of))
    }

    /// An object with no keys.
    pub(crate) fn empty() -> Self {
        Self::Object(Vec::new())
    }

    /// Returns true if this shape decides by the keys of an object, and whether the object has the one that counts.
    pub(super) fn is_meant_by(&self, value: &Value) -> bool {
        match self {
            Self::Object(fields) => fields
                .iter()
                .filter(|field| field.required)
                .all(|field| value.get(field.key).is_some()),
            Self::Shared(shape) => shape.is_meant_by(value),
            _ => true,
        }
    }

    /// What the shape is called in a sentence.
    pub(super) fn names(&self, out: &mut Vec<String>) {
        match self {
            Self::Any => out.push("defined".into()),
            Self::Union(arms) => {
                let mut names = Vec::new();
                arms.iter().for_each(|arm| arm.names(&mut names));
                for name in names {
                    if !out.contains(&name) {
                        out.push(name);
                    }
                }
            }
            Self::NoItems => out.push("not present".into()),
            Self::Bool => out.push("a boolean".into()),
            Self::True => out.push("`true`".into()),
            Self::Number { .. } => out.push("a number".into()),
            Self::Text { .. } => out.push("a string".into()),
            Self::Populated { .. } => out.push("populated".into()),
            // Notion names them all. Choice: the first ones are enough.
            Self::Emoji => out.extend(["`\"😀\"`", "`\"😃\"`", "`\"😄\"`", "…"].map(String::from)),
            Self::OneOf(texts) => out.extend(texts.iter().map(|text| format!("`\"{text}\"`"))),
            Self::Uuid => out.push("a valid uuid".into()),
            Self::Date => out.push("a valid ISO 8601 date string".into()),
            Self::List { .. } => out.push("an array".into()),
            Self::Object(_) | Self::Map(_) => out.push("an object".into()),
            Self::Nullable(shape) => {
                shape.names(out);
                out.push("`null`".into());
            }
            Self::Shared(shape) => shape.names(out),
        }
    }
}
