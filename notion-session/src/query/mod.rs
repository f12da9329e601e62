//! Queries: which rows of a database, and in what order.

use std::fmt;
use std::pin::Pin;

use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use serde_json::{Map, Value};

use crate::column::{Filter, Sort};
use crate::error::{Error, Result};
use crate::http::Request;
use crate::row::{QueryPage, Row, read_query};
use crate::schema::NotionSchema;
use crate::session::Database;

/// The most rows that Notion sends in one answer.
const PAGE: usize = 100;

/// A query of a database of schema `S`. It sends nothing until its rows are asked for.
///
/// Notion sends 100 rows an answer, so a query of `n` rows takes one request for each 100 of them,
/// and one where there are none.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, done: bool }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
/// # for (task, estimate) in [("Write", 2.0), ("Read", 1.0), ("Rest", 0.5)] {
/// #     tasks.insert(Task { task: task.into(), estimate: Some(estimate), done: false }).await?;
/// # }
/// let t = Task::COL;
/// let long = tasks.query()
///     .filter(t.done.eq(false) & t.estimate.ge(1))
///     .sort(t.estimate.asc())
///     .all().await?;
/// let names: Vec<_> = long.iter().map(|row| row.task.as_str()).collect();
/// assert_eq!(names, ["Read", "Write"]);
/// # Ok(())
/// # }
/// ```
#[must_use = "a query does nothing until its rows are asked for"]
pub struct Query<S> {
    database: Database<S>,
    filter: Option<Filter<S>>,
    sorts: Vec<Sort<S>>,
    limit: Option<usize>,
}

/// A stream of rows.
pub type Rows<S> = Pin<Box<dyn Stream<Item = Result<Row<S>>> + Send>>;

/// A stream of Notion's answers: rows, each of which fits the struct or does not.
pub type Pages<S> = Pin<Box<dyn Stream<Item = Result<Vec<Result<Row<S>>>>> + Send>>;

/// What a query gives where some rows do not fit the struct.
#[derive(Debug)]
pub struct Lossy<S> {
    /// The rows that fit.
    pub rows: Vec<Row<S>>,
    /// Why each of the others does not: an [`Error::Decode`] that names page and property.
    pub failed: Vec<Error>,
}

impl<S: NotionSchema> Query<S> {
    pub(crate) fn new(database: Database<S>) -> Query<S> {
        Query {
            database,
            filter: None,
            sorts: Vec::new(),
            limit: None,
        }
    }

    /// The rows that the filter lets through. A second filter is added to the first: both hold.
    pub fn filter(mut self, filter: Filter<S>) -> Query<S> {
        self.filter = Some(match self.filter {
            Some(before) => before & filter,
            None => filter,
        });
        self
    }

    /// The same, with the columns at hand: `.filter_with(|t| t.done.eq(false))`.
    pub fn filter_with(self, filter: impl FnOnce(S::Columns) -> Filter<S>) -> Query<S> {
        self.filter(filter(S::COLUMNS))
    }

    /// Sorts the rows. A second sort counts where the first finds two rows equal.
    ///
    /// Without a sort Notion promises no order; it gives what was created last first.
    pub fn sort(mut self, sort: Sort<S>) -> Query<S> {
        self.sorts.push(sort);
        self
    }

    /// At most so many rows. No more are asked for than are needed.
    pub fn limit(mut self, rows: usize) -> Query<S> {
        self.limit = Some(rows);
        self
    }

