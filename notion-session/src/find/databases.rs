//! Finding databases without a struct.

use std::sync::Arc;

use notion_model::{
    BlockKind, DataSource as SourceData, DataSourceId, Database as DatabaseData, DatabaseId,
    plain_text,
};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::find::get::sealed::Gettable;
use crate::handle::id::DatabaseRef;
use crate::session::{Database, Get, IntoId, Session};

/// Databases.
impl Session {
    /// Returns a database by its ID or that of its data source: from the object store if it has the database, otherwise, or
    /// with [`fresh`](Get::fresh), from Notion.
    ///
    /// No request from the store, otherwise one; a second one if a string turns out to be the ID of a data source, and a third
    /// for the error message if it is neither.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// assert_eq!(session.get_db(tasks.id()).await?, tasks);
    /// assert_eq!(session.get_db(tasks.data_source_id()).await?, tasks);
    /// assert_eq!(session.get_db(tasks.id().to_string()).fresh().await?, tasks);
    ///
    /// let error = session.get_db(home.id().to_string()).await.unwrap_err();
    /// assert!(error.to_string().contains("is the id of a page, not of a database"), "{error}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) if there is no such database or it is not shared with the integration;
    /// [`Error::DataSourceCount`] if it does not have exactly one data source; [`Error::WrongKind`] if the ID is that of
    /// a page or a block; [`Error::InvalidId`] if it is not a valid ID; those of [`Client::send`](crate::http::Client::send).
    pub fn get_db(&self, id: impl IntoId<DatabaseRef>) -> Get<Database> {
        Get::new(self, id.into_id())
    }

    /// Returns the only data source of a database: from the store, otherwise with one request.
    pub(crate) async fn single_data_source(&self, id: DatabaseId) -> Result<DataSourceId> {
        if let Some(data) = self.cache().get::<DatabaseData>(id) {
            return single(&data);
        }
        match self.api().databases().retrieve(id).await {
            Ok(data) => {
                let data = self.keep(data);
                single(&data)
            }
            Err(error) => Err(self.explain(error.into(), id.uuid(), "database").await),
        }
    }

    /// A database together with its data source, as Notion has them now; with a title, the one of that title where
    /// there are several.
    pub(crate) async fn fetch_table(
        &self,
        id: DatabaseRef,
        title: Option<&str>,
    ) -> Result<Database> {
        match id {
            DatabaseRef::Database(id) => match fetch_database(self, id, title).await {
                Ok(found) => found,
                Err(error) => Err(self.explain(error, id.uuid(), "database").await),
            },
            DatabaseRef::DataSource(id) => fetch_source(self, id).await,
            DatabaseRef::Either(id) => match fetch_database(self, id.into(), title).await {
                Ok(found) => found,
                Err(error) if error.is_not_found() || error.is_validation() => {
                    match fetch_source(self, id.into()).await {
                        Ok(found) => Ok(found),
                        Err(_) => Err(self.explain(error, id, "database").await),
                    }
                }
                Err(error) => Err(error),
            },
        }
    }

    /// Improves the error for an ID that Notion does not know as the expected kind: finds out which kind it is.
    ///
    /// One request, after a failure only. It works because pages and databases are blocks as well.
    pub(crate) async fn explain(&self, error: Error, id: Uuid, wanted: &'static str) -> Error {
        if !error.is_not_found() && !error.is_validation() {
            return error;
        }
        let Ok(block) = self
            .api()
            .blocks()
            .retrieve(notion_model::BlockId::from(id))
            .await
        else {
            return error;
        };
        let (found, hint) = match block.kind {
            BlockKind::ChildPage(_) => ("page", "get it with `get_page`"),
            BlockKind::ChildDatabase(_) => ("database", "get it with `get_db`"),
            _ => ("block", "get it with `get_block`"),
        };
        if found == wanted {
            return error;
        }
        Error::wrong_kind_because(id.as_hyphenated(), wanted, found, hint)
    }
}

impl Session {
    /// A database as one table: its only data source, or the one of that title.
    pub(crate) fn table(&self, data: Arc<DatabaseData>, title: Option<&str>) -> Result<Database> {
        let source = titled(&data, title)?;
        Ok(Database::from_database(self.clone(), data, source))
    }
}

impl Gettable for Database {
    type Id = DatabaseRef;

    fn from_store(session: &Session, id: &DatabaseRef) -> Result<Option<Self>> {
        let store = session.cache();
        let database = match *id {
            DatabaseRef::Database(id) => store.get::<DatabaseData>(id),
            DatabaseRef::Either(id) => store.get::<DatabaseData>(id.into()),
            DatabaseRef::DataSource(_) => None,
        };
        if let Some(data) = database {
            let source = single(&data)?;
            return Ok(Some(Self::from_database(session.clone(), data, source)));
        }
        let source = match *id {
            DatabaseRef::DataSource(id) => store.get::<SourceData>(id),
            DatabaseRef::Either(id) => store.get::<SourceData>(id.into()),
            DatabaseRef::Database(_) => None,
        };
        source
            .map(|data| Self::from_source(session.clone(), data))
            .transpose()
    }

    async fn fetch(session: Session, id: DatabaseRef) -> Result<Self> {
        session.fetch_table(id, None).await
    }
}

/// The outer result is Notion's answer, the inner one whether what it answered is one table.
async fn fetch_database(
    session: &Session,
    id: DatabaseId,
    title: Option<&str>,
) -> Result<Result<Database>> {
    let data = session.keep(session.api().databases().retrieve(id).await?);
    Ok(session.table(data, title))
}

async fn fetch_source(session: &Session, id: DataSourceId) -> Result<Database> {
    let data = session.keep(session.api().data_sources().retrieve(id).await?);
    Database::from_source(session.clone(), data)
}

/// The data source of a database that has one.
pub(crate) fn single(data: &DatabaseData) -> Result<DataSourceId> {
    titled(data, None)
}

/// The data source of a database that has one; of several, the only one of this title.
fn titled(data: &DatabaseData, title: Option<&str>) -> Result<DataSourceId> {
    let sources: Vec<_> = data.data_sources.iter().collect();
    let mut of_title = sources.clone();
    of_title.retain(|source| title == Some(&*source.name));
    match (&sources[..], &of_title[..]) {
        ([source], _) | (_, [source]) => Ok(source.id),
        (several, _) => {
            let database = format!("{:?} ({})", plain_text(&data.title), data.id);
            let sources = several
                .iter()
                .map(|source| format!("{:?} ({})", source.name, source.id))
                .collect();
            Err(Error::data_source_count(database, sources))
        }
    }
}

pub(crate) fn no_page(id: Uuid) -> Error {
    Error::wrong_kind_because(
        id.as_hyphenated(),
        "page",
        "database",
        "a database is made in a page",
    )
}
