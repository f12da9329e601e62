//! Plans for sets of related schemas.

use notion_model::PageId;

use super::apply_set::AppliedSet;
use super::set::{Parents, Schemas, check_set, no_schema_twice};
use super::store::Targets;
use crate::error::{Error, Result};
use crate::plan::{Allow, SchemaSetPlan, SetPlace, SetPlan};
use crate::schema::{SchemaGraph, SchemaNode};
use crate::session::{Database, Pending, Session};

impl Session {
    /// Plans what makes the databases of a set of schemas exist and have these schemas. Nothing is changed.
    ///
    /// A database is found by its title among the children of its parent: one page for all, or an array with a page
    /// for each. What is missing is to be created, and what exists is to be changed, in an order that relations,
    /// rollups and formulas allow, with as few requests as that takes. Properties are matched as by
    /// [`plan`](Session::plan); besides, the other side of a two-way relation is matched with the property that is it.
    ///
    /// One search finds the databases; then one request for each 100 children of a page of which it did not find one,
    /// and one or two for each database that exists. If its schema has views, one for each 100 views and one for each
    /// view.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::plan::Allow;
    /// use notion_session::prelude::*;
    ///
    /// #[derive(NotionSchema)]
    /// struct Project {
    ///     #[notion(title)]
    ///     name: String,
    ///     #[notion(two_way = project)]
    ///     tasks: Relation<Task>,
    /// }
    ///
    /// #[derive(NotionSchema)]
    /// struct Task {
    ///     #[notion(title)]
    ///     name: String,
    ///     #[notion(two_way = tasks)]
    ///     project: Relation<Project>,
    /// }
    ///
    /// let session = Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    ///
    /// let plan = session.plan_all::<(Project, Task)>(&home).await?;
    /// assert!(plan.to_string().ends_with("\
    /// 2 requests:
    ///   1. create \"Project\" with `Name`
    ///   2. create \"Task\" with `Name`, `Project`"));
    ///
    /// let (projects, tasks) = plan.apply(&session, Allow::additive()).await?.databases;
    /// assert!(session.plan_all::<(Project, Task)>(&home).await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] if a parent has several databases of a title; [`Error::Config`] if two schemas are the
    /// same, or have one title and one parent, or one data source; [`Error::WrongKind`] if a data source is in the
    /// trash; [`Error::PropertyCycle`] if properties need each other; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn plan_all<T: Schemas>(&self, parents: impl Parents) -> Pending<'_, SetPlan<T>> {
        let schemas = T::schemas();
        let parents = parents.pages(schemas.len());
        Box::pin(async move {
            let parents = parents?;
            self.ensure_open()?;
            let mut graph = SchemaGraph::of(&schemas);
            no_schema_twice(&graph)?;
            Ok(self.plan_places(&mut graph, &parents).await?.into())
        })
    }

    /// Plans what makes the databases of a graph of schemas exist and have these schemas: more than a tuple holds, or
    /// schemas without a struct. Otherwise as [`plan_all`](Session::plan_all).
    ///
    /// # Errors
    ///
    /// As [`plan_all`](Session::plan_all).
    pub async fn plan_set(&self, mut graph: SchemaGraph, parents: impl Parents) -> Result<SetPlan> {
        let parents = parents.pages(graph.schemas.len())?;
        self.ensure_open()?;
        Ok(self.plan_places(&mut graph, &parents).await?.into())
    }

    /// Plans for the databases of a set of schemas, wherever they are: each is the one that the session is bound to, or
    /// else the only one in the workspace that has the schema's title. Nothing is created.
    ///
    /// It is what [`assert_schema_fits!`](crate::assert_schema_fits) asserts. One request for each database that is bound; a
    /// search and a request for each other one.
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] if no database has a title, or several have it; otherwise as
    /// [`plan_all`](Session::plan_all).
    pub async fn plan_found<T: Schemas>(&self) -> Result<SetPlan<T>> {
        self.ensure_open()?;
        let mut graph = SchemaGraph::of(&T::schemas());
        no_schema_twice(&graph)?;
        let mut places = Vec::new();
        for schema in &graph.schemas {
            let bound = schema.type_id.map(|id| self.bindings().of(id));
            let database = match bound.as_deref() {
                Some([source]) => {
                    let source = self.api().data_sources().retrieve(*source).await?;
                    Database::from_source(self.clone(), self.keep(source))?
                }
                _ => self.search_db(&schema.title).await?.item()?,
            };
            places.push(self.place_of(database, schema).await?);
        }
        for schema in &mut graph.schemas {
            self.find_targets(schema, Targets::WhereKnown)?;
        }
        Ok(SchemaSetPlan::between(&graph, &places)?.into())
    }

    /// A database as it is now, with its views if the schema has some.
    async fn place_of(&self, database: Database, schema: &SchemaNode) -> Result<SetPlace> {
        let (database, _) = self.look_into(database, schema).await?;
        let source = database.data_source().await?;
        let views = match schema.views.is_empty() {
            true => Vec::new(),
            false => self.views_of_source(&database).await?,
        };
        Ok(SetPlace::Existing(Box::new((*source).clone()), views))
    }

    async fn plan_places(
        &self,
        graph: &mut SchemaGraph,
        parents: &[PageId],
    ) -> Result<SchemaSetPlan> {
        check_set(graph, parents)?;
        let titles = graph.schemas.iter().map(|schema| schema.title.as_str());
        let wanted: Vec<_> = parents.iter().copied().zip(titles).collect();
        let located = self.locate(&wanted).await?;
        let mut places = Vec::new();
        for (place, found) in located.into_iter().enumerate() {
            places.push(match found {
                None => SetPlace::New(parents[place]),
                // What a search brought may be out of date.
                Some(database) => self.place_of(database, &graph.schemas[place]).await?,
            });
        }
        for schema in &mut graph.schemas {
            self.find_targets(schema, Targets::WhereKnown)?;
        }
        Ok(SchemaSetPlan::between(graph, &places)?)
    }
}

