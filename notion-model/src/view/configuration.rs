//! The settings of views, by what they look like.

use serde_json::Number;

use super::chart::ChartView;
use super::group_by::GroupBy;
use super::property::ViewProperty;
use super::size::ViewSize;
use crate::id::{PropertyId, ViewId};
use crate::json::{object, open_enum, tagged_inline};

tagged_inline! {
    /// How a view shows its rows. Notion says only what differs from its own defaults.
    pub enum ViewConfiguration {
        /// A table.
        Table(TableView) = "table",
        /// A board: groups of cards.
        Board(BoardView) = "board",
        /// A calendar.
        Calendar(CalendarView) = "calendar",
        /// A timeline.
        Timeline(TimelineView) = "timeline",
        /// A gallery: cards.
        Gallery(GalleryView) = "gallery",
        /// A list.
        List(ListView) = "list",
        /// A map.
        Map(MapView) = "map",
        /// A form.
        Form(FormView) = "form",
        /// A chart.
        Chart(ChartView) = "chart",
        /// A dashboard: several views.
        Dashboard(DashboardView) = "dashboard",
    }
}

object! {
    /// The settings of a table.
    pub struct TableView {
        /// How each property is shown, in the order of the columns.
        absent properties: Option<Vec<ViewProperty>>,
        /// How the rows are grouped.
        absent group_by: Option<GroupBy>,
        /// How rows within rows are shown.
        absent subtasks: Option<Subtasks>,
        /// Whether long values are broken into lines.
        absent wrap_cells: Option<bool>,
        /// Up to which column the table stays in place.
        absent frozen_column_index: Option<Number>,
        /// Whether lines are drawn between columns.
        absent show_vertical_lines: Option<bool>,
    }
}

object! {
    /// How a table shows rows within rows.
    pub struct Subtasks {
        /// The relation that makes them.
        absent property_id: Option<PropertyId>,
        /// How they are shown.
        absent display_mode: Option<SubtaskDisplay>,
        /// What the view's filter applies to.
        absent filter_scope: Option<SubtaskScope>,
        /// The column in which they are opened.
        absent toggle_column_id: Option<PropertyId>,
    }
}

open_enum! {
    /// How a table shows rows within rows.
    pub enum SubtaskDisplay {
        Show = "show",
        Hidden = "hidden",
        Flattened = "flattened",
        Disabled = "disabled",
    }
}

open_enum! {
    /// What the filter of a table with rows within rows applies to.
    pub enum SubtaskScope {
        Parents = "parents",
        ParentsAndSubitems = "parents_and_subitems",
        Subitems = "subitems",
    }
}

object! {
    /// The settings of a board.
    pub struct BoardView {
        /// How the rows are grouped into columns.
        absent group_by: Option<GroupBy>,
        /// How the rows of a column are grouped.
        absent sub_group_by: Option<GroupBy>,
        /// How each property is shown.
        absent properties: Option<Vec<ViewProperty>>,
        /// Where the pictures of the cards come from.
        absent cover: Option<CoverSource>,
        /// How large they are.
        absent cover_size: Option<ViewSize>,
        /// How they are fitted in.
        absent cover_aspect: Option<CoverAspect>,
        /// How properties are arranged on a card.
        absent card_layout: Option<CardLayout>,
    }
}

object! {
    /// The settings of a gallery.
    pub struct GalleryView {
        /// How each property is shown.
        absent properties: Option<Vec<ViewProperty>>,
        /// Where the pictures of the cards come from.
        absent cover: Option<CoverSource>,
        /// How large they are.
        absent cover_size: Option<ViewSize>,
        /// How they are fitted in.
        absent cover_aspect: Option<CoverAspect>,
        /// How properties are arranged on a card.
        absent card_layout: Option<CardLayout>,
    }
}

object! {
    /// Where the pictures of cards come from.
    pub struct CoverSource {
        /// Where from.
        absent kind as "type": Option<CoverSourceType>,
        /// The files property, if they come from one.
        absent property_id: Option<PropertyId>,
    }
}

open_enum! {
    /// Where the pictures of cards come from.
    pub enum CoverSourceType {
        PageCover = "page_cover",
        PageContent = "page_content",
        PageContentFirst = "page_content_first",
        Property = "property",
    }
}

open_enum! {
    /// How the picture of a card is fitted in.
    pub enum CoverAspect {
        Contain = "contain",
        Cover = "cover",
    }
}

