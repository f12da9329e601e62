//! Data sources: the tables inside databases.

use crate::file::File;
use crate::icon::Icon;
use crate::id::DataSourceId;
use crate::json::object;
use crate::parent::Parent;
use crate::property::PropertySchemas;
use crate::text::RichText;
use crate::time::Timestamp;
use crate::user::User;

object! {
    /// A data source: a table inside a database. Its properties are its schema; its rows are pages.
    pub struct DataSource is "data_source" (
        /// The data source's id.
        id: DataSourceId,
    ) {
        /// The picture above the database.
        null cover: Option<File>,
        /// The icon.
        null icon: Option<Icon>,
        /// When the data source was made, to the minute.
        absent created_time: Option<Timestamp>,
        /// Who made the data source.
        absent created_by: Option<User>,
        /// Who changed the data source last.
        absent last_edited_by: Option<User>,
        /// When the data source was changed last, to the minute.
        absent last_edited_time: Option<Timestamp>,
        /// The title.
        written title: Vec<RichText>,
        /// The description.
        written description: Vec<RichText>,
        /// Whether the database is shown inside its page.
        written is_inline: bool,
        /// The schema: what each property is.
        written properties: PropertySchemas,
        /// The database that the data source is in; for synced data, it may be another data source.
        absent parent: Option<Parent>,
        /// What that database lives in.
        absent database_parent: Option<Parent>,
        /// The database's address in Notion.
        absent url: Option<String>,
        /// The database's address on the web, if it is published.
        null public_url: Option<String>,
        /// Whether the data source is in the trash.
        written in_trash: bool,
        /// The former name of `in_trash`, in API versions before 2026-03-11.
        absent archived: Option<bool>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}
