//! Loading the rows that relations point to.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::marker::PhantomData;

use futures_util::future;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use notion_model::{DataSourceId, PageId, PropertyId, RelationKind, SchemaKind};
use notion_rest::internal::requests;
use notion_schema::internal::{content, decode_property, is_whole};
use notion_vocabulary::limits::MAX_ARRAY_ELEMENTS;
use serde_json::Value;

use crate::awaitable::awaitable;
use crate::column::{Column, Filter};
use crate::error::{Error, Result};
use crate::query::{Place, Query};
use crate::row::Row;
use crate::rows::bulk::{BulkOptions, Reporter, Tally, bulk_options};
use crate::schema::{Codec, Kind, NotionSchema, Relation, kind};
use crate::session::{Items, Session};

/// The maximum number of conditions in one group of a filter, and of rows in one answer.
const MOST: usize = MAX_ARRAY_ELEMENTS;

/// Rows by their IDs. Returned by [`Session::load`].
pub struct RelationMap<T> {
    rows: HashMap<PageId<T>, Row<T>>,
    missing: Vec<PageId<T>>,
}

impl<T> RelationMap<T> {
    /// Returns the row with an ID.
    pub fn get(&self, id: PageId<T>) -> Option<&Row<T>> {
        self.rows.get(&id)
    }

    /// Returns the rows with these IDs, such as those of a relation, in their order. Missing rows are skipped.
    pub fn of<'a>(
        &'a self,
        ids: impl IntoIterator<Item = &'a PageId<T>>,
    ) -> impl Iterator<Item = &'a Row<T>> {
        ids.into_iter().filter_map(|id| self.rows.get(id))
    }

    /// Returns all rows, in no particular order.
    pub fn rows(&self) -> impl Iterator<Item = &Row<T>> {
        self.rows.values()
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns true if there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the related pages that were not found: they are in the trash, or not shared with the integration.
    pub fn missing(&self) -> &[PageId<T>] {
        &self.missing
    }
}

impl<T> fmt::Debug for RelationMap<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelationMap")
            .field("rows", &self.rows.len())
            .field("missing", &self.missing)
            .finish()
    }
}

/// Property kinds that point to rows with the schema `T`.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property does not point to rows",
    label = "there is nothing to load",
    note = "a field of type `Relation<..>` points to rows of another database"
)]
pub trait LeadsTo<T>: Kind {}

#[diagnostic::do_not_recommend]
impl<T: NotionSchema> LeadsTo<T> for kind::Relation<T> {}

/// Loads related rows with the schema `T` when it is awaited. Made by [`Session::load`].
#[must_use = "nothing is loaded until it is awaited"]
pub struct Load<'a, S, T> {
    session: &'a Session,
    rows: &'a [Row<S>],
    property: &'static str,
    by_scan: bool,
    options: BulkOptions,
    of: PhantomData<fn() -> T>,
}

impl Session {
    /// Loads the rows that a relation of these rows points to, each once.
    ///
    /// Notion has no endpoint for several pages by their IDs, so the cheaper of two ways is taken:
    ///
    /// * one request for each related page;
    /// * if the relation is two-way: queries of the other database for the rows that point back to these. A query takes
    ///   100 rows, so this is one request for each 100 rows with a relation, and one more for each further 100 pages that
    ///   these point to.
    ///
    /// [`by_scan`](Load::by_scan) is a third way. A relation of more than 25 pages is completed first, with a request for
    /// each 100 of its pages. If the session does not know the data source of the rows yet, one more request reads it.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, #[notion(two_way = tasks)] project: Relation<Project> }
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Project { #[notion(title)] name: String, #[notion(two_way = project)] tasks: Relation<Task> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await?;
    /// # for name in ["Launch", "Audit"] {
    /// #     let project = projects.insert(Project { name: name.into(), ..Default::default() }).await?;
    /// #     tasks.insert(Task { task: "Plan".into(), project: [project.id()].into() }).await?;
    /// # }
    /// let rows = tasks.query().all().await?;
    /// let projects = session.load(&rows, |t| t.project).await?;
    /// for task in &rows {
    ///     let names: Vec<_> = projects.of(&task.project).map(|project| &project.name).collect();
    ///     assert_eq!(names.len(), 1);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if a page does not fit its struct; otherwise those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn load<'a, S, T, V>(
        &'a self,
        rows: &'a [Row<S>],
        column: impl FnOnce(S::Columns) -> Column<S, V>,
    ) -> Load<'a, S, T>
    where
        S: NotionSchema,
        T: NotionSchema,
        V: Codec<Kind: LeadsTo<T>>,
    {
        Load {
            session: self,
            rows,
            property: column(S::COLUMNS).name(),
            by_scan: false,
            options: BulkOptions::default(),
            of: PhantomData,
        }
    }
}

