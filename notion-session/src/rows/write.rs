//! Inserting, saving, updating and trashing one row.

use notion_model::{DataSourceId, PageId, Parent};
use notion_rest::internal::requests;
use notion_schema::internal::{changed, fingerprint, is_part, read_as, read_page, write_filled};
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::{Map, Value, json};

use crate::column::Assignments;
use crate::error::{Error, PropertyConflict, Result, WriteEffect};
use crate::http::{Method, Request, Response};
use crate::query::{Place, Query};
use crate::row::{Row, Whole};
use crate::rows::insert_one::Insert;
use crate::schema::{Field, NotionSchema, Visit};
use crate::session::{Database, Pending, Session};

impl<S: NotionSchema> Database<S> {
    /// Returns a query of the rows.
    pub fn query(&self) -> Query<S> {
        Query::new(Place::typed(self.session().clone(), self.data_source_id()))
    }

    /// Inserts a row, and returns it as it is in Notion. One request, including an icon, a cover and content that are set on
    /// the builder.
    ///
    /// Empty values are not sent, so that Notion's own defaults apply, such as the first option of a status. Neither are values
    /// that Notion computes.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, created: CreatedTime }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// let row = tasks.insert(Task { task: "Write".into(), ..Default::default() }).await?;
    /// assert_eq!(row.task, "Write");
    /// assert!(row.created.get().is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Error::Refused`] if Notion would not accept a value. The error names the property; nothing is sent.
    /// * [`Error::OutcomeUnknown`] if no answer of Notion states what happened. The row may exist; the session never inserts
    ///   it a second time.
    /// * [`Error::Decode`] if the row was created and does not fit the struct. [`Error::written_page`] returns its page.
    /// * Those of [`Client::send`](crate::http::Client::send).
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the caller gets the row back as Notion has it"
    )]
    pub fn insert(&self, row: S) -> Insert<S> {
        Insert::new(self.clone(), self.insertion(&row))
    }

    /// Inserts a row with values for some columns, for structs without `Default`. One request.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// let row = tasks.insert_with(|t| (t.task.set("Write"), t.estimate.set(2.0))).await?;
    /// assert_eq!(row.estimate, Some(2.0));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`insert`](Database::insert).
    pub fn insert_with<A>(&self, values: impl FnOnce(S::Columns) -> A) -> Insert<S>
    where
        A: Assignments<S>,
    {
        let properties = values(S::COLUMNS).into_properties();
        let request = properties.map_err(Error::from).and_then(|properties| {
            let ids = self.session().property_ids(self.data_source_id());
            let properties = ids.keyed(properties);
            creation(self.data_source_id().cast(), |body| {
                serde_json::to_writer(body, &properties).map_err(|_| unwritten())
            })
        });
        Insert::new(self.clone(), request)
    }

    /// Returns the row with this ID. One request: rows are always read from Notion, because the object store does not keep them.
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
    /// let id = tasks.insert(Task { task: "Write".into() }).await?.id();
    /// assert_eq!(tasks.get(id).await?.task, "Write");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the page does not fit the struct, for example because it is in another database; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn get(&self, id: PageId<S>) -> Result<Row<S>> {
        let source = self.data_source_id();
        self.session().row(source, &requests::page(id)).await
    }

    /// Sends the changes of a row since it was read: [`Session::save`]. One request, none if nothing was changed.
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
    /// let mut row = tasks.insert(Task { task: "Write".into(), done: false }).await?;
    /// row.done = true;
    /// tasks.save(&mut row).await?;
    /// assert!(row.changes().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Session::save`].
    pub async fn save(&self, row: &mut Row<S>) -> Result<()> {
        self.session().save(row).await
    }

    /// Sends the changes of a row since it was read, unless somebody else has changed the same properties:
    /// [`Session::save_checked`]. Two requests.
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
    /// let mut row = tasks.insert(Task { task: "Write".into(), done: false }).await?;
    /// row.done = true;
    /// tasks.save_checked(&mut row).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Session::save_checked`].
    pub async fn save_checked(&self, row: &mut Row<S>) -> Result<()> {
        self.session().save_checked(row).await
    }

    /// Sets columns of a row: [`Session::update`]. One request.
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
    /// let mut row = tasks.insert(Task { task: "Write".into(), done: false }).await?;
    /// let row = tasks.update(&row, |t| t.done.set(true)).await?;
    /// assert!(row.done);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Session::save`].
    pub fn update<A: Assignments<S>>(
        &self,
        row: &Row<S>,
        values: impl FnOnce(S::Columns) -> A,
    ) -> Pending<'_, Row<S>> {
        self.session().update(row, values)
    }

    /// Moves a row to the trash: [`Session::trash`]. One request. For the database itself, see
    /// [`trash_database`](Database::trash_database).
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
    /// let mut row = tasks.insert(Task { task: "Write".into(), done: false }).await?;
    /// tasks.trash(&mut row).await?;
    /// assert!(row.is_in_trash() && !tasks.is_in_trash());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Session::trash`].
    pub async fn trash(&self, row: &mut Row<S>) -> Result<()> {
        self.session().trash(row).await
    }

    /// Restores a row from the trash: [`Session::restore`]. One request.
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
    /// let mut row = tasks.insert(Task { task: "Write".into(), done: false }).await?;
    /// tasks.trash(&mut row).await?;
    /// tasks.restore(&mut row).await?;
    /// assert!(!row.is_in_trash());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Session::restore`].
    pub async fn restore(&self, row: &mut Row<S>) -> Result<()> {
        self.session().restore(row).await
    }

    /// Returns the request that inserts a row.
    pub(crate) fn insertion(&self, row: &S) -> Result<Request> {
        let source = self.data_source_id();
        let ids = self.session().property_ids(source);
        creation(source.cast(), |body| Ok(write_filled(row, &ids, body)?))
    }
}

