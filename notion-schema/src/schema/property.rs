//! What makes a Rust type the value of a property.

use serde::de::DeserializeSeed;
use serde::{Deserializer, Serializer};
use serde_json::value::Serializer as ToValue;

use super::cell::{Cell, CellType};
use super::codec::{Codec, Content, Optional, text_of_content};
use super::types::Numbers;
use super::{Kind, fingerprint};

/// A Rust type that holds the values of a property. Its kind follows from the type.
///
/// The types of this crate and of the standard library that it is implemented for are listed in
/// [the table of property types](crate#property-types). A struct around one of them derives
/// `NotionProperty`. A type that Notion has in another form implements the trait by hand:
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
        Optional(Content::<Self>::new()).deserialize(content)
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
        match self.encode(ToValue) {
            Ok(content) if !self.is_empty() => text_of_content(&content),
            _ => String::new(),
        }
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
/// [`flag`](super::flag). It names how they are read and written.
///
/// ```
/// # use notion_session::schema::{Property, PropertyAs, flag, kind};
/// # use serde::{Deserialize, Deserializer, Serialize, Serializer};
/// # #[derive(Clone, Debug, Default, PartialEq)]
/// # struct Cents(i64);
/// # impl Property for Cents {
/// #     type Kind = kind::Number;
/// #     fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
/// #         Ok(Cents((f64::deserialize(content)? * 100.0).round() as i64))
/// #     }
/// #     fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
/// #         (self.0 as f64 / 100.0).serialize(content)
/// #     }
/// # }
/// // A type that is a number property by itself may then have `#[notion(number = euro)]`, too.
/// impl PropertyAs<flag::Number> for Cents {
///     type Codec = Cents;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot hold a Notion `{F}` property",
    label = "not a type for a `{F}` property",
    note = "text holds `title`, `rich_text`, `url`, `email` and `phone_number`; a number type \
            `number`; an enum of options `select` and `status`, a `Vec` of it `multi_select`; \
            `UniqueId` a `prefix`",
    note = "each may be in an `Option`, for what can be empty in Notion"
)]
pub trait PropertyAs<F>: Sized {
    /// How the values are read and written: the type itself, where it implements [`Property`] and is of this kind.
    type Codec: Codec<Value = Self>;
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
