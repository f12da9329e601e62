//! Binding: comparing a database with a schema, and telling the session that it has the schema.

use std::any::TypeId;

use super::set::{Parents, Schemas, check_set, no_schema_twice};
use super::survey::{Names, mismatch};
use crate::error::Error;
use crate::handle::id::DatabaseRef;
use crate::schema::{NotionSchema, SchemaGraph};
use crate::session::{Database, IntoId, Pending, Session};

impl Session {
    /// Binds a database to the schema `S`, after comparing the two.
    /// Two requests: the database and its data source, as they are now.
    ///
    /// The ID is that of the database or of its data source. If the database has several data sources, the one with the title
    /// of `S` is bound.
    ///
    /// The database must have every property of `S` with its name, type and settings: number format, options and their
    /// colours, target and direction of a relation, rollup, formula (by its meaning, not its spelling), prefix. Additional
    /// properties and options are accepted, because people add them. So are options of a status in another group than `S`
    /// declares: Notion adds all options of its API to "To-do", and only a person can move them.
    ///
    /// From then on the session uses the IDs of the properties, so that reading, writing, filtering and sorting keep working
    /// after renames in Notion. After a creation, whose answer has no IDs, they are learnt from the first row that is written
    /// or read.
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
    /// [`Error::SchemaMismatch`] with all differences; [`Error::DataSourceCount`] if the database has several data sources and
    /// not exactly one has the title of `S`; [`Error::WrongKind`] if the data source is in the trash; those of
    /// [`get_db`](Session::get_db).
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

    /// Chooses one of several databases that are bound to the schema `S`: the relations of databases that are created from
    /// then on point to it. No request.
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
    /// [`Error::SchemaMismatch`] with all that differs; [`Error::CountMismatch`] if a parent has no
    /// database of a title, or several; [`Error::Config`] if two schemas are the same, or have one
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
