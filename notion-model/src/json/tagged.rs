//! The macros for what Notion tags with a type.
//!
//! * [`tagged!`](crate::json::tagged): the content stands under the key that `type` names, beside other keys of the same object:
//!   `{"id": "…", "type": "number", "number": 3}`. This is Notion's usual way.
//! * [`tagged_inline!`](crate::tagged_inline): the content stands beside `type`: `{"type": "table", "wrap_cells": true}`. Views do that.
//! * [`by_object!`](crate::by_object): whole objects told apart by the key `object`.
//!
//! Each makes an enum with a variant for everything that this version of the crate does not know, so that one odd
//! value never fails the page that it stands in.

use serde::ser::SerializeMap;
use serde_json::Value;

use crate::json::{FieldIndex, Form, FromEntries, FromJson, Json, Reader};

/// A type that this version of the crate does not know, or a known type whose content has another shape than the one known. It is
/// written back as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// The value of the key `type`. Empty where there was no object at all, but another JSON value.
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

    /// The content of a type, as it is.
    pub(crate) fn take(reader: &mut Reader<'_>, kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            content: reader.take_content(kind).map(Json::to_value),
        }
    }

    pub(crate) fn from_bare(json: Json<'_>) -> Self {
        Self::new("", json.to_value())
    }

    pub(crate) fn bare(&self) -> Option<&Value> {
        self.content.as_ref().filter(|_| self.kind.is_empty())
    }

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

/// An enum that stands for `type` and the key that `type` names; made by `tagged!`, used by the modes `tagged` and `keyed` of
/// `object!`.
pub(crate) trait Tagged: Sized {
    /// Reads both keys.
    fn take(reader: &mut Reader<'_>, field: FieldIndex) -> Self;
    /// Writes both keys; `type` only if asked to.
    fn put<M: SerializeMap>(&self, tag: bool, map: &mut M) -> Result<(), M::Error>;
    /// Keeps JSON that is no object.
    fn from_bare(json: Json<'_>) -> Self;
    /// The JSON that was kept so.
    fn bare(&self) -> Option<&Value>;
}

/// The type: the value of `type`, or, where a request left that out, the known type that is a key. Of several it is the one
/// that stands first among the known ones, so that the order of the keys does not count.
pub(crate) fn take_type<'a>(
    reader: &mut Reader<'a>,
    field: FieldIndex,
    known: &[&str],
) -> Option<&'a str> {
    if let Some(kind) = reader.get("type") {
        // A `type` that is no text stays among the unknown keys.
        let kind = kind.as_str()?;
        reader.take("type");
        reader.set_form(field, Form::Written);
        return Some(kind);
    }
    let kind = reader.first_of(known)?;
    reader.set_form(field, Form::Absent);
    Some(kind)
}

