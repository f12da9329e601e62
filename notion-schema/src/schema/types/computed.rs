//! Reading the results of formulas and rollups.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::codec::{Key, Word};
use crate::schema::codec::Optional;

/// A formula or a rollup, as a type.
pub(super) trait Computed {
    /// What it gives.
    type Result;

    /// What a person calls it.
    const NAME: &'static str;

    /// What Notion calls the type of the result.
    const RESULT: &'static str;

    /// What Notion calls a result that is too large or too complex for it: it is none.
    const GIVEN_UP: &'static [&'static str];

    /// Reads the result. It is never null.
    fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<Self::Result, D::Error>;
}

/// Reads `{"type": "number", "number": 5}`.
pub(super) fn read<'de, C: Computed, D: Deserializer<'de>>(
    content: D,
) -> Result<Option<C::Result>, D::Error> {
    content.deserialize_map(Content::<C>(PhantomData))
}

struct Content<C>(PhantomData<C>);

impl<'de, C: Computed> Visitor<'de> for Content<C> {
    type Value = Option<C::Result>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the result of a {}", C::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut result = None;
        // A result that came before its type is read when the type is known, so that the order does not count.
        let mut kept = None;
        let (mut is_of_type, mut given_up) = (false, false);
        while let Some(key) = map.next_key_seed(Key(&[C::RESULT, "type"]))? {
            match key {
                Some(0) if is_of_type => {
                    result = map.next_value_seed(Optional(Wanted::<C>(PhantomData)))?;
                }
                Some(0) => kept = Some(map.next_value::<Value>()?),
                Some(_) => {
                    let found = map.next_value_seed(Word(C::RESULT))?;
                    is_of_type = found.is_none();
                    given_up = found
                        .as_deref()
                        .is_some_and(|found| C::GIVEN_UP.contains(&found));
                    if let Some(found) = found.filter(|_| !given_up) {
                        return Err(A::Error::custom(format!(
                            "the {}'s result is of type `{found}`, and the field reads one of type `{}`",
                            C::NAME,
                            C::RESULT
                        )));
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if let Some(json) = kept.filter(|_| !given_up) {
            result = Optional(Wanted::<C>(PhantomData))
                .deserialize(json)
                .map_err(A::Error::custom)?;
        }
        Ok(result)
    }
}

/// The result as a seed.
struct Wanted<C>(PhantomData<C>);

impl<'de, C: Computed> DeserializeSeed<'de> for Wanted<C> {
    type Value = C::Result;

    fn deserialize<D: Deserializer<'de>>(self, result: D) -> Result<C::Result, D::Error> {
        C::decode_result(result)
    }
}

/// Implements a type that holds a computed result: `Formula<T>` and `Rollup<T>`.
macro_rules! computed {
    ($ty:ident, $result:ident, $noun:literal, $given_up:expr) => {
        impl<T> $ty<T> {
            /// Returns the result; `None` if Notion has none, or where the row was never read.
            pub const fn get(&self) -> Option<&T> {
                self.0.as_ref()
            }
        }

        impl<T> Default for $ty<T> {
            fn default() -> $ty<T> {
                $ty(None)
            }
        }

        impl<T: $result> Property for $ty<T> {
            type Kind = kind::$ty<T::Kind>;
            const CELL: CellType = T::CELL;
            const NUMBERS: Numbers = T::NUMBERS;

            fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
                super::computed::read::<Self, D>(content).map($ty)
            }
            fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                content.serialize_unit()
            }
            fn to_text(&self) -> String {
                self.get().map(T::result_text).unwrap_or_default()
            }
            fn cell(&self) -> Cell {
                self.get().map_or(Cell::Nothing, T::result_cell)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: $result> PropertyAs<flag::$ty> for $ty<T> {
            type Codec = $ty<T>;
        }

        impl<T: $result> Computed for $ty<T> {
            type Result = T;
            const NAME: &'static str = $noun;
            const RESULT: &'static str = T::RESULT;
            const GIVEN_UP: &'static [&'static str] = $given_up;

            fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<T, D::Error> {
                T::decode_result(result)
            }
        }
    };
}

/// Types of results, each with how it is read; they are shown as the values of a property are.
macro_rules! results {
    ($trait:ident: $($ty:ty, $kind:ident, $result:literal, $decode:path;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl $trait for $ty {
            type Kind = kind::$kind;
            const RESULT: &'static str = $result;

            fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<Self, D::Error> {
                $decode(result)
            }
            fn result_text(&self) -> String {
                Property::to_text(self)
            }
            const CELL: CellType = <$ty as Property>::CELL;
            const NUMBERS: Numbers = <$ty as Property>::NUMBERS;
            fn result_cell(&self) -> Cell {
                Property::cell(self)
            }
        }
    )*};
}

/// What formulas and rollups both give.
macro_rules! numbers_and_dates {
    ($trait:ident) => {
        super::computed::results! { $trait:
            f64, Number, "number", Property::decode;
            f32, Number, "number", Property::decode;
            i64, Number, "number", Property::decode;
            i32, Number, "number", Property::decode;
            u64, Number, "number", Property::decode;
            u32, Number, "number", Property::decode;
            Date, Date, "date", Property::decode;
            DateTime, Date, "date", Property::decode;
            DateRange, Date, "date", Property::decode;
        }
    };
}

pub(super) use {computed, numbers_and_dates, results};
