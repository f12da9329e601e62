//! Creating the databases of schemas.

use notion_model::PageId;
use notion_schema::internal::{Existing, plan_creation};

use super::overrides::Overrides;
use super::set::{Parents, Schemas, check_set, no_schema_twice, page};
use super::store::Targets;
use super::survey::Found;
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::handle::parent::IntoParent;
use crate::plan::CreationPlan;
use crate::schema::{NotionSchema, Schema, SchemaGraph};
use crate::session::{Database, Session};

/// Creates the database of a schema when it is awaited. Made by [`Session::create_db`].
#[must_use = "nothing is sent until it is awaited"]
pub struct CreateDb<'a, S> {
    session: &'a Session,
    parent: Result<PageId>,
    overrides: Overrides,
    // What is asked of `S` is asked where the builder is made, so that a struct that is not a schema is one error.
    schema: &'static Schema,
    bind: fn(&Session, Vec<Database>) -> Result<Database<S>>,
}

impl<S> CreateDb<'_, S> {
    /// Sets the title, in place of that of the schema.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Task { #[notion(title)] task: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_db::<Task>(&home).title("Tasks of 2026").inline(true).await?;
    /// assert_eq!(tasks.title(), "Tasks of 2026");
    /// assert!(tasks.is_inline());
    /// # Ok(())
    /// # }
    /// ```
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.overrides.title = Some(title.into());
        self
    }

    /// Sets whether the database is shown inside its page, in place of what the schema says.
    pub fn inline(mut self, inline: bool) -> Self {
        self.overrides.inline = Some(inline);
        self
    }

    async fn send(self) -> Result<Database<S>> {
        let (session, parents) = (self.session, [self.parent?]);
        session.ensure_open()?;
        let mut graph = session.graph(&[self.schema])?;
        self.overrides.apply(&mut graph)?;
        check_set(&graph, &parents)?;
        let created = session.carry_out(graph, &parents, Found::none(1)).await?;
        (self.bind)(session, created)
    }
}

awaitable! {
    ['a, S: 'static] CreateDb<'a, S>, send -> Database<S>;
    |this| schema: this.schema.type_name, parent: this.parent, overrides: this.overrides
}

/// Creates the databases of several schemas when it is awaited. Made by [`Session::create_dbs`].
#[must_use = "nothing is sent until it is awaited"]
pub struct CreateDbs<'a, D> {
    session: &'a Session,
    schemas: Vec<&'static Schema>,
    parents: Result<Vec<PageId>>,
    overrides: Overrides,
    bind: fn(&Session, Vec<Database>) -> Result<D>,
}

impl<D> CreateDbs<'_, D> {
    /// Sets the title of the database of schema `S`, in place of that of the schema.
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
    /// let both = session.create_dbs::<(Book, Author)>(&home);
    /// let (books, authors) = both.title_of::<Book>("Books of 2026").inline(true).await?;
    /// assert_eq!(books.title(), "Books of 2026");
    /// assert_eq!(authors.title(), "Author");
    /// assert!(books.is_inline() && authors.is_inline());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Config`] if `S` is not one of the schemas.
    pub fn title_of<S: NotionSchema>(mut self, title: impl Into<String>) -> Self {
        self.overrides.set_title_of::<S>(title.into());
        self
    }

    /// Sets whether the databases are shown inside their pages, in place of what the schemas say.
    pub fn inline(mut self, inline: bool) -> Self {
        self.overrides.inline = Some(inline);
        self
    }

    async fn send(self) -> Result<D> {
        let (session, parents) = (self.session, self.parents?);
        session.ensure_open()?;
        let mut graph = session.graph(&self.schemas)?;
        self.overrides.apply(&mut graph)?;
        check_set(&graph, &parents)?;
        let found = Found::none(graph.schemas.len());
        let created = session.carry_out(graph, &parents, found).await?;
        (self.bind)(session, created)
    }
}

awaitable! {
    ['a, D: 'static] CreateDbs<'a, D>, send -> D;
    |this| schemas: names(&this.schemas), parents: this.parents, overrides: this.overrides
}

