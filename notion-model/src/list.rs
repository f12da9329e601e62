//! Lists: the envelope in which Notion gives results page by page.

use crate::empty::Empty;
use crate::object::object;
use crate::open_enum::open_enum;
use crate::property_item::PropertyItemInfo;
use crate::tagged::tagged;

object! {
    /// A page of results.
    pub struct List<T> is "list" {
        /// The results.
        written results: Vec<T>,
        /// Where the next page begins; `None` on the last one.
        null next_cursor: Option<String>,
        /// Whether there are more.
        written has_more: bool,
        /// What the results are.
        tagged kind: ListKind,
        /// Whether the results are all that there are.
        absent request_status: Option<RequestStatus>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

tagged! {
    /// What the results of a [`List`] are. Nearly all types say no more than their name.
    pub enum ListKind {
        /// Blocks.
        Block(Empty) = "block",
        /// Comments.
        Comment(Empty) = "comment",
        /// Users.
        User(Empty) = "user",
        /// Results of a search or of a query of a data source.
        PageOrDataSource(Empty) = "page_or_data_source",
        /// The elements of a property's value.
        PropertyItem(PropertyItemInfo) = "property_item",
        /// File uploads.
        FileUpload(Empty) = "file_upload",
        /// Views.
        View(Empty) = "view",
        /// Results of a view's query.
        Page(Empty) = "page",
        /// Custom emojis; this type has no key of its own.
        CustomEmoji = "custom_emoji",
    }
}

object! {
    /// Whether the results of a query are all that there are.
    pub struct RequestStatus {
        /// Complete or incomplete.
        absent kind as "type": Option<RequestStatusType>,
        /// Why they are not all.
        absent incomplete_reason: Option<IncompleteReason>,
    }
}

open_enum! {
    /// Whether the results are all that there are.
    pub enum RequestStatusType {
        Complete = "complete",
        Incomplete = "incomplete",
    }
}

open_enum! {
    /// Why the results of a query are not all that there are.
    pub enum IncompleteReason {
        /// (the query has more than 10,000 results)
        QueryResultLimitReached = "query_result_limit_reached",
    }
}

impl<T> List<T> {
    /// A list of results that is its own last page.
    pub fn of(kind: ListKind, results: Vec<T>) -> Self {
        Self {
            kind,
            results,
            ..Self::default()
        }
    }
}
