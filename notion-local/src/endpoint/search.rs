//! `POST /search`. The local server finds at once what Notion finds after some seconds.

use serde_json::Value;
use uuid::Uuid;

use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::query::Words;
use crate::render;
use crate::state::{Workspace, text};
use crate::validate::{Body, Nullable, PageSize, Paging, Shape, body, one_of, optional, required};

body! {
    /// The body of a search.
    struct Search<'a> {
        sort: Option<Sort<'a>>,
        query: Option<&'a str>,
        filter: Option<SearchFilter>,
        start_cursor: Option<Nullable<&'a str>>,
        page_size: Option<PageSize>,
    }
}

/// By what the results are sorted: by this timestamp, or by relevance.
#[derive(Debug, Clone, Copy)]
struct Sort<'a> {
    timestamp: Option<&'a str>,
    is_ascending: bool,
}

impl<'a> Body<'a> for Sort<'a> {
    fn shape() -> Shape {
        Shape::Union(vec![
            Shape::Object(vec![
                required("timestamp", Shape::TEXT),
                optional("direction", Shape::OneOf(&["ascending", "descending"])),
            ]),
            Shape::Object(vec![required("property", Shape::OneOf(&["relevance"]))]),
        ])
    }

    fn read(value: &'a Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        Some(Self {
            timestamp: text("timestamp"),
            is_ascending: text("direction") == Some("ascending"),
        })
    }
}

one_of! {
    /// What is searched for.
    enum Wanted {
        Page = "page",
        DataSource = "data_source",
    }
}

/// What is searched for, and where.
#[derive(Debug, Clone, Copy, Default)]
struct SearchFilter {
    wanted: Option<Wanted>,
    in_trash: Option<bool>,
}

impl<'a> Body<'a> for SearchFilter {
    fn shape() -> Shape {
        Shape::Union(vec![
            Shape::Object(vec![
                required("property", Shape::OneOf(&["object"])),
                required("value", Wanted::shape()),
                optional("in_trash", Shape::Bool),
            ]),
            Shape::Object(vec![required("in_trash", Shape::Bool)]),
        ])
    }

    fn read(value: &'a Value) -> Option<Self> {
        Some(Self {
            wanted: value.get("value").and_then(Wanted::read),
            in_trash: value.get("in_trash").and_then(bool::read),
        })
    }
}

/// Lists pages and data sources by their titles, what changed last first.
///
/// Notion keeps data sources in the trash in its index for days and shows them with `in_trash: true`, while pages
/// in the trash are gone at once. So does this, until the filter says what is wanted.
pub(crate) fn search(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body: Search<'_> = request.body()?;
    let timestamp = body.sort.and_then(|sort| sort.timestamp);
    if timestamp.is_some_and(|timestamp| timestamp != "last_edited_time") {
        return Err(ApiError::search_timestamp());
    }
    let list_id = workspace.fleeting_ids.random();
    let words = Words::of(body.query.unwrap_or_default());
    let filter = body.filter.unwrap_or_default();
    let (wanted, trash) = (filter.wanted, filter.in_trash);
    let finds = |title: &str| words.as_ref().is_none_or(|words| words.match_title(title));

    // When it changed, the order of changes within one instant, and what it is.
    let mut found: Vec<(jiff::Timestamp, u64, Uuid)> = Vec::new();
    if wanted != Some(Wanted::DataSource) {
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
    if wanted != Some(Wanted::Page) {
        let sources = workspace.data_sources.values();
        for source in sources.filter(|source| workspace.sees(source.id)) {
            let in_trash = workspace.in_trash(source.id);
            if trash.is_none_or(|trash| trash == in_trash)
                && finds(&text::plain(workspace, &source.face.title))
            {
                found.push((source.history.edited, source.history.order, source.id));
            }
        }
    }
    found.sort_by(|a, b| b.cmp(a));
    if body.sort.is_some_and(|sort| sort.is_ascending) {
        found.reverse();
    }

    let paging = Paging::of(body.page_size, body.start_cursor);
    let (shown, next) = paging.cut(&found, |(_, _, id)| *id)?;
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
