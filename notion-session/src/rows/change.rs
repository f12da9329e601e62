//! Changing many rows: saving them, and updating or trashing the rows of a query.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use futures_util::future::FutureExt;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use notion_model::{DataSourceId, PageId};
use serde_json::{Map, Value, json};

use super::bulk::{BulkOptions, Tallied, Tally, bulk_options, is_unknown};
use super::write::Address;
use crate::awaitable::awaitable;
use crate::column::Assignments;
use crate::error::{Error, Result};
use crate::items::Items;
use crate::query::{Ids, Query};
use crate::row::{Row, Shape};
use crate::schema::NotionSchema;
use crate::session::{Database, Session};

/// The outcome of changing a row.
#[derive(Debug)]
pub enum Change<S> {
    /// The row was changed.
    Changed(PageId<S>),
    /// The row had no changes, and nothing was sent.
    Unchanged(PageId<S>),
    /// The row was not changed, because of this error.
    Failed(PageId<S>, Error),
    /// The answer was lost: the row may have been changed. Repeating the call does no harm.
    Unknown(PageId<S>, Error),
}

impl<S> Change<S> {
    fn of<T>(page: PageId<S>, result: Result<T>) -> Change<S> {
        match result {
            Ok(_) => Change::Changed(page),
            // The row was changed, but does not fit the struct.
            Err(error) if error.written_page().is_some() => Change::Changed(page),
            Err(error) if is_unknown(&error) => Change::Unknown(page, error),
            Err(error) => Change::Failed(page, error),
        }
    }

    /// Returns the ID of the row.
    pub fn id(&self) -> PageId<S> {
        match self {
            Change::Changed(page)
            | Change::Unchanged(page)
            | Change::Failed(page, _)
            | Change::Unknown(page, _) => *page,
        }
    }

    /// Returns the reason why the row was not changed, or why that is unknown.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Change::Changed(_) | Change::Unchanged(_) => None,
            Change::Failed(_, error) | Change::Unknown(_, error) => Some(error),
        }
    }
}

impl<S> Tallied for Change<S> {
    fn tally(&self) -> Tally {
        match self {
            Change::Changed(_) | Change::Unchanged(_) => Tally::Succeeded,
            Change::Failed(..) => Tally::Failed,
            Change::Unknown(..) => Tally::Unknown,
        }
    }
}

/// Saves many rows when it is awaited, or when its stream is read. Made by [`Database::save_all`].
#[must_use = "nothing is saved until it is awaited"]
pub struct SaveAll<'a, S> {
    session: Session,
    rows: Box<dyn Iterator<Item = &'a mut Row<S>> + Send + 'a>,
    options: BulkOptions,
}

bulk_options! { ['a, S] SaveAll<'a, S> }

impl Session {
    /// Sends the changes of many rows since they were read: [`Database::save_all`].
    pub fn save_all<'a, S, I>(&self, rows: I) -> SaveAll<'a, S>
    where
        S: NotionSchema,
        I: IntoIterator<Item = &'a mut Row<S>>,
        I::IntoIter: Send + 'a,
    {
        SaveAll {
            session: self.clone(),
            rows: Box::new(rows.into_iter()),
            options: BulkOptions::default(),
        }
    }
}

impl<S: NotionSchema> Database<S> {
    /// Sends the changes of many rows since they were read, as [`save`](Self::save) does for one row. One request for each
    /// row with changes, concurrently within the session's rate limit.
    ///
    /// The result has an outcome for each row, in their order. A row that fails keeps its changes, and the others are saved
    /// nevertheless. The call can be repeated.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, done: bool }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # for task in ["Write", "Read", "Rest"] {
    /// #     tasks.insert(Task { task: task.into(), done: false }).await?;
    /// # }
    /// let mut rows = tasks.query().all().await?;
    /// for row in rows.iter_mut().filter(|row| row.task.starts_with('R')) {
    ///     row.done = true;
    /// }
    /// let before = session.client().requests_sent();
    /// let changes = tasks.save_all(&mut rows).concurrency(2).await;
    /// assert!(changes.iter().all(|change| change.error().is_none()));
    /// assert_eq!(session.client().requests_sent() - before, 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn save_all<'a, I>(&self, rows: I) -> SaveAll<'a, S>
    where
        I: IntoIterator<Item = &'a mut Row<S>>,
        I::IntoIter: Send + 'a,
    {
        self.session().save_all(rows)
    }
}

impl<'a, S: NotionSchema> SaveAll<'a, S> {
    /// Returns the outcome of each row, in the order of the rows, as soon as it is known.
    pub fn stream(self) -> Items<'a, Change<S>> {
        let total = self.rows.size_hint().1;
        let session = self.session;
        let writes = stream::iter(self.rows).map(move |row| {
            let session = session.clone();
            async move {
                let page = row.id();
                let is_changed = !row.changes().is_empty();
                match session.save(row).await {
                    Ok(()) if !is_changed => Change::Unchanged(page),
                    result => Change::of(page, result),
                }
            }
        });
        Items::new(self.options.run(total, writes))
    }
}

