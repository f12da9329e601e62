//! What makes a Rust type the value of a property.

use std::marker::PhantomData;

use serde::de::DeserializeSeed;
use serde::{Deserializer, Serializer};
use serde_json::value::Serializer as ToValue;

use super::cell::{Cell, CellType, text_of_content};
use super::codec::{Codec, Content, Maybe, Optional};
use super::numbers::Numbers;
use super::refusal::Refusal;
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
/// An `Option` of it is then a property, too: `None` if Notion has nothing.
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
    /// If the content does not fit the type.
    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error>;

    /// Reads a property's content where the field is an `Option`. A type whose emptiness Notion
    /// does not write as null (text: an empty list) says so here.
    ///
    /// # Errors
    ///
    /// If the content does not fit the type.
    fn decode_optional<'de, D: Deserializer<'de>>(content: D) -> Result<Option<Self>, D::Error> {
        Optional(Content::<Self>::new()).deserialize(content)
    }

    /// Writes the content that Notion is sent: what stands under the kind's name in the property
    /// value. If there is nothing it is what clears the property: null, or an empty list. Of what
    /// Notion computes it is never asked for.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error>;

    /// Returns true if there is nothing, so that an insertion leaves the property out and Notion's own
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

    /// The value as a person would read it, for tables and logs; empty if there is none.
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

    /// Returns true if this is all that Notion has, and not the beginning of a list.
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
