//! Charts.

use serde_json::Number;

use super::group_by::GroupBy;
use super::size::ViewSize;
use crate::color::IconColor;
use crate::id::PropertyId;
use crate::json::{object, open_enum};

object! {
    /// The settings of a chart.
    pub struct ChartView {
        /// What kind of chart it is.
        absent chart_type: Option<ChartType>,
        /// How the rows are grouped along the x axis.
        absent x_axis: Option<GroupBy>,
        /// What is shown along the y axis.
        absent y_axis: Option<ChartAggregation>,
        /// The property of the x axis, where the rows are not grouped.
        absent x_axis_property_id: Option<PropertyId>,
        /// The property of the y axis, where the rows are not grouped.
        absent y_axis_property_id: Option<PropertyId>,
        /// What a chart of one number shows.
        absent value: Option<ChartAggregation>,
        /// The order along the axis.
        absent sort: Option<ChartSort>,
        /// The colours.
        absent color_theme: Option<ColorTheme>,
        /// The height.
        absent height: Option<ViewSize>,
        /// Whether groups without rows are hidden.
        absent hide_empty_groups: Option<bool>,
        /// Where the legend is.
        absent legend_position: Option<LegendPosition>,
        /// Whether the values are written into the chart.
        absent show_data_labels: Option<bool>,
        /// Which axes have a title.
        absent axis_labels: Option<AxisLabels>,
        /// Which lines are drawn behind the chart.
        absent grid_lines: Option<GridLines>,
        /// Whether values are added up from left to right.
        absent cumulative: Option<bool>,
        /// Whether a line is drawn smooth.
        absent smooth_line: Option<bool>,
        /// Whether the area under a line is left empty.
        absent hide_line_fill_area: Option<bool>,
        /// How groups within groups are drawn.
        absent group_style: Option<GroupStyle>,
        /// The least value of the y axis.
        absent y_axis_min: Option<Number>,
        /// The greatest value of the y axis.
        absent y_axis_max: Option<Number>,
        /// What is written at the parts of a donut.
        absent donut_labels: Option<DonutLabels>,
        /// Whether the title is hidden.
        absent hide_title: Option<bool>,
        /// How the rows are grouped within a group.
        absent stack_by: Option<GroupBy>,
        /// Lines across the chart.
        absent reference_lines: Option<Vec<ReferenceLine>>,
        /// The text under the chart.
        absent caption: Option<String>,
        /// Whether the colour depends on the value.
        absent color_by_value: Option<bool>,
    }
}

open_enum! {
    /// What kind of chart a chart is.
    pub enum ChartType {
        Column = "column",
        Bar = "bar",
        Line = "line",
        Donut = "donut",
        Number = "number",
    }
}

object! {
    /// A number that stands for many rows.
    pub struct ChartAggregation {
        /// How it comes about.
        absent aggregator: Option<Aggregator>,
        /// The property's id.
        absent property_id: Option<PropertyId>,
    }
}

open_enum! {
    /// How a number that stands for many rows comes about.
    pub enum Aggregator {
        Count = "count",
        CountValues = "count_values",
        Sum = "sum",
        Average = "average",
        Median = "median",
        Min = "min",
        Max = "max",
        Range = "range",
        Unique = "unique",
        Empty = "empty",
        NotEmpty = "not_empty",
        PercentEmpty = "percent_empty",
        PercentNotEmpty = "percent_not_empty",
        Checked = "checked",
        Unchecked = "unchecked",
        PercentChecked = "percent_checked",
        PercentUnchecked = "percent_unchecked",
        EarliestDate = "earliest_date",
        LatestDate = "latest_date",
        DateRange = "date_range",
    }
}

open_enum! {
    /// The order along the axis of a chart.
    pub enum ChartSort {
        Manual = "manual",
        XAscending = "x_ascending",
        XDescending = "x_descending",
        YAscending = "y_ascending",
        YDescending = "y_descending",
    }
}

open_enum! {
    /// The colours of a chart.
    pub enum ColorTheme {
        Gray = "gray",
        Blue = "blue",
        Yellow = "yellow",
        Green = "green",
        Purple = "purple",
        Teal = "teal",
        Orange = "orange",
        Pink = "pink",
        Red = "red",
        Auto = "auto",
        Colorful = "colorful",
    }
}

open_enum! {
    /// Where the legend of a chart is.
    pub enum LegendPosition {
        Off = "off",
        Bottom = "bottom",
        Side = "side",
    }
}

open_enum! {
    /// Which axes of a chart have a title.
    pub enum AxisLabels {
        None = "none",
        XAxis = "x_axis",
        YAxis = "y_axis",
        Both = "both",
    }
}

open_enum! {
    /// Which lines are drawn behind a chart.
    pub enum GridLines {
        None = "none",
        Horizontal = "horizontal",
        Vertical = "vertical",
        Both = "both",
    }
}

open_enum! {
    /// How groups within groups are drawn.
    pub enum GroupStyle {
        Normal = "normal",
        Percent = "percent",
        SideBySide = "side_by_side",
    }
}

open_enum! {
    /// What is written at the parts of a donut.
    pub enum DonutLabels {
        None = "none",
        Value = "value",
        Name = "name",
        NameAndValue = "name_and_value",
    }
}

object! {
    /// A line across a chart.
    pub struct ReferenceLine {
        /// The line's id. A request may leave it out.
        absent id: Option<String>,
        /// Where the line is.
        absent value: Option<Number>,
        /// What is written at it.
        absent label: Option<String>,
        /// Its colour.
        absent color: Option<IconColor>,
        /// How it is drawn.
        absent dash_style: Option<DashStyle>,
    }
}

open_enum! {
    /// How a line is drawn.
    pub enum DashStyle {
        Solid = "solid",
        Dash = "dash",
    }
}

#[cfg(test)]
mod tests {
    use notion_vocabulary::{RollupFunction, RollupOutput};

    use super::*;

    #[test]
    fn a_chart_aggregates_by_the_functions_that_give_one_value() {
        let gives_one = |function: &&RollupFunction| {
            matches!(function.output(), RollupOutput::Number | RollupOutput::Date)
        };
        let functions = RollupFunction::ALL.iter().filter(gives_one);
        let mut expected: Vec<_> = functions.map(|function| function.as_str()).collect();
        let mut found: Vec<_> = Aggregator::ALL.iter().map(Aggregator::as_str).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected);
    }
}
