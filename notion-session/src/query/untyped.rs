//! Queries of databases without a Rust struct: filters and sorts in text form, and rows as page handles.

use std::fmt;
use std::sync::Arc;

use futures_util::stream::{self, TryStreamExt};
use notion_model::{
    DataSource, DataSourceId, Filter as FilterData, FilterKind, Page as PageData, PageId,
    PageOrDataSource, TextCondition,
};
use notion_schema::text_query::{Checked, Known, Lookup, TextFilter, TextSort};

use super::place::{Order, Place};
use super::{Query, Rows};
use crate::api::QueryDataSource;
use crate::column::Filter;
use crate::error::{Error, Result};
use crate::handle::page::refuse_partial;
use crate::row::{Head, Shape};
use crate::schema::{ReadError, Values};
use crate::session::{Database, Page, Session, Untyped, User};

/// A query of a database without a Rust struct. Made by [`Database::query_untyped`]. Nothing is sent until its rows are
/// read.
///
/// [`filter`](Self::filter) and [`sort`](Self::sort) parse strings in the language of [`text_query`](super::text_query). Before
/// the query is sent, they are checked against the live schema: names, types of values, options, users, and pages of
/// relations. The rows are [`Page`]s, which the object store keeps.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # use notion_session::prelude::*;
/// # #[derive(NotionOptions, Debug, Clone, Copy)]
/// # enum Kind { Book, Film }
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Item { #[notion(title)] name: String, price: Option<f64>, kind: Option<Kind> }
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let items = session.create_db::<Item>(&home).await?;
/// # for (name, price, kind) in [("Dune", 12.0, Kind::Book), ("Alien", 9.5, Kind::Film), ("Emma", 7.0, Kind::Book)] {
/// #     items.insert(Item { name: name.into(), price: Some(price), kind: Some(kind) }).await?;
/// # }
/// # session.search_db("Item").await?.item()?;
/// let items = session.get_db(items.id()).await?;
/// let books = items
///     .query_untyped()
///     .filter("Kind = Book and Price < 20")?
///     .sort("-Price, Name")?
///     .all()
///     .await?;
/// let names: Vec<_> = books.iter().map(|page| page.title()).collect();
/// assert_eq!(names, ["Dune", "Emma"]);
/// assert_eq!(books[0].get::<f64>("Price")?, 12.0);
///
/// let error = items.query_untyped().filter("Kind = Bok")?.all().await.unwrap_err();
/// assert_eq!(error.to_string(), "`Bok` is not an option of `Kind`; did you mean `Book`? (column 8)");
/// # Ok(())
/// # }
/// ```
///
/// # Requests
///
/// Those of a [`Query`]: one for each 100 rows, windows beyond 10,000 rows, and more rows if Notion cannot filter by a
/// formula. Before that, unless the session knows the answer: one for the schema; one for each 100 users if the filter has
/// names of people; one for each title of a related page; and one for the related schema of a rollup that shows values. If a
/// filter does not fit a schema that was read earlier, the schema is read again before that is an error.
#[must_use = "a query does nothing until its rows are asked for"]
pub struct UntypedQuery {
    database: Database,
    filters: Vec<TextFilter>,
    sorts: Vec<TextSort>,
    limit: Option<usize>,
    pushdown_only: bool,
}

impl<S> Database<S> {
    /// Returns a query with filters and sorts in text form, whose rows are page handles.
    pub fn query_untyped(&self) -> UntypedQuery {
        UntypedQuery {
            database: self.clone().cast(),
            filters: Vec::new(),
            sorts: Vec::new(),
            limit: None,
            pushdown_only: false,
        }
    }
}

impl UntypedQuery {
    /// Adds a filter, such as `Status = Done and (Due < today or Estimate > 5)`. With a second filter, both must hold.
    ///
    /// # Errors
    ///
    /// [`Error::TextQuery`] if the string is not a filter. The error has the expected token and the column. The schema is
    /// checked when the rows are read.
    pub fn filter(mut self, filter: &str) -> Result<Self> {
        self.filters.push(TextFilter::parse(filter)?);
        Ok(self)
    }

    /// Adds sorts: names separated by commas, with a `-` before those in descending order, such as `-Due, Name`.
    ///
    /// # Errors
    ///
    /// [`Error::TextQuery`] if the string is not a list of names.
    pub fn sort(mut self, sorts: &str) -> Result<Self> {
        self.sorts.push(TextSort::parse(sorts)?);
        Ok(self)
    }

    /// Sets the maximum number of rows. The last request asks for no more than it needs.
    pub fn limit(mut self, rows: usize) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Leaves all filtering to Notion: [`Query::pushdown_only`].
    pub fn pushdown_only(mut self) -> Self {
        self.pushdown_only = true;
        self
    }

    /// Checks the filters and the sorts against the schema, with the requests that this needs, and without a query.
    ///
    /// # Errors
    ///
    /// [`Error::TextQuery`] if something does not fit; otherwise those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn check(&self) -> Result<()> {
        self.prepare().await.map(|_| ())
    }

    /// Returns all rows, in the order of the sorts.
    ///
    /// # Errors
    ///
    /// [`Error::TextQuery`] if a filter or a sort does not fit the schema; otherwise those of [`Query::all`].
    pub async fn all(self) -> Result<Vec<Page>> {
        let items = self.prepare().await?.gather().await?;
        let session = self.database.session();
        items
            .into_iter()
            .map(|item| page(session, item.row?))
            .collect()
    }

    /// Returns the first row, or `None` if there is no row.
    ///
    /// # Errors
    ///
    /// Those of [`all`](Self::all).
    pub async fn first(self) -> Result<Option<Page>> {
        Ok(self.limit(1).all().await?.pop())
    }

    /// Returns the only row.
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] if there is none, or more than one; otherwise those of [`all`](Self::all).
    pub async fn one(self) -> Result<Page> {
        let item = self.prepare().await?.single().await?;
        page(self.database.session(), item.row?)
    }

    /// Returns the number of rows. It takes as many requests as reading them, because Notion has no endpoint that counts.
    ///
    /// # Errors
    ///
    /// Those of [`all`](Self::all).
    pub async fn count(self) -> Result<usize> {
        self.prepare().await?.count_rows().await
    }

    /// Returns true if at least one row passes the filter.
    ///
    /// # Errors
    ///
    /// Those of [`all`](Self::all).
    pub async fn exists(self) -> Result<bool> {
        Ok(self.limit(1).count().await? > 0)
    }

    /// Returns the rows as a stream, which requests the next 100 rows when it reaches them. It ends after the first error.
    ///
    /// # Errors
    ///
    /// For each row those of [`all`](Self::all), and [`Error::QueryLimit`] as in [`Query::stream`].
    pub fn stream(self) -> Rows<Page> {
        let session = self.database.session().clone();
        let answers = async move { self.prepare().await.map(Query::answers) };
        let rows = stream::once(answers).try_flatten();
        let rows = rows.map_ok(move |rows| {
            let session = session.clone();
            stream::iter(rows.into_iter().map(move |row| page(&session, row?)))
        });
        // The stream ends after an error.
        let rows = Box::pin(rows.try_flatten());
        Rows::new(stream::try_unfold(rows, |mut rows| async move {
            Ok(rows.try_next().await?.map(|row| (row, rows)))
        }))
    }

    /// Converts the query to one with the IDs of the live schema.
    async fn prepare(&self) -> Result<Query<Untyped, Handles>> {
        self.database.session().ensure_open()?;
        let was_known = self.database.known_source().is_some();
        let source = self.database.data_source().await?;
        let (filter, orders) = match self.resolve(&source).await {
            // The schema may have changed since it was read.
            Err(Error::TextQuery(_)) if was_known => {
                let source = self.database.fetch_source().await?;
                self.resolve(&source).await?
            }
            resolved => resolved?,
        };
        let place = Place::untyped(&self.database);
        let mut query = Query::shaped_as(place, Handles).with_filter(filter);
        query.sorts = orders;
        query.limit = self.limit;
        query.pushdown_only = self.pushdown_only;
        Ok(query)
    }

    async fn resolve(
        &self,
        source: &DataSource,
    ) -> Result<(Option<Filter<Untyped>>, Vec<Order<Untyped>>)> {
        let mut orders = Vec::new();
        for sorts in &self.sorts {
            let sorts = sorts.check(&source.properties)?;
            orders.extend(sorts.into_iter().map(Order::Live));
        }
        let mut known = Known::default();
        let mut filters = Vec::with_capacity(self.filters.len());
        for filter in &self.filters {
            let filter = loop {
                match filter.check(&source.properties, &known)? {
                    Checked::Filter(filter) => break filter,
                    Checked::Missing(missing) => {
                        let session = self.database.session();
                        look_up(session, missing, &mut known).await?;
                    }
                }
            };
            filters.push(filter);
        }
        Ok((Filter::all(filters), orders))
    }
}

