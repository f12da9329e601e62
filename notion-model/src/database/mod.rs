//! Databases, and the data sources in them.

mod data_source;
mod template;

pub use data_source::DataSource;
pub use template::{Template, TemplateList};

use crate::file::File;
use crate::icon::Icon;
use crate::id::{DataSourceId, DatabaseId};
use crate::json::object;
use crate::parent::Parent;
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