/// The content of a known type. What does not fit is kept as it is.
pub(crate) fn take_content<T: FromJson>(reader: &mut Reader<'_>, kind: &str) -> Result<T, Unknown> {
    reader
        .take_fitting(kind)
        .ok_or_else(|| Unknown::take(reader, kind))
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
            Unknown($crate::json::Unknown),
        }

        impl $name {
            /// The types that this version of the crate knows, in Notion's words.
            $vis const TYPES: &'static [&'static str] = &[ $( $tag ),+ ];

            /// The type in Notion's word, as in the key `type`; empty where neither that key nor a known content says it.
            $vis fn type_name(&self) -> &str {
                match self {
                    $( Self::$variant { .. } => $tag, )+
                    Self::Untyped => "",
                    Self::Unknown(unknown) => &unknown.kind,
                }
            }
        }

        impl $crate::json::Tagged for $name {
            fn take(reader: &mut $crate::json::Reader<'_>, field: $crate::json::FieldIndex) -> Self {
                match $crate::json::take_type(reader, field, Self::TYPES) {
                    None => Self::Untyped,
                    $( Some($tag) => $crate::json::tagged!(@take reader, $tag, $variant $(, $ty)?), )+
                    Some(other) => Self::Unknown($crate::json::Unknown::take(reader, other)),
                }
            }

            fn put<M: serde::ser::SerializeMap>(&self, tag: bool, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $( $crate::json::tagged!(@pattern content, $variant $(, $ty)?) => {
                        if tag {
                            map.serialize_entry("type", $tag)?;
                        }
                        $crate::json::tagged!(@put map, $tag, content $(, $ty)?)
                    } )+
                    Self::Untyped => Ok(()),
                    Self::Unknown(unknown) => unknown.put(tag, map),
                }
            }

            fn from_bare(json: $crate::json::Json<'_>) -> Self {
                Self::Unknown($crate::json::Unknown::from_bare(json))
            }

            fn bare(&self) -> Option<&serde_json::Value> {
                match self {
                    Self::Unknown(unknown) => unknown.bare(),
                    _ => None,
                }
            }
        }
    };
    // What differs between a variant with a content and one without.
    (@take $reader:ident, $tag:literal, $variant:ident, $ty:ty) => {
        $crate::json::take_content::<$ty>($reader, $tag).map_or_else(Self::Unknown, Self::$variant)
    };
    (@take $reader:ident, $tag:literal, $variant:ident) => { Self::$variant };
    (@pattern $content:ident, $variant:ident, $ty:ty) => { Self::$variant($content) };
    (@pattern $content:ident, $variant:ident) => { Self::$variant };
    (@put $map:ident, $tag:literal, $content:ident, $ty:ty) => { $map.serialize_entry($tag, $content) };
    (@put $map:ident, $tag:literal, $content:ident) => { Ok(()) };
}
pub(crate) use tagged;

/// Reads a content that stands beside `type`, which is no key of the content.
pub(crate) fn beside_type<T: FromEntries>(json: Json<'_>) -> Option<T> {
    let mut reader = Reader::new(json.entries()?, T::KEYS);
    reader.take("type");
    T::from_entries(reader).ok()
}

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

            /// Returns the type in Notion's word, as in the key `type`; empty if there is none.
            pub fn type_name(&self) -> &str {
                match self {
                    $( Self::$variant(_) => $tag, )+
                    Self::Unknown(value) => value["type"].as_str().unwrap_or_default(),
                }
            }
        }

        $crate::json::deserialize_by_json!($name);

        impl $crate::json::FromJson for $name {
            fn from_json(json: $crate::json::Json<'_>) -> Result<Self, $crate::json::Misfit> {
                let known = match json.get("type").and_then($crate::json::Json::as_str) {
                    $( Some($tag) => $crate::json::beside_type::<$ty>(json).map(Self::$variant), )+
                    _ => None,
                };
                Ok(known.unwrap_or_else(|| Self::Unknown(json.to_value())))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                use serde::ser::SerializeMap;
                match self {
                    $( Self::$variant(content) => {
                        let mut map = serializer.serialize_map(None)?;
                        map.serialize_entry("type", $tag)?;
                        $crate::json::WriteEntries::write_entries(content, &mut map)?;
                        map.end()
                    } )+
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }
    };
}
pub(crate) use tagged_inline;

/// Makes an enum of whole objects, told apart by the key `object`. `without object:` says what an object is that has no such key.
macro_rules! by_object {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident($ty:ty) = $object:literal ),+ $(,)?
        }
        $( without object: $unnamed:ident($unnamed_ty:ty) )?
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

        $crate::json::deserialize_by_json!($name);

        impl $crate::json::FromJson for $name {
            fn from_json(json: $crate::json::Json<'_>) -> Result<Self, $crate::json::Misfit> {
                let known = match json.get("object").and_then($crate::json::Json::as_str) {
                    $( Some($object) => <$ty as $crate::json::FromJson>::from_json(json).map(Self::$variant).ok(), )+
                    $( None => <$unnamed_ty as $crate::json::FromJson>::from_json(json).map(Self::$unnamed).ok(), )?
                    _ => None,
                };
                Ok(known.unwrap_or_else(|| Self::Unknown(json.to_value())))
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
