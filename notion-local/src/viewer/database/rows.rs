//! Querying the rows of a view.

use serde_json::Value;
use uuid::Uuid;

use crate::compute::Computing;
use crate::query::{Filter, Sorts};
use crate::state::{DataSource, Page};

/// Returns the rows that pass a filter, sorted; without sorts the newest first, as in the API. Unlike a query of the API, the
/// result is not limited to 10,000 rows.
///
/// # Errors
/// If the API rejects the query.
pub(super) fn select(
    computing: &Computing<'_>,
    source: &DataSource,
    filter: &Value,
    sorts: &Value,
) -> Result<Vec<Uuid>, String> {
    let workspace = computing.workspace;
    let filter = (!filter.is_null())
        .then(|| Filter::parse(filter, source, computing))
        .transpose()
        .map_err(|error| error.message)?;
    let sorts = Sorts::parse(Some(sorts), &source.schema).map_err(|error| error.message)?;
    let rows: Vec<&Page> = source
        .rows
        .iter()
        .rev()
        .filter_map(|row| workspace.pages.get(row))
        .filter(|page| !page.face.in_trash)
        .filter(|page| {
            filter
                .as_ref()
                .is_none_or(|filter| filter.passes(computing, &source.schema, page))
        })
        .collect();
    let rows = sorts.order(computing, &source.schema, rows, usize::MAX);
    Ok(rows.into_iter().map(|page| page.id).collect())
}
