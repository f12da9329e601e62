//! One listing of the rows of a data source.

use futures_util::future::join;
use jiff::Timestamp;
use notion_session::Session;
use notion_session::api::QueryDataSource;
use notion_session::http::Request;
use notion_session::model::DataSourceId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Answer, Part, id, is_lost_cursor, post_part, request, send};
use super::rows::write_answer;
use super::source::SourceRun;
use crate::error::Result;
use crate::plan::listing::Listing;
use crate::plan::time;
use crate::plan::window::{Next, Windows};
use crate::store::state::{self, Watermark};
use crate::sync::report::Progress;

/// What has to be listed after a listing.
pub(super) enum Again {
    No,
    List(Listing),
}

/// The queries of one listing.
pub(super) struct Queries<'a> {
    session: &'a Session,
    request: Request,
    /// The time that the rows are sorted by.
    by: &'static str,
    windows: Windows,
    /// The time of the last row that was given.
    last: Option<String>,
    is_whole: bool,
}

impl<'a> Queries<'a> {
    pub(super) fn new(
        session: &'a Session,
        source: &str,
        by: &'static str,
        from: Option<String>,
    ) -> Result<Self> {
        let source = id::<DataSourceId>(source)?;
        let query = session
            .api()
            .data_sources()
            .query(source, &QueryDataSource::default());
        Ok(Self {
            session,
            request: request(&query)?,
            by,
            windows: Windows::new(from),
            last: None,
            is_whole: true,
        })
    }

    /// Whether Notion gave all rows so far.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The rows of a part, whose last one the next window begins with.
    pub(super) fn pages<'p>(&mut self, part: &Part<'p>) -> Vec<&'p str> {
        let raws = part.results.iter().map(|raw| raw.get());
        let raws: Vec<&str> = raws.filter(|raw| is_page(raw)).collect();
        let last = raws.last().and_then(|raw| time_of(raw, self.by));
        self.last = last.or(self.last.take());
        raws
    }

    pub(super) async fn ask(&self, cursor: Option<&str>) -> Result<Answer> {
        let mut body = json!({ "sorts": [{ "timestamp": self.by, "direction": "ascending" }] });
        if let Some(from) = self.windows.from() {
            body["filter"] = json!({ "timestamp": self.by, self.by: { "on_or_after": from } });
        }
        send(self.session, post_part(self.request.clone(), body, cursor)).await
    }

    /// Asks for the part after a cursor. Where that leads nowhere, because its row was deleted, a new window begins.
    async fn ask_after(&mut self, cursor: &str) -> Result<Answer> {
        match self.ask(Some(cursor)).await {
            Err(error) if is_lost_cursor(&error) && self.windows.from() != self.last.as_deref() => {
                self.windows = Windows::new(self.last.clone());
                self.ask(None).await
            }
            answer => answer,
        }
    }

    /// Asks for what comes next: the part after the cursor, or the next window; `None` at the end.
    pub(super) async fn ask_next(
        &mut self,
        cursor: Option<&str>,
        is_limited: bool,
        report: &mut Vec<String>,
    ) -> Result<Option<Answer>> {
        if let Some(cursor) = cursor {
            return self.ask_after(cursor).await.map(Some);
        }
        match self.windows.advance(is_limited, self.last.as_deref()) {
            Next::End => return Ok(None),
            Next::From(_) => {}
            Next::Crowded { minute, .. } => {
                self.is_whole = false;
                report.push(format!(
                    "more rows have the {} {minute} than Notion gives for one query; those beyond the limit are missing",
                    self.by
                ));
            }
            Next::Stuck => {
                self.is_whole = false;
                report.push("Notion did not give all rows, and no time to go on from".to_owned());
                return Ok(None);
            }
        }
        self.ask(None).await.map(Some)
    }
}

