//! What a formula gives: what the compiler checks of the field that holds it.
//!
//! The derive works out the type of a formula's result as far as the text alone shows it; these
//! traits hold it against the type of the field.

use super::definition::{PropertyDefinition, same};
use super::types::{Formula, FormulaResult};
use super::{Field, PropertyAs, flag, kind};

/// A type that can be declared for a formula.
#[diagnostic::on_unimplemented(
    message = "a formula is a field of type `Formula<..>`, not `{Self}`",
    label = "not a `Formula<..>`",
    note = "a formula gives a `String`, a number, a `bool`, a `Date`, `DateTime` or `DateRange`: \
            `Formula<String>`"
)]
pub trait FormulaField: PropertyAs<flag::Formula> {}

impl<T: FormulaResult> FormulaField for Formula<T> {}

/// Returns true if a property is of the kind that the name of its type says.
pub const fn is_of_kind(property: &PropertyDefinition, wire: &str) -> bool {
    same(property.config.wire(), wire)
}

/// Returns true if a formula is declared with a type that holds this result.
pub const fn gives<T>(field: &Field<T>, result: &str) -> bool {
    match result.as_bytes() {
        b"text" => same(field.gives, "string"),
        b"boolean" => same(field.gives, "checkbox"),
        _ => same(field.gives, result),
    }
}

/// A type that can be declared for a formula that gives an `R`.
#[diagnostic::on_unimplemented(
    message = "this formula gives a `{R}`, and a field of type `{Self}` does not hold it",
    label = "the formula gives a `{R}`",
    note = "a formula is a field of type `Formula<..>`: `Formula<String>` for a text, \
            `Formula<f64>` for a number, `Formula<bool>` for a boolean, `Formula<Date>` for a date"
)]
pub trait HoldsFormula<R>: PropertyAs<flag::Formula> {}

/// What formulas give besides a `number` and a `date`, which are called as the properties are.
pub mod result {
    #![expect(
        non_camel_case_types,
        reason = "Notion's words, for the compiler's messages"
    )]

    pub use super::super::kind::{date, number};

    /// Text.
    #[derive(Debug, Clone, Copy)]
    pub enum text {}

    /// Yes or no.
    #[derive(Debug, Clone, Copy)]
    pub enum boolean {}
}

macro_rules! results {
    ($($result:ident $kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: FormulaResult<Kind = kind::$kind>> HoldsFormula<result::$result> for Formula<T> {}
    )*};
}
results! { text RichText number Number boolean Checkbox date Date }
