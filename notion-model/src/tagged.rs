//! The macros for what Notion tags with a type.
//!
//! * [`tagged!`](crate::tagged): the content stands under the key that `type` names, beside other keys of the same object:
//!   `{"id": "…", "type": "number", "number": 3}`. This is Notion's usual way.
//! * [`tagged_inline!`](crate::tagged_inline): the content stands beside `type`: `{"type": "table", "wrap_cells": true}`. Views do that.
//! * [`by_object!`](crate::by_object): whole objects told apart by the key `object`.
//!
//! Each makes an enum with a variant for everything that this version of the crate does not know, so that one odd
//! value never fails the page that it stands in.

use serde::de::Deserialize;
use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use crate::object::Form;

/// A type that this version of the crate does not know, or a known type whose content has another shape than the
/// one known. It is written back as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// The value of the key `type`.
    pub kind: String,
    /// The value of the key that `type` names; `None` if there was none.
    pub content: Option<Value>,
}

impl Unknown {
    /// A content of a type that has no Rust type yet.
    pub fn new(kind: impl Into<String>, content: impl Into<Value>) -> Self {
        Self {
            kind: kind.into(),
            content: Some(content.into()),
        }
    }
}

/// An enum that stands for `type` and the key that `type` names; made by `tagged!`, used by the modes `tagged` and
/// `keyed` of `object!`.
pub(crate) trait Tagged: Sized {
    /// Takes both keys out of those that the object's struct did not claim, and says whether `type` was written.
    fn take(rest: &mut Map<String, Value>) -> (Self, Option<Form>);
    /// Writes both keys; `type` only if asked to.
    fn put<M: SerializeMap>(&self, tag: bool, map: &mut M) -> Result<(), M::Error>;
}

/// Takes out the type: the value of `type`, or, where the request left that out, the one known type that is a key.
pub(crate) fn take_type(
    rest: &mut Map<String, Value>,
    known: &[&str],
) -> (Option<String>, Option<Form>) {
    match rest.get("type") {
        Some(Value::String(tag)) => {
            let tag = tag.clone();
            rest.shift_remove("type");
            (Some(tag), Some(Form::Written))
        }
        // A `type` that is no text stays where it is, among the unknown keys.
        Some(_) => (None, None),
        None => match rest.keys().find(|key| known.contains(&key.as_str())) {
            Some(tag) => (Some(tag.clone()), Some(Form::Absent)),
            None => (None, None),
        },
    }
}

/// Takes out the content of a known type. What does not fit is kept as it is.
pub(crate) fn take_content<T: for<'de> Deserialize<'de>>(
    rest: &mut Map<String, Value>,
    tag: &str,
) -> Result<T, Unknown> {
    let unfit = |content| Unknown {
        kind: tag.to_owned(),
        content,
    };
    let content = rest.shift_remove(tag).ok_or_else(|| unfit(None))?;
    T::deserialize(&content).map_err(|_| unfit(Some(content)))
}

impl Unknown {
    pub(crate) fn put<M: SerializeMap>(&self, tag: bool, map: &mut M) -> Result<(), M::Error> {
        if tag {
            map.serialize_entry("type", &self.kind)?;
        }
        match &self.content {
            Some(content) => map.serialize_entry(&self.kind, content),
            None => Ok(()),
        }
    }
}

