//! `POST /data_sources/{id}/query`.

use std::sync::LazyLock;

use serde_json::Value;

use super::pages::{Wanted, in_trash};
use crate::compute::Computing;
use crate::error::Result;
use crate::query::{Filter, Sorts, filter_shape, sorts_shape};
use crate::render;
use crate::request::{Incoming, Version};
use crate::router::Reply;
use crate::state::{Page, Workspace};
use crate::validate::{Shape, check_body, only_in, optional, paging_fields, paging_of_body};

/// The most rows that one query gives, over all its pages.
pub(crate) const MOST_ROWS: usize = 10_000;

static QUERY: LazyLock<Shape> = LazyLock::new(|| {
    let mut fields = vec![
        optional("sorts", sorts_shape()),
        optional("filter", filter_shape()),
        optional("in_trash", Shape::Bool),
        only_in(Version::V2025, "archived", Shape::Bool),
        optional("result_type", Shape::OneOf(&["page", "data_source"])),
    ];
    fields.extend(paging_fields());
    Shape::Object(fields)
});

/// Lists the rows that pass a filter, in the order of the sorts; without sorts the newest first.
pub(crate) fn query(workspace: &mut Workspace, request: &Incoming) -> Result<Reply> {
    let id = request.path_id(1, "data_source_id")?;
    let body = request.json()?;
    check_body(&QUERY, &body, request.version)?;
    let paging = paging_of_body(&body);
    let list_id = workspace.ids.random();

    let source = workspace.data_source(id)?;
    let computing = Computing::new(workspace);
    let filter = body
        .get("filter")
        .map(|filter| Filter::parse(filter, &source.schema, computing.now))
        .transpose()?;
    let sorts = Sorts::parse(body.get("sorts"), &source.schema)?;
    let trash = in_trash(&body).unwrap_or(false);
    let nothing = body.get("result_type").and_then(Value::as_str) == Some("data_source");

    let rows: Vec<&Page> = source
        .rows
        .iter()
        .rev()
        .filter(|_| !nothing)
        .filter_map(|row| workspace.pages.get(row))
        .filter(|page| page.in_trash == trash)
        .filter(|page| {
            filter
                .as_ref()
                .is_none_or(|filter| filter.passes(&computing, &source.schema, page))
        })
        .collect();
    let mut rows = sorts.order(&computing, &source.schema, rows);
    let capped = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);

    let (shown, next) = paging.cut(&rows, |page| page.id)?;
    let next = next.map(|next| format!("s:{list_id}:{next}"));
    let wanted = Wanted::of(request);
    let results: Vec<Value> = shown
        .iter()
        .map(|page| {
            render::page_of_properties(&computing, page, request.version, |property| {
                wanted.has(property)
            })
            .into()
        })
        .collect();
    let reached = capped && next.is_none();
    let mut list = render::list("page_or_data_source", results, next);
    if reached {
        list = list.put(
            "request_status",
            serde_json::json!({ "type": "incomplete", "incomplete_reason": "query_result_limit_reached" }),
        );
    }
    Ok(Reply::ok(list.into_map()))
}
