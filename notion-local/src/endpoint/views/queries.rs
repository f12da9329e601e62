//! `/views/{id}/queries` and `/views/{id}/queries/{id}`.

use jiff::ToSpan as _;
use notion_vocabulary::limits::MAX_PAGE_ITEMS;
use serde_json::{Value, json};
use uuid::Uuid;

use super::view;
use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::query::{Filter, Sorts};
use crate::render;
use crate::state::{Page, View, ViewQuery, Workspace};
use crate::validate::{Cursor, Number, Paging, body, paging_of_query};

body! {
    /// The body of `POST /views/{id}/queries`.
    struct CreateQuery {
        page_size: Option<Number<1, { MAX_PAGE_ITEMS as i64 }>>,
    }
}

/// Carries a view's filter and sorts out, and keeps the result for a quarter of an hour.
pub(crate) fn create_query(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("view_id")?;
    let body: CreateQuery = request.body()?;
    let (pages, capped) = pages(workspace, view(workspace, id)?)?;
    if Computing::new(workspace).is_interrupted() {
        // The request is answered again.
        return Err(ApiError::of_status(503));
    }
    let expires = workspace
        .clock
        .now()
        .checked_add(15.minutes())
        .unwrap_or_else(|_| workspace.clock.now());
    let query = ViewQuery {
        id: workspace.fleeting_ids.random(),
        view: id,
        expires,
        pages,
        capped,
    };
    let paging = Paging {
        size: body.page_size.map(|size| size.truncated),
        cursor: None,
    };
    let (results, next) = page_of(&query, &paging)?;
    let reached = capped && next.is_none();
    let shown = render::view_query(&query, results, next);
    let shown = if reached {
        render::incomplete(shown)
    } else {
        shown
    }
    .into_map();
    workspace.view_queries.insert(query.id, query);
    Ok(Reply::ok(shown))
}

/// Shows a page of a query's result.
pub(crate) fn query_results(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let query = query(workspace, request)?;
    let paging = paging_of_query(request, Cursor::Opaque)?;
    let (results, next) = page_of(query, &paging)?;
    let reached = query.capped && next.is_none();
    let list = render::list("page", results, next);
    let list = if reached {
        render::incomplete(list)
    } else {
        list
    };
    Ok(Reply::ok(list.into_map()))
}

/// Forgets a query's result.
pub(crate) fn delete_query(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = query(workspace, request)?.id;
    workspace.view_queries.remove(&id);
    let body = render::Object::new()
        .put("object", "view_query")
        .put("id", id.to_string())
        .put("deleted", true);
    Ok(Reply::ok(body.into_map()))
}

fn query<'a>(workspace: &'a Workspace, request: &Incoming<'_>) -> Result<&'a ViewQuery> {
    let view_id = request.path_id("view_id")?;
    let id = request.path_id("query_id")?;
    view(workspace, view_id)?;
    let now = workspace.clock.now();
    let found = workspace
        .view_queries
        .get(&id)
        .filter(|query| query.view == view_id && query.expires > now);
    found.ok_or_else(|| workspace.not_found("view_query", id))
}

fn page_of(query: &ViewQuery, paging: &Paging) -> Result<(Vec<Value>, Option<String>)> {
    let (shown, next) = paging.cut(&query.pages, |page| *page)?;
    Ok((
        shown
            .iter()
            .map(|id| json!({ "object": "page", "id": id }))
            .collect(),
        next,
    ))
}

/// The pages that a view shows, and whether there are more than a query gives.
fn pages(workspace: &Workspace, view: &View) -> Result<(Vec<Uuid>, bool)> {
    let source = workspace.data_source(view.data_source)?;
    let computing = Computing::new(workspace);
    let filter = (!view.filter.is_null())
        .then(|| Filter::parse(&view.filter, source, &computing))
        .transpose()?;
    let sorts = Sorts::parse(Some(&view.sorts), &source.schema)?;
    let rows: Vec<&Page> = source
        .rows
        .iter()
        .rev()
        .filter_map(|row| workspace.pages.get(row))
        .filter(|page| !page.face.in_trash)
        .filter(|page| {
            filter
                .as_ref()
                .is_none_or(|filter| filter.passes(&computing, &source.schema, page))
        })
        .collect();
    let max_rows = workspace.max_query_results;
    let capped = rows.len() > max_rows;
    let rows = sorts.order(&computing, &source.schema, rows, max_rows);
    Ok((rows.into_iter().map(|page| page.id).collect(), capped))
}
