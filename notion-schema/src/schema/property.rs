//! What makes a Rust type the value of a property.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserializer, Serializer};
use serde_json::Value;
use serde_json::value::Serializer as ToValue;

use super::Kind;
use super::cell::{Cell, CellType};
use super::field::As;
use super::fingerprint;
use super::types::Numbers;

/// A Rust type that holds the values of a property. Its kind follows from the type.
///
/// The types of this crate and of the standard library that it is implemented for are listed in
/// [the table of property types](crate#property-types). A type of one's own joins them by hand:
///
/// ```
/// use notion_session::schema::{Property, kind};
/// use serde::{Deserialize, Deserializer, Serialize, Serializer};
///
/// /// An amount of money in cents, kept in Notion as a number.
/// #[derive(Clone, Debug, Default, PartialEq)]
/// struct Cents(i64);
///
/// impl Property for Cents {
///     type Kind = kind::Number;
///
///     fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
///         let amount = f64::deserialize(content)?;
///         Ok(Cents((amount * 100.0).round() as i64))
///     }
///
///     fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
///         (self.0 as f64 / 100.0).serialize(content)
///     }
/// }
/// ```
///
/// An `Option` of it is then a property, too: `None` where Notion has nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Notion property type",
    label = "no property can be read into this type",
    note = "for an enum of options, derive `NotionOptions`; for text in a URL, e-mail or phone \
            property, choose the kind: `#[notion(url)] link: String`",
    note = "a type of your own implements `Property`"
)]
pub trait Property: Sized {
    /// The kind of property that holds this type.
    type Kind: Kind;

    /// Reads a property's content: what stands under the kind's name in the property value, such
    /// as `5` in `{"type": "number", "number": 5}`. It is never null where the type is inside an
    /// `Option`.
    ///
    /// # Errors
    ///
    /// Where the content does not fit the type.
    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error>;

    /// Reads a property's content where the field is an `Option`. A type whose emptiness Notion
    /// does not write as null (text: an empty list) says so here.
    ///
    /// # Errors
    ///
    /// Where the content does not fit the type.
    fn decode_optional<'de, D: Deserializer<'de>>(content: D) -> Result<Option<Self>, D::Error> {
        Optional(Wanted::<Self>(PhantomData)).deserialize(content)
    }

    /// Writes the content that Notion is sent: what stands under the kind's name in the property
    /// value. Where there is nothing it is what clears the property: null, or an empty list. Of what
    /// Notion computes it is never asked for.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error>;

    /// Whether there is nothing, so that an insertion leaves the property out and Notion's own
    /// default applies. An `Option` that is `None` is nothing by itself.
    fn is_empty(&self) -> bool {
        false
    }

    /// Says why Notion would refuse this value, before anything is sent.
    ///
    /// # Errors
    ///
    /// The reason, in one sentence.
    fn check(&self) -> Result<(), Refusal> {
        Ok(())
    }

    /// The value as a person would read it, for tables and logs; empty where there is none.
    fn to_text(&self) -> String {
        text_of(self.is_empty(), self.encode(ToValue))
    }

    /// What the values are in a table with typed columns.
    #[doc(hidden)]
    const CELL: CellType = <Self::Kind as Kind>::CELL;

    /// The numbers that the values hold.
    #[doc(hidden)]
    const NUMBERS: Numbers = Numbers::Unknown;

    /// The value in a table with typed columns.
    #[doc(hidden)]
    fn cell(&self) -> Cell {
        Cell::of(
            Self::CELL,
            self.is_empty(),
            || self.to_text(),
            || self.encode(ToValue),
        )
    }

    /// A number that stands for the content: equal for equal content, and for different content
    /// different but for one case in 2⁶⁴. Types that can tell it without making the content do so.
    #[doc(hidden)]
    fn fingerprint(&self) -> u64 {
        fingerprint::of_content(self.is_empty(), || self.encode(ToValue))
    }

    /// Whether this is all that Notion has, and not the beginning of a list.
    #[doc(hidden)]
    fn is_complete(&self) -> bool {
        true
    }

    /// Called where Notion says that it has sent only the beginning of a list.
    #[doc(hidden)]
    fn set_truncated(&mut self) {}

    /// Called once Notion was asked for the whole list.
    #[doc(hidden)]
    fn set_complete(&mut self) {}
}

