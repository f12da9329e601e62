//! Formulas: what Notion computes from a page's other properties.

use serde::{Deserialize, Deserializer, Serializer};

use super::computed::{Computed, computed, numbers_and_dates, results};
use super::{Date, DateRange, DateTime};
use crate::schema::numbers::Numbers;
use crate::schema::{Cell, CellType, Kind, Property, PropertyAs, flag, kind};

/// The result of a formula, of type `T`: a `String`, a number, a `bool` or a date.
///
/// Notion computes it. It has no constructor but `Default`, which is "not read yet", and is never
/// sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula<T>(pub(super) Option<T>);

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
    /// If the result does not fit the type.
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

computed!(Formula, FormulaResult, "formula", &["unsupported"]);

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
