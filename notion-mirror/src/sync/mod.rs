//! One run: what is synced, and how.

pub(crate) mod report;

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use notion_session::session::DatabaseRef;
use notion_session::{IntoId, Session};

use crate::error::{Error, Result};
use crate::mirror::Mirror;
use crate::plan::listing::Wishes;
use crate::read::answer::is_refusal;
use crate::read::content::Contents;
use crate::read::source::SourceRun;
use crate::read::{discover, users};
use crate::store::{Lease, Value};
use report::{Progress, Report, SourceReport};

/// How often a full listing proves which rows there are, unless [`Run::reconcile`] says otherwise.
const RECONCILE: Duration = Duration::from_secs(24 * 60 * 60);

/// One run of a mirror. It sends nothing until it is awaited. Made by [`Mirror::sync`].
#[must_use = "nothing is synced until it is awaited"]
pub struct Run<'a> {
    mirror: &'a Mirror,
    session: &'a Session,
    scope: Vec<notion_session::Result<DatabaseRef>>,
    everything: bool,
    content: bool,
    comments: bool,
    wishes: Wishes,
    on_progress: Box<dyn Fn(&Progress) + Send + Sync + 'a>,
}

/// What the parts of a run share.
pub(crate) struct Context<'a> {
    pub(crate) wishes: Wishes,
    /// When the run began, by this machine's clock.
    pub(crate) started_at: String,
    on_progress: &'a (dyn Fn(&Progress) + Send + Sync),
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        wishes: Wishes,
        started_at: String,
        on_progress: &'a (dyn Fn(&Progress) + Send + Sync),
    ) -> Self {
        Self {
            wishes,
            started_at,
            on_progress,
        }
    }

    pub(crate) fn progress(&self, progress: &Progress) {
        (self.on_progress)(progress);
    }
}

impl<'a> Run<'a> {
    pub(crate) fn new(mirror: &'a Mirror, session: &'a Session) -> Self {
        Self {
            mirror,
            session,
            scope: Vec::new(),
            everything: false,
            content: false,
            comments: false,
            wishes: Wishes {
                refresh_computed: None,
                reconcile: Some(RECONCILE),
            },
            on_progress: Box::new(|_| {}),
        }
    }

    /// Adds a database: all its data sources, or the one that the handle or id names.
    pub fn database(mut self, database: impl IntoId<DatabaseRef>) -> Self {
        self.scope.push(database.into_id());
        self
    }

    /// Syncs every data source that the integration sees, and the users. One request for each 100 data sources and one for each
    /// 100 users, besides those of the data sources.
    pub fn everything(mut self) -> Self {
        self.everything = true;
        self
    }

    /// Sets whether the content of rows is read too (default: no). One request for each 100 blocks of a row that has changed,
    /// and one for each block that has blocks in it.
    pub fn content(mut self, content: bool) -> Self {
        self.content = content;
        self
    }

    /// Sets whether comments on rows are read too (default: no). A comment does not change the edit time of its page, so
    /// this is one request for each row and run.
    pub fn comments(mut self, comments: bool) -> Self {
        self.comments = comments;
        self
    }

    /// Reads formulas and rollups of all rows again if this time has passed since they were last read: their values change
    /// without an edit time. One request for each 100 rows. Default: they are read with their rows, when these change.
    pub fn refresh_computed(mut self, after: Duration) -> Self {
        self.wishes.refresh_computed = Some(after);
        self
    }

    /// Sets after which time a full listing proves which rows there are (default: 24 hours). One request for each 100 rows.
    ///
    /// Rows that were put into the trash are found by every run. Rows that were moved, or are no longer shared, show in a full
    /// listing alone. Data sources of less than 100 rows are listed whole by every run.
    pub fn reconcile(mut self, after: Duration) -> Self {
        self.wishes.reconcile = Some(after);
        self
    }

    /// Calls a function after each answer that was written.
    pub fn on_progress(mut self, on_progress: impl Fn(&Progress) + Send + Sync + 'a) -> Self {
        self.on_progress = Box::new(on_progress);
        self
    }