/// A Rust type that holds the values of a property whose kind an attribute chooses: `F` is one of
/// [`flag`](super::flag).
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot hold a Notion `{F}` property",
    label = "not a type for a `{F}` property",
    note = "text holds `title`, `rich_text`, `url`, `email` and `phone_number`; a number type \
            `number`; an enum of options `select` and `status`, a `Vec` of it `multi_select`; \
            `UniqueId` a `prefix`",
    note = "each may be in an `Option`, for what can be empty in Notion"
)]
pub trait PropertyAs<F>: Sized {
    /// The kind of property that was chosen.
    type Kind: Kind;

    /// See [`Property::decode`].
    ///
    /// # Errors
    ///
    /// Where the content does not fit the type.
    fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error>;

    /// See [`Property::decode_optional`].
    ///
    /// # Errors
    ///
    /// Where the content does not fit the type.
    fn decode_optional_as<'de, D: Deserializer<'de>>(content: D) -> Result<Option<Self>, D::Error> {
        Optional(Wanted::<As<F, Self>>(PhantomData)).deserialize(content)
    }

    /// See [`Property::encode`].
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn encode_as<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error>;

    /// See [`Property::is_empty`].
    fn is_empty_as(&self) -> bool {
        false
    }

    /// See [`Property::check`].
    ///
    /// # Errors
    ///
    /// The reason, in one sentence.
    fn check_as(&self) -> Result<(), Refusal> {
        Ok(())
    }

    /// See [`Property::to_text`].
    fn to_text_as(&self) -> String {
        text_of(self.is_empty_as(), self.encode_as(ToValue))
    }

    /// See [`Property::CELL`].
    #[doc(hidden)]
    const CELL_AS: CellType = <Self::Kind as Kind>::CELL;

    /// See [`Property::NUMBERS`].
    #[doc(hidden)]
    const NUMBERS_AS: Numbers = Numbers::Unknown;

    /// See [`Property::cell`].
    #[doc(hidden)]
    fn cell_as(&self) -> Cell {
        Cell::of(
            Self::CELL_AS,
            self.is_empty_as(),
            || self.to_text_as(),
            || self.encode_as(ToValue),
        )
    }

    /// See [`Property::fingerprint`].
    #[doc(hidden)]
    fn fingerprint_as(&self) -> u64 {
        fingerprint::of_content(self.is_empty_as(), || self.encode_as(ToValue))
    }

    /// See [`Property::is_complete`].
    #[doc(hidden)]
    fn is_complete_as(&self) -> bool {
        true
    }

    /// See [`Property::set_truncated`].
    #[doc(hidden)]
    fn set_truncated_as(&mut self) {}

    /// See [`Property::set_complete`].
    #[doc(hidden)]
    fn set_complete_as(&mut self) {}
}

/// What of a written content a person would read.
fn text_of(is_empty: bool, content: Result<Value, serde_json::Error>) -> String {
    match content {
        Ok(content) if !is_empty => text_of_content(&content),
        _ => String::new(),
    }
}

/// A property's content as a person would read it; empty where there is none.
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

/// Why Notion would refuse a value: a sentence without the property's name, which the error that
/// carries it adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Refusal {
    /// The reason, in one sentence.
    pub fn new(reason: impl Into<String>) -> Refusal {
        Refusal(reason.into())
    }
}

/// What stands for a field's value in the type of its column: the field's type where the type
/// decides the kind, [`As`] where an attribute does.
#[doc(hidden)]
pub trait Typed {
    /// The field's type.
    type Value;
    /// The property's kind.
    type Kind: Kind;
    const CELL: CellType;
    const NUMBERS: Numbers;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self::Value, D::Error>;
    fn encode<Z: Serializer>(value: &Self::Value, content: Z) -> Result<Z::Ok, Z::Error>;
    fn is_empty(value: &Self::Value) -> bool;
    fn check(value: &Self::Value) -> Result<(), Refusal>;
    fn to_text(value: &Self::Value) -> String;
    fn cell(value: &Self::Value) -> Cell;
    fn fingerprint(value: &Self::Value) -> u64;
    fn is_complete(value: &Self::Value) -> bool;
    fn set_truncated(value: &mut Self::Value);
    fn set_complete(value: &mut Self::Value);
}

#[diagnostic::do_not_recommend]
impl<T: Property> Typed for T {
    type Value = T;
    type Kind = T::Kind;
    const CELL: CellType = T::CELL;
    const NUMBERS: Numbers = T::NUMBERS;