impl<V> Database<V> {
    /// Plans what makes this database have a data source for each schema of a set, and these have the schemas. Nothing
    /// is changed.
    ///
    /// A data source is found by its title; what is missing is to be added to the database. Its other data sources are
    /// left alone. Otherwise as [`Session::plan_all`]. One request for the database, and one for each data source that
    /// exists.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::plan::Allow;
    /// use notion_session::prelude::*;
    ///
    /// #[derive(NotionSchema, Default)]
    /// #[notion(title = "Companies")]
    /// struct Company {
    ///     #[notion(title)]
    ///     name: String,
    /// }
    ///
    /// #[derive(NotionSchema)]
    /// #[notion(title = "Contacts")]
    /// struct Contact {
    ///     #[notion(title)]
    ///     name: String,
    ///     company: Relation<Company>,
    /// }
    ///
    /// let session = Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let crm = session.create_untyped_db(&home, "CRM").await?;
    ///
    /// let plan = crm.plan_all::<(Company, Contact)>().await?;
    /// let (companies, contacts) = plan.apply(&session, Allow::additive()).await?.databases;
    /// assert_eq!((companies.id(), contacts.id()), (crm.id(), crm.id()));
    /// companies.insert(Company { name: "Acme".into() }).await?;
    /// assert!(crm.plan_all::<(Company, Contact)>().await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] if the database has several data sources of a title; otherwise as [`Session::plan_all`].
    pub async fn plan_all<T: Schemas>(&self) -> Result<SetPlan<T>> {
        let session = self.session();
        session.ensure_open()?;
        let mut graph = SchemaGraph::of(&T::schemas());
        no_schema_twice(&graph)?;
        // They have one parent, which tells no two of one title apart.
        check_set(
            &graph,
            &vec![PageId::from(self.id().uuid()); graph.schemas.len()],
        )?;
        let data = session.api().databases().retrieve(self.id()).await?;
        let data = session.keep(data);
        let mut places = Vec::new();
        for schema in &graph.schemas {
            let titled = data
                .data_sources
                .iter()
                .filter(|it| it.name == schema.title);
            let titled: Vec<_> = titled.collect();
            places.push(match &titled[..] {
                [] => SetPlace::NewIn(self.id()),
                [one] => {
                    let database = Database::from_database(session.clone(), data.clone(), one.id);
                    session.place_of(database, schema).await?
                }
                several => {
                    let what = format!("data source \"{}\" of \"{}\"", schema.title, self.title());
                    let found = several.iter().map(|it| it.id.to_string()).collect();
                    return Err(Error::count_mismatch(what, found));
                }
            });
        }
        for schema in &mut graph.schemas {
            session.find_targets(schema, Targets::WhereKnown)?;
        }
        Ok(SchemaSetPlan::between(&graph, &places)?.into())
    }
}

impl<T: Schemas> SetPlan<T> {
    /// Applies the plan, and binds the databases. What the policy does not allow, and what Notion's API cannot do, is
    /// refused before anything is sent; what a schema does not have is kept, unless the policy names it.
    ///
    /// One request for each database that exists and one for each page with a new one check that everything is still
    /// as it was when the plan was made. Then the requests follow that the plan prints, and one for each new two-way
    /// relation whose other side Notion did not name as it was asked to.
    ///
    /// If it breaks off, plan again: the new plan contains what remains.
    ///
    /// # Errors
    ///
    /// [`Error::PlanRefused`] with what is not allowed or not possible, before any request; [`Error::PlanStale`] with
    /// what was changed since; [`Error::PlanInterrupted`] if a request failed after another was applied; otherwise
    /// those of [`Client::send`](crate::http::Client::send).
    pub async fn apply(&self, session: &Session, allow: Allow) -> Result<AppliedSet<T::Databases>> {
        let applied = session.apply_set(self.as_untyped(), allow).await?;
        let count = || Error::config("each schema gives one database");
        Ok(AppliedSet {
            databases: T::typed(session, applied.databases).ok_or_else(count)?,
            done: applied.done,
            kept: applied.kept,
        })
    }
}

impl SetPlan {
    /// Applies a plan that is not bound to structs, such as one from JSON. It binds nothing; otherwise as for a plan
    /// of structs.
    ///
    /// # Errors
    ///
    /// [`Error::PlanRefused`], [`Error::PlanStale`], [`Error::PlanInterrupted`]; otherwise those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn apply(
        &self,
        session: &Session,
        allow: Allow,
    ) -> Result<AppliedSet<Vec<Database>>> {
        session.apply_set(self.as_untyped(), allow).await
    }
}
