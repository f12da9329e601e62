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
//! A new operation has a default here and in [`Property`], and a line in `property_via` and in the two implementations
//! of `Codec` below that delegate. The types that have an answer of their own override it in one place each.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserializer, Serializer};
use serde_json::Value;
use serde_json::value::Serializer as ToValue;

use super::cell::{Cell, CellType};
use super::property::{Property, PropertyAs, Refusal};
use super::types::Numbers;
use super::{Kind, fingerprint};

/// How values of one Rust type are read from and written to properties of one kind.
///
/// A type that implements [`Property`] is its own codec. Where an attribute chooses the kind, [`PropertyAs`] names the
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

    /// Reads a property's content, as [`Property::decode`] does.
    ///
    /// # Errors
    ///
    /// Where the content does not fit the type.
    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self::Value, D::Error>;

    /// Reads a property's content where the field is an `Option`, as [`Property::decode_optional`] does.
    ///
    /// # Errors
    ///
    /// Where the content does not fit the type.
    fn decode_optional<'de, D: Deserializer<'de>>(
        content: D,
    ) -> Result<Option<Self::Value>, D::Error> {
        Optional(Content::<Self>::new()).deserialize(content)
    }

    /// Writes the content that Notion is sent, as [`Property::encode`] does.
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

    /// Returns the value as a person would read it; empty where there is none.
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

/// A type whose values are those of a property is its own codec.
#[diagnostic::do_not_recommend]
impl<T: Property> Codec for T {
    type Value = T;
    type Kind = T::Kind;
    const CELL: CellType = T::CELL;
    const NUMBERS: Numbers = T::NUMBERS;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<T, D::Error> {
        T::decode(content)
    }
    fn decode_optional<'de, D: Deserializer<'de>>(content: D) -> Result<Option<T>, D::Error> {
        T::decode_optional(content)
    }
    fn encode<Z: Serializer>(value: &T, content: Z) -> Result<Z::Ok, Z::Error> {
        value.encode(content)
    }
    fn is_empty(value: &T) -> bool {
        value.is_empty()
    }
    fn check(value: &T) -> Result<(), Refusal> {
        value.check()
    }
    fn to_text(value: &T) -> String {
        value.to_text()
    }
    fn cell(value: &T) -> Cell {
        value.cell()
    }
    fn fingerprint(value: &T) -> u64 {
        value.fingerprint()
    }
    fn is_complete(value: &T) -> bool {
        value.is_complete()
    }
    fn set_truncated(value: &mut T) {
        value.set_truncated();
    }
    fn set_complete(value: &mut T) {
        value.set_complete();
    }
}

/// Stands in the type of a column for a field whose kind an attribute chooses.
///
/// It asks nothing of `T`, so that a type which does not fit is one error, where the field is made, and none at the column.
pub struct As<F, T>(PhantomData<fn() -> (F, T)>);

#[diagnostic::do_not_recommend]
impl<F, T: PropertyAs<F>> Codec for As<F, T> {
    type Value = T;
    type Kind = <T::Codec as Codec>::Kind;
    const CELL: CellType = T::Codec::CELL;
    const NUMBERS: Numbers = T::Codec::NUMBERS;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<T, D::Error> {
        T::Codec::decode(content)
    }
    fn decode_optional<'de, D: Deserializer<'de>>(content: D) -> Result<Option<T>, D::Error> {
        T::Codec::decode_optional(content)
    }
    fn encode<Z: Serializer>(value: &T, content: Z) -> Result<Z::Ok, Z::Error> {
        T::Codec::encode(value, content)
    }
    fn is_empty(value: &T) -> bool {
        T::Codec::is_empty(value)
    }
    fn check(value: &T) -> Result<(), Refusal> {
        T::Codec::check(value)
    }
    fn to_text(value: &T) -> String {
        T::Codec::to_text(value)
    }
    fn cell(value: &T) -> Cell {
        T::Codec::cell(value)
    }
    fn fingerprint(value: &T) -> u64 {
        T::Codec::fingerprint(value)
    }
    fn is_complete(value: &T) -> bool {
        T::Codec::is_complete(value)
    }
    fn set_truncated(value: &mut T) {
        T::Codec::set_truncated(value);
    }
    fn set_complete(value: &mut T) {
        T::Codec::set_complete(value);
    }
}

/// The codec of an `Option`: `None` where Notion has nothing.
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

