//! Search: pages and data sources by their titles.

use notion_model::{Direction, List, PageOrDataSource, SearchFilter};
use serde::Serialize;
use serde_json::json;

use super::{Api, Call};
use crate::http::Request;

impl Api {
    /// Pages and data sources that are shared with the integration, by words of their titles. `POST /v1/search`
    ///
    /// Notion finds what has any of the words, and needs a while to find what is new. Without words it gives
    /// everything. The latest edited come first.
    ///
    /// # Limits
    ///
    /// 100 results a part. Titles only; not made for finding rows of one data source, and not exhaustive.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if the cursor is not one of this search.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// use notion_rest::api::SearchParams;
    ///
    /// let found = client.api().search(&SearchParams::query("home")).all().await?;
    /// assert_eq!(found.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn search(&self, params: &SearchParams) -> Call<List<PageOrDataSource>> {
        Call::with_body(
            &self.client,
            Request::post("/v1/search").repeatable(true),
            params,
        )
    }
}

/// What to search for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SearchParams {
    /// Words of the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Pages only, data sources only, what is in the trash only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<SearchFilter>,
    /// In what order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<SearchSort>,
}

impl SearchParams {
    /// What has any of these words in its title.
    pub fn query(words: impl Into<String>) -> Self {
        Self {
            query: Some(words.into()),
            ..Self::default()
        }
    }
}

/// The order of a search's results.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SearchSort {
    /// By the time of the last edit. Descending is what Notion does unasked.
    LastEdited(Direction),
    /// By how well the title fits the words.
    Relevance,
}

impl Serialize for SearchSort {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sort = match self {
            Self::LastEdited(direction) => {
                json!({ "timestamp": "last_edited_time", "direction": direction })
            }
            Self::Relevance => json!({ "property": "relevance" }),
        };
        sort.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use notion_model::SearchObject;

    use super::*;

    #[test]
    fn only_what_is_asked_for_is_written() {
        let write = |params: &SearchParams| serde_json::to_value(params).unwrap();
        assert_eq!(write(&SearchParams::default()), json!({}));
        let params = SearchParams {
            query: Some("x".to_owned()),
            filter: Some(SearchFilter {
                in_trash: Some(true),
                ..SearchFilter::of(SearchObject::DataSource)
            }),
            sort: Some(SearchSort::LastEdited(Direction::Ascending)),
        };
        let expected = json!({
            "query": "x",
            "filter": { "property": "object", "value": "data_source", "in_trash": true },
            "sort": { "timestamp": "last_edited_time", "direction": "ascending" },
        });
        assert_eq!(write(&params), expected);
    }
}