/// Rows.
impl Session {
    /// Sends the changes of a row since it was read, and updates the row to what Notion has then. One request, none if nothing
    /// was changed.
    ///
    /// Only changed properties are sent, so that changes by others in other properties are kept, and so is formatting that
    /// the struct does not have.
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
    /// let mut row = tasks.insert(Task { task: "Write".into(), done: false }).await?;
    /// row.done = true;
    /// session.save(&mut row).await?;
    ///
    /// let before = session.client().requests_sent();
    /// session.save(&mut row).await?;                        // nothing to do
    /// assert_eq!(session.client().requests_sent(), before);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Error::Refused`] if Notion would not accept a value. Nothing is sent.
    /// * [`Error::Decode`] if the row was changed and does not fit the struct ([`Error::written_page`]).
    /// * Those of [`Client::send`](crate::http::Client::send).
    ///
    /// After an error the row still has its changes.
    pub async fn save<S: NotionSchema>(&self, row: &mut Row<S>) -> Result<()> {
        self.ensure_open()?;
        let changes = changed(&**row, read_as(row));
        if changes.is_empty() {
            return Ok(());
        }
        *row = self.write(address(row), changes.into_properties()?).await?;
        Ok(())
    }

    /// Sends the changes of a row since it was read, unless somebody else has changed the same properties in the meantime. Two
    /// requests, one that reads and one that writes, and one for each 100 elements of a changed value that Notion truncates.
    /// None if nothing was changed.
    ///
    /// Notion's API has no conditional write, so a change by others between the two requests is overwritten.
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
    /// use notion_session::Error;
    ///
    /// let mut mine = tasks.insert(Task { task: "Write".into(), ..Default::default() }).await?;
    /// let mut theirs = mine.id();
    /// # let theirs = tasks.get(theirs).await?;
    /// session.update(&theirs, |t| t.estimate.set(8.0)).await?;
    ///
    /// mine.estimate = Some(2.0);
    /// let Err(Error::Conflict(conflict)) = session.save_checked(&mut mine).await else {
    ///     panic!("they were first");
    /// };
    /// assert_eq!(conflict.properties[0].property, "Estimate");
    /// assert_eq!(conflict.properties[0].in_notion, "8");
    /// assert_eq!(conflict.properties[0].to_be_written, "2");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Error::Conflict`] with each property that differs from what was read, or if the row is in the trash. Nothing is
    ///   written.
    /// * [`Error::Refused`] for a property that is truncated in the row: whether the rest has changed is not known.
    /// * Those of [`save`](Session::save).
    pub async fn save_checked<S: NotionSchema>(&self, row: &mut Row<S>) -> Result<()> {
        self.ensure_open()?;
        let changes = changed(&**row, read_as(row));
        if changes.is_empty() {
            return Ok(());
        }
        let names = changes.names();
        let properties = changes.into_properties()?;
        if let Some(property) = read_in_part(row, &names) {
            return Err(Error::refused(
                property,
                format!("row {}", row.id()),
                "Notion sent only a part of the value when the row was read, so that changes by others cannot be seen; \
                 complete the value before changing it, or write it with `save`",
            ));
        }
        let look = requests::page(row.id());
        let mut live: Row<S> = self.row(row.data_source_id(), &look).await?;
        self.complete_parts(&mut live, |property| names.contains(&property))
            .await?;
        let conflicts = conflicts(row, &live, &names);
        let in_trash = live.is_in_trash() && !row.is_in_trash();
        if in_trash || !conflicts.is_empty() {
            return Err(Error::conflict(row.id(), in_trash, conflicts));
        }
        *row = self.write(address(row), properties).await?;
        Ok(())
    }