impl SourceRun<'_> {
    /// Makes a listing and writes what it gives, answer by answer. After a complete one that was full, rows that it did not have
    /// are looked up.
    pub(super) async fn list(&mut self, listing: Listing) -> Result<Again> {
        let (is_full, from, by) = match listing {
            Listing::Full { from } => (true, from, "created_time"),
            Listing::Changed { since } => (false, Some(since), "last_edited_time"),
        };
        let (mut watermark, mut target) = {
            let mut store = self.mirror.store().await;
            let watermark = state::watermark(&mut store, &self.source).await?;
            (watermark, self.target(&mut store).await?)
        };
        let is_resumed = is_full && from.is_some();
        watermark.resumed = is_resumed;
        if !is_resumed {
            watermark.listing += 1;
            watermark.next_from = None;
        }
        let mut queries = Queries::new(self.session, &self.source, by, from)?;
        let mut times = Times::default();
        let mut reasons = Vec::new();
        let mut next = Some(queries.ask(None).await?);
        while let Some(answer) = next.take() {
            times.add(answer.answered);
            if watermark.next_from.is_none() {
                watermark.next_from = time::watermark(times.first);
            }
            let part = answer.part()?;
            let raws = queries.pages(&part);
            if is_full {
                watermark.position = queries.last.clone().or(watermark.position);
            }
            let (cursor, is_limited) = (part.next(), part.is_limited());
            // The next answer is on its way while this one is written.
            let written = write_answer(
                self.mirror,
                self.session,
                &mut target,
                &raws,
                &watermark,
                &self.context.started_at,
            );
            let asked = queries.ask_next(cursor.as_deref(), is_limited, &mut reasons);
            let (counts, asked) = join(written, asked).await;
            self.report.add(counts?);
            self.context.progress(&Progress {
                table: self.report.table.clone(),
                rows: self.report.read,
            });
            next = asked?;
        }
        for reason in reasons {
            self.report.incomplete_because(reason);
        }
        self.finish(watermark, is_full, queries.is_whole, times)
            .await
    }

    /// Keeps what a listing that has ended proves.
    async fn finish(
        &mut self,
        mut watermark: Watermark,
        is_full: bool,
        is_whole: bool,
        times: Times,
    ) -> Result<Again> {
        if !is_whole {
            // What is missing is asked for by a full listing of the next run.
            watermark.edited_from = None;
            watermark.position = None;
        } else {
            watermark.edited_from = watermark.next_from.take();
            if is_full {
                watermark.position = None;
            }
        }
        if is_full && is_whole {
            watermark.computed_at = Some(self.context.started_at.clone());
            if !watermark.resumed {
                self.reconcile(watermark.listing).await?;
                watermark.reconciled_at = Some(self.context.started_at.clone());
            }
        }
        let again = match &watermark.edited_from {
            _ if !is_full || !is_whole => Again::No,
            // Rows that an earlier run read may be gone since.
            _ if watermark.resumed => Again::List(Listing::Full { from: None }),
            // Rows may have changed after they were read.
            Some(since) if times.are_minutes_apart() => Again::List(Listing::Changed {
                since: since.clone(),
            }),
            _ => Again::No,
        };
        let mut store = self.mirror.store().await;
        state::set_watermark(&mut store, &self.source, &watermark).await?;
        Ok(again)
    }
}

/// When the first and the last answer of a listing came.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    has_first: bool,
}

impl Times {
    fn add(&mut self, answered: Option<Timestamp>) {
        if !self.has_first {
            self.first = answered;
            self.has_first = true;
        }
        self.last = answered;
    }

    fn are_minutes_apart(self) -> bool {
        let (Some(first), Some(last)) = (self.first, self.last) else {
            return false;
        };
        time::minute(first) != time::minute(last)
    }
}

/// Whether a result is a page: the data source of a wiki has data sources among its rows.
fn is_page(raw: &str) -> bool {
    #[derive(Deserialize)]
    struct Object<'a> {
        #[serde(borrow)]
        object: std::borrow::Cow<'a, str>,
    }
    // As Notion writes it, so that rows are not read twice.
    raw.starts_with("{\"object\":\"page\"")
        || serde_json::from_str(raw).is_ok_and(|Object { object }| object == "page")
}

/// A time of a page.
fn time_of(raw: &str, by: &str) -> Option<String> {
    let page: Value = serde_json::from_str(raw).ok()?;
    page[by].as_str().map(str::to_owned)
}
