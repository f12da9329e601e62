//! `POST /data_sources/{id}/query`.

use serde_json::Value;
use uuid::Uuid;

use super::pages::Wanted;
use crate::compute::Computing;
use crate::error::Result;
use crate::exchange::{Incoming, Reply};
use crate::query::{Filter, FilterBody, Sorts, SortsBody};
use crate::render;
use crate::state::{DataSource, Page, StoredQuery, Workspace};
use crate::validate::{In2025, Nullable, PageSize, Paging, body, one_of, trash};

body! {
    /// The body of a query.
    struct Query<'a> {
        sorts: Option<SortsBody<'a>>,
        filter: Option<FilterBody<'a>>,
        in_trash: Option<bool>,
        archived: In2025<bool>,
        result_type: Option<ResultType>,
        start_cursor: Option<Nullable<&'a str>>,
        page_size: Option<PageSize>,
    }
}

one_of! {
    enum ResultType {
        Page = "page",
        DataSource = "data_source",
    }
}

/// Lists the rows that pass a filter, in the order of the sorts; without sorts the newest first.
///
/// The result is kept, so that a later page costs no second look at all rows. Choice: rows that change meanwhile stay
/// in the result, but for those that go to the trash.
pub(crate) fn query(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("data_source_id")?;
    let body: Query<'_> = request.body()?;
    let paging = Paging::of(body.page_size, body.start_cursor);
    let new_id = workspace.fleeting_ids.random();
    let trash = trash(body.in_trash, body.archived).unwrap_or(false);
    let question = question(&body);

    let source = workspace.data_source(id)?;
    let cursor = paging.cursor.as_deref().unwrap_or_default();
    let stored = workspace.queries.find(cursor, id, &question);
    let computed = match stored {
        Some(_) => None,
        None => Some(compute(workspace, source, &body, trash)?),
    };
    let (list_id, all, capped) = match (stored, &computed) {
        (Some(stored), _) => (stored.id, stored.rows.as_slice(), stored.capped),
        (None, Some((rows, capped))) => (new_id, rows.as_slice(), *capped),
        (None, None) => (new_id, [].as_slice(), false),
    };
    let rows: Vec<Uuid> = all
        .iter()
        .copied()
        .filter(|row| is_there(workspace, *row, id, trash))
        .collect();
    let (shown, next) = paging.cut(&rows, |row| *row)?;

    let computing = Computing::new(workspace);
    let wanted = Wanted::of(request);
    let results: Vec<Value> = shown
        .iter()
        .filter_map(|row| workspace.pages.get(row))
        .map(|page| {
            render::page_of_properties(&computing, page, request.version, |p| wanted.has(p)).into()
        })
        .collect();
    let reached = capped && next.is_none();
    let has_more = next.is_some();
    let mut list = render::list(
        "page_or_data_source",
        results,
        next.map(|next| format!("s:{list_id}:{next}")),
    );
    if reached {
        list = render::incomplete(list);
    }
    if let (true, Some((rows, capped))) = (has_more && !computing.is_interrupted(), computed) {
        workspace.queries.keep(StoredQuery {
            id: list_id,
            data_source: id,
            question,
            rows,
            capped,
        });
    }
    Ok(Reply::ok(list.into_map()))
}

/// What is asked, apart from which page of it.
fn question(body: &Query<'_>) -> String {
    let filter = body.filter.map(|filter| filter.0);
    let sorts = body.sorts.map(|sorts| sorts.0);
    [filter, sorts]
        .map(|part| part.map(Value::to_string).unwrap_or_default())
        .join("\n")
        + &format!(
            "\n{:?}\n{:?}",
            trash(body.in_trash, body.archived),
            body.result_type
        )
}

/// The rows that a query gives, and whether there are more than one query may give.
fn compute(
    workspace: &Workspace,
    source: &DataSource,
    body: &Query<'_>,
    trash: bool,
) -> Result<(Vec<Uuid>, bool)> {
    let schema = &source.schema;
    let computing = Computing::new(workspace);
    let filter = body
        .filter
        .map(|filter| Filter::parse(filter.0, source, &computing))
        .transpose()?;
    let sorts = Sorts::parse(body.sorts.map(|sorts| sorts.0), schema)?;
    if body.result_type == Some(ResultType::DataSource) {
        return Ok((Vec::new(), false));
    }
    let max_rows = workspace.max_query_results;
    // Without sorts the first rows that pass are the result.
    let most = if sorts.is_empty() {
        max_rows.saturating_add(1)
    } else {
        usize::MAX
    };
    let rows: Vec<&Page> = source
        .rows
        .iter()
        .rev()
        .filter_map(|row| workspace.pages.get(row))
        .filter(|page| page.face.in_trash == trash)
        .filter(|page| {
            filter
                .as_ref()
                .is_none_or(|filter| filter.passes(&computing, schema, page))
        })
        .take(most)
        .collect();
    let capped = rows.len() > max_rows;
    let rows = sorts.order(&computing, schema, rows, max_rows);
    Ok((rows.into_iter().map(|page| page.id).collect(), capped))
}

/// Returns true if a row is still in its data source, in the trash or not as was asked.
fn is_there(workspace: &Workspace, row: Uuid, source: Uuid, trash: bool) -> bool {
    workspace
        .pages
        .get(&row)
        .is_some_and(|page| page.face.in_trash == trash && page.data_source() == Some(source))
}