open_enum! {
    /// How properties are arranged on a card.
    pub enum CardLayout {
        List = "list",
        Compact = "compact",
    }
}

object! {
    /// The settings of a calendar.
    pub struct CalendarView {
        /// The date by which rows are placed.
        absent date_property_id: Option<PropertyId>,
        /// Its name.
        absent date_property_name: Option<String>,
        /// How each property is shown.
        absent properties: Option<Vec<ViewProperty>>,
        /// How much is shown at once.
        absent view_range: Option<CalendarRange>,
        /// Whether Saturdays and Sundays are shown.
        absent show_weekends: Option<bool>,
    }
}

open_enum! {
    /// How much a calendar shows at once.
    pub enum CalendarRange {
        Week = "week",
        Month = "month",
    }
}

object! {
    /// The settings of a timeline.
    pub struct TimelineView {
        /// The date at which rows begin.
        absent date_property_id: Option<PropertyId>,
        /// Its name.
        absent date_property_name: Option<String>,
        /// The date at which rows end, if it is another property.
        absent end_date_property_id: Option<PropertyId>,
        /// Its name.
        absent end_date_property_name: Option<String>,
        /// How each property is shown.
        absent properties: Option<Vec<ViewProperty>>,
        /// Whether a table stands beside the timeline.
        absent show_table: Option<bool>,
        /// How each property is shown in that table.
        absent table_properties: Option<Vec<ViewProperty>>,
        /// What part of time is shown.
        absent preference: Option<TimelinePreference>,
        /// The relation by which arrows are drawn.
        absent arrows_by: Option<TimelineArrows>,
        /// Whether the colour depends on the value.
        absent color_by: Option<bool>,
    }
}

object! {
    /// What part of time a timeline shows.
    pub struct TimelinePreference {
        /// How much at once.
        absent zoom_level: Option<ZoomLevel>,
        /// The middle of it.
        absent center_timestamp: Option<Number>,
    }
}

open_enum! {
    /// How much a timeline shows at once.
    pub enum ZoomLevel {
        Hours = "hours",
        Day = "day",
        Week = "week",
        BiWeek = "bi_week",
        Month = "month",
        Quarter = "quarter",
        Year = "year",
        FiveYears = "5_years",
    }
}

object! {
    /// The relation by which a timeline draws arrows.
    pub struct TimelineArrows {
        /// The relation's id; `None` for no arrows.
        absent property_id: Option<PropertyId>,
    }
}

object! {
    /// The settings of a list.
    pub struct ListView {
        /// How each property is shown.
        absent properties: Option<Vec<ViewProperty>>,
    }
}

object! {
    /// The settings of a map.
    pub struct MapView {
        /// The height.
        absent height: Option<ViewSize>,
        /// The id of the place by which rows are put on the map.
        absent map_by: Option<PropertyId>,
        /// Its name.
        absent map_by_property_name: Option<String>,
        /// How each property is shown.
        absent properties: Option<Vec<ViewProperty>>,
    }
}

object! {
    /// The settings of a form.
    pub struct FormView {
        /// Whether the form takes no more answers.
        absent is_form_closed: Option<bool>,
        /// Whether answers may be given without a name.
        absent anonymous_submissions: Option<bool>,
        /// What those who answer may do with their answer.
        absent submission_permissions: Option<SubmissionPermissions>,
    }
}

open_enum! {
    /// What those who fill in a form may do with their answer.
    pub enum SubmissionPermissions {
        None = "none",
        CommentOnly = "comment_only",
        Reader = "reader",
        ReadAndWrite = "read_and_write",
        Editor = "editor",
    }
}

object! {
    /// The settings of a dashboard.
    pub struct DashboardView {
        /// Its rows.
        written rows: Vec<DashboardRow>,
    }
}

object! {
    /// A row of a dashboard.
    pub struct DashboardRow {
        /// The row's id.
        absent id: Option<String>,
        /// The views in it.
        written widgets: Vec<DashboardWidget>,
        /// Its height.
        absent height: Option<Number>,
    }
}

object! {
    /// A view in a dashboard.
    pub struct DashboardWidget {
        /// The id of its place.
        absent id: Option<String>,
        /// The view.
        absent view_id: Option<ViewId>,
        /// Its width.
        absent width: Option<Number>,
        /// The row that it is in.
        absent row_index: Option<Number>,
    }
}
