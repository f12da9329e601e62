//! Inserting many rows.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use futures_util::stream::{self, StreamExt};

use crate::error::{Error, Result};
use crate::items::Items;
use crate::row::Row;
use crate::rows::bulk::{BulkOptions, Tallied, Tally, bulk_options, is_unknown};
use crate::schema::NotionSchema;
use crate::session::Database;

/// The outcome of inserting a row.
#[derive(Debug)]
pub enum Outcome<S> {
    /// The row was created.
    Created(Row<S>),
    /// The row was not created, because of this error.
    Failed(Error),
    /// The answer was lost, or cannot be read as a row: the row may exist. It is not inserted again, so that it never exists
    /// twice; [`upsert_all`](Database::upsert_all) finds it and continues. If the row was created and does not fit the
    /// struct, the error has its page ([`Error::written_page`]).
    Unknown(Error),
}

impl<S> Outcome<S> {
    pub(crate) fn of(result: Result<Row<S>>) -> Outcome<S> {
        match result {
            Ok(row) => Outcome::Created(row),
            Err(error) if is_unknown(&error) => Outcome::Unknown(error),
            Err(error) => Outcome::Failed(error),
        }
    }

    /// Returns the row, if it was created.
    pub fn row(&self) -> Option<&Row<S>> {
        match self {
            Outcome::Created(row) => Some(row),
            Outcome::Failed(_) | Outcome::Unknown(_) => None,
        }
    }

    /// Returns the row, or the error.
    ///
    /// # Errors
    ///
    /// The reason why the row was not created, or why that is unknown.
    pub fn into_result(self) -> Result<Row<S>> {
        match self {
            Outcome::Created(row) => Ok(row),
            Outcome::Failed(error) | Outcome::Unknown(error) => Err(error),
        }
    }
}

/// Inserts many rows when it is awaited, or when its stream is read. Made by [`Database::insert_all`].
#[must_use = "nothing is inserted until it is awaited"]
pub struct InsertAll<S> {
    database: Database<S>,
    rows: Box<dyn Iterator<Item = S> + Send>,
    options: BulkOptions,
}

bulk_options! { [S] InsertAll<S> }

impl<S> Tallied for Outcome<S> {
    fn tally(&self) -> Tally {
        match self {
            Outcome::Created(_) => Tally::Succeeded,
            Outcome::Failed(_) => Tally::Failed,
            Outcome::Unknown(_) => Tally::Unknown,
        }
    }
}

impl<S: NotionSchema> Database<S> {
    /// Inserts many rows concurrently, within the session's rate limit. One request for each row.
    ///
    /// The iterator is read as rows are needed. The result has an outcome for each row, in their order; the other rows are
    /// inserted even if one fails.
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
    /// `.stream()` returns the outcomes one by one instead of as a list.
    pub fn insert_all<I>(&self, rows: I) -> InsertAll<S>
    where
        I: IntoIterator<Item = S>,
        I::IntoIter: Send + 'static,
    {
        InsertAll {
            database: self.clone(),
            rows: Box::new(rows.into_iter()),
            options: BulkOptions::default(),
        }
    }
}

impl<S: NotionSchema> InsertAll<S> {
    /// Returns the outcome of each row, in the order of the rows, as soon as it is known.
    pub fn stream(self) -> Items<'static, Outcome<S>> {
        let InsertAll {
            database,
            rows,
            options,
        } = self;
        let total = rows.size_hint().1;
        let writes = stream::iter(rows).map(move |row| {
            // A waiting row is kept as its request only, to save memory.
            let insertion = database.insertion(&row);
            let (session, source) = (database.session().clone(), database.data_source_id());
            async move {
                match insertion {
                    Ok(insertion) => Outcome::of(session.row(source, &insertion).await),
                    Err(error) => Outcome::Failed(error),
                }
            }
        });
        Items::new(options.run(total, writes))
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
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