/// The names of structs, for `Debug`.
pub(crate) fn names(schemas: &[&'static Schema]) -> Vec<&'static str> {
    schemas.iter().map(|schema| schema.type_name).collect()
}

/// Databases of structs.
impl Session {
    /// Creates the database of schema `S` at the end of a page, and binds it: title, description,
    /// icon, cover, and every property with its description. One request; a second one if a
    /// relation leads to the database itself; and those of a two-way relation, for which see
    /// [`create_dbs`](Session::create_dbs).
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
    /// [`Error::UnboundTarget`] if no database is bound to the schema that a relation leads to,
    /// [`Error::AmbiguousTarget`] if several are, [`Error::PropertyCycle`] if properties need
    /// each other, [`Error::WrongKind`] if the parent is a database: all before anything is sent.
    /// [`Error::Interrupted`] if something was created before a request failed; otherwise those
    /// of [`Client::send`](crate::http::Client::send).
    pub fn create_db<S: NotionSchema>(&self, parent: impl IntoParent) -> CreateDb<'_, S> {
        CreateDb {
            session: self,
            parent: page(parent),
            overrides: Overrides::default(),
            schema: S::schema(),
            bind: |session, created| all::<(S,)>(session, created).map(|(database,)| database),
        }
    }

    /// Creates the databases of several schemas, which may relate to each other, and binds them.
    ///
    /// The order is worked out so that as few requests as Notion permits do it: one a database, and
    /// one update at the most for each that has to come before something it needs. These rules of
    /// Notion force an update:
    ///
    /// * a relation leads to a database that is there, so that one to the database itself follows, and
    ///   so does one of the one-way relations that go round in a circle;
    /// * a rollup or a formula needs the properties that it names, and follows where one of them does,
    ///   or comes later as the other side of a two-way relation;
    /// * the other side of a two-way relation comes without its description.
    ///
    /// [`plan_creation`](Session::plan_creation) shows the order and why it is this one. `parents` is
    /// one page for all, or an array with a page for each.
    ///
    /// Of a two-way relation one side is created, and is asked to give the other its name. That
    /// Notion does so is not on record; the first time in a session it is looked at with one
    /// request. Where Notion does not, one more request for each such relation names it.
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
    /// assert_eq!(session.client().requests_sent() - before, 3);       // two, and the look
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`create_db`](Session::create_db). What was created before a request failed is bound and
    /// named by the error, and so is what may have been created, since the answer was lost;
    /// [`get_or_create_dbs`](Session::get_or_create_dbs) completes it.
    pub fn create_dbs<T: Schemas>(&self, parents: impl Parents) -> CreateDbs<'_, T::Databases> {
        let schemas = T::schemas();
        CreateDbs {
            session: self,
            parents: parents.pages(schemas.len()),
            schemas,
            overrides: Overrides::default(),
            bind: all::<T>,
        }
    }

    /// Creates the databases of a graph of schemas: more than a tuple holds, or schemas that no
    /// struct describes. Otherwise as [`create_dbs`](Session::create_dbs).
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::schema::SchemaGraph;
    ///
    /// let mut graph = SchemaGraph::of(&[Book::schema()]);
    /// graph.schemas[0].title = "Books of 2026".to_owned();
    /// let databases = session.create_graph(graph, &home).await?;
    /// assert_eq!(databases[0].title(), "Books of 2026");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`create_dbs`](Session::create_dbs).
    pub async fn create_graph(
        &self,
        mut graph: SchemaGraph,
        parents: impl Parents,
    ) -> Result<Vec<Database>> {
        let parents = parents.pages(graph.schemas.len())?;
        self.ensure_open()?;
        check_set(&graph, &parents)?;
        for schema in &mut graph.schemas {
            self.find_targets(schema, Targets::All)?;
        }
        let found = Found::none(graph.schemas.len());
        self.carry_out(graph, &parents, found).await
    }

    /// What [`create_dbs`](Session::create_dbs) would send for these schemas, and why in this order.
    /// No request.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String, author: Relation<Author> }
    /// # #[derive(NotionSchema)]
    /// # struct Author { #[notion(title)] name: String }
    /// # fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// let plan = session.plan_creation::<(Book, Author)>()?;
    /// assert_eq!(plan.requests(), 2);
    /// assert_eq!(
    ///     plan.to_string(),
    ///     "\
    /// 1. create \"Author\" with 1 property
    /// 2. create \"Book\" with 2 properties
    ///    - `Author` leads to \"Author\", which is there"
    /// );
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those that [`create_dbs`](Session::create_dbs) has before anything is sent.
    pub fn plan_creation<T: Schemas>(&self) -> Result<CreationPlan> {
        let schemas = T::schemas();
        let graph = self.graph(&schemas)?;
        let creation = plan_creation(&graph, &Existing::new())?;
        Ok(CreationPlan::new(&graph, &creation))
    }

    /// Returns what [`create_graph`](Session::create_graph) would send for a graph of schemas. No request.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String }
    /// # fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// use notion_session::schema::SchemaGraph;
    ///
    /// let graph = SchemaGraph::of(&[Book::schema()]);
    /// assert_eq!(session.plan_graph(graph)?.to_string(), "1. create \"Book\" with 1 property");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those that [`create_graph`](Session::create_graph) has before anything is sent.
    pub fn plan_graph(&self, mut graph: SchemaGraph) -> Result<CreationPlan> {
        for schema in &mut graph.schemas {
            self.find_targets(schema, Targets::All)?;
        }
        let creation = plan_creation(&graph, &Existing::new())?;
        Ok(CreationPlan::new(&graph, &creation))
    }

    /// The schemas with the data sources that their relations lead to.
    pub(crate) fn graph(&self, schemas: &[&'static Schema]) -> Result<SchemaGraph> {
        let mut graph = SchemaGraph::of(schemas);
        no_schema_twice(&graph)?;
        for schema in &mut graph.schemas {
            self.find_targets(schema, Targets::All)?;
        }
        Ok(graph)
    }
}

pub(crate) fn all<T: Schemas>(session: &Session, databases: Vec<Database>) -> Result<T::Databases> {
    T::typed(session, databases).ok_or_else(|| Error::config("each schema gives one database"))
}
