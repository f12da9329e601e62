//! Searches and the results of searches and queries.

use crate::database::DataSource;
use crate::json::{by_object, object, open_enum};
use crate::page::Page;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{known, same};

    #[test]
    fn results_may_have_nothing_but_an_id() {
        let page: PageOrDataSource =
            known(r#"{"object": "page", "id": "00000000-0000-4000-8000-0000000000fa"}"#);
        assert!(matches!(page, PageOrDataSource::Page(_)));
        let source: PageOrDataSource = known(
            r#"{"object": "data_source", "id": "00000000-0000-4000-8000-0000000000fa", "properties": {}}"#,
        );
        assert!(matches!(source, PageOrDataSource::DataSource(_)));
    }

    #[test]
    fn another_result_is_kept() {
        let json = serde_json::json!({"object": "agent", "id": 7});
        assert_eq!(
            same::<PageOrDataSource>(&json),
            PageOrDataSource::Unknown(json)
        );
    }

    #[test]
    fn filters_are_known() {
        known::<SearchFilter>(r#"{"property": "object", "value": "page", "in_trash": true}"#);
        known::<SearchFilter>(r#"{"in_trash": false}"#);
    }
}
