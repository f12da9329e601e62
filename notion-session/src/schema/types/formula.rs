//! Formulas: what Notion computes from a page's other properties.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::date::decode_range;
use super::{Date, DateRange, DateTime};
use crate::row::{Key, Word};
use crate::schema::property::Optional;
use crate::schema::{Encoded, Kind, Property, PropertyAs, flag, kind};

/// The result of a formula, of type `T`: a `String`, a number, a `bool` or a date.
///
/// Notion computes it. It has no constructor but `Default`, which is "not read yet", and is never
/// sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula<T>(Option<T>);

impl<T> Formula<T> {
    /// The result; `None` where Notion has none, or where the row was never read.
    pub const fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

impl<T> Default for Formula<T> {
    fn default() -> Formula<T> {
        Formula(None)
    }
}

/// A type that a formula's result can be read as.
#[diagnostic::on_unimplemented(
    message = "a formula in Notion does not give a `{Self}`",
    label = "not the result of a formula",
    note = "a formula gives a `String`, a number, a `bool`, a `Date`, `DateTime` or `DateRange`"
)]
pub trait FormulaResult: Sized {
    /// The kind whose operators filter by the result.
    type Kind: Kind;

    /// What Notion calls the type of the result.
    const RESULT: &'static str;

    /// Reads the result. It is never null.
    ///
    /// # Errors
    ///
    /// Where the result does not fit the type.
    fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<Self, D::Error>;

    /// The result as a person would read it.
    fn result_text(&self) -> String;
}

macro_rules! results {
    ($($ty:ty, $kind:ident, $result:literal, $decode:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl FormulaResult for $ty {
            type Kind = kind::$kind;
            const RESULT: &'static str = $result;

            fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<Self, D::Error> {
                $decode(result)
            }
            fn result_text(&self) -> String {
                Property::to_text(self)
            }
        }
    )*};
}
results! {
    String, RichText, "string", String::deserialize;
    bool, Checkbox, "boolean", bool::deserialize;
    f64, Number, "number", <f64 as Property>::decode;
    f32, Number, "number", <f32 as Property>::decode;
    i64, Number, "number", <i64 as Property>::decode;
    i32, Number, "number", <i32 as Property>::decode;
    u64, Number, "number", <u64 as Property>::decode;
    u32, Number, "number", <u32 as Property>::decode;
    Date, Date, "date", <Date as Property>::decode;
    DateTime, Date, "date", <DateTime as Property>::decode;
    DateRange, Date, "date", decode_range;
}

impl<T: FormulaResult> Property for Formula<T> {
    type Kind = kind::Formula<T::Kind>;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        content.deserialize_map(Content(PhantomData))
    }
    fn encode(&self) -> Encoded {
        Encoded::Computed
    }
    fn to_text(&self) -> String {
        self.0.as_ref().map(T::result_text).unwrap_or_default()
    }
}

#[diagnostic::do_not_recommend]
impl<T: FormulaResult> PropertyAs<flag::Formula> for Formula<T> {
    type Kind = kind::Formula<T::Kind>;

    fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        Property::decode(content)
    }
    fn encode_as(&self) -> Encoded {
        Encoded::Computed
    }
    fn to_text_as(&self) -> String {
        Property::to_text(self)
    }
}

/// `{"type": "number", "number": 5}`.
struct Content<T>(PhantomData<T>);

impl<'de, T: FormulaResult> Visitor<'de> for Content<T> {
    type Value = Formula<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the result of a formula")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Formula<T>, A::Error> {
        let mut result = None;
        while let Some(key) = map.next_key_seed(Key(&[T::RESULT, "type"]))? {
            match key {
                Some(0) => result = map.next_value_seed(Optional(Wanted::<T>(PhantomData)))?,
                Some(_) => {
                    // Notion gives up on formulas that are too complex for it.
                    if let Some(given) = map.next_value_seed(Word(T::RESULT))?
                        && given != "unsupported"
                    {
                        return Err(A::Error::custom(format!(
                            "the formula gives a {given}, and the field is a `Formula<{}>`",
                            std::any::type_name::<T>()
                        )));
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Formula(result))
    }
}

/// The result as a seed.
struct Wanted<T>(PhantomData<T>);

impl<'de, T: FormulaResult> DeserializeSeed<'de> for Wanted<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, result: D) -> Result<T, D::Error> {
        T::decode_result(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: FormulaResult>(json: &str) -> Result<Formula<T>, String> {
        <Formula<T> as Property>::decode(&mut serde_json::Deserializer::from_str(json))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn each_type_of_result_is_read() {
        assert_eq!(
            read::<f64>(r#"{"type":"number","number":5}"#)
                .unwrap()
                .get(),
            Some(&5.0)
        );
        assert_eq!(
            read::<bool>(r#"{"type":"boolean","boolean":true}"#)
                .unwrap()
                .get(),
            Some(&true)
        );
        let text = read::<String>(r#"{"type":"string","string":"🕐 3w"}"#).unwrap();
        assert_eq!(text.get().map(String::as_str), Some("🕐 3w"));
        let day = read::<Date>(r#"{"type":"date","date":{"start":"2026-01-02","end":null}}"#);
        assert_eq!(
            day.unwrap().get().map(ToString::to_string),
            Some("2026-01-02".to_owned())
        );
    }

    #[test]
    fn nothing_and_too_complex_are_no_result() {
        assert_eq!(
            read::<f64>(r#"{"type":"number","number":null}"#)
                .unwrap()
                .get(),
            None
        );
        assert_eq!(
            read::<f64>(r#"{"type":"unsupported","unsupported":{}}"#)
                .unwrap()
                .get(),
            None
        );
    }

    #[test]
    fn another_type_of_result_is_named() {
        let error = read::<f64>(r#"{"type":"string","string":"5"}"#).unwrap_err();
        assert!(
            error.contains("gives a string") && error.contains("Formula<f64>"),
            "{error}"
        );
    }
}
