//! Databases with several data sources.

use std::sync::Arc;

use notion_content::RichText;
use notion_model::{
    DataSource as SourceData, Database as DatabaseData, DatabaseId, Empty, Parent,
    PropertySchemaRequests, SchemaKind,
};

use super::{Database, Known};
use crate::api::{CreateDataSource, UpdateDataSource};
use crate::error::Result;
use crate::handle::text;
use crate::session::{Session, Untyped};

/// Data sources. A handle consists of a database and one of its data sources; these methods return and change the others.
impl<S> Database<S> {
    /// Returns a handle for each data source of the database, in Notion's order, without those in the trash.
    /// One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// let done = tasks.add_data_source("Done").await?;
    /// assert_eq!(tasks.data_sources().await?, [tasks, done]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn data_sources(&self) -> Result<Vec<Database>> {
        self.session.ensure_open()?;
        let data = self.session.api().databases().retrieve(self.id).await?;
        let data = self.session.keep(data);
        Ok(self.session.each_source(&data))
    }

    /// Adds a data source with a title property only, called "Name", to the database. One request.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) if the title is longer than Notion accepts; a validation error where
    /// the database is in the trash; [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) if Notion's answer was
    /// lost; those of [`Client::send`](crate::http::Client::send).
    pub async fn add_data_source(&self, title: impl Into<RichText>) -> Result<Database> {
        let title = text::runs(title, "title", "add_data_source")?;
        self.session.ensure_open()?;
        let name = SchemaKind::Title(Empty::default()).into();
        let properties = PropertySchemaRequests::from_iter([("Name".to_owned(), Some(name))]);
        let new = CreateDataSource {
            title,
            ..CreateDataSource::in_database(self.id, properties)
        };
        // The stored database lists its data sources, but not the new one.
        let effect = self.session.effect().on(self.id.uuid());
        let call = self.session.api().data_sources().create(&new);
        let source = effect.of(call.send()).await?;
        let source = self.session.keep(source);
        Database::from_source(self.session.clone(), source)
    }

    /// Returns the title of the data source as plain text, which is that of the database if it has no other data source;
    /// `None` if Notion sent the database only and it has several.
    pub fn data_source_title(&self) -> Option<String> {
        match &self.known {
            Known::Source(source) | Known::Both(_, source) => {
                Some(notion_model::plain_text(&source.title))
            }
            Known::Database(database) => {
                let own = |source: &&notion_model::DataSourceReference| {
                    source.id == self.source_id.cast()
                };
                let found = database.data_sources.iter().find(own);
                found.map(|source| source.name.clone())
            }
        }
    }

    /// Sets the title of the data source, and of the database if it has no other data source. One request.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) if the title is longer than Notion accepts; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn set_data_source_title(&mut self, title: impl Into<RichText>) -> Result<()> {
        let title = text::runs(title, "title", "set_data_source_title")?;
        self.update_source(UpdateDataSource {
            title: Some(title),
            ..UpdateDataSource::default()
        })
        .await
    }

    /// Moves the data source with its rows into another database, which the handle then belongs to. One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// let archive = session.create_untyped_db(&home, "Archive").await?;
    /// let mut done = tasks.add_data_source("Done").await?;
    /// done.move_data_source(&archive).await?;
    /// assert_eq!(done.id(), archive.id());
    /// assert_eq!(archive.data_sources().await?, [archive.clone(), done]);
    /// assert_eq!(tasks.data_sources().await?, [tasks]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// A validation error if the other database is in the trash; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn move_data_source<T>(&mut self, database: &Database<T>) -> Result<()> {
        self.update_source(UpdateDataSource {
            parent: Some(Parent::database(database.id)),
            ..UpdateDataSource::default()
        })
        .await
    }

    /// Moves this data source with its rows to the trash; the others of the database stay. One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// let mut done = tasks.add_data_source("Done").await?;
    /// done.trash_data_source().await?;
    /// assert!(done.is_in_trash() && !tasks.is_in_trash());
    /// done.restore_data_source().await?;
    /// assert!(!done.is_in_trash());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn trash_data_source(&mut self) -> Result<()> {
        self.set_source_in_trash(true).await?;
        // No relation of a schema can lead there any more.
        self.session.bindings().remove(self.source_id.cast());
        Ok(())
    }

    /// Restores this data source from the trash. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn restore_data_source(&mut self) -> Result<()> {
        self.set_source_in_trash(false).await
    }

    async fn set_source_in_trash(&mut self, in_trash: bool) -> Result<()> {
        self.update_source(UpdateDataSource {
            in_trash: Some(in_trash),
            ..UpdateDataSource::default()
        })
        .await
    }

    /// Changes the data source, and forgets the database: it may be another one then, or have another title.
    async fn update_source(&mut self, update: UpdateDataSource) -> Result<()> {
        self.session.ensure_open()?;
        let source = self.source_id.uuid();
        let effect = self.session.effect().on(self.id.uuid());
        let moved_to = update.parent.as_ref().and_then(Parent::database_id);
        let effect = match moved_to {
            Some(database) => effect.on(database.uuid()),
            None => effect,
        };
        let effect = match update.in_trash {
            Some(_) => effect.on_tree(source),
            None => effect.on(source),
        };
        let api = self.session.api();
        let call = api.data_sources().update(self.source_id, &update);
        let data = effect.of(call.send()).await?;
        let data: Arc<SourceData> = self.session.keep(data);
        let changed = Database::<Untyped>::from_source(self.session.clone(), data)?;
        *self = changed.cast();
        Ok(())
    }
}

impl Session {
    /// Returns a handle for each data source of a database, without a request if the store has the database.
    pub(crate) async fn data_sources_of(&self, id: DatabaseId) -> Result<Vec<Database>> {
        let data = match self.cache().get::<DatabaseData>(id) {
            Some(data) => data,
            None => {
                let data = self.api().databases().retrieve(id).await?;
                self.keep(data)
            }
        };
        Ok(self.each_source(&data))
    }

    fn each_source(&self, data: &Arc<DatabaseData>) -> Vec<Database> {
        let handle = |source: &notion_model::DataSourceReference| {
            Database::from_database(self.clone(), Arc::clone(data), source.id)
        };
        data.data_sources.iter().map(handle).collect()
    }
}
