//! Rows that a complete listing did not have: each is looked up by its id before it counts as gone.

use notion_session::Session;
use notion_session::model::PageId;
use serde_json::Value;

use super::answer::{id as parse_id, is_gone, request, send};
use super::rows::write_answer;
use super::source::SourceRun;
use crate::error::Result;
use crate::plan::absence::{Fate, judge};
use crate::store::rows::bury;
use crate::store::{Store, state, tables};

impl SourceRun<'_> {
    /// Looks up the rows that a listing did not have. One request each.
    pub(super) async fn reconcile(&mut self, listing: i64) -> Result<()> {
        let mut last = String::new();
        loop {
            let unseen = {
                let mut store = self.mirror.store().await;
                state::unseen(&mut store, &self.source, listing).await?
            };
            // A row that is here after all is seen now; one that is asked for twice would be asked for for ever.
            let unseen: Vec<String> = unseen.into_iter().filter(|id| *id > last).collect();
            let Some(highest) = unseen.last() else {
                return Ok(());
            };
            last.clone_from(highest);
            for id in &unseen {
                self.look_up(id, Some(listing)).await?;
            }
        }
    }

    /// Asks for one row by its id, and writes what became of it. One request.
    pub(crate) async fn look_up(&mut self, id: &str, listing: Option<i64>) -> Result<Fate> {
        let page = fetch(self.session, id).await?;
        self.settle(id, page, listing).await
    }

    /// Writes what became of a row, by the page that Notion gave, or did not give. No request but for truncated values.
    pub(crate) async fn settle(
        &mut self,
        id: &str,
        page: Option<Value>,
        listing: Option<i64>,
    ) -> Result<Fate> {
        let fate = page
            .as_ref()
            .map_or(Fate::Unreachable, |page| judge(page, &self.source));
        if let (Fate::Here, Some(page)) = (&fate, &page) {
            let (mut watermark, mut target) = {
                let mut store = self.mirror.store().await;
                let watermark = state::watermark(&mut store, &self.source).await?;
                (watermark, self.target(&mut store).await?)
            };
            watermark.listing = listing.unwrap_or(watermark.listing);
            let raw = page.to_string();
            let seen_at = &self.context.started_at;
            let counts = write_answer(
                self.mirror,
                self.session,
                &mut target,
                &[&raw],
                &watermark,
                seen_at,
            )
            .await?;
            self.report.add(counts);
            return Ok(fate);
        }
        let mut store = self.mirror.store().await;
        let is_live = tombstone(
            &mut store,
            &self.source,
            &[id.to_owned()],
            fate.state(),
            &self.context.started_at,
        )
        .await?;
        self.report.gone += is_live;
        Ok(fate)
    }

    /// Marks the data source and its rows as gone: Notion answered so for the data source.
    pub(super) async fn lose(&mut self, state_name: &str) -> Result<()> {
        let mut store = self.mirror.store().await;
        if state::source(&mut store, &self.source).await?.is_none() {
            return Ok(());
        }
        let Some((table, _)) = tables::find(&mut store, &self.source).await? else {
            return Ok(());
        };
        self.report.table.clone_from(&table);
        loop {
            let rows = state::unseen(&mut store, &self.source, i64::MAX).await?;
            if rows.is_empty() {
                break;
            }
            self.report.gone += tombstone(
                &mut store,
                &self.source,
                &rows,
                state_name,
                &self.context.started_at,
            )
            .await?;
        }
        let update = "UPDATE {sources} SET state = ?, seen_at = ?t WHERE id = ?u";
        let values = vec![
            state_name.into(),
            self.context.started_at.as_str().into(),
            self.source.as_str().into(),
        ];
        store.execute(update, values).await?;
        Ok(())
    }
}

/// A page by its ID; `None` if Notion says that it does not exist, or is not shared. One request.
pub(crate) async fn fetch(session: &Session, id: &str) -> Result<Option<Value>> {
    let page = session.api().pages().retrieve(parse_id::<PageId>(id)?);
    match send(session, request(&page)?).await {
        Ok(answer) => Ok(Some(Value::Object(answer.object()?))),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Marks rows of a data source as gone, in one transaction. Returns how many were not gone before.
pub(crate) async fn tombstone(
    store: &mut Store,
    source: &str,
    ids: &[String],
    state: &str,
    at: &str,
) -> Result<u64> {
    store.begin().await?;
    let result = write_tombstones(store, source, ids, state, at).await;
    match result {
        Ok(count) => {
            store.commit().await?;
            Ok(count)
        }
        Err(error) => {
            store.rollback().await;
            Err(error)
        }
    }
}

async fn write_tombstones(
    store: &mut Store,
    source: &str,
    ids: &[String],
    state: &str,
    at: &str,
) -> Result<u64> {
    let mut count = 0;
    for id in ids {
        // The fingerprint no longer fits: a row that comes back is written again.
        let update = "UPDATE {pages} SET state = ?, fingerprint = 1, content_edited = NULL WHERE id = ?u AND source_id = ?u AND state = 'live'";
        count += store
            .execute(
                update,
                vec![state.into(), id.as_str().into(), source.into()],
            )
            .await?;
    }
    if let Some((table, _)) = tables::find(store, source).await? {
        bury(store, &table, ids, state, at).await?;
    }
    crate::search::forget(store, ids).await?;
    Ok(count)
}
