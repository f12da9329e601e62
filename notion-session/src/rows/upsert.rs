//! Upserts: rows are inserted if they are missing, and changed if they differ.

use std::collections::{HashMap, HashSet};

use futures_util::future::FutureExt;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use notion_schema::internal::{changed, differing, filled, read_as};
use serde_json::{Map, Value};

use super::bulk::{BulkOptions, Tallied, Tally, bulk_options};
use super::key::{Key, KeyColumns};
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::items::Items;
use crate::row::Row;
use crate::rows::write::address;
use crate::schema::NotionSchema;
use crate::session::{Database, Outcome, Pending};

/// The outcome of upserting a row.
#[derive(Debug)]
pub enum Upsert<S> {
    /// The row was missing, and was inserted.
    Inserted(Row<S>),
    /// The row differed, and was changed.
    Updated(Row<S>),
    /// The row did not differ. Nothing was sent.
    Unchanged(Row<S>),
    /// The row was neither inserted nor changed, because of this error.
    Failed(Error),
    /// The answer was lost, or cannot be read as a row: the insertion or change may have been applied. If it was and the row
    /// does not fit the struct, the error has its page ([`Error::written_page`]).
    Unknown(Error),
}

impl<S> Upsert<S> {
    /// Returns the row as it is in Notion, if that is known.
    pub fn row(&self) -> Option<&Row<S>> {
        match self {
            Upsert::Inserted(row) | Upsert::Updated(row) | Upsert::Unchanged(row) => Some(row),
            Upsert::Failed(_) | Upsert::Unknown(_) => None,
        }
    }
}

/// The outcomes of the rows, in their order.
#[derive(Debug)]
pub struct Upserts<S> {
    /// One outcome for each row.
    pub outcomes: Vec<Upsert<S>>,
}

impl<S> Upserts<S> {
    /// Returns the number of rows that were inserted.
    pub fn inserted(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Inserted(_)))
    }

    /// Returns the number of rows that were changed.
    pub fn updated(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Updated(_)))
    }

    /// Returns the number of rows that did not differ.
    pub fn unchanged(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Unchanged(_)))
    }

    /// Returns the number of rows that failed.
    pub fn failed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Failed(_)))
    }

    /// Returns the number of rows whose outcome is unknown.
    pub fn unknown(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Unknown(_)))
    }

    fn count(&self, which: impl Fn(&Upsert<S>) -> bool) -> usize {
        self.outcomes
            .iter()
            .filter(|outcome| which(outcome))
            .count()
    }
}

impl<S> Tallied for Upsert<S> {
    fn tally(&self) -> Tally {
        match self {
            Upsert::Inserted(_) | Upsert::Updated(_) | Upsert::Unchanged(_) => Tally::Succeeded,
            Upsert::Failed(_) => Tally::Failed,
            Upsert::Unknown(_) => Tally::Unknown,
        }
    }
}

/// The action for a row.
enum Step<S> {
    Insert(S),
    /// The new row, and the existing one.
    Compare(S, Box<Row<S>>),
    Refuse(Error),
}

/// Upserts many rows when it is awaited, or when its stream is read. Made by [`Database::upsert_all`].
#[must_use = "nothing is written until it is awaited"]
pub struct UpsertAll<S> {
    database: Database<S>,
    rows: Box<dyn Iterator<Item = S> + Send>,
    key: Key,
    empty: Empty,
    options: BulkOptions,
}

bulk_options! { [S] UpsertAll<S> }

/// The effect of an empty value of a new row on the value in Notion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Empty {
    Keeps,
    Clears,
}

