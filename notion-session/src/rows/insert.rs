//! Many rows at once.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use futures_util::stream::{self, Stream, StreamExt};

use crate::error::{Error, Result};
use crate::row::Row;
use crate::rows::complete::AT_ONCE;
use crate::schema::NotionSchema;
use crate::session::Database;

/// What became of a row that was to be inserted.
#[derive(Debug)]
pub enum Outcome<S> {
    /// It is there.
    Created(Row<S>),
    /// It is not there, and this is why.
    Failed(Error),
    /// The answer was lost, or cannot be read as a row: it may be there or not. It is not inserted again
    /// by itself, so that it is never there twice; [`upsert_all`](Database::upsert_all) finds out and
    /// goes on. Where the row was created and only does not fit the struct, the error has its page
    /// ([`Error::written_page`]).
    Unknown(Error),
}

impl<S> Outcome<S> {
    pub(crate) fn of(result: Result<Row<S>>) -> Outcome<S> {
        match result {
            Ok(row) => Outcome::Created(row),
            Err(error) if error.is_outcome_unknown() || error.is_decode() => {
                Outcome::Unknown(error)
            }
            Err(error) => Outcome::Failed(error),
        }
    }

    /// The row, if it was created.
    pub fn row(&self) -> Option<&Row<S>> {
        match self {
            Outcome::Created(row) => Some(row),
            Outcome::Failed(_) | Outcome::Unknown(_) => None,
        }
    }

    /// The row, or the error.
    ///
    /// # Errors
    ///
    /// Why the row was not created, or that it is not known whether it was.
    pub fn into_result(self) -> Result<Row<S>> {
        match self {
            Outcome::Created(row) => Ok(row),
            Outcome::Failed(error) | Outcome::Unknown(error) => Err(error),
        }
    }
}

/// How far an insertion of many rows is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The rows that were created.
    pub created: usize,
    /// The rows that were not.
    pub failed: usize,
    /// The rows of which it is not known.
    pub unknown: usize,
    /// How many rows there are, where the iterator tells.
    pub total: Option<usize>,
}

impl Progress {
    /// The rows that are done with, one way or another.
    pub const fn done(&self) -> usize {
        self.created + self.failed + self.unknown
    }

    const fn count<S>(&mut self, outcome: &Outcome<S>) {
        match outcome {
            Outcome::Created(_) => self.created += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Unknown(_) => self.unknown += 1,
        }
    }
}

/// An insertion of many rows. It sends nothing until it is awaited, or its stream is read.
#[must_use = "nothing is inserted until it is awaited"]
pub struct InsertAll<S> {
    database: Database<S>,
    rows: Box<dyn Iterator<Item = S> + Send>,
    at_once: usize,
    on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
}

impl<S: NotionSchema> Database<S> {
    /// Adds many rows, several at once within the session's pace. One request a row.
    ///
    /// The rows are taken from the iterator as they are needed. What becomes of each is told, in the
    /// order of the rows; one that fails does not keep the others from being inserted.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// let new = ["Write", "Read", "Rest"].map(|task| Task { task: task.into() });
    /// let outcomes = tasks
    ///     .insert_all(new)
    ///     .on_progress(|progress| println!("{} of 3", progress.done()))
    ///     .await;
    /// assert_eq!(outcomes.iter().filter_map(|outcome| outcome.row()).count(), 3);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `.stream()` gives the outcomes one by one, in place of a list of them.
    pub fn insert_all<I>(&self, rows: I) -> InsertAll<S>
    where
        I: IntoIterator<Item = S>,
        I::IntoIter: Send + 'static,
    {
        InsertAll {
            database: self.clone(),
            rows: Box::new(rows.into_iter()),
            at_once: AT_ONCE,
            on_progress: None,
        }
    }
}

impl<S: NotionSchema> InsertAll<S> {
    /// How many requests are under way at once: 8, unless set. The session's pace holds all the same.
    pub fn at_once(mut self, requests: usize) -> Self {
        self.at_once = requests.max(1);
        self
    }

    /// Calls this after each row.
    pub fn on_progress(mut self, call: impl FnMut(Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(call));
        self
    }

    /// What becomes of each row, in the order of the rows, as soon as it is known.
    pub fn stream(self) -> Pin<Box<dyn Stream<Item = Outcome<S>> + Send>> {
        let InsertAll {
            database,
            rows,
            at_once,
            mut on_progress,
        } = self;
        let mut progress = Progress {
            total: rows.size_hint().1,
            ..Progress::default()
        };
        let outcomes = stream::iter(rows)
            .map(move |row| {
                // What waits is the request alone, without the row that it was made of.
                let insertion = database.insertion(&row);
                let (session, source) = (database.session().clone(), database.data_source_id());
                async move {
                    match insertion {
                        Ok(insertion) => Outcome::of(session.row(source, &insertion).await),
                        Err(error) => Outcome::Failed(error),
                    }
                }
            })
            .buffered(at_once)
            .inspect(move |outcome| {
                progress.count(outcome);
                if let Some(call) = &mut on_progress {
                    call(progress);
                }
            });
        Box::pin(outcomes)
    }
}

impl<S: NotionSchema> IntoFuture for InsertAll<S> {
    type Output = Vec<Outcome<S>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.stream().collect())
    }
}

impl<S> fmt::Debug for InsertAll<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertAll")
            .field("database", &self.database)
            .field("at_once", &self.at_once)
            .finish_non_exhaustive()
    }
}
