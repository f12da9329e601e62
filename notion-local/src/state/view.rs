//! Views of databases.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::History;

/// A view. What it shows and how is kept as it was given.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) id: Uuid,
    pub(crate) database: Uuid,
    pub(crate) data_source: Uuid,
    pub(crate) history: History,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) filter: Value,
    pub(crate) sorts: Value,
    pub(crate) quick_filters: Value,
    pub(crate) configuration: Value,
}

/// The result of a query of a view, kept for a quarter of an hour.
#[derive(Debug, Clone)]
pub(crate) struct ViewQuery {
    pub(crate) id: Uuid,
    pub(crate) view: Uuid,
    pub(crate) expires: Timestamp,
    pub(crate) pages: Vec<Uuid>,
    /// Whether there were more pages than a query gives.
    pub(crate) capped: bool,
}
