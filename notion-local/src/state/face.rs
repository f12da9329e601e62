//! What pages, databases and data sources have in common.

use super::{FileSource, Icon, Run};

/// How a page, a database or a data source is shown, and what is to become of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Face {
    /// The title of a database or a data source. That of a page is one of its values.
    pub(crate) title: Vec<Run>,
    pub(crate) description: Vec<Run>,
    pub(crate) icon: Option<Icon>,
    pub(crate) cover: Option<FileSource>,
    pub(crate) is_inline: bool,
    pub(crate) is_locked: bool,
    /// Whether it was put into the trash itself, and not something that it is in.
    pub(crate) in_trash: bool,
}
