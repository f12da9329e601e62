//! Numbers.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use crate::schema::fingerprint;
use crate::schema::numbers::Numbers;
use crate::schema::{Property, PropertyAs, Refusal, flag, kind};

/// The largest whole number up to which a 64-bit float, which is what Notion keeps, has them all.
const EXACT: u64 = 1 << 53;

macro_rules! number {
    ($($ty:ident $decode:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Property for $ty {
            type Kind = kind::Number;
            const NUMBERS: Numbers = <$ty as Numeric>::NUMBERS;

            fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
                $decode(content)
            }
            fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                self.write(content)
            }
            fn is_empty(&self) -> bool {
                self.is_none()
            }
            fn fingerprint(&self) -> u64 {
                self.number()
            }
            fn check(&self) -> Result<(), Refusal> {
                self.refuse()
            }
        }

        #[diagnostic::do_not_recommend]
        impl PropertyAs<flag::Number> for $ty {
            type Codec = $ty;
        }
    )*};
}
number! { f64 float f32 float i64 whole i32 whole i16 whole u64 whole u32 whole u16 whole u8 whole }

/// A Rust number as Notion's.
trait Numeric {
    const NUMBERS: Numbers;

    fn write<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error>;
    /// Returns true if it is no number, which is written as nothing.
    fn is_none(&self) -> bool;
    fn refuse(&self) -> Result<(), Refusal>;
    /// The fingerprint.
    fn number(&self) -> u64;
}

macro_rules! whole_numbers {
    ($($ty:ident)*) => {$(
        impl Numeric for $ty {
            const NUMBERS: Numbers = Numbers::Whole(stringify!($ty));

            fn write<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                self.serialize(content)
            }
            fn is_none(&self) -> bool {
                false
            }
            fn number(&self) -> u64 {
                fingerprint::of_value(i128::from(*self))
            }
            #[allow(clippy::allow_attributes, irrefutable_let_patterns, unused_comparisons)]
            fn refuse(&self) -> Result<(), Refusal> {
                let size = i128::from(*self).unsigned_abs();
                if size > u128::from(EXACT) {
                    return Err(Refusal::new(format!(
                        "Notion keeps numbers as 64-bit floats, which {self} would not survive: \
                         whole numbers go up to {EXACT}"
                    )));
                }
                Ok(())
            }
        }
    )*};
}
whole_numbers! { i64 i32 i16 u64 u32 u16 u8 }

macro_rules! floats {
    ($($ty:ident)*) => {$(
        impl Numeric for $ty {
            const NUMBERS: Numbers = Numbers::Fractional;

            fn write<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                content.serialize_f64(f64::from(*self))
            }
            fn is_none(&self) -> bool {
                !self.is_finite()
            }
            fn number(&self) -> u64 {
                // What is not finite is never read from Notion, and is a change whatever was.
                if self.is_finite() {
                    // Adding 0 turns -0 into 0, which is the same number.
                    fingerprint::of_value((f64::from(*self) + 0.0).to_bits())
                } else {
                    fingerprint::UNWRITABLE
                }
            }
            fn refuse(&self) -> Result<(), Refusal> {
                if self.is_finite() {
                    Ok(())
                } else {
                    Err(Refusal::new(format!("{self} is not a number that Notion can hold")))
                }
            }
        }
    )*};
}
floats! { f64 f32 }

/// What JSON can write as a number.
enum Read {
    Float(f64),
    Whole(i128),
}

struct Wanted;

impl Visitor<'_> for Wanted {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }
    fn visit_f64<E>(self, number: f64) -> Result<Read, E> {
        Ok(Read::Float(number))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Read, E> {
        Ok(Read::Whole(number.into()))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Read, E> {
        Ok(Read::Whole(number.into()))
    }
}

#[expect(clippy::cast_precision_loss, reason = "Notion's numbers are floats")]
fn float<'de, D: Deserializer<'de>, T: FromFloat>(content: D) -> Result<T, D::Error> {
    Ok(T::from_float(match content.deserialize_f64(Wanted)? {
        Read::Float(number) => number,
        Read::Whole(number) => number as f64,
    }))
}

trait FromFloat {
    fn from_float(number: f64) -> Self;
}

impl FromFloat for f64 {
    fn from_float(number: f64) -> f64 {
        number
    }
}

impl FromFloat for f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the field asks for this precision"
    )]
    fn from_float(number: f64) -> f32 {
        number as f32
    }
}

fn whole<'de, D: Deserializer<'de>, T: TryFrom<i128>>(content: D) -> Result<T, D::Error> {
    let number = match content.deserialize_f64(Wanted)? {
        Read::Whole(number) => number,
        Read::Float(number) => exact(number).ok_or_else(|| {
            D::Error::custom(format!(
                "the number {number} is not whole, and the field's type is `{}`",
                std::any::type_name::<T>()
            ))
        })?,
    };
    T::try_from(number).map_err(|_| {
        D::Error::custom(format!(
            "the number {number} does not fit the field's type, `{}`",
            std::any::type_name::<T>()
        ))
    })
}

/// The whole number that a float is, where it is one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to be whole and in range"
)]
fn exact(number: f64) -> Option<i128> {
    (number.fract() == 0.0 && number.abs() < 1e30).then_some(number as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Property>(json: &str) -> Result<T, String> {
        T::decode(&mut serde_json::Deserializer::from_str(json)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_float_field_reads_whole_numbers_and_fractions() {
        assert_eq!(read::<f64>("5"), Ok(5.0));
        assert_eq!(read::<f64>("5.25"), Ok(5.25));
        assert_eq!(read::<f64>("-1e3"), Ok(-1000.0));
    }

    #[test]
    fn a_whole_field_reads_whole_numbers_however_they_are_written() {
        assert_eq!(read::<i64>("5"), Ok(5));
        assert_eq!(read::<u32>("5.0"), Ok(5));
        assert!(read::<i64>("5.5").unwrap_err().contains("5.5 is not whole"));
        assert!(read::<u8>("300").unwrap_err().contains("300 does not fit"));
        assert!(read::<u32>("-1").unwrap_err().contains("-1 does not fit"));
    }

    #[test]
    fn what_is_no_number_is_refused_before_it_is_sent() {
        assert!(Property::check(&f64::NAN).unwrap_err().0.contains("NaN"));
        assert!(Property::check(&f64::INFINITY).is_err());
        assert!(Property::check(&1.5f64).is_ok());
        assert!(Property::check(&((1i64 << 53) + 1)).is_err());
        assert!(Property::check(&(1i64 << 53)).is_ok());
    }
}
