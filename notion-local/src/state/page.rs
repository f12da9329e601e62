//! Pages: rows of data sources, and all others.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Cell, Face, Map, Parent, PropertyId, Run};

/// The id of every title property.
pub(crate) const TITLE: &str = "title";

/// Who made a thing and changed it last, and when.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) created: Timestamp,
    pub(crate) edited: Timestamp,
    pub(crate) created_by: Uuid,
    pub(crate) edited_by: Uuid,
    /// The order of changes within one instant.
    pub(crate) order: u64,
}

/// What a page hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageParent {
    Workspace,
    Page(Uuid),
    Block(Uuid),
    DataSource(Uuid),
}

impl From<Parent> for PageParent {
    fn from(parent: Parent) -> Self {
        match parent {
            Parent::Workspace => Self::Workspace,
            Parent::Page(id) => Self::Page(id),
            Parent::Block(id) => Self::Block(id),
        }
    }
}

/// A page.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) id: Uuid,
    pub(crate) parent: PageParent,
    pub(crate) history: History,
    pub(crate) face: Face,
    /// The values by property id. The title is one of them, on every page.
    pub(crate) cells: Map<PropertyId, Cell>,
    /// The row's number in its data source, which unique ids show.
    pub(crate) number: u64,
}

impl Page {
    /// The title.
    pub(crate) fn title(&self) -> &[Run] {
        match self.cells.get(TITLE) {
            Some(Cell::Text(runs)) => runs,
            _ => &[],
        }
    }

    /// The data source that the page is a row of.
    pub(crate) fn data_source(&self) -> Option<Uuid> {
        match self.parent {
            PageParent::DataSource(id) => Some(id),
            _ => None,
        }
    }
}
