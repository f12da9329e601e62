//! How far the mirror is: data sources, watermarks and runs.

use super::{Store, Value};
use crate::error::Result;

/// How far the rows of a data source are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Watermark {
    /// All edits before this minute are in the mirror; `None` before the first listing has ended.
    pub(crate) edited_from: Option<String>,
    /// The number of the listing that is under way, or of the last one.
    pub(crate) listing: i64,
    /// The creation time up to which a full listing that is under way has been committed.
    pub(crate) position: Option<String>,
    /// What `edited_from` becomes when the listing has ended.
    pub(crate) next_from: Option<String>,
    /// Whether the listing was broken off and resumed, so that it does not prove absence.
    pub(crate) resumed: bool,
    /// When a complete listing last proved which rows there are.
    pub(crate) reconciled_at: Option<String>,
    /// When formulas and rollups of all rows were last read.
    pub(crate) computed_at: Option<String>,
}

/// What the mirror knows of a data source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) state: String,
    pub(crate) schema_fingerprint: i64,
}

pub(crate) async fn watermark(store: &mut Store, source: &str) -> Result<Watermark> {
    let select =
        "SELECT edited_from, listing, position, next_from, resumed, reconciled_at, computed_at
        FROM {watermarks} WHERE source_id = ?";
    let rows = store.fetch(select, vec![source.into()]).await?;
    let Some(row) = rows.into_iter().next() else {
        return Ok(Watermark::default());
    };
    let mut values = row.into_iter();
    let mut next = || values.next().unwrap_or(Value::Null);
    Ok(Watermark {
        edited_from: next().into_text(),
        listing: next().integer().unwrap_or_default(),
        position: next().into_text(),
        next_from: next().into_text(),
        resumed: next().integer() == Some(1),
        reconciled_at: next().into_text(),
        computed_at: next().into_text(),
    })
}

pub(crate) async fn set_watermark(
    store: &mut Store,
    source: &str,
    watermark: &Watermark,
) -> Result<()> {
    let upsert = "INSERT INTO {watermarks}
        (source_id, edited_from, listing, position, next_from, resumed, reconciled_at, computed_at)
        VALUES (?, ?, ?n, ?, ?, ?b, ?, ?)
        ON CONFLICT (source_id) DO UPDATE SET edited_from = excluded.edited_from, listing = excluded.listing,
        position = excluded.position, next_from = excluded.next_from, resumed = excluded.resumed,
        reconciled_at = excluded.reconciled_at, computed_at = excluded.computed_at";
    let watermark = watermark.clone();
    let values = vec![
        source.into(),
        watermark.edited_from.into(),
        watermark.listing.into(),
        watermark.position.into(),
        watermark.next_from.into(),
        watermark.resumed.into(),
        watermark.reconciled_at.into(),
        watermark.computed_at.into(),
    ];
    store.execute(upsert, values).await?;
    Ok(())
}

pub(crate) async fn source(store: &mut Store, id: &str) -> Result<Option<Source>> {
    let select = "SELECT state, schema_fingerprint FROM {sources} WHERE id = ?u";
    let rows = store.fetch(select, vec![id.into()]).await?;
    Ok(rows.into_iter().next().map(|row| {
        let mut values = row.into_iter();
        let mut next = || values.next().unwrap_or(Value::Null);
        Source {
            state: next().into_text().unwrap_or_default(),
            schema_fingerprint: next().integer().unwrap_or_default(),
        }
    }))
}

/// The ids of all data sources that are in the mirror.
pub(crate) async fn sources(store: &mut Store) -> Result<Vec<String>> {
    let rows = store
        .fetch("SELECT CAST(id AS text) FROM {sources} ORDER BY id", vec![])
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| row.into_iter().next()?.into_text())
        .collect())
}

/// How many rows of a data source the mirror has that are not gone.
pub(crate) async fn live_rows(store: &mut Store, source: &str) -> Result<i64> {
    let count = "SELECT COUNT(*) FROM {pages} WHERE source_id = ?u AND state = 'live'";
    let rows = store.fetch(count, vec![source.into()]).await?;
    Ok(rows
        .first()
        .and_then(|row| row[0].integer())
        .unwrap_or_default())
}

/// Rows of a data source that are not gone and were not seen in a listing, up to 100.
pub(crate) async fn unseen(store: &mut Store, source: &str, listing: i64) -> Result<Vec<String>> {
    let select = "SELECT CAST(id AS text) FROM {pages}
        WHERE source_id = ?u AND state = 'live' AND listing < ?n ORDER BY id LIMIT 100";
    let rows = store
        .fetch(select, vec![source.into(), listing.into()])
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| row.into_iter().next()?.into_text())
        .collect())
}

/// Rows of a data source that are not gone, after an id, up to 1,000.
pub(crate) async fn live_after(
    store: &mut Store,
    source: &str,
    after: &str,
) -> Result<Vec<String>> {
    let select = "SELECT CAST(id AS text) FROM {pages}
        WHERE source_id = ?u AND state = 'live' AND id > ?u ORDER BY id LIMIT 1000";
    let rows = store
        .fetch(select, vec![source.into(), after.into()])
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| row.into_iter().next()?.into_text())
        .collect())
}
