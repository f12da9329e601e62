//! How the values of a property are read, written, checked and shown: one [`Codec`] for each pair of a Rust type and a
//! kind of property.
//!
//! The ways to a codec:
//!
//! ```text
//! field: f64                       Property      the type is its own codec
//! #[notion(url)] link: String      PropertyAs    names the codec of the type for that kind
//! field: Option<T>                 Maybe<C>      adds null to the codec of `T`, whichever it is
//! field: Title                     property_via  the codec of the type inside
//! ```
//!
//! A new operation has a default here and in `Property`, and a line in `property_via` and in the two implementations
//! of `Codec` in `property.rs` that delegate. The types that have an answer of their own override it in one place each.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserializer, Serializer};
use serde_json::value::Serializer as ToValue;

use super::cell::{Cell, CellType, text_of_content};
use super::numbers::Numbers;
use super::refusal::Refusal;
use super::{Kind, fingerprint};

/// How values of one Rust type are read from and written to properties of one kind.
///
/// A type that implements [`Property`](super::Property) is its own codec. Where an attribute chooses the kind, [`PropertyAs`](super::PropertyAs) names the
/// codec.
///
/// ```
/// use notion_session::schema::{Codec, PropertyAs, flag, kind};
/// use serde::{Deserialize, Deserializer, Serializer};
///
/// /// The path on a server, kept in Notion as a URL.
/// #[derive(Debug, Clone, Default, PartialEq)]
/// struct Location(String);
///
/// impl PropertyAs<flag::Url> for Location {
///     type Codec = AsUrl;
/// }
///
/// struct AsUrl;
///
/// impl Codec for AsUrl {
///     type Value = Location;
///     type Kind = kind::Url;
///
///     fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Location, D::Error> {
///         let url = String::deserialize(content)?;
///         Ok(Location(url.replace("https://example.org", "")))
///     }
///
///     fn encode<Z: Serializer>(value: &Location, content: Z) -> Result<Z::Ok, Z::Error> {
///         content.collect_str(&format_args!("https://example.org{}", value.0))
///     }
/// }
/// ```
pub trait Codec {
    /// The Rust type, which is the type of the field.
    type Value;

    /// The kind of property.
    type Kind: Kind;

    /// The type of the values in a table with typed columns.
    #[doc(hidden)]
    const CELL: CellType = <Self::Kind as Kind>::CELL;

    /// The numbers that the values hold.
    #[doc(hidden)]
    const NUMBERS: Numbers = Numbers::Unknown;

    /// Reads a property's content, as [`Property::decode`](super::Property::decode) does.
    ///
    /// # Errors
    ///
    /// If the content does not fit the type.
    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self::Value, D::Error>;

    /// Reads a property's content where the field is an `Option`, as [`Property::decode_optional`](super::Property::decode_optional) does.
    ///
    /// # Errors
    ///
    /// If the content does not fit the type.
    fn decode_optional<'de, D: Deserializer<'de>>(
        content: D,
    ) -> Result<Option<Self::Value>, D::Error> {
        Optional(Content::<Self>::new()).deserialize(content)
    }

    /// Writes the content that Notion is sent, as [`Property::encode`](super::Property::encode) does.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn encode<Z: Serializer>(value: &Self::Value, content: Z) -> Result<Z::Ok, Z::Error>;

    /// Returns whether the value is nothing, so that an insertion leaves the property out.
    fn is_empty(_value: &Self::Value) -> bool {
        false
    }

    /// Checks a value before it is sent.
    ///
    /// # Errors
    ///
    /// The reason for which Notion would refuse the value, in one sentence.
    fn check(_value: &Self::Value) -> Result<(), Refusal> {
        Ok(())
    }

    /// Returns the value as a person would read it; empty if there is none.
    fn to_text(value: &Self::Value) -> String {
        match Self::encode(value, ToValue) {
            Ok(content) if !Self::is_empty(value) => text_of_content(&content),
            _ => String::new(),
        }
    }

