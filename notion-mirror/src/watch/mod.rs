//! Changes as they happen: events of webhooks.

use jiff::Timestamp;
use notion_session::Session;
use notion_session::webhook::Event;

use crate::error::Result;
use crate::mirror::Mirror;
use crate::plan::listing::Wishes;
use crate::read::source::SourceRun;
use crate::store::rows::known;
use crate::store::{Lease, state};
use crate::sync::Context;
use crate::sync::report::SourceReport;

impl Mirror {
    /// Reads what an event of a webhook is about, now: the page, or the rows of the data source. Returns what it did, or `None`
    /// if the event is about nothing that the mirror has.
    ///
    /// One request for a page, and one more for each truncated value; for a data source those of a run. Events may be lost, so
    /// runs are needed besides.
    ///
    /// # Errors
    ///
    /// As of a [run](Self::sync).
    pub async fn apply(&self, session: &Session, event: &Event) -> Result<Option<SourceReport>> {
        let _running = self.running()?;
        let lease = Lease::take(&mut *self.store().await).await?;
        let done = self.apply_now(session, event).await;
        lease.release(&mut *self.store().await).await?;
        done
    }

    async fn apply_now(&self, session: &Session, event: &Event) -> Result<Option<SourceReport>> {
        let context = Context::new(
            Wishes {
                refresh_computed: None,
                reconcile: None,
            },
            Timestamp::now().to_string(),
            &|_| {},
        );
        let run = |source: String| SourceRun {
            mirror: self,
            session,
            context: &context,
            report: SourceReport::new(source.clone()),
            source,
        };
        if let Some(source) = event.data_source_id() {
            let source = source.to_string();
            if state::source(&mut *self.store().await, &source)
                .await?
                .is_none()
            {
                return Ok(None);
            }
            let mut run = run(source);
            run.run().await?;
            return Ok(Some(run.report));
        }
        let Some(page) = event.page_id().map(|page| page.to_string()) else {
            return Ok(None);
        };
        let before = {
            let mut store = self.store().await;
            known(&mut store, &[&page])
                .await?
                .remove(&page)
                .and_then(|known| known.source)
        };
        let fetched = crate::read::reconcile::fetch(session, &page).await?;
        let now = fetched
            .as_ref()
            .and_then(|page| page["parent"]["data_source_id"].as_str());
        let is_mirrored = match now {
            Some(source) => state::source(&mut *self.store().await, source)
                .await?
                .is_some(),
            None => false,
        };
        let source = now.filter(|_| is_mirrored).map(str::to_owned).or(before);
        let Some(source) = source else {
            return Ok(None);
        };
        let mut run = run(source);
        run.settle(&page, fetched, None).await?;
        Ok(Some(run.report))
    }
}