/// Makes an enum of types whose content stands under the key of the type's name. A variant without a content is a
/// type that has no such key.
macro_rules! tagged {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident $( ($ty:ty) )? = $tag:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        // The types differ in size by nature, and a box in each variant would be in every reader's way.
        #[allow(clippy::large_enum_variant)]
        $vis enum $name {
            $( $(#[$vmeta])* $variant $( ($ty) )?, )+
            /// Neither a type nor a content: the object says nothing of it.
            #[default]
            Untyped,
            /// Another type, or a content of another shape than the one known here.
            Unknown($crate::tagged::Unknown),
        }

        impl $name {
            /// The types that this version of the crate knows, in Notion's words.
            pub const TYPES: &'static [&'static str] = &[ $( $tag ),+ ];

            /// The type in Notion's word, as in the key `type`; empty where neither that key nor a known content says it.
            pub fn type_name(&self) -> &str {
                match self {
                    $( Self::$variant { .. } => $tag, )+
                    Self::Untyped => "",
                    Self::Unknown(unknown) => &unknown.kind,
                }
            }
        }

        impl $crate::tagged::Tagged for $name {
            fn take(rest: &mut serde_json::Map<String, serde_json::Value>) -> (Self, Option<$crate::object::Form>) {
                let (tag, form) = $crate::tagged::take_type(rest, Self::TYPES);
                let Some(tag) = tag else {
                    return (Self::Untyped, form);
                };
                let value = match tag.as_str() {
                    $( $tag => $crate::tagged::tagged!(@take rest, $tag, $variant $(, $ty)?), )+
                    _ => Self::Unknown($crate::tagged::Unknown {
                        content: rest.shift_remove(&tag),
                        kind: tag,
                    }),
                };
                (value, form)
            }

            fn put<M: serde::ser::SerializeMap>(&self, tag: bool, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $( $crate::tagged::tagged!(@pattern content, $variant $(, $ty)?) => {
                        if tag {
                            map.serialize_entry("type", $tag)?;
                        }
                        $crate::tagged::tagged!(@put map, $tag, content $(, $ty)?)
                    } )+
                    Self::Untyped => Ok(()),
                    Self::Unknown(unknown) => unknown.put(tag, map),
                }
            }
        }
    };
    // What differs between a variant with a content and one without.
    (@take $rest:ident, $tag:literal, $variant:ident, $ty:ty) => {
        $crate::tagged::take_content::<$ty>($rest, $tag).map_or_else(Self::Unknown, Self::$variant)
    };
    (@take $rest:ident, $tag:literal, $variant:ident) => { Self::$variant };
    (@pattern $content:ident, $variant:ident, $ty:ty) => { Self::$variant($content) };
    (@pattern $content:ident, $variant:ident) => { Self::$variant };
    (@put $map:ident, $tag:literal, $content:ident, $ty:ty) => { $map.serialize_entry($tag, $content) };
    (@put $map:ident, $tag:literal, $content:ident) => { Ok(()) };
}
pub(crate) use tagged;

/// Makes an enum of types whose content stands beside `type`. Each content is a struct made by `object!`.
macro_rules! tagged_inline {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident($ty:ty) = $tag:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)]
        $vis enum $name {
            $( $(#[$vmeta])* $variant($ty), )+
            /// Another type, or a content of another shape than the one known here: the whole JSON value.
            Unknown(serde_json::Value),
        }

        impl $name {
            /// The types that this version of the crate knows, in Notion's words.
            pub const TYPES: &'static [&'static str] = &[ $( $tag ),+ ];

            /// The type in Notion's word, as in the key `type`; empty if there is none.
            pub fn type_name(&self) -> &str {
                match self {
                    $( Self::$variant(_) => $tag, )+
                    Self::Unknown(value) => value["type"].as_str().unwrap_or_default(),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                let serde_json::Value::Object(mut content) = value.clone() else {
                    return Ok(Self::Unknown(value));
                };
                let tag = content.shift_remove("type");
                let content = serde_json::Value::Object(content);
                let known = match tag.as_ref().and_then(serde_json::Value::as_str) {
                    $( Some($tag) => serde_json::from_value(content).map(Self::$variant).ok(), )+
                    _ => None,
                };
                Ok(known.unwrap_or(Self::Unknown(value)))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                use serde::ser::SerializeMap;
                match self {
                    $( Self::$variant(content) => {
                        let mut map = serializer.serialize_map(None)?;
                        map.serialize_entry("type", $tag)?;
                        $crate::object::Entries::write_entries(content, &mut map)?;
                        map.end()
                    } )+
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }
    };
}
pub(crate) use tagged_inline;

/// Makes an enum of whole objects, told apart by the key `object`.
macro_rules! by_object {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident($ty:ty) = $object:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)]
        $vis enum $name {
            $( $(#[$vmeta])* $variant($ty), )+
            /// Another object, or one of another shape than the one known here: the whole JSON value.
            Unknown(serde_json::Value),
        }

        impl $name {
            /// The objects that this enum knows, in Notion's words.
            pub const OBJECTS: &'static [&'static str] = &[ $( $object ),+ ];
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                let known = match value["object"].as_str() {
                    $( Some($object) => <$ty as serde::Deserialize>::deserialize(&value).map(Self::$variant).ok(), )+
                    _ => None,
                };
                Ok(known.unwrap_or(Self::Unknown(value)))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                match self {
                    $( Self::$variant(object) => object.serialize(serializer), )+
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }
    };
}
pub(crate) use by_object;
