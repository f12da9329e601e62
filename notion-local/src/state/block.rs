//! Blocks of pages. Child pages and child databases are not kept as blocks: they are pages and databases.

use serde_json::Number;
use uuid::Uuid;

use super::{FileSource, History, Icon, Parent, Run};

/// The field of a block with its text.
pub(crate) const TEXT: &str = "rich_text";

/// A block.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) id: Uuid,
    pub(crate) parent: Parent,
    pub(crate) history: History,
    pub(crate) in_trash: bool,
    /// The type's name, as in `type`.
    pub(crate) kind: &'static str,
    /// The payload, key by key, in the order in which Notion shows it.
    pub(crate) fields: Vec<(&'static str, FieldValue)>,
}

/// The value of one key of a block's payload.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FieldValue {
    Text(Vec<Run>),
    /// Colours, languages, addresses, expressions, names.
    Word(String),
    Flag(bool),
    Number(Option<Number>),
    Icon(Option<Icon>),
    File(FileSource),
    Cells(Vec<Vec<Run>>),
    /// The block that a synced block copies.
    SyncedFrom(Option<Uuid>),
    /// What a link to a page points to: `page_id`, `database_id` or `comment_id`.
    Link {
        kind: &'static str,
        id: Uuid,
    },
    /// Payloads that the API cannot make, as they were imported.
    Raw(serde_json::Value),
}

impl Block {
    /// The value of a key.
    /// The text, of blocks that have one.
    #[cfg(feature = "viewer")]
    pub(crate) fn text(&self) -> Option<&[Run]> {
        match self.field(TEXT)? {
            FieldValue::Text(runs) => Some(runs),
            _ => None,
        }
    }

    pub(crate) fn field(&self, key: &str) -> Option<&FieldValue> {
        self.fields
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value)
    }
}
