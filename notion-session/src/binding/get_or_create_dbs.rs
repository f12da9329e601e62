//! The databases of several schemas: those that exist, and new ones for the others.

use notion_model::PageId;
use notion_schema::internal::State;

use super::create::{all, names};
use super::get_or_create::OnDrift;
use super::overrides::Overrides;
use super::set::{Parents, Schemas, check_set};
use super::survey::{Found, Names, live_schema, mismatch};
use crate::awaitable::awaitable;
use crate::error::{Error, PlanRefused, Result};
use crate::plan::{Allow, Plan};
use crate::schema::{
    NodeKind, NotionSchema, PropertyNode, Schema, SchemaGraph, SchemaNode, Target,
};
use crate::session::{Database, Session};

/// Gives the databases of several schemas when it is awaited. Made by [`Session::get_or_create_dbs`].
#[must_use = "nothing is sent until it is awaited"]
pub struct GetOrCreateDbs<'a, D> {
    session: &'a Session,
    schemas: Vec<&'static Schema>,
    parents: Result<Vec<PageId>>,
    overrides: Overrides,
    /// Without it, what is missing is added, and what differs is an error.
    on_drift: Option<OnDrift>,
    bind: fn(&Session, Vec<Database>) -> Result<D>,
}

impl Session {
    /// The databases of several schemas: those that exist, and new ones for the others.
    ///
    /// This completes a [`create_dbs`](Session::create_dbs) that broke off: a database that is found by its title and its
    /// page keeps what it has and gets the properties that it does not have; nothing is created twice. What differs in
    /// another way is an error, unless [`on_drift`](GetOrCreateDbs::on_drift) says otherwise.
    ///
    /// One request for databases that exist and fit, however many: a search that brings all of them. What the search
    /// does not show is looked for among the children of its page before it is created: one request for each 100 children,
    /// and two for each database that is found there. One for each database that differs from its schema, one for each side of
    /// a relation that was left without its name, and for the rest those of `create_dbs`.
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
    ///
    /// let before = session.client().requests_sent();
    /// session.get_or_create_dbs::<(Book, Author)>(&home).await?;      // both exist
    /// assert_eq!(session.client().requests_sent(), before + 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] if a database differs in more than missing properties: nothing is changed then. So
    /// it is if a database is missing, and the one that it has a two-way relation with still has the
    /// other side, which leads to the database of before: the error says what can be done.
    /// Otherwise as [`get_or_create_db`](Session::get_or_create_db).
    pub fn get_or_create_dbs<T: Schemas>(
        &self,
        parents: impl Parents,
    ) -> GetOrCreateDbs<'_, T::Databases> {
        let schemas = T::schemas();
        GetOrCreateDbs {
            session: self,
            parents: parents.pages(schemas.len()),
            schemas,
            overrides: Overrides::default(),
            on_drift: None,
            bind: all::<T>,
        }
    }
}

