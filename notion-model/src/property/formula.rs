//! What formulas come to.

use serde_json::Number;

use crate::json::{Empty, object, tagged};
use crate::time::DateValue;

object! {
    /// What a formula came to.
    pub struct FormulaValue {
        /// The value.
        tagged kind: FormulaKind,
    }
}

tagged! {
    /// The type and the value of a [`FormulaValue`].
    pub enum FormulaKind {
        /// A text. `null` too where the formula is in error.
        String(Option<String>) = "string",
        /// A number.
        Number(Option<Number>) = "number",
        /// True or false.
        Boolean(Option<bool>) = "boolean",
        /// A date or a range of dates.
        Date(Option<DateValue>) = "date",
        /// Too complex for the API.
        Unsupported(Empty) = "unsupported",
    }
}
