//! Queries of views.

use crate::id::{ViewId, ViewQueryId};
use crate::list::RequestStatus;
use crate::object::object;
use crate::search::PageOrDataSource;
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