impl<S, T> Load<'_, S, T> {
    /// Reads the whole other database and keeps the related rows: one request for each 100 of its rows. This is cheaper if
    /// most of its rows are related.
    pub fn by_scan(mut self) -> Self {
        self.by_scan = true;
        self
    }
}

bulk_options! { ['a, S, T] Load<'a, S, T> }

/// The rows that are to be loaded, and those that are, as they come.
struct Loading<'a, T> {
    wanted: HashSet<PageId<T>>,
    found: Items<'a, Result<Row<T>>>,
}

impl<'a, S: NotionSchema, T: NotionSchema> Load<'a, S, T> {
    /// Returns a stream of the related rows, each once, in no particular order. Nothing is sent until it is read, and it ends
    /// after an error.
    pub fn stream(self) -> Items<'a, Result<Row<T>>> {
        let rows = stream::once(self.start()).map_ok(|loading| loading.found);
        Items::new(rows.try_flatten())
    }

    async fn send(self) -> Result<RelationMap<T>> {
        let Loading { wanted, mut found } = self.start().await?;
        let mut rows = HashMap::with_capacity(wanted.len());
        while let Some(row) = found.next().await {
            let row = row?;
            rows.insert(row.id(), row);
        }
        let mut missing: Vec<_> = wanted
            .into_iter()
            .filter(|id| !rows.contains_key(id))
            .collect();
        missing.sort_unstable();
        Ok(RelationMap { rows, missing })
    }

    /// Finds out what is to be loaded, and chooses the cheapest way.
    async fn start(self) -> Result<Loading<'a, T>> {
        let Load {
            session,
            rows,
            property,
            by_scan,
            options,
            ..
        } = self;
        let concurrency = options.concurrency;
        let related = related::<S, T>(session, rows, property, concurrency).await?;
        let wanted: HashSet<PageId<T>> = related.iter().flat_map(|(_, ids)| ids).copied().collect();
        let Some(row) = rows.first().filter(|_| !related.is_empty()) else {
            let found = Items::new(stream::empty());
            return Ok(Loading { wanted, found });
        };

        let source = session.source(row.data_source_id().cast()).await?;
        let ids = session.property_ids(row.data_source_id());
        let relation = match ids.find(&source, property).map(|found| &found.kind) {
            Some(SchemaKind::Relation(relation)) => Some(relation),
            _ => None,
        };
        let target = relation
            .and_then(|relation| relation.data_source_id)
            .map(DataSourceId::cast::<T>);
        // By its ID, since it may have been renamed.
        let back = relation.and_then(|relation| match &relation.kind {
            RelationKind::Dual(dual) => {
                let id = dual.synced_property_id.as_ref().map(PropertyId::as_str);
                id.or(dual.synced_property_name.as_deref())
            }
            _ => None,
        });

        let found: Items<'a, Result<Row<T>>> = match (target, back) {
            (Some(target), _) if by_scan => {
                let wanted = wanted.clone();
                let is_wanted = move |row: &Row<T>| future::ready(wanted.contains(&row.id()));
                Items::new(query(session, target).stream().try_filter(is_wanted))
            }
            (Some(target), Some(back)) if requests_by_query(&related) < wanted.len() => {
                let queries = related.chunks(MOST).map(|chunk: &[_]| {
                    let filter = chunk
                        .iter()
                        .map(|(row, _)| Filter::relates(back, *row))
                        .reduce(|a, b| a | b);
                    let query = query(session, target);
                    match filter {
                        Some(filter) => query.filter(filter),
                        None => query,
                    }
                });
                let answers = stream::iter(queries.collect::<Vec<_>>())
                    .map(Query::all)
                    .buffer_unordered(concurrency);
                let rows = answers.map_ok(|rows| stream::iter(rows.into_iter().map(Ok)));
                Items::new(rows.try_flatten())
            }
            _ => {
                let pages =
                    stream::iter(wanted.clone())
                        .map(move |id| async move {
                            session.row::<T>(target, &requests::page(id)).await
                        })
                        .buffer_unordered(concurrency);
                let is_there = |row: Result<Row<T>>| {
                    future::ready(match row {
                        Ok(row) if row.is_in_trash() => None,
                        Err(error) if error.is_not_found() => None,
                        other => Some(other),
                    })
                };
                Items::new(pages.filter_map(is_there))
            }
        };
        let found = once_each(found, options.reporter(Some(wanted.len())));
        Ok(Loading { wanted, found })
    }
}