/// Implements [`Property`] by a codec: of the type itself, or of what its one field holds.
///
/// ```text
/// property_via! { [T: Property] Option<T> = Maybe<T> }
/// property_via! { #[diagnostic::do_not_recommend] [] Url(String) = Plain<kind::Url> }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __property_via {
    ($(#[$attribute:meta])* [$($generics:tt)*] $ty:ident ($inner:ty) = $codec:ty) => {
        $crate::__property_via!(
            @ $(#[$attribute])* [$($generics)*] [] $ty, $codec,
            |content| content.map($ty), |content| content.map(|inner| inner.map($ty)), |this| &this.0, |this| &mut this.0
        );
    };
    ($(#[$attribute:meta])* [$($generics:tt)*] $ty:ident < $parameter:ident > ($inner:ty) = $codec:ty) => {
        $crate::__property_via!(
            @ $(#[$attribute])* [$($generics)*] [] $ty<$parameter>, $codec,
            |content| content.map($ty), |content| content.map(|inner| inner.map($ty)), |this| &this.0, |this| &mut this.0
        );
    };
    ($(#[$attribute:meta])* [$($generics:tt)*] $ty:ty = $codec:ty) => {
        $crate::__property_via!(
            @ $(#[$attribute])* [$($generics)*] [] $ty, $codec, |content| content, |content| content, |this| this, |this| this
        );
    };
    (
        @ $(#[$attribute:meta])* [$($generics:tt)*] [$($bound:tt)*] $ty:ty, $codec:ty,
        |$content:ident| $made:expr, |$maybe:ident| $maybe_made:expr, |$this:ident| $inner:expr, |$that:ident| $inner_mut:expr
    ) => {
        $(#[$attribute])*
        impl<$($generics)*> $crate::schema::Property for $ty
        where
            $($bound)*
        {
            type Kind = <$codec as $crate::schema::Codec>::Kind;
            const CELL: $crate::schema::CellType = <$codec as $crate::schema::Codec>::CELL;
            const NUMBERS: $crate::schema::Numbers = <$codec as $crate::schema::Codec>::NUMBERS;

            fn decode<'de, D: $crate::__private::Deserializer<'de>>(content: D) -> ::core::result::Result<Self, D::Error> {
                let $content = <$codec as $crate::schema::Codec>::decode(content);
                $made
            }
            fn decode_optional<'de, D: $crate::__private::Deserializer<'de>>(
                content: D,
            ) -> ::core::result::Result<::core::option::Option<Self>, D::Error> {
                let $maybe = <$codec as $crate::schema::Codec>::decode_optional(content);
                $maybe_made
            }
            fn encode<Z: $crate::__private::Serializer>(&self, content: Z) -> ::core::result::Result<Z::Ok, Z::Error> {
                let $this = self;
                <$codec as $crate::schema::Codec>::encode($inner, content)
            }
            fn is_empty(&self) -> ::core::primitive::bool {
                let $this = self;
                <$codec as $crate::schema::Codec>::is_empty($inner)
            }
            fn check(&self) -> ::core::result::Result<(), $crate::schema::Refusal> {
                let $this = self;
                <$codec as $crate::schema::Codec>::check($inner)
            }
            fn to_text(&self) -> ::std::string::String {
                let $this = self;
                <$codec as $crate::schema::Codec>::to_text($inner)
            }
            fn cell(&self) -> $crate::schema::Cell {
                let $this = self;
                <$codec as $crate::schema::Codec>::cell($inner)
            }
            fn fingerprint(&self) -> ::core::primitive::u64 {
                let $this = self;
                <$codec as $crate::schema::Codec>::fingerprint($inner)
            }
            fn is_complete(&self) -> ::core::primitive::bool {
                let $this = self;
                <$codec as $crate::schema::Codec>::is_complete($inner)
            }
            fn set_truncated(&mut self) {
                let $that = self;
                <$codec as $crate::schema::Codec>::set_truncated($inner_mut);
            }
            fn set_complete(&mut self) {
                let $that = self;
                <$codec as $crate::schema::Codec>::set_complete($inner_mut);
            }
        }
    };
}
pub(crate) use __property_via as property_via;

property_via! { [T: Property] Option<T> = Maybe<T> }

#[diagnostic::do_not_recommend]
impl<F, T: PropertyAs<F>> PropertyAs<F> for Option<T> {
    type Codec = Maybe<T::Codec>;
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

/// Returns a property's content as a person would read it; empty where there is none.
pub fn text_of_content(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "✓".to_owned(),
        Value::Null | Value::Bool(false) => String::new(),
        Value::Number(number) => number
            .as_f64()
            .filter(|number| number.fract() == 0.0 && number.abs() < 1e15)
            .map_or_else(|| number.to_string(), |number| format!("{number:.0}")),
        Value::Array(items) => {
            // The runs of a text follow each other; the items of a list are apart.
            let text = items.iter().any(|item| item.get("text").is_some());
            let items: Vec<_> = items.iter().map(text_of_content).collect();
            items.join(if text { "" } else { ", " })
        }
        Value::Object(map) => ["plain_text", "text", "content", "name", "start", "id"]
            .iter()
            .find_map(|key| map.get(*key))
            .map(text_of_content)
            .unwrap_or_default(),
    }
}
