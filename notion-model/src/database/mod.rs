//! Databases, and the data sources in them.

mod data_source;
mod template;

pub use data_source::DataSource;
pub use template::{Template, TemplateList};

use serde::Serialize;

use crate::file::File;
use crate::icon::Icon;
use crate::id::{DataSourceId, DatabaseId};
use crate::json::object;
use crate::parent::Parent;
use crate::property::PropertySchemaRequests;
use crate::text::RichText;
use crate::time::Timestamp;

object! {
    /// A database: the container of data sources. The properties are those of its data sources.
    pub struct Database is "database" (
        /// The database's id.
        id: DatabaseId,
    ) {
        /// The title.
        written title: Vec<RichText>,
        /// The description.
        written description: Vec<RichText>,
        /// What the database lives in.
        absent parent: Option<Parent>,
        /// Whether the database is shown inside its page.
        written is_inline: bool,
        /// Whether the database is in the trash.
        written in_trash: bool,
        /// Whether the database is locked for editing in Notion's apps.
        written is_locked: bool,
        /// When the database was made, to the millisecond.
        absent created_time: Option<Timestamp>,
        /// When the database was changed last, to the millisecond.
        absent last_edited_time: Option<Timestamp>,
        /// The data sources in it. A linked view of a database has none.
        written data_sources: Vec<DataSourceReference>,
        /// The icon.
        null icon: Option<Icon>,
        /// The picture above the database.
        null cover: Option<File>,
        /// The database's address in Notion.
        absent url: Option<String>,
        /// The database's address on the web, if it is published.
        null public_url: Option<String>,
        /// The former name of `in_trash`, in API versions before 2026-03-11.
        absent archived: Option<bool>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

object! {
    /// A data source of a database.
    pub struct DataSourceReference (
        /// The data source's id.
        id: DataSourceId,
    ) {
        /// The data source's name: its title as plain text.
        written name: String,
    }
}

/// A database to be created.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateDatabase {
    /// Where: a page or the workspace.
    pub parent: Parent,
    /// The title. Without one, Notion calls it "New database".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<RichText>,
    /// The description.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<RichText>,
    /// Whether the database is shown inside its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_inline: Option<bool>,
    /// The data source that it begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_data_source: Option<InitialDataSource>,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture above the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
}

impl CreateDatabase {
    /// A database in this parent.
    pub fn in_parent(parent: Parent) -> Self {
        Self {
            parent,
            ..Self::default()
        }
    }
}

/// The data source that a database begins with.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InitialDataSource {
    /// The properties by name. Exactly one is a title.
    pub properties: PropertySchemaRequests,
}
