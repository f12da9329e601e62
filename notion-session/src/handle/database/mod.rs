//! The handle of a database and its data source.

mod create;
mod sources;
mod update;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use notion_model::{
    DataSource as SourceData, DataSourceId, Database as DatabaseData, DatabaseId, File, Icon,
    Parent, PropertySchemas, RichText, Timestamp, plain_text,
};

pub use create::NewDatabase;
pub use update::DatabaseUpdate;

use crate::error::{Error, Result};
use crate::handle::page::GetParent;
use crate::session::{Ancestor, Session};

/// Schema marker for a database without a Rust struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untyped {}

/// A database and its data source, whose rows have the schema `S`.
///
/// ```
/// use notion_session::prelude::*;
///
/// #[derive(NotionSchema, Clone, Debug, Default)]
/// #[notion(title = "Tasks")]
/// struct Task {
///     #[notion(title)]
///     task: String,
///     done: bool,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// let tasks = session.create_db::<Task>(&home).await?;
/// let mut row = tasks.insert(Task { task: "Write".into(), done: false }).await?;
/// row.done = true;
/// tasks.save(&mut row).await?;
/// assert!(tasks.get(row.id()).await?.done);
/// assert_eq!(tasks.query().filter(Task::COL.done.eq(true)).count().await?, 1);
/// # Ok(())
/// # }
/// ```
///
/// A handle contains what Notion last reported about the database and the data source; [`reload`](Self::reload) reads them
/// again. Without a struct, `S` is [`Untyped`]: [`Session::get_db`] and searches return such handles, and
/// [`Session::bind`] turns one into a typed handle.
///
/// # Overview
///
/// | task | methods |
/// |---|---|
/// | read rows | [`query`](Self::query), [`get`](Self::get), [`query_untyped`](Self::query_untyped) |
/// | write one row | [`insert`](Self::insert), [`insert_with`](Self::insert_with), [`save`](Self::save), [`save_checked`](Self::save_checked), [`update`](Self::update), [`upsert`](Self::upsert) |
/// | write many rows | [`insert_all`](Self::insert_all), [`save_all`](Self::save_all), [`upsert_all`](Self::upsert_all), [`Query::update_all`](crate::query::Query::update_all) |
/// | trash and restore rows | [`trash`](Self::trash), [`restore`](Self::restore), [`Query::trash_all`](crate::query::Query::trash_all) |
/// | identify it | [`id`](Self::id), [`data_source_id`](Self::data_source_id), [`title`](Self::title), [`url`](Self::url), [`parent`](Self::parent) |
/// | read its schema | [`properties`](Self::properties), [`data_source`](Self::data_source), [`Session::plan`] |
/// | change the database | [`set_title`](Self::set_title), [`update_database`](Self::update_database), [`move_to`](Self::move_to), [`lock`](Self::lock), [`trash_database`](Self::trash_database) |
/// | use several data sources | [`data_sources`](Self::data_sources), [`add_data_source`](Self::add_data_source) |
/// | views and templates | [`create_view`](Self::create_view), [`views`](Self::views), [`templates`](Self::templates) |
pub struct Database<S = Untyped> {
    session: Session,
    id: DatabaseId,
    source_id: DataSourceId<S>,
    known: Known,
    schema: PhantomData<fn() -> S>,
}

/// What Notion has sent: the database, its data source, or both. A search returns data sources, a creation databases.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    Database(Arc<DatabaseData>),
    Source(Arc<SourceData>),
    Both(Arc<DatabaseData>, Arc<SourceData>),
}

/// Constructors.
impl<S> Database<S> {
    /// Creates a handle on a database and one of its data sources.
    pub(crate) fn from_database(
        session: Session,
        data: Arc<DatabaseData>,
        source_id: DataSourceId,
    ) -> Self {
        let (id, known) = (data.id, Known::Database(data));
        Self {
            session,
            id,
            source_id: source_id.cast(),
            known,
            schema: PhantomData,
        }
    }

