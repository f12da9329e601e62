//! Databases: what holds data sources.

use uuid::Uuid;

use super::{Face, History};

/// What a database or a block hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parent {
    Workspace,
    Page(Uuid),
    Block(Uuid),
}

/// A database.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pub(crate) id: Uuid,
    pub(crate) parent: Parent,
    pub(crate) history: History,
    pub(crate) face: Face,
    /// The data sources, in order. A linked view of another database has none.
    pub(crate) data_sources: Vec<Uuid>,
}