    fn cell(value: &T) -> Cell {
        value.cell()
    }
    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<T, D::Error> {
        T::decode(content)
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

#[diagnostic::do_not_recommend]
impl<F, T: PropertyAs<F>> Typed for As<F, T> {
    type Value = T;
    type Kind = T::Kind;
    const CELL: CellType = T::CELL_AS;
    const NUMBERS: Numbers = T::NUMBERS_AS;

    fn cell(value: &T) -> Cell {
        value.cell_as()
    }
    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<T, D::Error> {
        T::decode_as(content)
    }
    fn encode<Z: Serializer>(value: &T, content: Z) -> Result<Z::Ok, Z::Error> {
        value.encode_as(content)
    }
    fn is_empty(value: &T) -> bool {
        value.is_empty_as()
    }
    fn check(value: &T) -> Result<(), Refusal> {
        value.check_as()
    }
    fn to_text(value: &T) -> String {
        value.to_text_as()
    }
    fn fingerprint(value: &T) -> u64 {
        value.fingerprint_as()
    }
    fn is_complete(value: &T) -> bool {
        value.is_complete_as()
    }
    fn set_truncated(value: &mut T) {
        value.set_truncated_as();
    }
    fn set_complete(value: &mut T) {
        value.set_complete_as();
    }
}

/// The content of a property of type `V`, as a seed.
pub(crate) struct Wanted<V>(pub(crate) PhantomData<V>);

impl<'de, V: Typed> DeserializeSeed<'de> for Wanted<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        V::decode(content)
    }
}

/// Null as `None`, anything else through the seed.
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
pub(crate) fn clear<K: Kind, Z: Serializer>(content: Z) -> Result<Z::Ok, Z::Error> {
    if K::EMPTY_IS_LIST {
        content.serialize_seq(Some(0))?.end()
    } else {
        content.serialize_unit()
    }
}

impl<T: Property> Property for Option<T> {
    type Kind = T::Kind;
    const CELL: CellType = T::CELL;
    const NUMBERS: Numbers = T::NUMBERS;

    fn cell(&self) -> Cell {
        match self {
            Some(value) => value.cell(),
            None => Cell::nothing(T::CELL),
        }
    }
    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        T::decode_optional(content)
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        match self {
            Some(value) => value.encode(content),
            None => clear::<T::Kind, Z>(content),
        }
    }
    fn is_empty(&self) -> bool {
        self.as_ref().is_none_or(T::is_empty)
    }
    fn check(&self) -> Result<(), Refusal> {
        self.as_ref().map_or(Ok(()), T::check)
    }
    fn to_text(&self) -> String {
        self.as_ref().map(T::to_text).unwrap_or_default()
    }
    fn fingerprint(&self) -> u64 {
        self.as_ref().map_or(fingerprint::NOTHING, T::fingerprint)
    }
    fn is_complete(&self) -> bool {
        self.as_ref().is_none_or(T::is_complete)
    }
    fn set_truncated(&mut self) {
        if let Some(value) = self {
            value.set_truncated();
        }
    }
    fn set_complete(&mut self) {
        if let Some(value) = self {
            value.set_complete();
        }
    }
}

#[diagnostic::do_not_recommend]
impl<F, T: PropertyAs<F>> PropertyAs<F> for Option<T> {
    type Kind = T::Kind;
    const CELL_AS: CellType = T::CELL_AS;
    const NUMBERS_AS: Numbers = T::NUMBERS_AS;

    fn cell_as(&self) -> Cell {
        match self {
            Some(value) => value.cell_as(),
            None => Cell::nothing(T::CELL_AS),
        }
    }
    fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        T::decode_optional_as(content)
    }
    fn encode_as<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        match self {
            Some(value) => value.encode_as(content),
            None => clear::<T::Kind, Z>(content),
        }
    }
    fn is_empty_as(&self) -> bool {
        self.as_ref().is_none_or(T::is_empty_as)
    }
    fn check_as(&self) -> Result<(), Refusal> {
        self.as_ref().map_or(Ok(()), T::check_as)
    }
    fn to_text_as(&self) -> String {
        self.as_ref().map(T::to_text_as).unwrap_or_default()
    }
    fn fingerprint_as(&self) -> u64 {
        self.as_ref()
            .map_or(fingerprint::NOTHING, T::fingerprint_as)
    }
    fn is_complete_as(&self) -> bool {
        self.as_ref().is_none_or(T::is_complete_as)
    }
    fn set_truncated_as(&mut self) {
        if let Some(value) = self {
            value.set_truncated_as();
        }
    }
    fn set_complete_as(&mut self) {
        if let Some(value) = self {
            value.set_complete_as();
        }
    }
}
