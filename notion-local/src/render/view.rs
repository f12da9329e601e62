//! Views and their queries.

use serde_json::{Value, json};

use super::{Object, partial_user, plain_url};
use crate::state::clock::precise;
use crate::state::{View, ViewQuery};

/// A view.
pub(crate) fn view(view: &View) -> Object {
    head(view)
        .put("data_source_id", view.data_source.to_string())
        .put("name", view.name.clone())
        .put("type", view.kind.clone())
        .put("created_time", precise(view.history.created))
        .put("created_by", partial_user(view.history.created_by))
        .put("last_edited_time", precise(view.history.edited))
        .put("last_edited_by", partial_user(view.history.edited_by))
        .put(
            "url",
            format!("{}?v={}", plain_url(view.database), view.id.simple()),
        )
        .put("filter", view.filter.clone())
        .put("sorts", view.sorts.clone())
        .put("quick_filters", view.quick_filters.clone())
        .put("configuration", view.configuration.clone())
}

/// What is left of a view that is deleted.
pub(crate) fn deleted_view(view: &View) -> Object {
    head(view).put("type", view.kind.clone())
}

fn head(view: &View) -> Object {
    Object::new()
        .put("object", "view")
        .put("id", view.id.to_string())
        .put(
            "parent",
            json!({ "type": "database_id", "database_id": view.database }),
        )
}

/// The first page of a query of a view.
pub(crate) fn view_query(query: &ViewQuery, results: Vec<Value>, next: Option<String>) -> Object {
    let has_more = next.is_some();
    Object::new()
        .put("object", "view_query")
        .put("id", query.id.to_string())
        .put("view_id", query.view.to_string())
        .put("expires_at", precise(query.expires))
        .put("total_count", query.pages.len())
        .put("results", results)
        .put("next_cursor", next)
        .put("has_more", has_more)
}

/// Says that there is more than a query gives.
pub(crate) fn incomplete(object: Object) -> Object {
    object.put(
        "request_status",
        json!({ "type": "incomplete", "incomplete_reason": "query_result_limit_reached" }),
    )
}