    /// Creates a handle on a data source that names its database.
    ///
    /// # Errors
    ///
    /// [`Error::WrongKind`] if the parent of the data source is another data source, as of synced ones.
    pub(crate) fn from_source(session: Session, data: Arc<SourceData>) -> Result<Self> {
        let source_id = data.id.cast();
        let Some(id) = data.parent.as_ref().and_then(Parent::database_id) else {
            return Err(Error::wrong_kind(
                data.id,
                "data source in a database",
                "data source outside of one",
            ));
        };
        Ok(Self {
            session,
            id,
            source_id,
            known: Known::Source(data),
            schema: PhantomData,
        })
    }

    /// Changes the schema of the handle. Nothing is checked: the caller has to.
    pub(crate) fn cast<T>(self) -> Database<T> {
        let Self {
            session,
            id,
            source_id,
            known,
            ..
        } = self;
        Database {
            session,
            id,
            source_id: source_id.cast(),
            known,
            schema: PhantomData,
        }
    }

    /// Replaces the data source by a newer one.
    pub(crate) fn set_source(&mut self, source: Arc<SourceData>) {
        self.known = match &self.known {
            Known::Database(database) | Known::Both(database, _) => {
                Known::Both(Arc::clone(database), source)
            }
            Known::Source(_) => Known::Source(source),
        };
    }

    /// Replaces the database by a newer one.
    pub(crate) fn set_database(&mut self, database: Arc<DatabaseData>) {
        self.known = match &self.known {
            Known::Source(source) | Known::Both(_, source) => {
                Known::Both(database, Arc::clone(source))
            }
            Known::Database(_) => Known::Database(database),
        };
    }
}

impl<S> Database<S> {
    /// Returns the ID of the database, which contains the data source.
    pub fn id(&self) -> DatabaseId {
        self.id
    }

    /// Returns the ID of the data source, which contains the rows.
    pub fn data_source_id(&self) -> DataSourceId<S> {
        self.source_id
    }

    /// Returns the title as plain text.
    pub fn title(&self) -> String {
        let title = match &self.known {
            Known::Database(database) | Known::Both(database, _) => &database.title,
            Known::Source(source) => &source.title,
        };
        plain_text(title)
    }

    /// Returns the description as plain text.
    pub fn description(&self) -> String {
        plain_text(self.description_runs())
    }

