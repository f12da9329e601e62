//! Rows brought up to date: inserted where they are not there, changed where they differ.

use std::collections::{HashMap, HashSet};

use futures_util::stream::{self, StreamExt};
use notion_schema::internal::{differing, filled, read_as};
use serde_json::{Map, Value};

use crate::column::Column;
use crate::error::{Error, Result};
use crate::row::Row;
use crate::rows::complete::AT_ONCE;
use crate::rows::write::address;
use crate::schema::{Codec, Field, NotionSchema, Visit};
use crate::session::{Database, Outcome};

/// What became of a row that was to be brought up to date.
#[derive(Debug)]
pub enum Upsert<S> {
    /// It was not there, and is now.
    Inserted(Row<S>),
    /// It was there and differed; it is as it should be now.
    Updated(Row<S>),
    /// It was there as it should be. Nothing was sent.
    Unchanged(Row<S>),
    /// It is not as it should be, and this is why.
    Failed(Error),
    /// The answer was lost, or cannot be read as a row: the insertion or the change may have been applied or not. Where
    /// it was, and the row only does not fit the struct, the error has its page ([`Error::written_page`]).
    Unknown(Error),
}

impl<S> Upsert<S> {
    /// The row as it is in Notion, where that is known.
    pub fn row(&self) -> Option<&Row<S>> {
        match self {
            Upsert::Inserted(row) | Upsert::Updated(row) | Upsert::Unchanged(row) => Some(row),
            Upsert::Failed(_) | Upsert::Unknown(_) => None,
        }
    }
}

/// What became of the rows, in their order.
#[derive(Debug)]
pub struct Upserts<S> {
    /// Of each row.
    pub outcomes: Vec<Upsert<S>>,
}

impl<S> Upserts<S> {
    /// How many rows were inserted.
    pub fn inserted(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Inserted(_)))
    }

    /// How many rows were changed.
    pub fn updated(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Updated(_)))
    }

    /// How many rows were left as they were.
    pub fn unchanged(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Unchanged(_)))
    }

    /// How many rows are not as they should be.
    pub fn failed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upsert::Failed(_)))
    }

    /// Of how many rows it is not known.
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

/// What is to be done with a row.
enum Task<S> {
    Insert(S),
    /// The row, and the one that is there.
    Compare(S, Box<Row<S>>),
    Refuse(Error),
}

impl<S: NotionSchema> Database<S> {
    /// Brings rows up to date, which a column tells apart: what is not there is inserted, what differs
    /// is changed, what is as it should be is left. This is also how a load that broke off is resumed.
    ///
    /// What exists is read once, with a request for each 100 rows; then one request for each row that
    /// is inserted or changed, several concurrently within the session's pace. A relation, people or a text that Notion
    /// truncates is completed before it is compared, with one request for each 100 elements. Of a row only the properties
    /// that differ are sent. What is empty in the new row is left as it is in Notion, as an insertion
    /// leaves it to Notion's defaults.
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
    /// let row = |task: &str, estimate| Task { task: task.into(), estimate: Some(estimate) };
    /// tasks.insert(row("Write", 2.0)).await?;
    /// tasks.insert(row("Read", 1.0)).await?;
    ///
    /// let plan = [row("Write", 2.0), row("Read", 1.5), row("Rest", 0.5)];
    /// let done = tasks.upsert_all(plan, |t| t.task).await?;
    /// assert_eq!((done.unchanged(), done.updated(), done.inserted()), (1, 1, 1));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Where what exists cannot be read: as [`Query::all`](crate::query::Query::all). What goes wrong
    /// with a single row is told of that row: besides what an insertion and a save can meet, a row
    /// whose column is empty, is that of an earlier row too, or that of several rows in Notion, is
    /// refused.
    pub async fn upsert_all<V: Codec>(
        &self,
        rows: impl IntoIterator<Item = S>,
        by: impl FnOnce(S::Columns) -> Column<S, V>,
    ) -> Result<Upserts<S>> {
        let column = by(S::COLUMNS).name();
        let mut existing: HashMap<String, Vec<Row<S>>> = HashMap::new();
        for row in self.query().all().await? {
            if let Some(key) = key(&*row, column) {
                existing.entry(key).or_default().push(row);
            }
        }
        let mut seen = HashSet::new();
        let tasks: Vec<_> = rows
            .into_iter()
            .map(|row| task(row, column, &mut existing, &mut seen))
            .collect();
        let outcomes = stream::iter(tasks)
            .map(|task| self.carry_out(task))
            .buffered(AT_ONCE)
            .collect()
            .await;
        Ok(Upserts { outcomes })
    }

    async fn carry_out(&self, task: Task<S>) -> Upsert<S> {
        match task {
            Task::Refuse(error) => Upsert::Failed(error),
            Task::Insert(row) => match Outcome::of(self.insert(row).await) {
                Outcome::Created(row) => Upsert::Inserted(row),
                Outcome::Failed(error) => Upsert::Failed(error),
                Outcome::Unknown(error) => Upsert::Unknown(error),
            },
            Task::Compare(row, mut found) => match self.differing(row, &mut found).await {
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

    /// What of a row differs from the one that is there. A value that Notion truncates is completed before it is compared
    /// with a whole one.
    async fn differing(&self, row: S, found: &mut Row<S>) -> Result<Map<String, Value>> {
        let filled = filled(&row)?;
        self.session()
            .complete_parts(found, |property| filled.contains(&property))
            .await?;
        differing(&row, read_as(found)).map_err(Error::from)
    }
}

fn task<S: NotionSchema>(
    row: S,
    column: &'static str,
    existing: &mut HashMap<String, Vec<Row<S>>>,
    seen: &mut HashSet<String>,
) -> Task<S> {
    let refuse = |reason: &str| Task::Refuse(Error::refused(column, "upsert", reason));
    let Some(key) = key(&row, column) else {
        return refuse("the value is empty, so that the row cannot be told from others");
    };
    if !seen.insert(key.clone()) {
        return refuse("an earlier row has the same value");
    }
    let found = match existing.remove(&key) {
        None => return Task::Insert(row),
        Some(rows) => rows,
    };
    let Ok([found]) = <[Row<S>; 1]>::try_from(found) else {
        return refuse("several rows in Notion have this value");
    };
    Task::Compare(row, Box::new(found))
}

/// What tells a row from others: the content of a column, or what Notion computed for it.
fn key<S: NotionSchema>(row: &S, column: &'static str) -> Option<String> {
    struct Key {
        column: &'static str,
        key: Option<String>,
    }
    impl Visit for Key {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            if field.property.name != self.column {
                return;
            }
            self.key = if field.is_computed {
                Some((field.text)(value)).filter(|text| !text.is_empty())
            } else if (field.is_empty)(value) {
                None
            } else {
                let content = (field.content)(value).ok();
                content.map(|content| content.to_string())
            };
        }
    }
    let mut visitor = Key { column, key: None };
    row.visit(&mut visitor);
    visitor.key
}
