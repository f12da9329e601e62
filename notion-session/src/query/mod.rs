//! Queries of the rows of a database.

mod collate;
mod place;
mod refused;
mod run;
mod select;
mod sorting;
#[cfg(test)]
mod tests;
pub(crate) mod unfilterable;
mod untyped;
mod window;

use std::fmt;
use std::sync::Arc;

use futures_util::stream::{self, TryStreamExt};
use notion_model::DataSourceId;
use notion_vocabulary::limits::{MAX_PAGE_ITEMS, MAX_QUERY_ROWS};

pub(crate) use self::place::Place;
use self::place::{Naming, Order};
use self::run::{Item, Run};
pub(crate) use self::select::Ids;
pub use self::select::{Columns, Selected};
use self::sorting::Sorting;
pub use self::untyped::UntypedQuery;
use self::window::Way;
use crate::column::{Filter, IntoFilter, Sort};
use crate::error::{Error, Result};
use crate::http::Client;
use crate::items::Items;
use crate::row::{Shape, Whole};
use crate::schema::NotionSchema;
use crate::session::Session;

/// Filters and sorts written as text: the language of [`UntypedQuery`].
pub use notion_schema::text_query;

/// The maximum number of rows in one answer.
const PAGE: usize = MAX_PAGE_ITEMS;

/// The maximum number of rows that Notion returns for one query.
const MOST: usize = MAX_QUERY_ROWS;

/// A query of the rows of a database with the schema `S`. Made by [`Database::query`](crate::Database::query).
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
///
/// A query is a builder: nothing is sent until one of the methods in the last three lines of the table is called. `Z` is the
/// type that rows are read as: [`Row`](crate::Row)s, or the columns that [`select`](Query::select) chose.
///
/// # Overview
///
/// | task | methods |
/// |---|---|
/// | choose rows | [`filter`](Query::filter), [`filter_with`](Query::filter_with), [`limit`](Query::limit) |
/// | order them | [`sort`](Query::sort), [`sort_with`](Query::sort_with) |
/// | read some columns only | [`select`](Query::select) |
/// | read rows | [`all`](Query::all), [`all_lossy`](Query::all_lossy), [`first`](Query::first), [`one`](Query::one), [`count`](Query::count), [`exists`](Query::exists) |
/// | read many rows in constant memory | [`stream`](Query::stream), [`try_stream`](Query::try_stream), [`pages`](Query::pages) |
/// | change the rows that it finds | [`update_all`](Query::update_all), [`trash_all`](Query::trash_all) |
///
/// # Requests
///
/// Notion sends 100 rows in an answer: a query of `n` rows takes one request for each 100 of them, and at least one.
///
/// Notion returns at most 10,000 rows of a query. The session reads further rows by queries of windows of the creation
/// time, so that none is missing. That takes two more requests for each 10,000 rows, and the memory of one answer. If the
/// query is sorted, only [`all`](Query::all) can do so, and sorts the rows itself. More than 10,000 rows that were created
/// in the same minute are an error, because no window separates them.
///
/// # Filters by formulas
///
/// Notion cannot filter by a formula that was created or changed through its API, as those of
/// [`create_db`](crate::Session::create_db) are: it does not know the type of the result until somebody opens the formula in
/// Notion and saves it. The same holds for a formula whose branches have different types, such as
/// `if(prop("Done"), now(), "")`, wherever it was created; there, `empty()` instead of `""` helps.
///
/// Such a query still returns the right rows. Notion rejects it once; from then on, the session leaves the conditions on
/// these formulas out of the request, and filters the rows itself. `A and F` requests the rows of `A`, `(A and F) or B`
/// those of `A or B`, and `F or B` all rows. Each 100 of those take one request, whatever the [`limit`](Query::limit),
/// [`first`](Query::first) or [`count`](Query::count): rows are read until enough of them pass. In a filter with both `or`
/// and such a formula, a condition on more than 25 pages or people, or on [`Me`](crate::column::Me), can take one more
/// request for each minute in which rows were created.
///
/// The first rejection in a session is a `tracing` event of level `WARN` with the target `notion_session::query`, and each
/// query that is filtered in the session one of level `DEBUG`. [`pushdown_only`](Query::pushdown_only) makes such a query
/// an error instead. Sorts by such formulas are left to Notion: no recording shows that it rejects them.
///
/// # Concurrent changes
///
/// A row that is created, changed or trashed while a query is running may be among its rows or not. If the row that the
/// cursor points at was deleted, Notion rejects the cursor. A query in the order of creation then continues, without a
/// missing or repeated row; in any other order it is an error.
#[must_use = "a query does nothing until its rows are asked for"]
pub struct Query<S, Z = Whole<S>> {
    place: Place<S>,
    filter: Option<Filter<S>>,
    sorts: Vec<Order<S>>,
    limit: Option<usize>,
    pushdown_only: bool,
    shape: Z,
}

