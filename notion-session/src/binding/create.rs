//! Creating the databases of schemas.

use notion_model::PageId;
use notion_schema::internal::{Existing, plan_creation};

use super::set::{Parents, Schemas, check_set, no_schema_twice, page};
use super::store::Targets;
use super::survey::{Found, Names};
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::handle::parent::IntoParent;
use crate::plan::CreationPlan;
use crate::schema::{NotionSchema, Schema, SchemaGraph};
use crate::session::{Database, Pending, Session};

/// Creates the database of a schema when it is awaited. Made by [`Session::create_db`].
#[must_use = "nothing is sent until it is awaited"]
pub struct CreateDb<'a, S> {
    session: &'a Session,
    parent: Result<PageId>,
    title: Option<String>,
    inline: Option<bool>,
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
        self.title = Some(title.into());
        self
    }

    /// Sets whether the database is shown inside its page, in place of what the schema says.
    pub fn inline(mut self, inline: bool) -> Self {
        self.inline = Some(inline);
        self
    }

    async fn send(self) -> Result<Database<S>> {
        let (session, parents) = (self.session, [self.parent?]);
        session.ensure_open()?;
        let mut graph = session.graph(&[self.schema])?;
        if let Some(node) = graph.schemas.first_mut() {
            node.title = self.title.unwrap_or_else(|| node.title.clone());
            node.inline = self.inline.unwrap_or(node.inline);
        }
        check_set(&graph, &parents)?;
        let created = session.carry_out(graph, &parents, Found::none(1)).await?;
        (self.bind)(session, created)
    }
}

awaitable! {
    ['a, S: 'static] CreateDb<'a, S>, send -> Database<S>;
    |this| schema: this.schema.type_name, parent: this.parent, title: this.title, inline: this.inline
}

/// Databases of structs.
impl Session {
    /// Creates the database of schema `S` at the end of a page, and binds it: title, description,
    /// icon, cover, and every property with its description. One request; a second one where a
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
    /// [`Error::UnboundTarget`] where no database is bound to the schema that a relation leads to,
    /// [`Error::AmbiguousTarget`] where several are, [`Error::PropertyCycle`] where properties need
    /// each other, [`Error::WrongKind`] where the parent is a database: all before anything is sent.
    /// [`Error::Interrupted`] where something was created before a request failed; otherwise those
    /// of [`Client::send`](crate::http::Client::send).
    pub fn create_db<S: NotionSchema>(&self, parent: impl IntoParent) -> CreateDb<'_, S> {
        CreateDb {
            session: self,
            parent: page(parent),
            title: None,
            inline: None,
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
    /// As [`create_db`](Session::create_db). What was created before a request failed is bound and
    /// named by the error, and so is what may have been created, since the answer was lost;
    /// [`get_or_create_dbs`](Session::get_or_create_dbs) completes it.
    pub fn create_dbs<T: Schemas>(&self, parents: impl Parents) -> Pending<'_, T::Databases> {
        let schemas = T::schemas();
        let parents = parents.pages(schemas.len());
        Box::pin(async move {
            let parents = parents?;
            self.ensure_open()?;
            let graph = self.graph(&schemas)?;
            check_set(&graph, &parents)?;
            let created = self
                .carry_out(graph, &parents, Found::none(schemas.len()))
                .await?;
            all::<T>(self, created)
        })
    }

    /// The databases of several schemas: those that are there, and new ones for the others.
    ///
    /// This completes a [`create_dbs`](Session::create_dbs) that broke off: a database that is found
    /// by its title among the children of its parent keeps what it has and gets what it lacks;
    /// nothing is made twice. Two requests for each database that is found, one for each 100
    /// children of each parent, one for each side of a relation that was left without its name, and
    /// for the rest those of `create_dbs`.
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
    /// let authors = session.create_db::<Author>(&home).await?;
    /// let (books, found) = session.get_or_create_dbs::<(Book, Author)>(&home).await?;
    /// assert_eq!(found.id(), authors.id());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] where a database has something otherwise: nothing is changed then. So
    /// it is where a database is missing, and the one that it has a two-way relation with still has the
    /// other side, which leads to the database of before: the error says what can be done.
    /// Otherwise as [`get_or_create_db`](Session::get_or_create_db).
    pub fn get_or_create_dbs<T: Schemas>(
        &self,
        parents: impl Parents,
    ) -> Pending<'_, T::Databases> {
        let schemas = T::schemas();
        let parents = parents.pages(schemas.len());
        Box::pin(async move {
            let parents = parents?;
            self.ensure_open()?;
            let graph = self.graph(&schemas)?;
            check_set(&graph, &parents)?;
            let found = self
                .find_all(&mut graph.clone(), &parents, Names::Adopted)
                .await?;
            found.refuse_otherwise(&graph)?;
            self.refuse_taken_sides(&graph, &found).await?;
            self.name_unnamed(&found).await?;
            let completed = self.carry_out(graph, &parents, found).await?;
            all::<T>(self, completed)
        })
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
    /// As [`create_dbs`](Session::create_dbs).
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

fn all<T: Schemas>(session: &Session, databases: Vec<Database>) -> Result<T::Databases> {
    T::typed(session, databases).ok_or_else(|| Error::config("each schema gives one database"))
}
