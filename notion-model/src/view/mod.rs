//! Views of databases.

mod chart;
mod configuration;
mod group_by;
mod position;
mod property;
mod query;
mod size;

pub use chart::{
    Aggregator, AxisLabels, ChartAggregation, ChartSort, ChartType, ChartView, ColorTheme,
    DashStyle, DonutLabels, GridLines, GroupStyle, LegendPosition, ReferenceLine,
};
pub use configuration::{
    BoardView, CalendarRange, CalendarView, CardLayout, CoverAspect, CoverSource, CoverSourceType,
    DashboardRow, DashboardView, DashboardWidget, FormView, GalleryView, ListView, MapView,
    SubmissionPermissions, SubtaskDisplay, SubtaskScope, Subtasks, TableView, TimelineArrows,
    TimelinePreference, TimelineView, ViewConfiguration, ZoomLevel,
};
pub use group_by::{
    FormulaGroup, FormulaGroupType, GroupBy, GroupByType, GroupSort, GroupSortType, GroupUnit,
};
pub use position::{ViewPosition, ViewPositionKind};
pub use property::{CardWidth, DateFormat, StatusDisplay, TimeFormat, ViewProperty};
pub use query::ViewQuery;
pub use size::ViewSize;

use indexmap::IndexMap;

use crate::id::{DataSourceId, ViewId};
use crate::json::{object, open_enum};
use crate::parent::Parent;
use crate::query::{Filter, FilterKind, Sort};
use crate::time::Timestamp;
use crate::user::User;

