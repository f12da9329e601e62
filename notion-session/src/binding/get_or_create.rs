//! The database of a schema that is there, or a new one.

use notion_model::PageId;
use notion_schema::internal::{Fit, fit};

use super::overrides::Overrides;
use super::set::{check_set, page};
use super::survey::{Found, live_schema, mismatch};
use crate::awaitable::awaitable;
use crate::error::{Error, Result, SchemaMismatch};
use crate::plan::{Allow, Plan};
use crate::schema::{NotionSchema, Schema, SchemaGraph};
use crate::session::{Database, IntoParent, Session};

/// What happens if a database that exists does not have its schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnDrift {
    /// Fails with all differences and the plan that would change them. Nothing is changed.
    #[default]
    Fail,
    /// Changes what loses no value, as [`Allow::additive`] says. Fails if that is not enough.
    Additive,
    /// Takes the database as it is. Missing properties can then be neither read nor written.
    Ignore,
    /// Fails as [`OnDrift::Fail`], and also if options of a status are in other groups than the schema names. Rows do not
    /// depend on the groups, and only a person can change them.
    Strict,
}

/// Gives the database of a schema when it is awaited. Made by [`Session::get_or_create_db`].
#[must_use = "nothing is sent until it is awaited"]
pub struct GetOrCreateDb<'a, S> {
    session: &'a Session,
    parent: Result<PageId>,
    schema: &'static Schema,
    bind: fn(&Session, Database) -> Database<S>,
    overrides: Overrides,
    on_drift: OnDrift,
}

impl Session {
    /// The database of schema `S` on a page: the one that is there, else a new one.
    ///
    /// A database is found by its title and its page: by one search, and if that does not settle it among the page's
    /// children, since the index of the search lags behind by some seconds and does not promise to be complete. So a database
    /// is never created a second time. Linked views of that title are passed over. It must have the properties of `S`, as
    /// [`bind`](Session::bind) says, unless [`on_drift`](GetOrCreateDb::on_drift) says otherwise; it is then bound.
    ///
    /// One request for a database that the search shows, and one more if it differs. Otherwise one for each 100 children of
    /// the page and for each linked view of that title; then two for a database that is found, or those of
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
    /// [`Error::SchemaMismatch`] with all that a database of that title has otherwise or lacks, and
    /// the plan that would change it; [`Error::CountMismatch`] if the page has several of them;
    /// otherwise as [`create_db`](Session::create_db).
    pub fn get_or_create_db<S: NotionSchema>(
        &self,
        parent: impl IntoParent,
    ) -> GetOrCreateDb<'_, S> {
        GetOrCreateDb {
            session: self,
            parent: page(parent),
            schema: S::schema(),
            bind: Session::remember_binding::<S>,
            overrides: Overrides::default(),
            on_drift: OnDrift::default(),
        }
    }
}

impl<S> GetOrCreateDb<'_, S> {
    /// Sets what happens if a database that exists does not have the schema (default: [`OnDrift::Fail`]).
    ///
    /// With [`OnDrift::Additive`] the requests of [`Plan::apply`] follow if something has to change.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::session::OnDrift;
    ///
    /// #[derive(NotionSchema)]
    /// #[notion(title = "Books")]
    /// struct Book {
    ///     #[notion(title)]
    ///     name: String,
    ///     stars: Option<u8>,
    /// }
    ///
    /// session.create_untyped_db(&home, "Books").await?;              // without the stars
    /// assert!(session.get_or_create_db::<Book>(&home).await.is_err());
    /// let books = session.get_or_create_db::<Book>(&home).on_drift(OnDrift::Additive).await?;
    /// assert!(books.properties().await?.contains_key("Stars"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited, beyond those of [`get_or_create_db`](Session::get_or_create_db), and where it is
    /// [`OnDrift::Additive`]: [`Error::PlanRefused`] with what would lose values or what Notion's API does not do.
    pub fn on_drift(mut self, on_drift: OnDrift) -> Self {
        self.on_drift = on_drift;
        self
    }

    /// Sets the title that the database is found by, or created with, in place of that of the schema.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let old = session.get_or_create_db::<Book>(&home).title("Books of 2025").await?;
    /// let new = session.get_or_create_db::<Book>(&home).title("Books of 2026").inline(true).await?;
    /// assert_ne!(old.id(), new.id());
    /// assert_eq!(session.get_or_create_db::<Book>(&home).title("Books of 2025").await?, old);
    /// # Ok(())
    /// # }
    /// ```
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.overrides.title = Some(title.into());
        self
    }

    /// Sets whether a new database is shown inside its page, in place of what the schema says. A database that exists
    /// stays as it is.
    pub fn inline(mut self, inline: bool) -> Self {
        self.overrides.inline = Some(inline);
        self
    }

    async fn send(self) -> Result<Database<S>> {
        let parent = self.parent?;
        let session = self.session;
        session.ensure_open()?;
        let mut graph = SchemaGraph::of(&[self.schema]);
        self.overrides.apply(&mut graph)?;
        let title = graph.schemas.first().map_or("", |node| &node.title);
        let located = session.locate(&[(parent, title)]).await?;
        let found = match located.into_iter().flatten().next() {
            Some(database) => session.accept(database, graph, self.on_drift).await?,
            None => {
                let mut graph = session.graph(&[self.schema])?;
                self.overrides.apply(&mut graph)?;
                check_set(&graph, &[parent])?;
                let created = session.carry_out(graph, &[parent], Found::none(1)).await?;
                let mut created = created.into_iter();
                let one = || Error::config("a schema gives one database");
                created.next().ok_or_else(one)?
            }
        };
        Ok((self.bind)(session, found))
    }
}

impl Session {
    /// A database that exists, with the schema of the graph as far as `on_drift` asks for it.
    async fn accept(
        &self,
        mut database: Database,
        mut graph: SchemaGraph,
        on_drift: OnDrift,
    ) -> Result<Database> {
        let is_current = !database.is_from_search();
        if is_current {
            database.set_source(database.fetch_source().await?);
        }
        self.lead(&mut graph, 0, &database)?;
        let schema = &graph.schemas[0];
        let live = live_schema(&database, schema)?;
        let differs = |fit: &Fit| {
            let is_noted = on_drift == OnDrift::Strict && !fit.notes.is_empty();
            is_noted || !fit.differences.is_empty()
        };
        let plan = |database: &Database| {
            let source = database.known_source();
            source.map(|source| Plan::between(schema, &source))
        };
        let is_accepted = match on_drift {
            OnDrift::Ignore => true,
            OnDrift::Additive => plan(&database).is_none_or(|plan| plan.is_empty()),
            OnDrift::Fail | OnDrift::Strict => !differs(&fit(schema, &live)),
        };
        if is_accepted {
            return Ok(database);
        }
        // What a search answers may be out of date.
        if !is_current {
            database.set_source(database.fetch_source().await?);
        }
        let live = live_schema(&database, schema)?;
        let plan = plan(&database);
        if on_drift == OnDrift::Additive {
            return match plan.filter(|plan| !plan.is_empty()) {
                Some(plan) => Ok(plan.apply(self, Allow::additive()).await?.database),
                None => Ok(database),
            };
        }
        let fit = fit(schema, &live);
        if !differs(&fit) {
            return Ok(database);
        }
        Err(SchemaMismatch {
            databases: vec![mismatch(schema, &database, fit)],
            plan,
        }
        .into())
    }
}

awaitable! {
    ['a, S: 'static] GetOrCreateDb<'a, S>, send -> Database<S>;
    |this| schema: this.schema.type_name, parent: this.parent, overrides: this.overrides, on_drift: this.on_drift
}