/// Looks up the users, pages and schemas that a filter names.
async fn look_up(session: &Session, missing: Vec<Lookup>, known: &mut Known) -> Result<()> {
    let mut users = None;
    for lookup in missing {
        match lookup {
            Lookup::Users(name) => {
                if users.is_none() {
                    users = Some(session.all_users().await?);
                }
                let found = users.iter().flat_map(|users| users.iter());
                let found = found
                    .filter(|user| user.name() == name || user.email() == Some(name.as_str()))
                    .map(User::id)
                    .collect();
                known.add_users(name, found);
            }
            Lookup::Pages { data_source, title } => {
                let pages = pages_titled(session, data_source, &title).await?;
                known.add_pages(data_source, title, pages);
            }
            Lookup::Schema(data_source) => {
                let source = session.source(data_source).await?;
                known.add_schema(data_source, source.properties.clone());
            }
        }
    }
    Ok(())
}

/// Returns the pages of a data source with a title, from the first answer only: several are an error in any case.
async fn pages_titled(session: &Session, source: DataSourceId, title: &str) -> Result<Vec<PageId>> {
    // `title` is the ID of every title property.
    let equals = FilterKind::RichText(TextCondition::Equals(title.to_owned()));
    let query = QueryDataSource {
        filter: Some(FilterData::property("title", equals)),
        ..QueryDataSource::default()
    };
    let call = session.api().data_sources().query(source, &query);
    let found = call.send().await?;
    let page = |found: &PageOrDataSource| match found {
        PageOrDataSource::Page(page) => Some(page.id),
        _ => None,
    };
    Ok(found.results.iter().filter_map(page).collect())
}

