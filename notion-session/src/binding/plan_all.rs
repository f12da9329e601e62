//! Plans for sets of related schemas.

use notion_model::PageId;

use super::set::{Parents, Schemas, check_set, no_schema_twice};
use super::store::Targets;
use crate::error::{Error, Result};
use crate::plan::{Allow, Change, SchemaSetPlan, SetPlace, SetPlan};
use crate::schema::SchemaGraph;
use crate::session::{Database, Pending, Session};

/// What became of a plan for a set that was applied.
#[derive(Debug)]
#[non_exhaustive]
pub struct AppliedSet<D> {
    /// The databases as they are now, in the order of the set; if the plan is one of structs, they are bound.
    pub databases: D,
    /// What was changed, each with the title of its database. Of a new database these are its properties.
    pub done: Vec<(String, Change)>,
    /// What the schemas do not have, and what was kept.
    pub kept: Vec<(String, Change)>,
}

impl Session {
    /// Plans what makes the databases of a set of schemas exist and have these schemas. Nothing is changed.
    ///
    /// A database is found by its title among the children of its parent: one page for all, or an array with a page
    /// for each. What is missing is to be created, and what exists is to be changed, in an order that relations,
    /// rollups and formulas allow, with as few requests as that takes. Properties are matched as by
    /// [`plan`](Session::plan); besides, the other side of a two-way relation is matched with the property that is it.
    ///
    /// One search finds the databases; then one request for each 100 children of a page of which it did not find one,
    /// and one or two for each database that exists.
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
                Some(database) => {
                    let (database, _) = self.look_into(database, &graph.schemas[place]).await?;
                    let source = database.data_source().await?;
                    SetPlace::Existing(Box::new((*source).clone()))
                }
            });
        }
        for schema in &mut graph.schemas {
            self.find_targets(schema, Targets::WhereKnown)?;
        }
        Ok(SchemaSetPlan::between(graph, &places)?)
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
