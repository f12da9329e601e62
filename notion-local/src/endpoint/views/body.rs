//! Bodies of requests about views.

use serde_json::Value;
use uuid::Uuid;

use crate::query::{FilterBody, SortsBody};
use crate::validate::{AnyMap, Body, Nullable, Shape, body, one_of, optional, required};

body! {
    /// The body of `POST /views`.
    pub(super) struct CreateView<'a> {
        data_source_id: Uuid,
        name: &'a str,
        kind = "type": Kind,
        database_id: Option<Uuid>,
        view_id: Option<Uuid>,
        filter: Option<FilterBody<'a>>,
        sorts: Option<SortsBody<'a>>,
        quick_filters: Option<AnyMap<'a>>,
        create_database: Option<NewDatabase>,
        configuration: Option<AnyMap<'a>>,
        position: Option<Position>,
        placement: Option<Placement>,
    }
}

body! {
    /// The body of `PATCH /views/{id}`.
    pub(super) struct UpdateView<'a> {
        name: Option<&'a str>,
        filter: Option<Nullable<FilterBody<'a>>>,
        sorts: Option<Nullable<SortsBody<'a>>>,
        quick_filters: Option<Nullable<AnyMap<'a>>>,
        configuration: Option<AnyMap<'a>>,
    }
}

one_of! {
    /// What a view can be.
    pub(super) enum Kind {
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

body! {
    /// A database that is made for a view.
    pub(super) struct NewDatabase {
        parent: NewParent,
        position: Option<AfterBlock>,
    }
}

body! {
    pub(super) struct NewParent {
        page_id: Uuid,
        kind = "type": Option<PageId>,
    }
}

body! {
    pub(super) struct AfterBlock {
        kind = "type": AfterBlockType,
        block_id: Uuid,
    }
}

one_of! {
    pub(super) enum PageId {
        PageId = "page_id",
    }
}

one_of! {
    pub(super) enum AfterBlockType {
        AfterBlock = "after_block",
    }
}

/// Where a new view stands among those of its database.
#[derive(Debug, Clone, Copy)]
pub(super) enum Position {
    Start,
    End,
    After(Uuid),
}

impl<'a> Body<'a> for Position {
    fn shape() -> Shape {
        Shape::Union(vec![
            Shape::Object(vec![
                required("type", Shape::OneOf(&["after_view"])),
                required("view_id", Shape::Uuid),
            ]),
            Shape::Object(vec![required("type", Shape::OneOf(&["start", "end"]))]),
        ])
    }

    fn read(value: &'a Value) -> Option<Self> {
        match value.get("type")?.as_str()? {
            "start" => Some(Self::Start),
            "end" => Some(Self::End),
            _ => Uuid::read(value.get("view_id")?).map(Self::After),
        }
    }
}

/// Where a view stands in a dashboard, which is not shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placement;

impl<'a> Body<'a> for Placement {
    fn shape() -> Shape {
        let row = || Shape::Number {
            min: Some(0),
            max: None,
        };
        Shape::Union(vec![
            Shape::Object(vec![
                required("type", Shape::OneOf(&["existing_row"])),
                required("row_index", row()),
            ]),
            Shape::Object(vec![
                required("type", Shape::OneOf(&["new_row"])),
                optional("row_index", row()),
            ]),
        ])
    }

    fn read(_: &'a Value) -> Option<Self> {
        Some(Self)
    }
}