/// A stream of rows.
pub type Rows<T> = Items<'static, Result<T>>;

/// A stream of Notion's answers. Each is a list of rows, and a row that does not fit the struct is an error in it.
pub type Pages<T> = Items<'static, Result<Vec<Result<T>>>>;

/// The rows of a query, some of which do not fit the struct. Returned by [`Query::all_lossy`].
#[derive(Debug)]
pub struct Lossy<T> {
    /// The rows that fit.
    pub rows: Vec<T>,
    /// Why each of the others does not: an [`Error::Decode`] that names page and property.
    pub failed: Vec<Error>,
}

impl<S: NotionSchema> Query<S> {
    pub(crate) fn new(place: Place<S>) -> Query<S> {
        Query::shaped_as(place, Whole::new())
    }

    /// Reads these columns only: Notion sends no others, and a row is the tuple of their values, or the value of the only
    /// column.
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
    /// # tasks.insert(Task { task: "Write".into(), estimate: Some(2.0), done: false }).await?;
    /// let estimates: Vec<(String, Option<f64>)> =
    ///     tasks.query().select(|t| (t.task, t.estimate)).all().await?;
    /// assert_eq!(estimates, [("Write".to_owned(), Some(2.0))]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<C: Columns<S>>(
        self,
        columns: impl FnOnce(S::Columns) -> C,
    ) -> Query<S, Selected<S, C::Values>> {
        self.shaped(Selected::new(columns(S::COLUMNS)))
    }
}