/// Rows that several others relate to come several times; each counts once. What comes after an error is left out.
fn once_each<'a, T: NotionSchema>(
    rows: Items<'a, Result<Row<T>>>,
    mut report: Reporter,
) -> Items<'a, Result<Row<T>>> {
    let (mut seen, mut failed) = (HashSet::new(), false);
    let until_error = move |row: &Result<Row<T>>| {
        let goes_on = !failed;
        failed = row.is_err();
        future::ready(goes_on)
    };
    let is_new = move |row: &Result<Row<T>>| {
        future::ready(match row {
            Ok(row) => {
                let is_new = seen.insert(row.id());
                if is_new {
                    report.add(&Tally::Succeeded);
                }
                is_new
            }
            Err(_) => true,
        })
    };
    Items::new(rows.take_while(until_error).filter(is_new))
}

awaitable! {
    ['a, S: NotionSchema, T: NotionSchema] Load<'a, S, T>, send -> RelationMap<T>;
    |this| property: this.property, rows: this.rows.len(), by_scan: this.by_scan
}

/// Returns the rows with a relation, each with all pages that it points to.
async fn related<S: NotionSchema, T: NotionSchema>(
    session: &Session,
    rows: &[Row<S>],
    property: &'static str,
    concurrency: usize,
) -> Result<Vec<(PageId<S>, Vec<PageId<T>>)>> {
    let mut related = Vec::with_capacity(rows.len());
    let mut truncated = Vec::new();
    for row in rows {
        if is_whole(&**row, property) {
            related.push((row.id(), ids(&content(&**row, property))));
        } else {
            truncated.push((row.id(), row.data_source_id()));
        }
    }
    let whole = stream::iter(truncated).map(|(page, source)| async move {
        let value = session
            .whole_value(page, source, property, kind::Relation::<S>::WIRE)
            .await?;
        let (relation, _) = decode_property::<Relation<T>>(&value.to_string())
            .map_err(|error| Error::decode(S::SCHEMA.type_name, property, page, error))?;
        Ok::<_, Error>((page, relation.to_vec()))
    });
    related.extend(whole.buffered(concurrency).try_collect::<Vec<_>>().await?);
    related.retain(|(_, ids): &(_, Vec<_>)| !ids.is_empty());
    Ok(related)
}

fn ids<T>(relation: &Value) -> Vec<PageId<T>> {
    let pages = relation.as_array().into_iter().flatten();
    pages
        .filter_map(|page| page["id"].as_str()?.parse().ok())
        .collect()
}

/// Returns the number of requests that the queries of the other side take.
fn requests_by_query<S, T>(related: &[(PageId<S>, Vec<PageId<T>>)]) -> usize {
    let of_chunk = |chunk: &[(PageId<S>, Vec<PageId<T>>)]| {
        let pages: HashSet<_> = chunk.iter().flat_map(|(_, ids)| ids).collect();
        pages.len().div_ceil(MOST).max(1)
    };
    related.chunks(MOST).map(of_chunk).sum()
}

fn query<T: NotionSchema>(session: &Session, source: DataSourceId<T>) -> Query<T> {
    Query::new(Place::typed(session.clone(), source))
}
