//! Formulas: what Notion computes from a page's other properties.

use serde::{Deserialize, Deserializer, Serializer};

use super::computed::{Computed, numbers_and_dates, read, results};
use super::{Date, DateRange, DateTime, Numbers};
use crate::schema::{Cell, CellType, Kind, Property, PropertyAs, flag, kind};

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

    /// See [`Property::CELL`].
    #[doc(hidden)]
    const CELL: CellType = CellType::Text;

    /// See [`Property::NUMBERS`].
    #[doc(hidden)]
    const NUMBERS: Numbers = Numbers::Unknown;

    /// See [`Property::cell`].
    #[doc(hidden)]
    fn result_cell(&self) -> Cell {
        Cell::Text(self.result_text())
    }
}

results! { FormulaResult:
    String, RichText, "string", Deserialize::deserialize;
    bool, Checkbox, "boolean", Deserialize::deserialize;
}
numbers_and_dates!(FormulaResult);

impl<T: FormulaResult> Property for Formula<T> {
    type Kind = kind::Formula<T::Kind>;
    const CELL: CellType = T::CELL;
    const NUMBERS: Numbers = T::NUMBERS;

    fn cell(&self) -> Cell {
        self.get().map_or(Cell::Nothing, T::result_cell)
    }
    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        read::<Self, D>(content).map(Formula)
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        content.serialize_unit()
    }
    fn to_text(&self) -> String {
        self.0.as_ref().map(T::result_text).unwrap_or_default()
    }
}

#[diagnostic::do_not_recommend]
impl<T: FormulaResult> PropertyAs<flag::Formula> for Formula<T> {
    type Kind = kind::Formula<T::Kind>;
    const CELL_AS: CellType = T::CELL;
    const NUMBERS_AS: Numbers = T::NUMBERS;

    fn cell_as(&self) -> Cell {
        self.cell()
    }
    fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        Property::decode(content)
    }
    fn encode_as<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        content.serialize_unit()
    }
    fn to_text_as(&self) -> String {
        Property::to_text(self)
    }
}

impl<T: FormulaResult> Computed for Formula<T> {
    type Result = T;
    const NAME: &'static str = "formula";
    const RESULT: &'static str = T::RESULT;
    const GIVEN_UP: &'static [&'static str] = &["unsupported"];

    fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<T, D::Error> {
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
            error.contains("is of type `string`") && error.contains("reads one of type `number`"),
            "{error}"
        );
    }
}
