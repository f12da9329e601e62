//! Creating databases from schemas.

use notion_model::{BlockId, BlockKind, DataSourceId, Database as DatabaseData, PageId, Parent};

use super::bind::Targets;
use super::parent::{IntoParent, ParentRef};
use super::{Database, Session};
use crate::api::UpdateDataSource;
use crate::error::{Error, Result};
use crate::plan::{Sources, Step, creation_request, plan_creation, property_requests};
use crate::schema::{NotionSchema, Schema, SchemaGraph};

/// Databases of structs.
impl Session {
    /// Creates the database of schema `S` at the end of a page, and binds it: title, description,
    /// icon, cover, and every property with its description. One request; a second one where a
    /// relation leads to the database itself.
    ///
    /// Relations lead to the databases that their schemas are bound to in this session.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::prelude::*;
    ///
    /// /// Who reads what.
    /// #[derive(NotionSchema)]
    /// #[notion(title = "Reading list", icon = "📚")]
    /// struct Book {
    ///     #[notion(title)]
    ///     name: String,
    ///     /// Out of five.
    ///     stars: Option<u8>,
    /// }
    ///
    /// let session = Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let books = session.create_db::<Book>(&home).await?;
    /// assert_eq!(books.title(), "Reading list");
    /// assert_eq!(books.description(), "Who reads what.");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::UnboundTarget`] where no database is bound to the schema that a relation leads to,
    /// [`Error::AmbiguousTarget`] where several are, [`Error::PropertyCycle`] where properties need
    /// each other, [`Error::WrongKind`] where the parent is a database: all before anything is sent.
    /// Otherwise those of [`Client::send`](crate::http::Client::send).
    pub async fn create_db<S: NotionSchema>(&self, parent: impl IntoParent) -> Result<Database<S>> {
        let parents = vec![page(parent)?];
        let mut created = self.create_schemas(&[S::schema()], &parents).await?;
        match created.pop() {
            Some(database) => Ok(self.typed(database)),
            None => Err(Error::config("a schema gives one database")),
        }
    }

    /// The database of schema `S` on a page: the one that is there, else a new one.
    ///
    /// A database is found by its title among the page's children, not by search, which lags behind
    /// and does not promise to find everything. It must have the properties of `S` by name and
    /// type; it is then bound. One request for each 100 children of the page; then two for a
    /// database that is found (fewer from the object store), or those of
    /// [`create_db`](Session::create_db).
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let books = session.get_or_create_db::<Book>(&home).await?;     // creates it
    /// let again = session.get_or_create_db::<Book>(&home).await?;     // finds it
    /// assert_eq!(books.id(), again.id());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] with all that a database of that title lacks,
    /// [`Error::CountMismatch`] where the page has several of them; otherwise as
    /// [`create_db`](Session::create_db).
    pub async fn get_or_create_db<S: NotionSchema>(
        &self,
        parent: impl IntoParent,
    ) -> Result<Database<S>> {
        let parent = page(parent)?;
        let mut found = self.child_databases(parent, S::SCHEMA.title).await?;
        match (found.pop(), found.len()) {
            (None, _) => self.create_db::<S>(parent).await,
            (Some(id), 0) => {
                let database = self.get_db(id.uuid().to_string()).await?;
                self.bind::<S>(database).await
            }
            (Some(last), _) => Err(Error::count_mismatch(
                format!("database \"{}\" on the page {parent}", S::SCHEMA.title),
                found
                    .into_iter()
                    .chain([last])
                    .map(|id| id.to_string())
                    .collect(),
            )),
        }
    }

    /// Creates the databases of several schemas, which may relate to each other, and binds them.
    ///
    /// The order is worked out so that as few requests as Notion permits do it: one a database, and
    /// one more for a database with properties that can only be had afterwards, such as a relation
    /// to itself. `parents` is one page for all, or an array with a page for each.
    ///
    /// ```
    /// use notion_session::prelude::*;
    ///
    /// #[derive(NotionSchema)]
    /// struct Project {
    ///     #[notion(title)]
    ///     name: String,
    ///     #[notion(two_way = project)]
    ///     tasks: Relation<Task>,
    ///     #[notion(rollup = sum(tasks.estimate))]
    ///     effort: Rollup<f64>,
    /// }
    ///
    /// #[derive(NotionSchema)]
    /// struct Task {
    ///     #[notion(title)]
    ///     task: String,
    ///     estimate: Option<f64>,
    ///     #[notion(two_way = tasks)]
    ///     project: Relation<Project>,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// let session = Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let before = session.client().requests_sent();
    /// let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await?;
    /// assert_eq!(session.client().requests_sent() - before, 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`create_db`](Session::create_db). What was created before a request failed is there and
    /// bound: [`get_or_create_db`](Session::get_or_create_db) finds it.
    pub async fn create_dbs<T: Schemas>(&self, parents: impl Parents) -> Result<T::Databases> {
        let schemas = T::schemas();
        let parents = parents.pages(schemas.len())?;
        let created = self.create_schemas(&schemas, &parents).await?;
        T::typed(self, created).ok_or_else(|| Error::config("each schema gives one database"))
    }

