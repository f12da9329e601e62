//! Values as a person reads them.

use notion_model::ValueKind;

use crate::handle::page::text_of;

/// Returns a value as a person would read it, as in the cells of a [`Table`](super::Table); empty if there is none.
///
/// ```
/// use notion_session::model::{SelectOption, ValueKind};
/// use notion_session::table::text;
///
/// assert_eq!(text(&ValueKind::Checkbox(true)), "true");
/// assert_eq!(text(&ValueKind::MultiSelect(["a", "b"].map(SelectOption::named).into())), "a, b");
/// ```
pub fn text(value: &ValueKind) -> String {
    text_of(value)
}
