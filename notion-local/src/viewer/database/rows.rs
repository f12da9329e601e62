//! The rows that a view shows.

use serde_json::Value;
use uuid::Uuid;

use crate::compute::Computing;
use crate::query::{Filter, Sorts};
use crate::state::{DataSource, Page};

/// The rows that pass a filter, in the order of the sorts; without sorts the newest first, as the API gives them. There is no
/// bound, other than of a query.
///
/// # Errors
/// Why the API refuses such a query.
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
