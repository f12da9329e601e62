//! Databases: what holds data sources.

use uuid::Uuid;

use super::{FileSource, History, Icon, Run};

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
    pub(crate) title: Vec<Run>,
    pub(crate) description: Vec<Run>,
    pub(crate) icon: Option<Icon>,
    pub(crate) cover: Option<FileSource>,
    pub(crate) is_inline: bool,
    pub(crate) is_locked: bool,
    pub(crate) in_trash: bool,
    /// The data sources, in order. A linked view of another database has none.
    pub(crate) data_sources: Vec<Uuid>,
}