object! {
    /// A view of a data source: which rows it shows, in which order and how. In lists it has its id only.
    pub struct View is "view" (
        /// The view's id.
        id: ViewId,
    ) {
        /// The database that the view is in.
        absent parent: Option<Parent>,
        /// The data source whose rows it shows. A dashboard has none.
        absent data_source_id: Option<DataSourceId>,
        /// The view's name.
        absent name: Option<String>,
        /// What the view looks like.
        absent kind as "type": Option<ViewType>,
        /// When the view was made, to the millisecond.
        absent created_time: Option<Timestamp>,
        /// Who made the view.
        absent created_by: Option<User>,
        /// When the view was changed last, to the millisecond.
        absent last_edited_time: Option<Timestamp>,
        /// Who changed the view last.
        absent last_edited_by: Option<User>,
        /// The view's address in Notion.
        absent url: Option<String>,
        /// Which rows it shows.
        null filter: Option<Filter>,
        /// In which order.
        null sorts: Option<Vec<Sort>>,
        /// Filters that are offered above the view, by property. `None` (`null`) takes one away, in a request.
        null quick_filters: Option<IndexMap<String, Option<QuickFilter>>>,
        /// How it shows them.
        null configuration: Option<ViewConfiguration>,
        /// The dashboard that the view is a part of.
        absent dashboard_view_id: Option<ViewId>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

open_enum! {
    /// What a view looks like.
    pub enum ViewType {
        Table = "table",
        Board = "board",
        List = "list",
        Calendar = "calendar",
        Timeline = "timeline",
        Gallery = "gallery",
        Form = "form",
        Chart = "chart",
        Map = "map",
        Dashboard = "dashboard",
    }
}

object! {
    /// A filter that is offered above a view: a condition, of which the key says the property.
    pub struct QuickFilter {
        /// The condition.
        keyed kind: FilterKind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{known, same};

    #[test]
    fn every_configuration_is_known() {
        let properties = r#""properties": [{"property_id": "title", "property_name": "Name", "visible": true, "width": 276,
            "wrap": false, "status_show_as": "checkbox", "card_property_width_mode": "inline", "date_format": "relative",
            "time_format": "24_hour"}]"#;
        let group = r#"{"type": "status", "property_id": "a", "group_by": "option", "sort": {"type": "manual"},
            "property_name": "A", "hide_empty_groups": true}"#;
        let dates = r#"{"type": "date", "property_id": "a", "group_by": "week", "sort": {"type": "ascending"}, "start_day_of_week": 1}"#;
        let numbers = r#"{"type": "number", "property_id": "a", "sort": {"type": "descending"}, "range_start": 0,
            "range_end": 10, "range_size": 2.5}"#;
        let formula = r#"{"type": "formula", "property_id": "a", "group_by": {"type": "date", "group_by": "month",
            "sort": {"type": "ascending"}, "start_day_of_week": 0}}"#;
        let cards = r#""cover": {"type": "property", "property_id": "a"}, "cover_size": "medium", "cover_aspect": "contain",
            "card_layout": "compact""#;
        for configuration in [
            format!(r#"{{"type": "table", {properties}, "group_by": {group}, "subtasks": {{"property_id": "a",
                "display_mode": "flattened", "filter_scope": "parents_and_subitems", "toggle_column_id": "b"}}, "wrap_cells": true,
                "frozen_column_index": 1, "show_vertical_lines": false}}"#),
            format!(r#"{{"type": "board", "group_by": {dates}, "sub_group_by": {numbers}, {properties}, {cards}}}"#),
            format!(r#"{{"type": "calendar", "date_property_id": "a", "date_property_name": "A", {properties},
                "view_range": "week", "show_weekends": false}}"#),
            format!(r#"{{"type": "timeline", "date_property_id": "a", "date_property_name": "A", "end_date_property_id": "b",
                "end_date_property_name": "B", {properties}, "show_table": true, "table_properties": [],
                "preference": {{"zoom_level": "5_years", "center_timestamp": 1782579180000}},
                "arrows_by": {{"property_id": null}}, "color_by": true}}"#),
            format!(r#"{{"type": "gallery", {properties}, {cards}}}"#),
            format!(r#"{{"type": "list", {properties}}}"#),
            format!(r#"{{"type": "map", "height": "extra_large", "map_by": "a", "map_by_property_name": "A", {properties}}}"#),
            r#"{"type": "form", "is_form_closed": false, "anonymous_submissions": true, "submission_permissions": "reader"}"#.to_owned(),
            format!(r##"{{"type": "chart", "chart_type": "donut", "x_axis": {formula}, "y_axis": {{"aggregator": "sum",
                "property_id": "a"}}, "x_axis_property_id": "a", "y_axis_property_id": "b", "value": {{"aggregator": "count"}},
                "sort": "y_descending", "color_theme": "colorful", "height": "small", "hide_empty_groups": true,
                "legend_position": "side", "show_data_labels": true, "axis_labels": "both", "grid_lines": "none",
                "cumulative": false, "smooth_line": true, "hide_line_fill_area": true, "group_style": "side_by_side",
                "y_axis_min": null, "y_axis_max": 10.5, "donut_labels": "name_and_value", "hide_title": true, "stack_by": null,
                "reference_lines": [{{"id": "l", "value": 3, "label": "goal", "color": "lightgray", "dash_style": "dash"}}],
                "caption": null, "color_by_value": false}}"##),
            r#"{"type": "dashboard", "rows": [{"id": "r", "widgets": [{"id": "w", "view_id": "00000000-0000-4000-8000-000000000001",
                "width": 6, "row_index": 0}], "height": 300}]}"#.to_owned(),
        ] {
            let kind = known::<ViewConfiguration>(&configuration);
            let view: View = known(&format!(
                r#"{{"object": "view", "id": "00000000-0000-4000-8000-0000000000fa", "type": "{}", "configuration": {configuration}}}"#,
                kind.type_name()
            ));
            assert_eq!(view.kind.unwrap().as_str(), kind.type_name());
            assert_eq!(view.configuration, Some(kind));
        }
    }

    #[test]
    fn filters_and_sorts_of_views_are_known() {
        let view: View = known(
            r#"{"object": "view", "id": "00000000-0000-4000-8000-0000000000fa",
                "filter": {"and": [{"property": "a", "status": {"does_not_equal": ["Done", "Archive"]}}]},
                "sorts": [{"property": "a", "direction": "ascending"}, {"timestamp": "created_time", "direction": "descending"}],
                "quick_filters": {"a": {"select": {"equals": "High"}}, "b": null}, "configuration": null,
                "dashboard_view_id": "00000000-0000-4000-8000-000000000001"}"#,
        );
        let quick = view.quick_filters.unwrap();
        assert!(matches!(
            quick["a"],
            Some(QuickFilter {
                kind: FilterKind::Select(_),
                ..
            })
        ));
    }

    #[test]
    fn a_new_kind_of_view_is_kept() {
        let json = serde_json::json!({"type": "globe", "turns": true});
        assert_eq!(
            same::<ViewConfiguration>(&json),
            ViewConfiguration::Unknown(json)
        );
        assert_eq!(ViewType::ALL.len(), 10);
    }
}