impl<S: NotionSchema, Z: Shape> Query<S, Z> {
    /// Adds a filter: only rows that pass it are read. A second filter is added to the first, and both must hold.
    ///
    /// An `Option` of a filter is taken, too; `None` filters nothing. Where a closure is at hand, see
    /// [`filter_with`](Self::filter_with).
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
    /// # for task in ["Write", "Read"] {
    /// #     tasks.insert(Task { task: task.into(), done: false }).await?;
    /// # }
    /// let t = Task::COL;
    /// let word: Option<&str> = Some("wri");
    /// let found = tasks.query()
    ///     .filter(t.done.eq(false))
    ///     .filter(word.map(|word| t.task.contains(word)))
    ///     .all().await?;
    /// assert_eq!(found.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn filter(self, filter: impl IntoFilter<S>) -> Self {
        self.with_filter(filter)
    }

    /// Adds the filter that a closure makes of the columns: `.filter_with(|t| t.done.eq(false))`.
    pub fn filter_with(self, filter: impl FnOnce(S::Columns) -> Filter<S>) -> Self {
        self.filter(filter(S::COLUMNS))
    }

    /// Adds a sort. A second sort orders the rows that are equal by the first.
    ///
    /// Without a sort, the row that was created last comes first.
    pub fn sort(mut self, sort: Sort<S>) -> Self {
        self.sorts.push(Order::Column(sort));
        self
    }

    /// Adds the sort that a closure makes of the columns: `.sort_with(|t| t.due.asc())`.
    pub fn sort_with(self, sort: impl FnOnce(S::Columns) -> Sort<S>) -> Self {
        self.sort(sort(S::COLUMNS))
    }

    /// Sets the maximum number of rows. The last request asks for no more than it needs.
    pub fn limit(mut self, rows: usize) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Leaves all filtering to Notion. If Notion cannot filter by one of the formulas, the query fails instead of reading
    /// more rows than it returns.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task {
    /// #     #[notion(title)] task: String,
    /// #     done: bool,
    /// #     #[notion(formula = "not {done}")]
    /// #     open: Formula<bool>,
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::Error;
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # tasks.insert(Task { task: "Write".into(), ..Default::default() }).await?;
    ///
    /// let open = || tasks.query().filter(Task::COL.open.eq(true));
    /// // The formula was created through the API, so that Notion does not know its type.
    /// let error = open().pushdown_only().all().await.unwrap_err();
    /// assert!(matches!(error, Error::UnfilterableFormula(_)));
    /// assert_eq!(open().all().await?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn pushdown_only(mut self) -> Self {
        self.pushdown_only = true;
        self
    }

    /// Returns all rows, in the order of the sorts.
    ///
    /// Notion does not return more than 10,000 sorted rows. If there are more, they are read again in the order of their
    /// creation, and sorted here as Notion would.
    ///
    /// # Errors
    ///
    /// * [`Error::Decode`] if a row does not fit the struct. The error names the page, the property and the reason;
    ///   [`all_lossy`](Query::all_lossy) returns the other rows.
    /// * [`Error::CrowdedMinute`] if more than 10,000 rows were created in one minute.
    /// * [`Error::FilterTooLarge`], before anything is sent.
    /// * [`Error::UnfilterableFormula`] with [`pushdown_only`](Query::pushdown_only).
    /// * Those of [`Client::send`](crate::http::Client::send).
    pub async fn all(self) -> Result<Vec<Z::Item>> {
        let items = self.gather().await?;
        items.into_iter().map(|item| item.row).collect()
    }

    /// Returns all rows that fit the struct, and the errors of the others.
    ///
    /// # Errors
    ///
    /// Those of [`all`](Query::all), except for rows that do not fit.
    pub async fn all_lossy(self) -> Result<Lossy<Z::Item>> {
        let mut lossy = Lossy {
            rows: Vec::new(),
            failed: Vec::new(),
        };
        for item in self.gather().await? {
            match item.row {
                Ok(row) => lossy.rows.push(row),
                Err(error) => lossy.failed.push(error),
            }
        }
        Ok(lossy)
    }

    /// Returns the first row, or `None` if there is no row. One request, if Notion filters by all conditions.
    ///
    /// # Errors
    ///
    /// Those of [`all`](Query::all).
    pub async fn first(self) -> Result<Option<Z::Item>> {
        let items = self.limit(1).gather().await?;
        items.into_iter().next().map(|item| item.row).transpose()
    }

    /// Returns the only row. One request, if Notion filters by all conditions.
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] if there is no row, or more than one; those of [`all`](Query::all).
    pub async fn one(self) -> Result<Z::Item> {
        self.single().await?.row
    }

    /// Returns the number of rows. It takes as many requests as reading them, because Notion has no endpoint that counts.
    /// Notion sends only the titles, and the properties that the session filters by.
    ///
    /// # Errors
    ///
    /// Those of [`all`](Query::all), except for rows that do not fit the struct: they are counted, too.
    pub async fn count(self) -> Result<usize> {
        self.count_rows().await
    }

    /// Returns true if at least one row passes the filter. One request, if Notion filters by all conditions.
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
    /// # tasks.insert(Task { task: "Write".into(), done: false }).await?;
    /// assert!(tasks.query().filter(Task::COL.done.eq(false)).exists().await?);
    /// assert!(!tasks.query().filter(Task::COL.done.eq(true)).exists().await?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`count`](Query::count).
    pub async fn exists(self) -> Result<bool> {
        Ok(self.limit(1).count().await? > 0)
    }

    /// Returns the rows as a stream, which requests the next 100 rows when it reaches them. It ends after the first error.
    ///
    /// # Errors
    ///
    /// For each row those of [`all`](Query::all), and [`Error::QueryLimit`] if a sorted query has more than 10,000 rows:
    /// read them with [`all`](Query::all), or 10,000 of them with a [`limit`](Query::limit). The error replaces the rows of
    /// the first answer in which Notion reports the limit. Notion may report it in any answer, in the hundredth at the
    /// latest; no request returns the number of rows in advance.
    pub fn stream(self) -> Rows<Z::Item> {
        let rows = self.try_stream();
        Items::new(stream::try_unfold(rows, |mut rows| async move {
            Ok(rows.try_next().await?.map(|row| (row, rows)))
        }))
    }

    /// Returns the rows as a stream that continues after a row that does not fit the struct. That row is an
    /// [`Error::Decode`].
    ///
    /// # Errors
    ///
    /// For each row those of [`stream`](Query::stream).
    pub fn try_stream(self) -> Rows<Z::Item> {
        Items::new(self.pages().map_ok(stream::iter).try_flatten())
    }

    /// Returns a stream of Notion's answers, each with up to 100 rows.
    ///
    /// # Errors
    ///
    /// For each answer those of [`stream`](Query::stream).
    pub fn pages(self) -> Pages<Z::Item> {
        self.answers()
    }
}

