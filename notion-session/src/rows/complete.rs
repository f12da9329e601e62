//! Reading truncated values completely.

use notion_rest::internal::requests;
use std::sync::Arc;

use futures_util::future;
use futures_util::stream::{self, StreamExt};
use notion_model::{DataSource, DataSourceId, PageId, PropertyId};
use notion_schema::internal::{is_whole, put_whole};
use serde_json::{Value, json};

use crate::awaitable::awaitable;
use crate::column::Column;
use crate::error::{Error, Result};
use crate::row::Row;
use crate::rows::bulk::{BulkOptions, Tallied, Tally, bulk_options};
use crate::rows::whole::Expected;
use crate::schema::{Codec, Kind, NotionSchema, PropertyDefinition, kind};
use crate::session::{Items, Session};

/// The default number of concurrent requests. The rate limit applies in addition.
pub(crate) const AT_ONCE: usize = 8;

/// Property kinds whose values Notion truncates after 25 items.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property always comes whole",
    label = "there is nothing to complete",
    note = "Notion sends the first 25 of relations, people, and what a text refers to"
)]
pub trait Completable: Kind {}

#[diagnostic::do_not_recommend]
impl<T: NotionSchema> Completable for kind::Relation<T> {}
#[diagnostic::do_not_recommend]
impl Completable for kind::People {}
#[diagnostic::do_not_recommend]
impl Completable for kind::RichText {}
#[diagnostic::do_not_recommend]
impl Completable for kind::Title {}

/// Completes the values of a column when it is awaited. Made by [`Session::complete`].
#[must_use = "nothing is completed until it is awaited"]
pub struct Complete<'a, S> {
    session: &'a Session,
    rows: &'a mut [Row<S>],
    property: &'static str,
    wire: &'static str,
    options: BulkOptions,
}

impl Session {
    /// Completes the values of a column that Notion truncated: with a row it sends at most 25 pages of a relation, and at
    /// most 25 people. A value that is known to be complete takes no request; each other takes one request for each 100 of
    /// its elements, concurrently within the session's pace. One more request if the data source is not known yet.
    ///
    /// Completing a value is not a change: a later save does not send it.
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
    /// # let launch = projects.insert(Project { name: "Launch".into(), ..Default::default() }).await?;
    /// # for _ in 0..30 {
    /// #     tasks.insert(Task { task: "One of many".into(), project: [launch.id()].into() }).await?;
    /// # }
    /// let mut rows = projects.query().all().await?;
    /// assert_eq!((rows[0].tasks.len(), rows[0].tasks.is_complete()), (25, false));
    ///
    /// session.complete(&mut rows, |p| p.tasks).concurrency(4).await?;
    /// assert_eq!((rows[0].tasks.len(), rows[0].tasks.is_complete()), (30, true));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if a truncated value was changed since it was read: nothing is sent. Those of
    /// [`Client::send`](crate::http::Client::send); rows that were completed before the error stay complete.
    pub fn complete<'a, S, V>(
        &'a self,
        rows: &'a mut [Row<S>],
        column: impl FnOnce(S::Columns) -> Column<S, V>,
    ) -> Complete<'a, S>
    where
        S: NotionSchema,
        V: Codec<Kind: Completable>,
    {
        Complete {
            session: self,
            rows,
            property: column(S::COLUMNS).name(),
            wire: <V::Kind as Kind>::WIRE,
            options: BulkOptions::default(),
        }
    }

    /// Returns all elements of a value, as a property value.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if an answer is not a list of items of this property.
    pub(crate) async fn whole_value<S: NotionSchema>(
        &self,
        page: PageId<S>,
        source: DataSourceId<S>,
        property: &str,
        wire: &str,
    ) -> Result<Value> {
        let mut ids = self.property_ids(source);
        // It is known if this session has read the row.
        if ids.id(property).is_none() {
            self.source(source.cast()).await?;
            ids = self.property_ids(source);
        }
        let id = ids.id(property).map(PropertyId::as_str);
        let request = requests::property(page, id.unwrap_or(property))?;
        let expected = Expected {
            reader: S::SCHEMA.type_name,
            property,
            page: &page.to_string(),
            wire,
            id,
        };
        let elements = self.property_elements(request, expected).await?;
        Ok(json!({ "type": wire, wire: elements, "has_more": false }))
    }

    /// Completes the truncated values of a row: one request for each 100 elements of each.
    pub(crate) async fn complete_parts<S: NotionSchema>(
        &self,
        row: &mut Row<S>,
        which: impl Fn(&'static str) -> bool,
    ) -> Result<()> {
        for PropertyDefinition { name, config, .. } in S::SCHEMA.properties {
            if !which(name) || is_whole(&**row, name) {
                continue;
            }
            let value = self
                .whole_value(row.id(), row.data_source_id(), name, config.wire())
                .await?;
            put_whole(row, name, &value)
                .map_err(|error| Error::decode(S::SCHEMA.type_name, *name, row.id(), error))?;
        }
        Ok(())
    }

    /// Returns a data source from the object store, otherwise with one request.
    pub(crate) async fn source(&self, id: DataSourceId) -> Result<Arc<DataSource>> {
        if let Some(source) = self.cache().get::<DataSource>(id) {
            return Ok(source);
        }
        let source = self.api().data_sources().retrieve(id).await?;
        Ok(self.keep(source))
    }
}

awaitable! {
    ['a, S: NotionSchema] Complete<'a, S>, send -> ();
    |this| property: this.property, rows: this.rows.len()
}

bulk_options! { ['a, S] Complete<'a, S> }

/// A value that was read whole: the place of its row, and the value.
struct Completed(usize, Value);

impl Tallied for Completed {
    fn tally(&self) -> Tally {
        Tally::Succeeded
    }
}

impl<'a, S: NotionSchema> Complete<'a, S> {
    /// Returns a stream of the IDs of the completed rows, in the order of the rows. Nothing is sent until it is read, and it
    /// ends after an error.
    pub fn stream(self) -> Items<'a, Result<PageId<S>>> {
        let Complete {
            session,
            rows,
            property,
            wire,
            options,
        } = self;
        let mut wanted = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            if is_whole(&**row, property) {
                continue;
            }
            if row.changes().contains(&property) {
                let error = Error::refused(
                    property,
                    format!("row {}", row.id()),
                    "the value was changed before it was completed; complete it first",
                );
                return Items::new(stream::once(future::ready(Err(error))));
            }
            wanted.push((place, row.id(), row.data_source_id()));
        }
        let total = Some(wanted.len());
        let reads = stream::iter(wanted).map(move |(place, page, source)| async move {
            let value = session.whole_value(page, source, property, wire).await?;
            Ok::<_, Error>(Completed(place, value))
        });
        let put = move |completed: Result<Completed>| {
            let Completed(place, value) = completed?;
            let row = &mut rows[place];
            put_whole(row, property, &value)
                .map_err(|error| Error::decode(S::SCHEMA.type_name, property, row.id(), error))?;
            Ok(row.id())
        };
        let mut failed = false;
        let until_error = move |done: &Result<PageId<S>>| {
            let goes_on = !failed;
            failed = done.is_err();
            future::ready(goes_on)
        };
        Items::new(options.run(total, reads).map(put).take_while(until_error))
    }

    async fn send(self) -> Result<()> {
        let mut completed = self.stream();
        while let Some(done) = completed.next().await {
            done?;
        }
        Ok(())
    }
}