impl<'a, S: NotionSchema> IntoFuture for SaveAll<'a, S> {
    type Output = Vec<Change<S>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.stream().collect())
    }
}

impl<S> fmt::Debug for SaveAll<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SaveAll")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Changes all rows of a query when it is awaited, or when its stream is read. Made by [`Query::update_all`] and
/// [`Query::trash_all`].
#[must_use = "nothing is changed until it is awaited"]
pub struct ChangeAll<S> {
    query: Query<S, Ids>,
    write: Result<Write>,
    options: BulkOptions,
}

/// The request body for each row.
#[derive(Debug, Clone)]
enum Write {
    Properties(Map<String, Value>),
    Trash,
}

bulk_options! { [S] ChangeAll<S> }

impl<S: NotionSchema, Z: Shape> Query<S, Z> {
    /// Sets columns of all rows of the query to the same values.
    ///
    /// The IDs of the rows are read first, with one request for each 100 rows: otherwise rows that leave the query by the
    /// change would shift the next page, and others would be skipped. Then one request for each row, concurrently within the
    /// session's rate limit.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, done: bool, due: Option<Date> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # for task in ["Write", "Read", "Rest"] {
    /// #     tasks.insert(Task { task: task.into(), ..Default::default() }).await?;
    /// # }
    /// let t = Task::COL;
    /// let changes = tasks
    ///     .query()
    ///     .filter(t.task.starts_with("R") & t.done.eq(false))
    ///     .update_all(|t| (t.done.set(true), t.due.clear()))
    ///     .await?;
    /// assert_eq!(changes.len(), 2);
    /// assert!(changes.iter().all(|change| change.error().is_none()));
    /// assert_eq!(tasks.query().filter(t.done.eq(true)).count().await?, 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if Notion would not accept a value: nothing is sent. Those of [`all`](Query::all) if the rows cannot
    /// be read. The error of a single row is its outcome.
    pub fn update_all<A: Assignments<S>>(
        self,
        values: impl FnOnce(S::Columns) -> A,
    ) -> ChangeAll<S> {
        let properties = values(S::COLUMNS).into_properties();
        ChangeAll {
            query: self.shaped(Ids),
            write: properties.map(Write::Properties).map_err(Error::from),
            options: BulkOptions::default(),
        }
    }

    /// Moves all rows of the query to the trash. It makes the same requests as [`update_all`](Self::update_all).
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, done: bool }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # for (task, done) in [("Write", false), ("Read", true), ("Rest", true)] {
    /// #     tasks.insert(Task { task: task.into(), done }).await?;
    /// # }
    /// tasks.query().filter(Task::COL.done.eq(true)).trash_all().await?;
    /// assert_eq!(tasks.query().count().await?, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`all`](Query::all) if the rows cannot be read. The error of a single row is its outcome.
    pub fn trash_all(self) -> ChangeAll<S> {
        ChangeAll {
            query: self.shaped(Ids),
            write: Ok(Write::Trash),
            options: BulkOptions::default(),
        }
    }
}

impl<S: NotionSchema> ChangeAll<S> {
    /// Returns the outcome of each row, in the order of the query, as soon as it is known. If the rows cannot be read, the
    /// only item is that error.
    pub fn stream(self) -> Items<'static, Result<Change<S>>> {
        let ChangeAll {
            query,
            write,
            options,
        } = self;
        let changes = async move {
            let (session, source) = (query.session().clone(), query.source());
            let rows = async { Ok((write?, query.all().await?)) };
            match rows.await {
                Ok((write, pages)) => {
                    let total = Some(pages.len());
                    let writes = stream::iter(pages).map(move |page| {
                        change(session.clone(), source, page.cast(), write.clone())
                    });
                    options.run(total, writes).map(Ok).boxed()
                }
                Err(error) => stream::iter([Err(error)]).boxed(),
            }
        };
        Items::new(changes.flatten_stream())
    }

    async fn send(self) -> Result<Vec<Change<S>>> {
        self.stream().try_collect().await
    }
}

async fn change<S: NotionSchema>(
    session: Session,
    source: DataSourceId<S>,
    page: PageId<S>,
    write: Write,
) -> Change<S> {
    let address = Address { page, source };
    let result = match write {
        Write::Properties(properties) => session.write(address, properties).await,
        Write::Trash => session.patch(address, json!({ "in_trash": true })).await,
    };
    Change::of(page, result)
}

awaitable! {
    [S: NotionSchema] ChangeAll<S>, send -> Vec<Change<S>>;
    |this| query: this.query, options: this.options
}