    async fn create_schemas(
        &self,
        schemas: &[&'static Schema],
        parents: &[PageId],
    ) -> Result<Vec<Database>> {
        self.ensure_open()?;
        let mut graph = SchemaGraph::of(schemas);
        for schema in &mut graph.schemas {
            self.find_targets(schema, Targets::All)?;
        }
        let plan = plan_creation(&graph)?;
        let mut sources = Sources::of(&graph);
        let mut created: Vec<Option<Database>> = vec![None; schemas.len()];
        // Everything that can be said against a request is said before the first is sent.
        for (place, _) in graph.schemas.iter().enumerate() {
            let all: Vec<_> = (0..graph.schemas[place].properties.len()).collect();
            let mut pretended = sources.clone();
            (0..schemas.len())
                .for_each(|at| pretended.set(at, DataSourceId::from(uuid::Uuid::nil())));
            property_requests(&graph, place, &all, &pretended, false)?;
        }
        for step in &plan.steps {
            match step {
                Step::Create { schema, properties } => {
                    let parent = Parent::page(parents[*schema]);
                    let request = creation_request(&graph, *schema, properties, &sources, parent)?;
                    let data = self.keep(self.api().databases().create(&request).await?);
                    let source = first_source(&data)?;
                    sources.set(*schema, source);
                    self.inner.bindings.add(schemas[*schema].type_id, source);
                    created[*schema] = Some(Database::from_database(self.clone(), data, source));
                }
                Step::Update { schema, properties } => {
                    let Some(database) = &mut created[*schema] else {
                        continue;
                    };
                    let update = UpdateDataSource {
                        properties: property_requests(&graph, *schema, properties, &sources, true)?,
                        ..UpdateDataSource::default()
                    };
                    let id = database.data_source_id();
                    let source = self.api().data_sources().update(id, &update).await?;
                    database.set_source(self.keep(source));
                }
            }
        }
        Ok(created.into_iter().flatten().collect())
    }

    /// The databases of that title on a page.
    async fn child_databases(&self, page: PageId, title: &str) -> Result<Vec<BlockId>> {
        let children = self
            .api()
            .blocks()
            .children(BlockId::from(page.uuid()))
            .all()
            .await?;
        let of_title = children.into_iter().filter(|block| match &block.kind {
            BlockKind::ChildDatabase(database) => database.title == title,
            _ => false,
        });
        Ok(of_title.map(|block| block.id).collect())
    }

    fn typed<S: NotionSchema>(&self, database: Database) -> Database<S> {
        let database = database.cast::<S>();
        self.remember_binding(&database);
        database
    }
}

fn first_source(database: &DatabaseData) -> Result<DataSourceId> {
    database
        .data_sources
        .first()
        .map(|source| source.id)
        .ok_or_else(|| {
            Error::wrong_kind(
                database.id,
                "database with a data source",
                "database without one",
            )
        })
}

/// A page, which is what databases are created in.
fn page(parent: impl IntoParent) -> Result<PageId> {
    match parent.into_parent()? {
        ParentRef::Page(id) => Ok(id),
        ParentRef::Database(id) => Err(Error::wrong_kind(id, "page", "database")),
        ParentRef::DataSource(id) => Err(Error::wrong_kind(id, "page", "data source")),
    }
}

/// Where databases are created: one page for all of them, or an array with a page for each.
pub trait Parents {
    /// The pages, as many as there are schemas.
    #[doc(hidden)]
    fn pages(self, schemas: usize) -> Result<Vec<PageId>>;
}

impl<P: IntoParent> Parents for P {
    fn pages(self, schemas: usize) -> Result<Vec<PageId>> {
        Ok(vec![page(self)?; schemas])
    }
}

impl<P: IntoParent, const N: usize> Parents for [P; N] {
    fn pages(self, schemas: usize) -> Result<Vec<PageId>> {
        if N != schemas {
            return Err(Error::config(format!(
                "{schemas} schemas need one parent, or an array of {schemas}, and this is one of {N}"
            )));
        }
        self.into_iter().map(page).collect()
    }
}

/// Several schemas: a tuple of up to 16.
pub trait Schemas {
    /// Their databases, in the same order.
    type Databases;

    /// The schemas.
    #[doc(hidden)]
    fn schemas() -> Vec<&'static Schema>;

    /// The databases with their types; `None` where they are not as many.
    #[doc(hidden)]
    fn typed(session: &Session, databases: Vec<Database>) -> Option<Self::Databases>;
}

macro_rules! tuples {
    ($(($($name:ident)*))*) => {$(
        impl<$($name: NotionSchema),*> Schemas for ($($name,)*) {
            type Databases = ($(Database<$name>,)*);

            fn schemas() -> Vec<&'static Schema> {
                vec![$($name::schema()),*]
            }

            fn typed(session: &Session, databases: Vec<Database>) -> Option<Self::Databases> {
                let mut databases = databases.into_iter();
                Some(($(session.typed::<$name>(databases.next()?),)*))
            }
        }
    )*};
}
tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M) (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}
