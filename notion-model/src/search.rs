//! Searches and the results of searches and queries.

use crate::data_source::DataSource;
use crate::object::object;
use crate::open_enum::open_enum;
use crate::page::Page;
use crate::tagged::by_object;

by_object! {
    /// A result of a search or of a query: `List<PageOrDataSource>` is the answer to both.
    pub enum PageOrDataSource {
        /// A page.
        Page(Page) = "page",
        /// A data source.
        DataSource(DataSource) = "data_source",
    }
}

object! {
    /// What a search is to find.
    ///
    /// ```
    /// use notion_model::{SearchFilter, SearchObject};
    ///
    /// let filter = SearchFilter::of(SearchObject::DataSource);
    /// assert_eq!(serde_json::to_string(&filter)?, r#"{"property":"object","value":"data_source"}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct SearchFilter {
        /// `object`, if there is a value.
        absent property: Option<String>,
        /// Pages or data sources.
        absent value: Option<SearchObject>,
        /// Whether to search in the trash.
        absent in_trash: Option<bool>,
    }
}

open_enum! {
    /// What a search can find.
    pub enum SearchObject {
        Page = "page",
        DataSource = "data_source",
    }
}

impl SearchFilter {
    /// Finds pages only, or data sources only.
    pub fn of(value: SearchObject) -> Self {
        Self {
            property: Some("object".to_owned()),
            value: Some(value),
            ..Self::default()
        }
    }
}
