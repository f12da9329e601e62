//! Views of databases.

mod chart;
mod configuration;
mod group_by;
mod property;

pub use chart::{
    Aggregator, AxisLabels, ChartAggregation, ChartSort, ChartType, ChartView, ColorTheme,
    DashStyle, DonutLabels, GridLines, GroupStyle, LegendPosition, ReferenceLine,
};
pub use configuration::{
    BoardView, CalendarRange, CalendarView, CardLayout, CoverAspect, CoverSource, CoverSourceType,
    DashboardRow, DashboardView, DashboardWidget, FormView, GalleryView, ListView, MapView,
    SubmissionPermissions, SubtaskDisplay, SubtaskScope, Subtasks, TableView, TimelineArrows,
    TimelinePreference, TimelineView, ViewConfiguration, ViewSize, ZoomLevel,
};
pub use group_by::{
    FormulaGroup, FormulaGroupType, GroupBy, GroupByType, GroupSort, GroupSortType, GroupUnit,
};
pub use property::{CardWidth, DateFormat, StatusDisplay, TimeFormat, ViewProperty};

use indexmap::IndexMap;

use crate::filter::{Filter, FilterKind};
use crate::id::{DataSourceId, ViewId};
use crate::object::object;
use crate::open_enum::open_enum;
use crate::parent::Parent;
use crate::sort::Sort;
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
