//! How a view shows a property.

use serde_json::Number;

use crate::id::PropertyId;
use crate::json::{object, open_enum};

object! {
    /// How a view shows a property.
    pub struct ViewProperty (
        /// The property's id.
        property_id: PropertyId,
    ) {
        /// The property's name.
        absent property_name: Option<String>,
        /// Whether it is shown.
        absent visible: Option<bool>,
        /// The width of its column.
        absent width: Option<Number>,
        /// Whether long values are broken into lines.
        absent wrap: Option<bool>,
        /// How a status is shown.
        absent status_show_as: Option<StatusDisplay>,
        /// How much room it takes on a card.
        absent card_property_width_mode: Option<CardWidth>,
        /// How dates are shown.
        absent date_format: Option<DateFormat>,
        /// How times of the day are shown.
        absent time_format: Option<TimeFormat>,
    }
}

open_enum! {
    /// How a view shows a status.
    pub enum StatusDisplay {
        Select = "select",
        Checkbox = "checkbox",
    }
}

open_enum! {
    /// How much room a property takes on a card.
    pub enum CardWidth {
        FullLine = "full_line",
        Inline = "inline",
    }
}

open_enum! {
    /// How a view shows dates.
    pub enum DateFormat {
        Full = "full",
        Short = "short",
        MonthDayYear = "month_day_year",
        DayMonthYear = "day_month_year",
        YearMonthDay = "year_month_day",
        Relative = "relative",
    }
}

open_enum! {
    /// How a view shows times of the day.
    pub enum TimeFormat {
        TwelveHours = "12_hour",
        TwentyFourHours = "24_hour",
        Hidden = "hidden",
    }
}
