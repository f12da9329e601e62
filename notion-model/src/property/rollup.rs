//! What rollups come to.

use serde_json::Number;

use crate::json::{Empty, object, open_enum, tagged};
use crate::property::PropertyValue;
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
    pub enum RollupFunction from notion_vocabulary::RollupFunction {
        Count,
        CountValues,
        Empty,
        NotEmpty,
        Unique,
        ShowUnique,
        PercentEmpty,
        PercentNotEmpty,
        Sum,
        Average,
        Median,
        Min,
        Max,
        Range,
        EarliestDate,
        LatestDate,
        DateRange,
        Checked,
        Unchecked,
        PercentChecked,
        PercentUnchecked,
        CountPerGroup,
        PercentPerGroup,
        ShowOriginal,
    }
}