impl<S: NotionSchema> Database<S> {
    /// Upserts rows by one or several columns that identify them: missing rows are inserted, and rows that differ are
    /// changed. Repeating it after an interruption continues where it stopped.
    ///
    /// The existing rows are read once, with a request for each 100 rows. Then one request for each row that is inserted or
    /// changed, concurrently within the session's rate limit. A truncated value is completed before it is compared, with
    /// one request for each 100 elements. Only properties that differ are sent. An empty value of a new row keeps the value
    /// in Notion, unless [`clear_empty`](UpsertAll::clear_empty) is set.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Clone, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, #[notion(url)] source: Option<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// let row = |task: &str, estimate| Task { task: task.into(), estimate, ..Default::default() };
    /// tasks.insert(row("Write", Some(2.0))).await?;
    /// tasks.insert(row("Read", Some(1.0))).await?;
    ///
    /// let truth = [row("Write", Some(2.0)), row("Read", Some(1.5)), row("Rest", None)];
    /// let done = tasks.upsert_all(truth, |t| t.task).await?;
    /// assert_eq!((done.unchanged(), done.updated(), done.inserted()), (1, 1, 1));
    ///
    /// // Two columns together tell rows apart, and an empty estimate clears the one in Notion.
    /// # let with_source = |task: &str| Task { source: Some("https://example.com/".into()), ..row(task, None) };
    /// # tasks.upsert_all(["Write"].map(with_source), |t| t.task).await?;
    /// let done = tasks
    ///     .upsert_all([with_source("Write")], |t| (t.task, t.source))
    ///     .clear_empty()
    ///     .await?;
    /// assert_eq!(done.outcomes[0].row().and_then(|row| row.estimate), None);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Query::all`](crate::query::Query::all) if the existing rows cannot be read. The error of a single row is its
    /// outcome: those of an insertion and a save, and [`Error::Refused`] for a row whose key is empty, or equal to that of
    /// an earlier row or of several rows in Notion.
    pub fn upsert_all<K, I>(&self, rows: I, by: impl FnOnce(S::Columns) -> K) -> UpsertAll<S>
    where
        K: KeyColumns<S>,
        I: IntoIterator<Item = S>,
        I::IntoIter: Send + 'static,
    {
        UpsertAll {
            database: self.clone(),
            rows: Box::new(rows.into_iter()),
            key: Key::of(&by(S::COLUMNS)),
            empty: Empty::Keeps,
            options: BulkOptions::default(),
        }
    }

    /// Upserts one row, as [`upsert_all`](Self::upsert_all) does many: inserts it, or changes what differs. At most two
    /// requests: one that finds the row by the columns that can be filtered by, and one that writes.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Clone, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// use notion_session::session::Upsert;
    ///
    /// let row = |estimate| Task { task: "Write".into(), estimate: Some(estimate) };
    /// assert!(matches!(tasks.upsert(row(2.0), |t| t.task).await?, Upsert::Inserted(_)));
    /// assert!(matches!(tasks.upsert(row(3.0), |t| t.task).await?, Upsert::Updated(_)));
    /// assert!(matches!(tasks.upsert(row(3.0), |t| t.task).await?, Upsert::Unchanged(_)));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if a key column is empty, or if several rows in Notion have the same key; those of
    /// [`Query::all`](crate::query::Query::all), [`insert`](Self::insert) and [`save`](Self::save).
    pub fn upsert<K: KeyColumns<S>>(
        &self,
        row: S,
        by: impl FnOnce(S::Columns) -> K,
    ) -> Pending<'_, Upsert<S>>
    where
        S: Send,
    {
        let key = Key::of(&by(S::COLUMNS));
        Box::pin(async move {
            let filter = key.filter(&row);
            let found = self.query().filter(filter).all().await?;
            let mut existing = by_key(found, &key);
            let step = step(row, &key, &mut existing, &mut HashSet::new());
            match self.take(step, Empty::Keeps).await {
                Upsert::Failed(error) | Upsert::Unknown(error) => Err(error),
                upsert => Ok(upsert),
            }
        })
    }
}

impl<S: NotionSchema> UpsertAll<S> {
    /// Lets an empty value of a new row clear the value in Notion. A status is kept, because Notion gives an empty status its
    /// first option.
    pub fn clear_empty(mut self) -> Self {
        self.empty = Empty::Clears;
        self
    }

