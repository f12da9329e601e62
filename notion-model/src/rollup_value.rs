//! What rollups come to.

use serde_json::Number;

use crate::empty::Empty;
use crate::object::object;
use crate::open_enum::open_enum;
use crate::property_value::PropertyValue;
use crate::tagged::tagged;
use crate::time::DateValue;

object! {
    /// What a rollup came to.
    pub struct RollupValue {
        /// The value.
        tagged kind: RollupKind,
        /// The function that gave it.
        absent function: Option<RollupFunction>,
    }
}

tagged! {
    /// The type and the value of a [`RollupValue`].
    pub enum RollupKind {
        /// A number.
        Number(Option<Number>) = "number",
        /// A date or a range of dates.
        Date(Option<DateValue>) = "date",
        /// The values themselves, without ids, in the relation's order.
        Array(Vec<PropertyValue>) = "array",
        /// Too complex for the API.
        Unsupported(Empty) = "unsupported",
        /// Not known before the last page of a paginated property.
        Incomplete(Empty) = "incomplete",
    }
}

open_enum! {
    /// How a rollup sums up the values of the related pages.
    pub enum RollupFunction {
        Count = "count",
        CountValues = "count_values",
        Empty = "empty",
        NotEmpty = "not_empty",
        Unique = "unique",
        ShowUnique = "show_unique",
        PercentEmpty = "percent_empty",
        PercentNotEmpty = "percent_not_empty",
        Sum = "sum",
        Average = "average",
        Median = "median",
        Min = "min",
        Max = "max",
        Range = "range",
        EarliestDate = "earliest_date",
        LatestDate = "latest_date",
        DateRange = "date_range",
        Checked = "checked",
        Unchecked = "unchecked",
        PercentChecked = "percent_checked",
        PercentUnchecked = "percent_unchecked",
        CountPerGroup = "count_per_group",
        PercentPerGroup = "percent_per_group",
        ShowOriginal = "show_original",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_functions_as_notion_has() {
        assert_eq!(RollupFunction::ALL.len(), 24);
    }
}