    /// Sets columns of a row, and returns the row as it is then. One request. The row that is passed stays unchanged,
    /// including changes that were not saved.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, done: bool, due: Option<Date> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # let row = tasks.insert(Task { task: "Write".into(), ..Default::default() }).await?;
    /// let row = session.update(&row, |t| (t.done.set(true), t.due.clear())).await?;
    /// assert!(row.done);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`save`](Session::save).
    pub fn update<S: NotionSchema, A: Assignments<S>>(
        &self,
        row: &Row<S>,
        values: impl FnOnce(S::Columns) -> A,
    ) -> Pending<'_, Row<S>> {
        let (address, properties) = (address(row), values(S::COLUMNS).into_properties());
        Box::pin(async move { self.write(address, properties?).await })
    }

    /// Moves a row to the trash. One request.
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
    /// let mut row = tasks.insert(Task { task: "Write".into() }).await?;
    /// session.trash(&mut row).await?;
    /// assert_eq!(tasks.query().count().await?, 0);
    /// session.restore(&mut row).await?;
    /// assert_eq!(tasks.query().count().await?, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn trash<S: NotionSchema>(&self, row: &mut Row<S>) -> Result<()> {
        *row = self
            .patch(address(row), json!({ "in_trash": true }))
            .await?;
        Ok(())
    }

    /// Restores a row from the trash. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn restore<S: NotionSchema>(&self, row: &mut Row<S>) -> Result<()> {
        *row = self
            .patch(address(row), json!({ "in_trash": false }))
            .await?;
        Ok(())
    }

    /// Sets properties of a row.
    pub(crate) async fn write<S: NotionSchema>(
        &self,
        address: Address<S>,
        properties: Map<String, Value>,
    ) -> Result<Row<S>> {
        let ids = self.property_ids(address.source);
        let body = json!({ "properties": ids.keyed(properties) });
        self.patch(address, body).await
    }

    pub(crate) async fn patch<S: NotionSchema>(
        &self,
        at: Address<S>,
        body: Value,
    ) -> Result<Row<S>> {
        let page = at.page.uuid();
        let effect = match body.get("in_trash") {
            Some(_) => self.effect().on_tree(page),
            None => self.effect().on(page),
        };
        let request = requests::update_page(at.page).json(body);
        let request = request.repeatable(true);
        effect.of(self.row(at.source, &request)).await
    }

    /// Sends a request whose answer is a page of a data source, and reads the page as a row.
    pub(crate) async fn row<S: NotionSchema>(
        &self,
        source: impl Into<Option<DataSourceId<S>>>,
        request: &Request,
    ) -> Result<Row<S>> {
        let source = source.into();
        let answer = self.client().send(request).await?;
        if let Some(source) = source.filter(|_| !request.repeatable) {
            check_created(request, &answer, source)?;
        }
        let shape = Whole::<S>::new();
        let mut layout = self.layout(source);
        let row = read_page(answer.body(), &mut layout, &shape)
            .map_err(|error| Error::decode_answer(request, &answer, error))?;
        // What is said of another page must not be taken for this one.
        let page = row
            .as_ref()
            .map_or_else(|failure| failure.page, |row| row.id().cast());
        if request.method != Method::Post && request.path != requests::page_path(page) {
            let error = serde_json::Error::custom(format!("it is about another page, {page}"));
            return Err(Error::decode_answer(request, &answer, error));
        }
        let row = row.map_err(|failure| {
            let error = Error::from(failure.into_error(S::SCHEMA.type_name));
            match request.method {
                Method::Get => error,
                Method::Post => error.after(WriteEffect::Created),
                Method::Patch | Method::Delete => error.after(WriteEffect::Changed),
            }
        })?;
        self.keep_layout(row.data_source_id(), layout);
        // What the store has of this page may be older than this row. A row that was asked for is kept in its place.
        // Only then is the answer read a second time, as a page: it would be most of the cost of an insertion.
        let asked_for = match request.method {
            Method::Get => serde_json::from_slice::<notion_model::Page>(answer.body()).ok(),
            _ => None,
        };
        match asked_for {
            Some(page) => drop(self.keep(page)),
            None => self.cache().remove::<notion_model::Page>(row.id().cast()),
        }
        Ok(row)
    }
}

