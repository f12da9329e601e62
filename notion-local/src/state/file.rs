//! Files, icons and covers.

use uuid::Uuid;

/// Where a file is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FileSource {
    External(String),
    /// An upload, by its id.
    Upload(Uuid),
    /// A file that Notion hosts and that was imported: its address without the signature.
    Hosted(String),
}

/// A file of a files property.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamedFile {
    pub(crate) name: String,
    pub(crate) source: FileSource,
}

/// The icon of a page, a database or a callout.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Icon {
    Emoji(String),
    CustomEmoji(Uuid),
    File(FileSource),
    /// One of Notion's own icons.
    Native {
        name: String,
        color: String,
    },
}

/// An emoji of the workspace.
#[derive(Debug, Clone)]
pub(crate) struct CustomEmoji {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) url: String,
}