    /// Returns the outcome of each row, in the order of the rows, as soon as it is known. If the existing rows cannot be read,
    /// the only item is that error.
    pub fn stream(self) -> Items<'static, Result<Upsert<S>>> {
        let UpsertAll {
            database,
            rows,
            key,
            empty,
            options,
        } = self;
        let upserts = async move {
            let found = match database.query().all().await {
                Ok(found) => found,
                Err(error) => return stream::iter([Err(error)]).boxed(),
            };
            let total = rows.size_hint().1;
            let mut existing = by_key(found, &key);
            let mut seen = HashSet::new();
            let writes = stream::iter(rows).map(move |row| {
                let step = step(row, &key, &mut existing, &mut seen);
                let database = database.clone();
                async move { database.take(step, empty).await }
            });
            options.run(total, writes).map(Ok).boxed()
        };
        Items::new(upserts.flatten_stream())
    }

    async fn send(self) -> Result<Upserts<S>> {
        let outcomes = self.stream().try_collect().await?;
        Ok(Upserts { outcomes })
    }
}

awaitable! {
    [S: NotionSchema] UpsertAll<S>, send -> Upserts<S>;
    |this| database: this.database, key: this.key, options: this.options
}

impl<S: NotionSchema> Database<S> {
    async fn take(&self, step: Step<S>, empty: Empty) -> Upsert<S> {
        match step {
            Step::Refuse(error) => Upsert::Failed(error),
            Step::Insert(row) => match Outcome::of(self.insert(row).await) {
                Outcome::Created(row) => Upsert::Inserted(row),
                Outcome::Failed(error) => Upsert::Failed(error),
                Outcome::Unknown(error) => Upsert::Unknown(error),
            },
            Step::Compare(row, mut found) => match self.differing(row, &mut found, empty).await {
                Ok(properties) if properties.is_empty() => Upsert::Unchanged(*found),
                Ok(properties) => {
                    let written = self.session().write(address(&found), properties).await;
                    match Outcome::of(written) {
                        Outcome::Created(row) => Upsert::Updated(row),
                        Outcome::Failed(error) => Upsert::Failed(error),
                        Outcome::Unknown(error) => Upsert::Unknown(error),
                    }
                }
                Err(error) => Upsert::Failed(error),
            },
        }
    }

    /// Returns the properties that differ from the existing row. A truncated value is completed before it is compared with a
    /// complete one.
    async fn differing(
        &self,
        row: S,
        found: &mut Row<S>,
        empty: Empty,
    ) -> Result<Map<String, Value>> {
        let filled = filled(&row)?;
        self.session()
            .complete_parts(found, |property| filled.contains(&property))
            .await?;
        if empty == Empty::Keeps {
            return differing(&row, read_as(found)).map_err(Error::from);
        }
        let mut properties = changed(&row, read_as(found)).into_properties()?;
        // Notion gives an empty status its first option, so that it would differ again and again.
        properties.retain(|_, value| value.get("status").is_none_or(|status| !status.is_null()));
        Ok(properties)
    }
}

/// Groups the existing rows by their keys.
fn by_key<S: NotionSchema>(found: Vec<Row<S>>, key: &Key) -> HashMap<String, Vec<Row<S>>> {
    let mut existing: HashMap<String, Vec<Row<S>>> = HashMap::new();
    for row in found {
        if let Ok(key) = key.value(&*row) {
            existing.entry(key).or_default().push(row);
        }
    }
    existing
}

fn step<S: NotionSchema>(
    row: S,
    by: &Key,
    existing: &mut HashMap<String, Vec<Row<S>>>,
    seen: &mut HashSet<String>,
) -> Step<S> {
    let refuse =
        |column: &str, reason: &str| Step::Refuse(Error::refused(column, "upsert", reason));
    let key = match by.value(&row) {
        Ok(key) => key,
        Err(column) => {
            return refuse(
                column,
                "the value is empty, so that it does not identify the row",
            );
        }
    };
    if !seen.insert(key.clone()) {
        return refuse(&by.name(), "an earlier row has the same value");
    }
    let found = match existing.remove(&key) {
        None => return Step::Insert(row),
        Some(rows) => rows,
    };
    let Ok([found]) = <[Row<S>; 1]>::try_from(found) else {
        return refuse(&by.name(), "several rows in Notion have this value");
    };
    Step::Compare(row, Box::new(found))
}
