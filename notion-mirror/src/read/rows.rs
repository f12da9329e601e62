//! One answer with rows: what has changed is written, in one transaction with the progress.

use std::collections::HashSet;

use notion_session::Session;

use super::complete::{Completed, complete};
use super::row::Parsed;
use crate::columns::layout::Bound;
use crate::columns::migrate::settle;
use crate::error::{Error, Result};
use crate::mirror::Mirror;
use crate::plan::fingerprint;
use crate::store::rows::{Known, Row, bury, known, mark_seen, write};
use crate::store::state::{Watermark, set_watermark};
use crate::store::{Store, tables};

/// The table that rows are written to.
pub(crate) struct Target {
    pub(crate) source: String,
    pub(crate) table: String,
    pub(crate) columns: Vec<Bound>,
}

/// What a listing has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) read: u64,
    pub(crate) new: u64,
    pub(crate) changed: u64,
    pub(crate) gone: u64,
    pub(crate) incomplete: u64,
}

/// Completes the rows of an answer, and writes what has changed together with the watermark. One request for each 100 elements
/// of a truncated value.
pub(crate) async fn write_answer(
    mirror: &Mirror,
    session: &Session,
    target: &mut Target,
    raws: &[&str],
    watermark: &Watermark,
    seen_at: &str,
) -> Result<Counts> {
    let unreadable = |error| Error::answer("a row", error);
    let parsed: Result<Vec<_>, _> = raws.iter().map(|raw| Parsed::read(raw)).collect();
    let parsed = parsed.map_err(unreadable)?;
    let mut completed: Vec<Option<Completed>> = Vec::with_capacity(parsed.len());
    for page in &parsed {
        completed.push(complete(session, page).await?);
    }
    let mut rows = Vec::with_capacity(parsed.len());
    let mut ids = HashSet::new();
    for (page, completed) in parsed.into_iter().zip(&completed) {
        let (page, failures) = match completed {
            Some(completed) => {
                let page = Parsed::read(&completed.json).map_err(unreadable)?;
                (page, completed.failures.as_slice())
            }
            None => (page, [].as_slice()),
        };
        if ids.insert(page.page.id.clone().into_owned()) {
            rows.push((page, failures));
        }
    }
    let mut store = mirror.store().await;
    commit(&mut store, target, &rows, watermark, seen_at).await
}

/// A row, and the values of it that could not be completed.
type Read<'a> = (Parsed<'a>, &'a [(String, String)]);

/// A row that is written, and what was known of it.
type Changed<'r, 'a> = (&'r Parsed<'a>, &'a [(String, String)], Option<&'r Known>);

/// Writes rows: new and changed ones whole, the others are marked as seen. Commits them together with the watermark.
async fn commit(
    store: &mut Store,
    target: &mut Target,
    rows: &[Read<'_>],
    watermark: &Watermark,
    seen_at: &str,
) -> Result<Counts> {
    let ids: Vec<&str> = rows.iter().map(|(parsed, _)| &*parsed.page.id).collect();
    let known = known(store, &ids).await?;
    let (mut seen, mut changed) = (Vec::new(), Vec::new());
    let mut counts = Counts::default();
    for (parsed, failures) in rows {
        counts.read += 1;
        let id = parsed.page.id.clone().into_owned();
        let before = known.get(&id);
        let is_same =
            failures.is_empty() && before.is_some_and(|known| is_same(known, target, parsed));
        if is_same {
            seen.push(id);
            continue;
        }
        match before {
            Some(known) if known.source.as_deref() == Some(&target.source) => counts.changed += 1,
            Some(known) => {
                counts.new += 1;
                counts.gone += u64::from(known.source.is_some() && known.state == "live");
            }
            None => counts.new += 1,
        }
        counts.incomplete += u64::from(!failures.is_empty());
        changed.push((parsed, *failures, before));
    }
    store.begin().await?;
    match write_all(store, target, &seen, &changed, watermark, seen_at).await {
        Ok(()) => store.commit().await?,
        Err(error) => {
            store.rollback().await;
            return Err(error);
        }
    }
    Ok(counts)
}

fn is_same(known: &Known, target: &Target, parsed: &Parsed<'_>) -> bool {
    known.source.as_deref() == Some(&target.source)
        && known.state == "live"
        && !parsed.page.in_trash
        && known.fingerprint == fingerprint::of(&parsed.raw)
}

async fn write_all(
    store: &mut Store,
    target: &mut Target,
    seen: &[String],
    changed: &[Changed<'_, '_>],
    watermark: &Watermark,
    seen_at: &str,
) -> Result<()> {
    settle_columns(store, target, changed).await?;
    mark_seen(store, seen, watermark.listing).await?;
    let mut rows: Vec<Row> = Vec::with_capacity(changed.len());
    for (parsed, failures, before) in changed {
        let mut row = parsed.row(&target.columns, seen_at, failures);
        row.page.source = Some(target.source.clone());
        if let Some(known) = before {
            leave(store, target, known, &row.id, seen_at).await?;
        }
        rows.push(row);
    }
    write(
        store,
        &target.table,
        &target.columns,
        rows,
        watermark.listing,
    )
    .await?;
    set_watermark(store, &target.source, watermark).await
}

/// Marks a row as moved in the table where it was.
async fn leave(
    store: &mut Store,
    target: &Target,
    known: &Known,
    id: &str,
    at: &str,
) -> Result<()> {
    let Some(before) = known
        .source
        .as_deref()
        .filter(|source| **source != target.source)
    else {
        return Ok(());
    };
    if let Some((table, _)) = tables::find(store, before).await? {
        bury(store, &table, &[id.to_owned()], "moved", at).await?;
    }
    Ok(())
}

/// Gives formulas and rollups their columns, where rows show the types of their results.
async fn settle_columns(
    store: &mut Store,
    target: &mut Target,
    rows: &[Changed<'_, '_>],
) -> Result<()> {
    if !target
        .columns
        .iter()
        .any(|bound| bound.is_live() && bound.kind.is_unsettled())
    {
        return Ok(());
    }
    let mut results: Vec<(String, String)> = Vec::new();
    for (parsed, ..) in rows {
        for (id, result) in parsed.results() {
            if !results.iter().any(|(other, _)| other == id) {
                results.push((id.to_owned(), result.to_owned()));
            }
        }
    }
    let migration = settle(&target.columns, &results);
    tables::migrate(
        store,
        &target.source,
        &target.table,
        &migration.steps,
        &migration.columns,
    )
    .await?;
    target.columns = migration.columns;
    Ok(())
}
