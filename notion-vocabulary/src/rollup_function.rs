//! Rollup functions: what each takes and what it gives.

use crate::words::words;

words! {
    /// A function of a rollup.
    pub enum RollupFunction: (RollupInput, RollupOutput) {
        /// The number of related pages.
        Count = "count" => (RollupInput::Any, RollupOutput::Number),
        /// The number of values: each option of a multi-select counts.
        CountValues = "count_values" => (RollupInput::Any, RollupOutput::Number),
        /// The number of pages without a value.
        Empty = "empty" => (RollupInput::Any, RollupOutput::Number),
        /// The number of pages with a value.
        NotEmpty = "not_empty" => (RollupInput::Any, RollupOutput::Number),
        /// The number of distinct values.
        Unique = "unique" => (RollupInput::Any, RollupOutput::Number),
        /// The distinct values.
        ShowUnique = "show_unique" => (RollupInput::Any, RollupOutput::List),
        /// The share of pages without a value.
        PercentEmpty = "percent_empty" => (RollupInput::Any, RollupOutput::Number),
        /// The share of pages with a value.
        PercentNotEmpty = "percent_not_empty" => (RollupInput::Any, RollupOutput::Number),
        /// The sum.
        Sum = "sum" => (RollupInput::Number, RollupOutput::Number),
        /// The arithmetic mean.
        Average = "average" => (RollupInput::Number, RollupOutput::Number),
        /// The median.
        Median = "median" => (RollupInput::Number, RollupOutput::Number),
        /// The least number.
        Min = "min" => (RollupInput::Number, RollupOutput::Number),
        /// The greatest number.
        Max = "max" => (RollupInput::Number, RollupOutput::Number),
        /// The greatest number minus the least.
        Range = "range" => (RollupInput::Number, RollupOutput::Number),
        /// The earliest date.
        EarliestDate = "earliest_date" => (RollupInput::Date, RollupOutput::Date),
        /// The latest date.
        LatestDate = "latest_date" => (RollupInput::Date, RollupOutput::Date),
        /// The range from the earliest to the latest date.
        DateRange = "date_range" => (RollupInput::Date, RollupOutput::Date),
        /// The number of checked boxes.
        Checked = "checked" => (RollupInput::Checkbox, RollupOutput::Number),
        /// The number of boxes that are not checked.
        Unchecked = "unchecked" => (RollupInput::Checkbox, RollupOutput::Number),
        /// The share of checked boxes.
        PercentChecked = "percent_checked" => (RollupInput::Checkbox, RollupOutput::Number),
        /// The share of boxes that are not checked.
        PercentUnchecked = "percent_unchecked" => (RollupInput::Checkbox, RollupOutput::Number),
        /// What it gives is in no recording and no documentation.
        CountPerGroup = "count_per_group" => (RollupInput::Any, RollupOutput::Unknown),
        /// What it gives is in no recording and no documentation.
        PercentPerGroup = "percent_per_group" => (RollupInput::Any, RollupOutput::Unknown),
        /// The values in the order of the relation.
        ShowOriginal = "show_original" => (RollupInput::Any, RollupOutput::List),
    }
}

/// The properties that a rollup function applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RollupInput {
    /// Every property.
    Any,
    /// Properties with numbers.
    Number,
    /// Properties with dates.
    Date,
    /// Checkboxes.
    Checkbox,
}

/// The type of the result of a rollup function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RollupOutput {
    /// A number.
    Number,
    /// A date, or a range of dates.
    Date,
    /// A list of the values of the related pages.
    List,
    /// Not known.
    Unknown,
}

impl RollupFunction {
    /// Returns the properties that the function applies to.
    pub const fn input(self) -> RollupInput {
        self.row().0
    }

    /// Returns the type of the result.
    pub const fn output(self) -> RollupOutput {
        self.row().1
    }

    /// Returns true if the property item of a page lists the values, as it does for every list and for the functions that it does
    /// not compute there (documented).
    pub const fn is_listed_in_items(self) -> bool {
        matches!(self.output(), RollupOutput::List) || matches!(self, Self::Median | Self::Unique)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_numbers_give_numbers_and_those_of_dates_give_dates() {
        for function in RollupFunction::ALL {
            let expected = match function.input() {
                RollupInput::Any => continue,
                RollupInput::Number | RollupInput::Checkbox => RollupOutput::Number,
                RollupInput::Date => RollupOutput::Date,
            };
            assert_eq!(function.output(), expected, "{function}");
        }
    }

    #[test]
    fn a_share_stands_beside_the_number_that_it_is_a_share_of() {
        for function in RollupFunction::ALL {
            if let Some(count) = function.as_str().strip_prefix("percent_")
                && let Some(count) = RollupFunction::parse(count)
            {
                assert_eq!(count.input(), function.input());
                assert_eq!(count.output(), function.output());
            }
        }
    }
}