/// Checks that the answer to a creation is a page of the data source. Any other object does not state what became of the
/// row, however well it can be read.
fn check_created<S>(request: &Request, answer: &Response, source: DataSourceId<S>) -> Result<()> {
    #[derive(Deserialize)]
    struct Created {
        object: Option<String>,
        parent: Option<CreatedIn>,
    }
    #[derive(Deserialize)]
    struct CreatedIn {
        data_source_id: Option<DataSourceId>,
    }

    let refuse = |error| Error::decode_answer(request, answer, error);
    let Created { object, parent } = serde_json::from_slice(answer.body()).map_err(refuse)?;
    let object = object.unwrap_or_else(|| "page".to_owned());
    let found = parent.and_then(|parent| parent.data_source_id);
    if object == "page" && found == Some(source.cast()) {
        return Ok(());
    }
    let problem = format!("it is a {object:?} object that is not in the data source {source}");
    Err(refuse(serde_json::Error::custom(problem)))
}

/// Where a row is.
pub(crate) struct Address<S> {
    pub(crate) page: PageId<S>,
    pub(crate) source: DataSourceId<S>,
}

pub(crate) fn address<S>(row: &Row<S>) -> Address<S> {
    Address {
        page: row.id(),
        source: row.data_source_id(),
    }
}

/// One of these properties whose value was a part when the row was read.
fn read_in_part<S: NotionSchema>(row: &Row<S>, names: &[&'static str]) -> Option<&'static str> {
    let properties = S::SCHEMA.properties.iter().map(|property| property.name);
    let mut read = properties.zip(read_as(row));
    read.find(|(name, read)| is_part(**read) && names.contains(name))
        .map(|(name, _)| name)
}

/// The properties that are to be written and that somebody else has changed.
fn conflicts<S: NotionSchema>(
    row: &Row<S>,
    live: &Row<S>,
    names: &[&'static str],
) -> Vec<PropertyConflict> {
    let (mine, theirs) = (looks(&**row), looks(&**live));
    read_as(row)
        .iter()
        .zip(mine.into_iter().zip(theirs))
        .filter(|(read, (mine, theirs))| {
            let changed_by_both = theirs.fingerprint != **read && mine.fingerprint != **read;
            // To the same value is no conflict.
            names.contains(&mine.property)
                && changed_by_both
                && mine.fingerprint != theirs.fingerprint
        })
        .map(|(_, (mine, theirs))| PropertyConflict {
            property: mine.property.to_owned(),
            in_notion: theirs.text,
            to_be_written: mine.text,
        })
        .collect()
}

/// A property at a glance.
struct Look {
    property: &'static str,
    fingerprint: u64,
    text: String,
}

fn looks<S: NotionSchema>(row: &S) -> Vec<Look> {
    struct Looks(Vec<Look>);
    impl Visit for Looks {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            self.0.push(Look {
                property: field.property.name,
                fingerprint: fingerprint(field, value),
                text: (field.text)(value),
            });
        }
    }
    let mut looks = Looks(Vec::new());
    row.visit(&mut looks);
    looks.0
}

/// The request for a new row, whose property values are written as a JSON object.
fn creation(
    source: DataSourceId,
    write_properties: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<Request> {
    /// Enough for most rows, so that the text is not moved while it grows.
    const ROOM: usize = 1000;

    let mut body = Vec::with_capacity(ROOM);
    body.extend_from_slice(b"{\"parent\":");
    serde_json::to_writer(&mut body, &Parent::data_source(source)).map_err(|_| unwritten())?;
    body.extend_from_slice(b",\"properties\":");
    write_properties(&mut body)?;
    body.push(b'}');
    Ok(requests::create_page().json_text(body))
}

pub(super) fn unwritten() -> Error {
    Error::config("the properties of the row cannot be written as JSON")
}
