//! One database of a plan for a set.

use notion_model::{DataSourceId, File, Icon, Parent};
use serde::{Deserialize, Serialize};

use super::base::SetBase;
use crate::plan::change::Change;

/// What a plan does with one database of the set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetMember {
    pub(super) schema: String,
    pub(super) title: String,
    pub(super) place: MemberPlace,
    pub(super) changes: Vec<Change>,
}

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MemberPlace {
    /// It does not exist: the plan creates it.
    New(Box<NewDatabase>),
    /// It exists.
    #[non_exhaustive]
    Existing {
        /// Its data source.
        data_source: DataSourceId,
        /// What the changes were computed from.
        base: SetBase,
    },
}

/// A database that a plan creates, without its properties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewDatabase {
    /// The page that it is created on, or the database that gets it as a further data source.
    pub parent: Parent,
    /// Its description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// Its cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
    /// Whether it is shown inside its page.
    #[serde(default)]
    pub inline: bool,
}

impl SetMember {
    /// The name of the schema: the struct's.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// The title of the database.
    pub fn database(&self) -> &str {
        &self.title
    }

    /// Where the database is.
    pub fn place(&self) -> &MemberPlace {
        &self.place
    }

    /// The data source, if it exists.
    pub fn data_source_id(&self) -> Option<DataSourceId> {
        match &self.place {
            MemberPlace::Existing { data_source, .. } => Some(*data_source),
            MemberPlace::New(_) => None,
        }
    }

    /// Returns whether the plan creates the database.
    pub fn is_new(&self) -> bool {
        matches!(self.place, MemberPlace::New(_))
    }

    /// All changes, also those to what the schema does not have, which only a policy brings about. Of a new database
    /// these are its properties.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns whether the database exists and nothing of it has to change.
    pub fn is_unchanged(&self) -> bool {
        !self.is_new() && self.changes.iter().all(Change::is_kept)
    }
}