    /// Returns the value in a table with typed columns.
    #[doc(hidden)]
    fn cell(value: &Self::Value) -> Cell {
        Cell::of(
            Self::CELL,
            Self::is_empty(value),
            || Self::to_text(value),
            || Self::encode(value, ToValue),
        )
    }

    /// Returns a number that is equal for equal contents, and different for different contents but for one case in 2⁶⁴.
    /// Types that can tell it without writing the content override it.
    #[doc(hidden)]
    fn fingerprint(value: &Self::Value) -> u64 {
        fingerprint::of_content(Self::is_empty(value), || Self::encode(value, ToValue))
    }

    /// Returns whether the value is all that Notion has, and not the beginning of a list.
    #[doc(hidden)]
    fn is_complete(_value: &Self::Value) -> bool {
        true
    }

    /// Called where Notion says that it has sent only the beginning of a list.
    #[doc(hidden)]
    fn set_truncated(_value: &mut Self::Value) {}

    /// Called once Notion was asked for the whole list.
    #[doc(hidden)]
    fn set_complete(_value: &mut Self::Value) {}
}

/// The codec of an `Option`: `None` if Notion has nothing.
pub struct Maybe<C>(PhantomData<C>);

#[diagnostic::do_not_recommend]
impl<C: Codec> Codec for Maybe<C> {
    type Value = Option<C::Value>;
    type Kind = C::Kind;
    const CELL: CellType = C::CELL;
    const NUMBERS: Numbers = C::NUMBERS;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self::Value, D::Error> {
        C::decode_optional(content)
    }
    fn encode<Z: Serializer>(value: &Self::Value, content: Z) -> Result<Z::Ok, Z::Error> {
        match value {
            Some(value) => C::encode(value, content),
            None => clear::<C::Kind, Z>(content),
        }
    }
    fn is_empty(value: &Self::Value) -> bool {
        value.as_ref().is_none_or(C::is_empty)
    }
    fn check(value: &Self::Value) -> Result<(), Refusal> {
        value.as_ref().map_or(Ok(()), C::check)
    }
    fn to_text(value: &Self::Value) -> String {
        value.as_ref().map(C::to_text).unwrap_or_default()
    }
    fn cell(value: &Self::Value) -> Cell {
        value
            .as_ref()
            .map_or_else(|| Cell::nothing(C::CELL), C::cell)
    }
    fn fingerprint(value: &Self::Value) -> u64 {
        value.as_ref().map_or(fingerprint::NOTHING, C::fingerprint)
    }
    fn is_complete(value: &Self::Value) -> bool {
        value.as_ref().is_none_or(C::is_complete)
    }
    fn set_truncated(value: &mut Self::Value) {
        if let Some(value) = value {
            C::set_truncated(value);
        }
    }
    fn set_complete(value: &mut Self::Value) {
        if let Some(value) = value {
            C::set_complete(value);
        }
    }
}

/// The content of a property of the codec `C`, as a seed.
pub(crate) struct Content<C: ?Sized>(PhantomData<C>);

impl<C: ?Sized> Content<C> {
    pub(crate) const fn new() -> Content<C> {
        Content(PhantomData)
    }
}

impl<'de, C: Codec + ?Sized> DeserializeSeed<'de> for Content<C> {
    type Value = C::Value;

    fn deserialize<D: Deserializer<'de>>(self, content: D) -> Result<C::Value, D::Error> {
        C::decode(content)
    }
}

/// Reads null as `None`, and anything else through the seed.
pub(crate) struct Optional<S>(pub(crate) S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Optional<S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, content: D) -> Result<Self::Value, D::Error> {
        content.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Optional<S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_some<D: Deserializer<'de>>(self, content: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(content).map(Some)
    }
}

/// Writes what clears a property of kind `K`.
fn clear<K: Kind, Z: Serializer>(content: Z) -> Result<Z::Ok, Z::Error> {
    if K::EMPTY_IS_LIST {
        content.serialize_seq(Some(0))?.end()
    } else {
        content.serialize_unit()
    }
}
