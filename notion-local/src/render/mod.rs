//! From state to JSON, keys in Notion's order.

mod block;
mod comment;
mod data_source;
mod database;
mod file;
mod list;
mod page;
mod rich_text;
mod task;
mod upload;
mod user;
mod view;

pub(crate) use block::block;
#[cfg(feature = "viewer")]
pub(crate) use block::block_without_text;
pub(crate) use comment::comment;
pub(crate) use data_source::data_source;
pub(crate) use database::{UNTITLED, database, name as title_or_default};
pub(crate) use file::{cover, file_body, icon, named_file};
pub(crate) use list::list;
pub(crate) use page::{page, page_of_properties};
pub(crate) use rich_text::rich_text;
pub(crate) use task::{queued_task, succeeded_task};
pub(crate) use upload::upload;
pub(crate) use user::{full_user, partial_user, user_value};

pub(crate) use view::{deleted_view, incomplete, view, view_query};

use uuid::Uuid;

use crate::exchange::Version;

/// Where pages and databases live on the web.
pub(crate) const BASE_URL: &str = "https://app.notion.com/p/";

/// A JSON object in the making: keys stay in the order in which they are put.
#[derive(Debug, Default)]
pub(crate) struct Object(serde_json::Map<String, serde_json::Value>);

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a key.
    #[must_use]
    pub(crate) fn put(mut self, key: &str, value: impl Into<serde_json::Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Adds `archived` at the end, where the version has it.
    #[must_use]
    pub(crate) fn put_archived(self, version: Version, in_trash: bool) -> Self {
        match version {
            Version::V2025 => self.put("archived", in_trash),
            Version::V2026 => self,
        }
    }

    pub(crate) fn into_map(self) -> serde_json::Map<String, serde_json::Value> {
        self.0
    }
}

impl From<Object> for serde_json::Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

/// The address of a page, a database or a block: the base and the id without dashes.
pub(crate) fn plain_url(id: Uuid) -> String {
    format!("{BASE_URL}{}", id.simple())
}