/// Methods for typed and untyped queries.
#[expect(private_bounds, reason = "no method here is public")]
impl<S: Naming, Z: Shape> Query<S, Z> {
    fn shaped_as(place: Place<S>, shape: Z) -> Query<S, Z> {
        Query {
            place,
            filter: None,
            sorts: Vec::new(),
            limit: None,
            pushdown_only: false,
            shape,
        }
    }

    fn with_filter(mut self, filter: impl IntoFilter<S>) -> Self {
        self.filter = Filter::all(self.filter.into_iter().chain(filter.into_filter()));
        self
    }

    /// The same rows, read as something else.
    pub(crate) fn shaped<Y>(self, shape: Y) -> Query<S, Y> {
        Query {
            place: self.place,
            filter: self.filter,
            sorts: self.sorts,
            limit: self.limit,
            pushdown_only: self.pushdown_only,
            shape,
        }
    }

    /// The answers of Notion, one by one.
    fn answers(self) -> Pages<Z::Item> {
        let run = Run::new(Arc::new(self));
        Items::new(stream::try_unfold(run, |mut run| async move {
            let items = run.next(None).await?;
            Ok(items.map(|items| (items.into_iter().map(|item| item.row).collect(), run)))
        }))
    }

    /// The only row; an error that names the database and the filter if there is none, or more than one.
    async fn single(mut self) -> Result<Item<Z::Item>> {
        let title = &self.place.title;
        let what = match &self.filter {
            Some(filter) => format!("row of \"{title}\" with {filter}"),
            None => format!("row of \"{title}\""),
        };
        self.limit = Some(2);
        let mut items = self.gather().await?;
        match (items.pop(), items.is_empty()) {
            (Some(item), true) => Ok(item),
            (last, _) => {
                let found = items.iter().chain(&last);
                let found = found.map(|item| item.id.to_string()).collect();
                Err(Error::row_mismatch(what, found))
            }
        }
    }

    async fn count_rows(mut self) -> Result<usize> {
        // The order does not change the number, and without one all rows can be read.
        self.sorts.clear();
        let mut run = Run::new(Arc::new(self.shaped(Ids)));
        let mut count = 0;
        while let Some(items) = run.next(None).await? {
            count += items.len();
        }
        Ok(count)
    }

    /// All rows, whatever their number and order.
    async fn gather(self) -> Result<Vec<Item<Z::Item>>> {
        let query = Arc::new(self);
        match collect(Run::new(Arc::clone(&query)), None).await {
            Err(Error::QueryLimit(..)) if query.way().is_none() => {}
            other => return other,
        }
        query.gather_and_sort().await
    }

    /// All rows, read in the order of their creation and sorted here.
    async fn gather_and_sort(self: Arc<Self>) -> Result<Vec<Item<Z::Item>>> {
        let query = self;
        let source = query
            .place
            .session
            .source(query.place.source.cast())
            .await?;
        let ids = S::ids(&query.place);
        let sorts: Vec<_> = query.sorts.iter().map(|sort| sort.to_json(&ids)).collect();
        let sorting = Sorting::new(&sorts, &source)?;
        let mut items = collect(Run::gathering(Arc::clone(&query)), Some(&sorting)).await?;
        items.sort_by(|a, b| sorting.compare(&a.keys, &b.keys));
        items.truncate(query.limit.unwrap_or(usize::MAX));
        Ok(items)
    }

    /// Which way the rows come, where they come in the order of their creation.
    fn way(&self) -> Option<Way> {
        match self.sorts.as_slice() {
            [] => Some(Way::Back),
            [sort] => sort
                .by_creation()
                .map(|descending| if descending { Way::Back } else { Way::Forth }),
            _ => None,
        }
    }

    fn client(&self) -> &Client {
        self.place.session.client()
    }

    pub(crate) fn session(&self) -> &Session {
        &self.place.session
    }

    pub(crate) fn source(&self) -> DataSourceId<S> {
        self.place.source
    }
}

async fn collect<S: Naming, Z: Shape>(
    mut run: Run<S, Z>,
    sorting: Option<&Sorting>,
) -> Result<Vec<Item<Z::Item>>> {
    let mut all = Vec::new();
    while let Some(items) = run.next(sorting).await? {
        all.extend(items);
    }
    Ok(all)
}

impl<S, Z> fmt::Debug for Query<S, Z> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("data_source", &self.place.source)
            .field("filter", &self.filter)
            .field("sorts", &self.sorts)
            .field("limit", &self.limit)
            .field("pushdown_only", &self.pushdown_only)
            .finish_non_exhaustive()
    }
}
