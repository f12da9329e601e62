//! What only Notion knows and a text names: users, pages, and the schemas of other data sources.

use std::collections::HashMap;

use notion_model::{DataSourceId, PageId, PropertySchemas, UserId};

/// Something that has to be looked up before a text can become a filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Lookup {
    /// The users of this name or e-mail address.
    Users(String),
    /// The pages of a data source with this title.
    Pages {
        /// The data source that a relation leads to.
        data_source: DataSourceId,
        /// The title.
        title: String,
    },
    /// The properties of a data source that a rollup shows values of.
    Schema(DataSourceId),
}

/// The answers to [`Lookup`]s.
#[derive(Debug, Clone, Default)]
pub struct Known {
    users: HashMap<String, Vec<UserId>>,
    pages: HashMap<(DataSourceId, String), Vec<PageId>>,
    schemas: HashMap<DataSourceId, PropertySchemas>,
}

impl Known {
    /// Adds the users of a name or e-mail address: none, one, or several.
    pub fn add_users(&mut self, name: impl Into<String>, users: Vec<UserId>) {
        self.users.insert(name.into(), users);
    }

    /// Adds the pages of a data source with a title: none, one, or several.
    pub fn add_pages(
        &mut self,
        data_source: DataSourceId,
        title: impl Into<String>,
        pages: Vec<PageId>,
    ) {
        self.pages.insert((data_source, title.into()), pages);
    }

    /// Adds the properties of a data source.
    pub fn add_schema(&mut self, data_source: DataSourceId, properties: PropertySchemas) {
        self.schemas.insert(data_source, properties);
    }

    pub(super) fn users(&self, name: &str) -> Option<&[UserId]> {
        self.users.get(name).map(Vec::as_slice)
    }

    pub(super) fn pages(&self, data_source: DataSourceId, title: &str) -> Option<&[PageId]> {
        let pages = self.pages.get(&(data_source, title.to_owned()));
        pages.map(Vec::as_slice)
    }

    pub(super) fn schema(&self, data_source: DataSourceId) -> Option<&PropertySchemas> {
        self.schemas.get(&data_source)
    }
}
