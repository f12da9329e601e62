//! The database of a schema that is there, or a new one.

use notion_model::PageId;
use notion_schema::internal::fit;

use super::set::{check_set, page};
use super::survey::{Found, mismatch};
use crate::awaitable::awaitable;
use crate::error::{Error, Result, SchemaMismatch};
use crate::plan::{Allow, Plan};
use crate::schema::{NotionSchema, Schema, SchemaGraph};
use crate::session::{Database, IntoParent, Session};

/// What to do where a database that is there does not have the schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnDrift {
    /// Fail, with all that differs and the plan that would change it. Nothing is changed.
    #[default]
    Fail,
    /// Change what loses no value, as [`Allow::additive`] says; fail where that is not enough.
    Additive,
    /// Take the database as it is. What it lacks cannot be read or written then.
    Ignore,
    /// Fail as [`OnDrift::Fail`], and also where options of a status are in other groups than the schema names, which
    /// rows do not depend on and which only a person can change.
    Strict,
}

/// Gives the database of a schema when it is awaited. Made by [`Session::get_or_create_db`].
#[must_use = "nothing is sent until it is awaited"]
pub struct GetOrCreateDb<'a, S> {
    session: &'a Session,
    parent: Result<PageId>,
    schema: &'static Schema,
    bind: fn(&Session, Database) -> Database<S>,
    on_drift: OnDrift,
}

impl Session {
    /// The database of schema `S` on a page: the one that is there, else a new one.
    ///
    /// A database is found by its title among the page's children, not by search, which lags behind
    /// and does not promise to find everything. Linked views of that title are passed over. It must have the properties of `S`, as
    /// [`bind`](Session::bind) says, unless [`on_drift`](GetOrCreateDb::on_drift) says otherwise; it
    /// is then bound. One request for each 100 children of the page and for each linked view of that title; then two
    /// for a database that is found, or those of [`create_db`](Session::create_db).
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
    /// the plan that would change it; [`Error::CountMismatch`] where the page has several of them;
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
            on_drift: OnDrift::default(),
        }
    }
}

impl<S> GetOrCreateDb<'_, S> {
    /// What to do where the database that is there does not have the schema: [`OnDrift::Fail`] unless it is said.
    ///
    /// With [`OnDrift::Additive`] the requests of [`Plan::apply`] follow where something is to be changed.
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

    async fn send(self) -> Result<Database<S>> {
        let parent = self.parent?;
        let session = self.session;
        session.ensure_open()?;
        let children = session.child_databases(parent).await?;
        let found = session.titled_database(parent, &children, self.schema.title);
        match found.await? {
            None => {
                let graph = session.graph(&[self.schema])?;
                check_set(&graph, &[parent])?;
                let created = session.carry_out(graph, &[parent], Found::none(1)).await?;
                let mut created = created.into_iter();
                let one = || Error::config("a schema gives one database");
                Ok((self.bind)(session, created.next().ok_or_else(one)?))
            }
            Some(database) => {
                let found = session.found(database, self.schema, self.on_drift).await?;
                Ok((self.bind)(session, found))
            }
        }
    }
}

impl Session {
    /// A database that is there, with the schema, as far as it has to be.
    async fn found(
        &self,
        database: Database,
        schema: &'static Schema,
        on_drift: OnDrift,
    ) -> Result<Database> {
        let mut graph = SchemaGraph::of(&[schema]);
        let (database, live) = self.look_into(database, &graph.schemas[0]).await?;
        self.lead(&mut graph, 0, &database)?;
        let schema = &graph.schemas[0];
        let source = database.data_source().await?;
        let plan = || Plan::between(schema, &source);
        match on_drift {
            OnDrift::Ignore => Ok(database),
            OnDrift::Additive => {
                let plan = plan();
                if plan.is_empty() {
                    return Ok(database);
                }
                Ok(plan.apply(self, Allow::additive()).await?.database)
            }
            OnDrift::Fail | OnDrift::Strict => {
                let fit = fit(schema, &live);
                let is_noted = on_drift == OnDrift::Strict && !fit.notes.is_empty();
                if fit.differences.is_empty() && !is_noted {
                    return Ok(database);
                }
                Err(SchemaMismatch {
                    databases: vec![mismatch(schema, &database, fit)],
                    plan: Some(plan()),
                }
                .into())
            }
        }
    }
}

awaitable! {
    ['a, S: 'static] GetOrCreateDb<'a, S>, send -> Database<S>;
    |this| schema: this.schema.type_name, parent: this.parent, on_drift: this.on_drift
}