impl<D> GetOrCreateDbs<'_, D> {
    /// Sets what happens if databases that exist do not have their schemas. Missing databases are created in any case.
    ///
    /// | | a property is missing | something differs |
    /// |---|---|---|
    /// | not set | it is added | an error |
    /// | [`OnDrift::Fail`] | an error | an error |
    /// | [`OnDrift::Strict`] | an error | an error, also groups of status options |
    /// | [`OnDrift::Additive`] | it is added | it is changed if no value is lost, else an error |
    /// | [`OnDrift::Ignore`] | it stays missing | it stays as it is |
    ///
    /// An error comes before anything is changed.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Author { #[notion(title)] name: String }
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
    /// let both = || session.get_or_create_dbs::<(Book, Author)>(&home);
    /// assert!(both().on_drift(OnDrift::Fail).await.is_err());
    /// let (books, authors) = both().on_drift(OnDrift::Additive).await?;
    /// assert!(books.properties().await?.contains_key("Stars"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited, beyond those of [`get_or_create_dbs`](Session::get_or_create_dbs), with [`OnDrift::Additive`]:
    /// [`Error::PlanRefused`] with what would lose values or what Notion's API does not do.
    pub fn on_drift(mut self, on_drift: OnDrift) -> Self {
        self.on_drift = Some(on_drift);
        self
    }

    /// Sets the title that the database of schema `S` is found by, or created with, in place of that of the schema.
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Config`] if `S` is not one of the schemas.
    pub fn title_of<S: NotionSchema>(mut self, title: impl Into<String>) -> Self {
        self.overrides.set_title_of::<S>(title.into());
        self
    }

    /// Sets whether new databases are shown inside their pages, in place of what the schemas say. Databases that exist
    /// stay as they are.
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
        // Its relations lead to the data sources that exist.
        let mut led = graph.clone();
        let found = session.find_all(&mut led, &parents, Names::Adopted);
        let mut found = found.await?;
        match self.on_drift {
            None => found.refuse_otherwise(&graph)?,
            Some(OnDrift::Fail) => refuse_any(&found, &graph, false)?,
            Some(OnDrift::Strict) => refuse_any(&found, &graph, true)?,
            Some(OnDrift::Ignore) => ignore_missing(&mut found, &graph),
            Some(OnDrift::Additive) => {}
        }
        session.refuse_taken_sides(&graph, &found).await?;
        if self.on_drift == Some(OnDrift::Additive) {
            session.change_additively(&mut led, &mut found).await?;
        }
        session.name_unnamed(&found).await?;
        let completed = session.carry_out(graph, &parents, found).await?;
        (self.bind)(session, completed)
    }
}

awaitable! {
    ['a, D: 'static] GetOrCreateDbs<'a, D>, send -> D;
    |this| schemas: names(&this.schemas), parents: this.parents, overrides: this.overrides, on_drift: this.on_drift
}

/// Refuses databases that differ in anything.
///
/// # Errors
///
/// [`Error::SchemaMismatch`] with all differences.
fn refuse_any(found: &Found, graph: &SchemaGraph, strict: bool) -> Result<()> {
    let pairs = found.databases.iter().zip(&found.fits).zip(&graph.schemas);
    let differing = pairs.filter_map(|((database, fit), schema)| {
        let is_noted = strict && !fit.notes.is_empty();
        let differs = is_noted || !fit.differences.is_empty();
        let database = database.as_ref().filter(|_| differs)?;
        Some(mismatch(schema, database, fit.clone()))
    });
    match differing.collect::<Vec<_>>() {
        none if none.is_empty() => Ok(()),
        differing => Err(Error::schema_mismatch(differing)),
    }
}

/// Takes the databases that exist as if they had everything.
fn ignore_missing(found: &mut Found, graph: &SchemaGraph) {
    for (existing, schema) in found.existing.iter_mut().zip(&graph.schemas) {
        if existing.is_some() {
            *existing = Some(vec![State::There; schema.properties.len()]);
        }
    }
}

impl Session {
    /// Changes databases that exist, as far as no value is lost, so that only properties are missing that wait for
    /// databases which do not exist yet.
    ///
    /// # Errors
    ///
    /// [`Error::PlanRefused`] and [`Error::SchemaMismatch`] before anything is changed; those of [`Plan::apply`].
    async fn change_additively(&self, led: &mut SchemaGraph, found: &mut Found) -> Result<()> {
        let mut plans = Vec::new();
        for (place, database) in found.databases.iter().enumerate() {
            let (Some(database), fit) = (database, &found.fits[place]) else {
                continue;
            };
            let schema = &led.schemas[place];
            let waiting = waiting(schema);
            let names: Vec<_> = waiting.iter().map(|property| &property.name).collect();
            let mut differences = fit.differences.iter();
            let differs = |name: &String| {
                let state = schema.properties.iter().position(|one| one.name == *name);
                state.is_some_and(|at| fit.there[at] != State::Lacking)
            };
            if differences.any(|one| names.contains(&&one.property) && differs(&one.property)) {
                // It exists, differs, and needs a database that does not exist: nobody can say yet how it is changed.
                return Err(Error::schema_mismatch(vec![mismatch(
                    schema,
                    database,
                    fit.clone(),
                )]));
            }
            let names: Vec<_> = names.into_iter().cloned().collect();
            let mut possible = schema.clone();
            possible
                .properties
                .retain(|property| !names.contains(&property.name));
            let Some(source) = database.known_source() else {
                continue;
            };
            let plan = Plan::between(&possible, &source);
            let refused: Vec<_> = plan.refused(Allow::additive()).cloned().collect();
            if !refused.is_empty() {
                return Err(PlanRefused {
                    database: plan.database().to_owned(),
                    changes: refused,
                    others: Vec::new(),
                }
                .into());
            }
            if !plan.is_empty() {
                plans.push((place, plan));
            }
        }
        for (place, plan) in plans {
            let database = plan.apply(self, Allow::additive()).await?.database;
            let live = live_schema(&database, &led.schemas[place])?;
            let fit = self.compare(&database, &live, led, place)?;
            found.existing[place] = Some(fit.there.clone());
            found.databases[place] = Some(database);
            found.fits[place] = fit;
        }
        Ok(())
    }
}

/// The properties that need a database that does not exist yet: relations to it, rollups through these, and formulas
/// that mention any of them.
fn waiting(schema: &SchemaNode) -> Vec<&PropertyNode> {
    let mut waiting: Vec<&PropertyNode> = Vec::new();
    loop {
        let is_named = |name: &str| waiting.iter().any(|one| one.name == name);
        let mentions = |text: &str| waiting.iter().any(|one| text.contains(&one.name));
        let needs = |property: &PropertyNode| match &property.kind {
            NodeKind::Relation { target, .. } => !matches!(target, Target::DataSource(_)),
            NodeKind::Rollup { relation, .. } => is_named(relation),
            NodeKind::Formula { expression } => mentions(expression),
            NodeKind::Plain(_) | NodeKind::Undefined(_) => false,
        };
        let properties = schema.properties.iter();
        let more: Vec<_> = properties
            .filter(|property| !is_named(&property.name) && needs(property))
            .collect();
        if more.is_empty() {
            return waiting;
        }
        waiting.extend(more);
    }
}