    async fn run(mut self) -> Result<Report> {
        let scope: Result<Vec<_>, _> = std::mem::take(&mut self.scope).into_iter().collect();
        let scope = scope?;
        if scope.is_empty() && !self.everything {
            return Err(Error::Unsupported(
                "the run has nothing to sync: add `.database(…)` or `.everything()`".to_owned(),
            ));
        }
        let _running = self.mirror.running()?;
        let started = Instant::now();
        let started_at = Timestamp::now().to_string();
        let (lease, run) = {
            let mut store = self.mirror.store().await;
            let lease = Lease::take(&mut store).await?;
            let insert = "INSERT INTO {runs} (started_at, rows_read, rows_new, rows_changed, rows_gone, incomplete, requests)
                VALUES (?t, 0, 0, 0, 0, 0, 0) RETURNING id";
            let rows = store
                .fetch(insert, vec![started_at.as_str().into()])
                .await?;
            (
                lease,
                rows.first()
                    .and_then(|row| row[0].integer())
                    .unwrap_or_default(),
            )
        };
        let sent = self.session.client().requests_sent();
        let mut report = Report::default();
        let result = self.steps(&scope, &started_at, &mut report).await;
        report.requests = self.session.client().requests_sent().saturating_sub(sent);
        report.elapsed = started.elapsed();
        let mut store = self.mirror.store().await;
        let error = result.as_ref().err().map(ToString::to_string);
        let kept = keep_run(&mut store, run, &report, error).await;
        let released = lease.release(&mut store).await;
        drop(store);
        result?;
        kept?;
        released?;
        Ok(report)
    }

    async fn steps(
        &self,
        scope: &[DatabaseRef],
        started_at: &str,
        report: &mut Report,
    ) -> Result<()> {
        let context = Context::new(self.wishes, started_at.to_owned(), &*self.on_progress);
        let mut sources: Vec<String> = Vec::new();
        for database in scope {
            let found = discover::resolve(self.mirror, self.session, *database).await?;
            sources.extend(
                found
                    .into_iter()
                    .filter(|id| !sources.contains(id))
                    .collect::<Vec<_>>(),
            );
        }
        if self.everything {
            let found = discover::everything(self.mirror, self.session).await?;
            sources.extend(
                found
                    .into_iter()
                    .filter(|id| !sources.contains(id))
                    .collect::<Vec<_>>(),
            );
            report
                .notes
                .extend(users::users(self.mirror, self.session, started_at).await?);
        }
        let mut all_full = true;
        for source in sources {
            let mut run = SourceRun {
                mirror: self.mirror,
                session: self.session,
                context: &context,
                source: source.clone(),
                report: SourceReport::new(source),
            };
            let done = run.run().await;
            let contents = Contents {
                content: self.content,
                comments: self.comments,
            };
            let done = match done {
                Ok(is_full) => run.contents(contents).await.map(|()| is_full),
                Err(error) => Err(error),
            };
            let mut one = run.report;
            match done {
                Ok(is_full) => all_full &= is_full,
                // The others can be synced all the same.
                Err(error) if self.everything && is_refusal(&error) => {
                    one.incomplete_because(error.to_string());
                }
                Err(error) => {
                    report.add(one);
                    return Err(error);
                }
            }
            report.add(one);
        }
        let trashed = discover::trash(self.mirror, self.session, started_at, !all_full).await?;
        report.gone += trashed;
        Ok(())
    }
}

async fn keep_run(
    store: &mut crate::store::Store,
    run: i64,
    report: &Report,
    error: Option<String>,
) -> Result<()> {
    let count = |count: u64| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    let update = "UPDATE {runs} SET ended_at = ?t, rows_read = ?n, rows_new = ?n, rows_changed = ?n, rows_gone = ?n,
        incomplete = ?n, requests = ?n, error = ? WHERE id = ?n";
    let values = vec![
        Timestamp::now().to_string().into(),
        count(report.read),
        count(report.new),
        count(report.changed),
        count(report.gone),
        count(report.incomplete),
        count(report.requests),
        error.into(),
        run.into(),
    ];
    store.execute(update, values).await?;
    Ok(())
}

impl<'a> IntoFuture for Run<'a> {
    type Output = Result<Report>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<Report>> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("databases", &self.scope.len())
            .field("everything", &self.everything)
            .field("content", &self.content)
            .field("comments", &self.comments)
            .finish_non_exhaustive()
    }
}