    /// All rows.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] where a row does not fit the struct: it names the page, the property and
    /// what is wrong, and [`all_lossy`](Query::all_lossy) gives the other rows.
    /// [`Error::QueryLimit`] where Notion has more rows than it gives: nothing is lost in silence.
    /// [`Error::FilterTooLarge`] before anything is sent. Otherwise those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn all(self) -> Result<Vec<Row<S>>> {
        self.stream().try_collect().await
    }

    /// All rows that fit the struct, and for the others why they do not.
    ///
    /// # Errors
    ///
    /// As [`all`](Query::all), but for rows that do not fit.
    pub async fn all_lossy(self) -> Result<Lossy<S>> {
        let mut lossy = Lossy {
            rows: Vec::new(),
            failed: Vec::new(),
        };
        let mut stream = self.stream();
        while let Some(row) = stream.next().await {
            match row {
                Ok(row) => lossy.rows.push(row),
                Err(error @ Error::Decode(_)) => lossy.failed.push(error),
                Err(error) => return Err(error),
            }
        }
        Ok(lossy)
    }

    /// The first row, if there is one. One request.
    ///
    /// # Errors
    ///
    /// As [`all`](Query::all).
    pub async fn first(self) -> Result<Option<Row<S>>> {
        self.limit(1).stream().try_next().await
    }

    /// The only row. One request.
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] where there is none, or more than one; otherwise as
    /// [`all`](Query::all).
    pub async fn one(self) -> Result<Row<S>> {
        let what = match &self.filter {
            Some(filter) => format!("row of \"{}\" with {filter}", S::SCHEMA.title),
            None => format!("row of \"{}\"", S::SCHEMA.title),
        };
        let mut rows = self.limit(2).all().await?;
        match (rows.pop(), rows.is_empty()) {
            (Some(row), true) => Ok(row),
            (last, _) => {
                let found = rows
                    .iter()
                    .chain(&last)
                    .map(|row| row.url().to_owned())
                    .collect();
                Err(Error::count_mismatch(what, found))
            }
        }
    }

    /// How many rows there are. As many requests as reading them: Notion has no other way to tell.
    ///
    /// # Errors
    ///
    /// As [`all`](Query::all), but for rows that do not fit the struct, which are counted, too.
    pub async fn count(self) -> Result<usize> {
        let mut count = 0;
        let mut pages = self.pages();
        while let Some(page) = pages.try_next().await? {
            count += page.len();
        }
        Ok(count)
    }

    /// The rows as a stream, which asks for the next 100 when it comes to them. A row that does not
    /// fit the struct is an error of its own, and the stream goes on behind it.
    ///
    /// # Errors
    ///
    /// Each row as [`all`](Query::all).
    pub fn stream(self) -> Rows<S> {
        let rows = self.pages().map_ok(stream::iter).try_flatten();
        Box::pin(rows)
    }

    /// The answers of Notion, one by one, each with up to 100 rows.
    ///
    /// # Errors
    ///
    /// Each answer as [`all`](Query::all).
    pub fn pages(self) -> Pages<S> {
        let state = Some(Progress {
            query: self,
            cursor: None,
            given: 0,
        });
        Box::pin(stream::try_unfold(state, |state| async move {
            match state {
                Some(progress) => progress.next().await.map(Some),
                None => Ok(None),
            }
        }))
    }

    fn body(&self, cursor: Option<&str>, given: usize) -> Result<Value> {
        let mut body = Map::new();
        if let Some(filter) = &self.filter {
            body.insert("filter".to_owned(), filter.to_json()?);
        }
        if !self.sorts.is_empty() {
            body.insert(
                "sorts".to_owned(),
                self.sorts.iter().map(Sort::to_json).collect(),
            );
        }
        let rows = self
            .limit
            .map_or(PAGE, |limit| (limit - given).clamp(1, PAGE));
        body.insert("page_size".to_owned(), rows.into());
        if let Some(cursor) = cursor {
            body.insert("start_cursor".to_owned(), cursor.into());
        }
        Ok(Value::Object(body))
    }
}

/// A query on its way.
struct Progress<S> {
    query: Query<S>,
    cursor: Option<String>,
    given: usize,
}

type Answer<S> = Vec<Result<Row<S>>>;

impl<S: NotionSchema> Progress<S> {
    async fn next(mut self) -> Result<(Answer<S>, Option<Progress<S>>)> {
        if self.query.limit == Some(0) {
            return Ok((Vec::new(), None));
        }
        let body = self.query.body(self.cursor.as_deref(), self.given)?;
        let database = &self.query.database;
        let path = format!("/v1/data_sources/{}/query", database.data_source_id());
        let request = Request::post(path).json(body).repeatable(true);
        let answer = database.session().client().send(&request).await?;
        let QueryPage {
            rows,
            next_cursor,
            incomplete,
            ..
        } = read_query::<S>(answer.body())
            .map_err(|error| Error::decode_answer(&request, error))?;
        if let Some(reason) = incomplete {
            return Err(Error::query_limit(S::SCHEMA.title, &reason));
        }
        let mut rows: Answer<S> = rows
            .into_iter()
            .map(|row| row.map_err(crate::row::RowFailure::into_error::<S>))
            .collect();
        if let Some(limit) = self.query.limit {
            rows.truncate(limit - self.given);
        }
        self.given += rows.len();
        let enough = self.query.limit.is_some_and(|limit| self.given >= limit);
        // Notion's word for the end is that there is no cursor.
        let rest = match next_cursor {
            Some(cursor) if !enough => {
                if self.cursor.as_deref() == Some(&*cursor) {
                    return Err(Error::endless_list(&cursor));
                }
                self.cursor = Some(cursor);
                Some(self)
            }
            _ => None,
        };
        Ok((rows, rest))
    }
}

impl<S> fmt::Debug for Query<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("database", &self.database)
            .field("filter", &self.filter)
            .field("sorts", &self.sorts)
            .field("limit", &self.limit)
            .finish()
    }
}
