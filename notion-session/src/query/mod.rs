//! Queries: which rows of a database, and in what order.

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

/// The most rows that Notion sends in one answer.
const PAGE: usize = MAX_PAGE_ITEMS;

/// The most rows that Notion gives for one query.
const MOST: usize = MAX_QUERY_ROWS;

/// A query of a database of schema `S`. It sends nothing until its rows are asked for. `Z` is what
/// the rows are read as: [`Row`](crate::Row)s, or what [`select`](Query::select) chose.
///
/// Notion sends 100 rows an answer, so a query of `n` rows takes one request for each 100 of them,
/// and one where there are none.
///
/// Notion gives at most 10,000 rows of a query. Where there are more, the others are read by further
/// queries of windows on the creation time, so that none is missing: two requests more for each
/// 10,000 rows, and the memory of one answer. In an order of its own such a query can be given as a
/// whole only, by [`all`](Query::all). More than 10,000 rows that were created in one minute cannot
/// be told apart, and are an error.
///
/// # Filters by formulas
///
/// Notion cannot filter by a formula that was created or changed through its API, as those of
/// [`create_db`](crate::Session::create_db) are: it does not know the type of the result until somebody opens the formula in
/// Notion and saves it. The same holds for a formula whose branches have different types, such as
/// `if(prop("Done"), now(), "")`, wherever it was made; `empty()` in place of `""` helps there.
///
/// Such a query gives the same rows all the same. Notion refuses it once; then, and for the rest of the session,
/// it is asked without the conditions on these formulas, and the session filters the rows that come by their values. `A and
/// F` asks for the rows that fulfil `A`, `(A and F) or B` for those of `A or B`, and `F or B` for all rows. Each 100 of
/// those take one request, whatever the [`limit`](Query::limit), [`first`](Query::first) or [`count`](Query::count), as
/// rows are read until enough of them pass. In a filter with both `or` and such a formula, a condition on more than 25
/// pages or people, or on [`Me`](crate::column::Me), can take one more request for each minute in which rows were created.
/// The first refusal in a session is reported as a `tracing` event of level `WARN`, with the target
/// `notion_session::query`, and each query that is filtered in the session as one of level `DEBUG`.
/// [`pushdown_only`](Query::pushdown_only) makes such a query an error instead.
///
/// Sorts by such formulas are left to Notion: it is not on record that it refuses them.
///
/// What is created, changed or trashed while a query is on its way may be among its rows or not. Where
/// the very row is gone that the next answer begins with, Notion does not know where to go on. Rows in
/// the order of their creation are gone on with all the same, none left out and none given twice; in
/// another order it is an error.
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

/// A stream of Notion's answers: rows, each of which fits the struct or does not.
pub type Pages<T> = Items<'static, Result<Vec<Result<T>>>>;

/// What a query gives where some rows do not fit the struct.
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

    /// These columns only: Notion sends no others, and a row is the tuple of their values, or the
    /// value of the one column.
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

    /// Sorts the rows. A second sort counts where the first finds two rows equal.
    ///
    /// Without a sort, what was created last comes first.
    pub fn sort(mut self, sort: Sort<S>) -> Self {
        self.sorts.push(Order::Column(sort));
        self
    }

    /// Adds the sort that a closure makes of the columns: `.sort_with(|t| t.due.asc())`.
    pub fn sort_with(self, sort: impl FnOnce(S::Columns) -> Sort<S>) -> Self {
        self.sort(sort(S::COLUMNS))
    }

    /// At most so many rows. No more are asked for than are needed.
    pub fn limit(mut self, rows: usize) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Leaves all filtering to Notion. If Notion cannot filter by one of the formulas, the query fails instead of reading
    /// more rows than it gives.
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

    /// All rows, in the order of the sorts.
    ///
    /// Of more than 10,000 rows that are sorted, Notion gives no whole list. They are read a second
    /// time in the order of their creation then, and sorted here as Notion would.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] where a row does not fit the struct: it names the page, the property and
    /// what is wrong, and [`all_lossy`](Query::all_lossy) gives the other rows.
    /// [`Error::CrowdedMinute`] where more than 10,000 rows were created in one minute: nothing is
    /// lost in silence. [`Error::FilterTooLarge`] before anything is sent.
    /// [`Error::UnfilterableFormula`] with [`pushdown_only`](Query::pushdown_only). Otherwise those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn all(self) -> Result<Vec<Z::Item>> {
        let items = self.gather().await?;
        items.into_iter().map(|item| item.row).collect()
    }

    /// All rows that fit the struct, and for the others why they do not.
    ///
    /// # Errors
    ///
    /// As [`all`](Query::all), but for rows that do not fit.
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

    /// The first row, if there is one. One request, if Notion filters by all conditions.
    ///
    /// # Errors
    ///
    /// As [`all`](Query::all).
    pub async fn first(self) -> Result<Option<Z::Item>> {
        let items = self.limit(1).gather().await?;
        items.into_iter().next().map(|item| item.row).transpose()
    }

    /// The only row. One request, if Notion filters by all conditions.
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] where there is none, or more than one; otherwise as
    /// [`all`](Query::all).
    pub async fn one(self) -> Result<Z::Item> {
        self.single().await?.row
    }

    /// How many rows there are. As many requests as reading them: Notion has no other way to tell.
    /// Only the titles are sent, and what rows are filtered by in the session.
    ///
    /// # Errors
    ///
    /// As [`all`](Query::all), but for rows that do not fit the struct, which are counted, too.
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
    /// As [`count`](Query::count).
    pub async fn exists(self) -> Result<bool> {
        Ok(self.limit(1).count().await? > 0)
    }

    /// The rows as a stream, which asks for the next 100 when it comes to them. It ends with the
    /// first error.
    ///
    /// # Errors
    ///
    /// Each row as [`all`](Query::all), and [`Error::QueryLimit`] where there are more than 10,000 rows
    /// in an order of their own: these can be had by [`all`](Query::all), or 10,000 of them with a
    /// [`limit`](Query::limit). It comes in place of the rows of the first answer in which Notion says
    /// so. Notion may say it in any, and in the hundredth at the latest; there is no request that tells
    /// how many rows there are.
    pub fn stream(self) -> Rows<Z::Item> {
        let rows = self.try_stream();
        Items::new(stream::try_unfold(rows, |mut rows| async move {
            Ok(rows.try_next().await?.map(|row| (row, rows)))
        }))
    }

    /// The rows as a stream that does not end where a row does not fit the struct: that row is an
    /// [`Error::Decode`], and the next row follows.
    ///
    /// # Errors
    ///
    /// Each row as [`stream`](Query::stream).
    pub fn try_stream(self) -> Rows<Z::Item> {
        Items::new(self.pages().map_ok(stream::iter).try_flatten())
    }

    /// The answers of Notion, one by one, each with up to 100 rows.
    ///
    /// # Errors
    ///
    /// Each answer as [`stream`](Query::stream).
    pub fn pages(self) -> Pages<Z::Item> {
        self.answers()
    }
}

/// What queries of structs and untyped ones have in common.
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

    /// The only row; an error that names the database and the filter where there is none, or more than one.
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
