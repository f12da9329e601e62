//! Binding: telling the session which data source a schema lives in, after comparing the two.

use std::any::TypeId;

use super::set::{Parents, Schemas, check_set, no_schema_twice};
use super::survey::{Names, mismatch};
use crate::error::Error;
use crate::handle::id::DatabaseRef;
use crate::schema::{NotionSchema, SchemaGraph};
use crate::session::{Database, IntoId, Pending, Session};

impl Session {
    /// Tells the session that a database has the schema of `S`, once it was compared with it.
    /// Two requests: the database and its data source, as they are now.
    ///
    /// The id is that of the database or of the data source. A database with several data sources is
    /// bound to the one that has the title of `S`.
    ///
    /// Every property of `S` must be there under its name, of its type and with its settings:
    /// number format, options and their colours, target and direction of a relation, rollup,
    /// formula (by what it says, not how it is written), prefix. Properties and options that `S`
    /// does not have are fine: people add them. So are options of a status in another group than
    /// `S` names: Notion puts those that its API adds into "To-do", and only a person can move them.
    ///
    /// From then on the session goes by the ids of the properties: what is renamed in Notion is read,
    /// written, filtered and sorted as before. After a creation, which Notion answers without ids,
    /// they are learnt from the first row that is written or read.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Note { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let untyped = session.create_untyped_db(&home, "Notes").await?;
    /// let notes = session.bind::<Note>(untyped.id()).await?;
    /// notes.insert(Note { name: "Shopping".into() }).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] with all that differs; [`Error::DataSourceCount`] where the database has
    /// several data sources and not one alone has the title of `S`; [`Error::WrongKind`] where the data
    /// source is in the trash; otherwise as [`get_db`](Session::get_db).
    pub fn bind<S: NotionSchema>(&self, id: impl IntoId<DatabaseRef>) -> Pending<'_, Database<S>> {
        let id = id.into_id();
        Box::pin(async move {
            self.ensure_open()?;
            let mut graph = SchemaGraph::of(&[S::schema()]);
            let (database, live) = self.look(id?, &graph.schemas[0]).await?;
            let fit = self.compare(&database, &live, &mut graph, 0)?;
            if !fit.differences.is_empty() {
                let mismatch = mismatch(&graph.schemas[0], &database, fit);
                return Err(Error::schema_mismatch(vec![mismatch]));
            }
            Ok(self.remember_binding::<S>(database))
        })
    }

    /// Says which database is meant by relations to schema `S`, where several are bound: those of the
    /// databases that are created from then on lead to this one. No request.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String, author: Relation<Author> }
    /// # #[derive(NotionSchema)]
    /// # struct Author { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let living = session.create_db::<Author>(&home).await?;
    /// let dead = session.create_db::<Author>(&home).await?;
    /// assert!(session.create_db::<Book>(&home).await.is_err());    // by which of them?
    /// session.prefer(&living);
    /// let books = session.create_db::<Book>(&home).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn prefer<S: NotionSchema>(&self, database: &Database<S>) {
        self.bindings()
            .prefer(TypeId::of::<S>(), database.data_source_id().cast());
    }

    /// Binds the databases of several schemas, which are found by their titles on `parents`: one page for all, or an array
    /// with a page for each.
    ///
    /// One request, however many schemas: a search that brings all databases. What the search does not show is looked for
    /// among the children of its page: one request for each 100 children, and two for each database that is found there.
    /// One more for each database that differs, to report what it has now.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String }
    /// # #[derive(NotionSchema)]
    /// # struct Author { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # session.create_dbs::<(Book, Author)>(&home).await?;
    /// let (books, authors) = session.bind_all::<(Book, Author)>(&home).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] with all that differs; [`Error::CountMismatch`] where a parent has no
    /// database of a title, or several; [`Error::Config`] where two schemas are the same, or have one
    /// title and one parent. Otherwise as [`bind`](Session::bind).
    pub fn bind_all<T: Schemas>(&self, parents: impl Parents) -> Pending<'_, T::Databases> {
        let schemas = T::schemas();
        let parents = parents.pages(schemas.len());
        Box::pin(async move {
            let parents = parents?;
            self.ensure_open()?;
            let mut graph = SchemaGraph::of(&schemas);
            no_schema_twice(&graph)?;
            check_set(&graph, &parents)?;
            let found = self
                .find_all(&mut graph, &parents, Names::AsTheyAre)
                .await?;
            let mut differing = Vec::new();
            for (place, (database, fit)) in found.databases.iter().zip(found.fits).enumerate() {
                let schema = &graph.schemas[place];
                let Some(database) = database else {
                    let what = format!(
                        "database \"{}\" on the page {}",
                        schema.title, parents[place]
                    );
                    return Err(Error::count_mismatch(what, Vec::new()));
                };
                if !fit.differences.is_empty() {
                    differing.push(mismatch(schema, database, fit));
                }
            }
            if !differing.is_empty() {
                return Err(Error::schema_mismatch(differing));
            }
            let databases = found.databases.into_iter().flatten().collect();
            T::typed(self, databases).ok_or_else(|| Error::config("each schema gives one database"))
        })
    }
}
