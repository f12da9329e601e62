//! Queries of views.

use crate::id::{ViewId, ViewQueryId};
use crate::json::object;
use crate::list::RequestStatus;
use crate::query::PageOrDataSource;
use crate::time::Timestamp;

object! {
    /// A query of a view: its results are stored for a quarter of an hour, to be read page by page.
    ///
    /// Of a query that was deleted, Notion says `deleted` and no more.
    pub struct ViewQuery is "view_query" (
        /// The query's id.
        id: ViewQueryId,
    ) {
        /// The view.
        absent view_id: Option<ViewId>,
        /// Until when the results are stored, to the millisecond.
        absent expires_at: Option<Timestamp>,
        /// The number of results.
        absent total_count: Option<u64>,
        /// The first page of results, each with its id only.
        absent results: Vec<PageOrDataSource>,
        /// Where the next page begins.
        absent next_cursor: Option<String>,
        /// Whether there are more.
        absent has_more: bool,
        /// Whether the results are all that there are.
        absent request_status: Option<RequestStatus>,
        /// Whether the query has been deleted.
        absent deleted: Option<bool>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn queries_are_known_alive_and_deleted() {
        let query: ViewQuery = known(
            r#"{"object": "view_query", "id": "00000000-0000-4000-8000-0000000000fa",
                "view_id": "00000000-0000-4000-8000-000000000001", "expires_at": "2026-06-27T17:08:14.422+00:00",
                "total_count": 1, "results": [{"object": "page", "id": "00000000-0000-4000-8000-000000000002"}],
                "next_cursor": null, "has_more": false, "request_status": {"type": "complete"}}"#,
        );
        assert!(matches!(&query.results[0], PageOrDataSource::Page(page) if page.url.is_none()));
        let deleted: ViewQuery = known(
            r#"{"object": "view_query", "id": "00000000-0000-4000-8000-0000000000fa", "deleted": true, "request_id": "r"}"#,
        );
        assert_eq!(deleted.deleted, Some(true));
    }
}
