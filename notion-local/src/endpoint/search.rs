//! `POST /search`. The local server finds at once what Notion finds after some seconds.

use std::sync::LazyLock;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::query::Words;
use crate::render;
use crate::state::{Workspace, text};
use crate::validate::{Shape, check_body, optional, paging_fields, paging_of_body, required};

static SEARCH: LazyLock<Shape> = LazyLock::new(|| {
    let sort = Shape::Union(vec![
        Shape::Object(vec![
            required("timestamp", Shape::TEXT),
            optional("direction", Shape::OneOf(&["ascending", "descending"])),
        ]),
        Shape::Object(vec![required("property", Shape::OneOf(&["relevance"]))]),
    ]);
    let filter = Shape::Union(vec![
        Shape::Object(vec![
            required("property", Shape::OneOf(&["object"])),
            required("value", Shape::OneOf(&["page", "data_source"])),
            optional("in_trash", Shape::Bool),
        ]),
        Shape::Object(vec![required("in_trash", Shape::Bool)]),
    ]);
    let mut fields = vec![
        optional("sort", sort),
        optional("query", Shape::TEXT),
        optional("filter", filter),
    ];
    fields.extend(paging_fields());
    Shape::Object(fields)
});

/// Lists pages and data sources by their titles, what changed last first.
///
/// Notion keeps data sources in the trash in its index for days and shows them with `in_trash: true`, while pages
/// in the trash are gone at once. So does this, until the filter says what is wanted.
pub(crate) fn search(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body = request.json()?;
    check_body(&SEARCH, body, request.version)?;
    if body
        .pointer("/sort/timestamp")
        .is_some_and(|timestamp| timestamp != "last_edited_time")
    {
        return Err(ApiError::search_timestamp());
    }
    let list_id = workspace.fleeting_ids.random();
    let words = Words::of(
        body.get("query")
            .and_then(Value::as_str)
            .unwrap_or_default(),
    );
    let wanted = body.pointer("/filter/value").and_then(Value::as_str);
    let trash = body.pointer("/filter/in_trash").and_then(Value::as_bool);
    let finds = |title: &str| words.as_ref().is_none_or(|words| words.match_title(title));

    // When it changed, the order of changes within one instant, and what it is.
    let mut found: Vec<(jiff::Timestamp, u64, Uuid)> = Vec::new();
    if wanted != Some("data_source") {
        for page in workspace
            .pages
            .values()
            .filter(|page| workspace.sees(page.id))
        {
            let in_trash = workspace.in_trash(page.id);
            if in_trash == trash.unwrap_or(false)
                && !workspace.is_template(page)
                && finds(&text::plain(workspace, page.title()))
            {
                found.push((page.history.edited, page.history.order, page.id));
            }
        }
    }
    if wanted != Some("page") {
        let sources = workspace.data_sources.values();
        for source in sources.filter(|source| workspace.sees(source.id)) {
            let in_trash = workspace.in_trash(source.id);
            if trash.is_none_or(|trash| trash == in_trash)
                && finds(&text::plain(workspace, &source.title))
            {
                found.push((source.history.edited, source.history.order, source.id));
            }
        }
    }
    found.sort_by(|a, b| b.cmp(a));
    if body.pointer("/sort/direction") == Some(&json!("ascending")) {
        found.reverse();
    }

    let (shown, next) = paging_of_body(&body).cut(&found, |(_, _, id)| *id)?;
    let next = next.map(|next| format!("s:{list_id}:{next}"));
    let computing = Computing::new(workspace);
    let results = shown.iter().filter_map(|(_, _, id)| {
        if let Some(page) = workspace.pages.get(id) {
            return Some(render::page(&computing, page, request.version).into());
        }
        let source = workspace.data_sources.get(id)?;
        Some(render::data_source(workspace, source, request.version).into())
    });
    Ok(Reply::ok(
        render::list("page_or_data_source", results.collect(), next).into_map(),
    ))
}