fn page(session: &Session, read: Result<PageData, (PageId, serde_json::Error)>) -> Result<Page> {
    match read {
        Ok(data) => {
            refuse_partial(&data)?;
            let data: Arc<PageData> = session.keep(data);
            Ok(Page::new(session.clone(), data))
        }
        Err((id, error)) => Err(Error::decode_page("a page", id, error)),
    }
}

/// Rows read as pages, with all their properties.
#[derive(Debug)]
struct Handles;

impl Shape for Handles {
    type Item = Result<PageData, (PageId, serde_json::Error)>;
    type Content = ();

    fn reader(&self) -> &'static str {
        "a page"
    }
    fn names(&self) -> Vec<&'static str> {
        Vec::new()
    }
    fn read(&self, values: &mut Values<'_, '_>) -> Result<(), ReadError> {
        while values.next_column()?.is_some() {
            values.pass()?;
        }
        Ok(())
    }
    fn finish(&self, head: Head, (): (), json: &str) -> Self::Item {
        serde_json::from_str(json).map_err(|error| (head.id, error))
    }
}

impl fmt::Debug for UntypedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntypedQuery")
            .field("database", &self.database)
            .field(
                "filters",
                &self
                    .filters
                    .iter()
                    .map(TextFilter::text)
                    .collect::<Vec<_>>(),
            )
            .field(
                "sorts",
                &self.sorts.iter().map(TextSort::text).collect::<Vec<_>>(),
            )
            .field("limit", &self.limit)
            .field("pushdown_only", &self.pushdown_only)
            .finish()
    }
}