    /// Returns the icon.
    pub fn icon(&self) -> Option<&Icon> {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => database.icon.as_ref(),
            Known::Source(source) => source.icon.as_ref(),
        }
    }

    /// Returns the cover: the picture above the database.
    pub fn cover(&self) -> Option<&File> {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => database.cover.as_ref(),
            Known::Source(source) => source.cover.as_ref(),
        }
    }

    /// Returns the public URL of the database, if it is published.
    pub fn public_url(&self) -> Option<&str> {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => database.public_url.as_deref(),
            Known::Source(source) => source.public_url.as_deref(),
        }
    }

    /// Returns the time when the database was created, or when its data source was if a search found it.
    pub fn created_time(&self) -> Option<&Timestamp> {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => database.created_time.as_ref(),
            Known::Source(source) => source.created_time.as_ref(),
        }
    }

    /// Returns whether the database is locked for editing in Notion's apps; `None` if Notion sent the data source only, which
    /// does not contain it: [`reload_database`](Self::reload_database) reads it.
    pub fn is_locked(&self) -> Option<bool> {
        self.data().map(|database| database.is_locked)
    }

    /// Returns the URL of the database in Notion.
    pub fn url(&self) -> Option<&str> {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => database.url.as_deref(),
            Known::Source(source) => source.url.as_deref(),
        }
    }

    /// Returns the parent of the database.
    pub fn parent(&self) -> Option<&Parent> {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => database.parent.as_ref(),
            Known::Source(source) => source.database_parent.as_ref(),
        }
    }

    /// Returns true if the database is shown inside its page.
    pub fn is_inline(&self) -> bool {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => database.is_inline,
            Known::Source(source) => source.is_inline,
        }
    }

    /// Returns true if the database is in the trash.
    pub fn is_in_trash(&self) -> bool {
        match &self.known {
            Known::Database(database) => database.in_trash,
            Known::Source(source) => source.in_trash,
            Known::Both(database, source) => database.in_trash || source.in_trash,
        }
    }

    /// Returns the session of the handle.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns the database as Notion sent it; `None` if Notion sent the data source only, as a search does.
    pub fn data(&self) -> Option<&DatabaseData> {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => Some(database),
            Known::Source(_) => None,
        }
    }

    /// Returns the data source as Notion sent it: from this handle or from the object store, otherwise with one request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn data_source(&self) -> Result<Arc<SourceData>> {
        self.session.ensure_open()?;
        if let Known::Source(source) | Known::Both(_, source) = &self.known {
            return Ok(Arc::clone(source));
        }
        match self
            .session
            .cache()
            .get::<SourceData>(self.source_id.cast())
        {
            Some(source) => Ok(source),
            None => self.fetch_source().await,
        }
    }

    /// Returns the properties by their names: the schema. No request if the data source is known, otherwise one.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// let properties = tasks.properties().await?;
    /// assert_eq!(properties.keys().collect::<Vec<_>>(), ["Name"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn properties(&self) -> Result<PropertySchemas> {
        Ok(self.data_source().await?.properties.clone())
    }

    /// Reads the database and the data source again, as far as the handle has them. One request for each.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn reload(&mut self) -> Result<()> {
        self.session.ensure_open()?;
        if matches!(self.known, Known::Database(_) | Known::Both(..)) {
            let database = self.session.api().databases().retrieve(self.id).await?;
            let database = self.session.keep(database);
            self.set_database(database);
        }
        if matches!(self.known, Known::Source(_) | Known::Both(..)) {
            let source = self.fetch_source().await?;
            self.set_source(source);
        }
        Ok(())
    }

    /// Reads the database, which has attributes that its data source does not have. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn reload_database(&mut self) -> Result<()> {
        self.session.ensure_open()?;
        let database = self.session.api().databases().retrieve(self.id).await?;
        let database = self.session.keep(database);
        self.set_database(database);
        Ok(())
    }

    /// Returns the parent of the database as a handle; `None` if it is the workspace itself. No request if the object store
    /// has it, otherwise one.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) if the parent is not shared with the integration; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn get_parent(&self) -> GetParent {
        GetParent::new(&self.session, self.parent())
    }

    /// Returns the parent of the database, its parent, and so on, the outermost first, as far as they are shared with the
    /// integration. One request for each that the object store does not have.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn ancestors(&self) -> Result<Vec<Ancestor>> {
        self.session.ancestors(self.parent()).await
    }

    /// Returns the data source, if it is known without a request.
    pub(crate) fn known_source(&self) -> Option<Arc<SourceData>> {
        match &self.known {
            Known::Source(source) | Known::Both(_, source) => Some(Arc::clone(source)),
            Known::Database(_) => self.session.cache().get(self.source_id.cast()),
        }
    }

    /// Returns true if Notion has sent the data source only, as a search does.
    pub(crate) fn is_from_search(&self) -> bool {
        matches!(self.known, Known::Source(_))
    }

    /// Returns the time when the data source was last edited, if it is known.
    pub(crate) fn source_edited(&self) -> Option<&Timestamp> {
        match &self.known {
            Known::Source(source) | Known::Both(_, source) => source.last_edited_time.as_ref(),
            Known::Database(_) => None,
        }
    }

    fn description_runs(&self) -> &[RichText] {
        match &self.known {
            Known::Database(database) | Known::Both(database, _) => &database.description,
            Known::Source(source) => &source.description,
        }
    }

    pub(crate) async fn fetch_source(&self) -> Result<Arc<SourceData>> {
        let source = self
            .session
            .api()
            .data_sources()
            .retrieve(self.source_id)
            .await?;
        Ok(self.session.keep(source))
    }
}

// Not derived, because the derive would require the same of `S`.
impl<S> Clone for Database<S> {
    fn clone(&self) -> Self {
        Self {
            session: self.session.clone(),
            id: self.id,
            source_id: self.source_id,
            known: self.known.clone(),
            schema: PhantomData,
        }
    }
}

/// Handles are equal if they belong to the same data source and session.
impl<S> PartialEq for Database<S> {
    fn eq(&self, other: &Self) -> bool {
        self.session == other.session && self.source_id == other.source_id
    }
}

impl<S> Eq for Database<S> {}

impl<S> fmt::Debug for Database<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("id", &self.id)
            .field("data_source_id", &self.source_id)
            .field("title", &self.title())
            .finish_non_exhaustive()
    }
}
