//! Plans: what would change in a database so that it has a schema, and changing it.

use std::fmt;

use notion_model::{
    DataSource, DataSourceId, PropertySchema, PropertySchemaRequests, RelationKind, SchemaKind,
};
use notion_schema::internal::{Verdict, updates};

use super::carry_out::targets;
use super::editor::editor;
use crate::api::{UpdateDataSource, UpdateDatabase};
use crate::error::{PlanInterrupted, PlanRefused, PlanStale, Result};
use crate::handle::id::DatabaseRef;
use crate::handle::text;
use crate::plan::{Action, Allow, Change, Fingerprint, Plan, SchemaPlan};
use crate::schema::{NotionSchema, SchemaGraph};
use crate::session::{Database, IntoId, Pending, Session, Untyped};

/// What became of a plan that was carried out.
#[non_exhaustive]
pub struct Applied<S = Untyped> {
    /// The database as it is now; where the plan is one of a struct, it is bound.
    pub database: Database<S>,
    /// What was changed.
    pub done: Vec<Change>,
    /// What the schema does not have, and what was kept.
    pub kept: Vec<Change>,
}

impl Session {
    /// What would have to change so that a database has the schema of `S`. Two requests, as for
    /// [`bind`](Session::bind): the database and its data source as they are now. Nothing is changed.
    ///
    /// A property is found by `#[notion(id = "..")]`, else by its name, else by a name that it had before
    /// (`#[notion(renamed_from = "..")]`); the title is found whatever it is called.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::plan::Allow;
    /// use notion_session::prelude::*;
    ///
    /// #[derive(NotionSchema, Debug, Default)]
    /// #[notion(title = "Notes")]
    /// struct Note {
    ///     #[notion(title)]
    ///     name: String,
    ///     stars: Option<u8>,
    /// }
    ///
    /// let session = Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let notes = session.create_untyped_db(&home, "Notes").await?;
    ///
    /// let plan = session.plan::<Note>(&notes).await?;
    /// assert!(plan.to_string().ends_with("+ Stars  number"));
    ///
    /// let notes = plan.apply(&session, Allow::additive()).await?.database;
    /// notes.insert(Note { name: "Emma".into(), stars: Some(5) }).await?;
    /// assert!(session.plan::<Note>(&notes).await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`bind`](Session::bind), without [`Error::SchemaMismatch`](crate::Error::SchemaMismatch).
    pub fn plan<S: NotionSchema>(&self, id: impl IntoId<DatabaseRef>) -> Pending<'_, Plan<S>> {
        let id = id.into_id();
        Box::pin(async move {
            self.ensure_open()?;
            let mut graph = SchemaGraph::of(&[S::schema()]);
            let (_, plan) = self.plan_first(id?, &mut graph).await?;
            Ok(plan)
        })
    }

    /// The plan for the first schema of a graph, and the database that it is for.
    async fn plan_first<S>(
        &self,
        id: DatabaseRef,
        graph: &mut SchemaGraph,
    ) -> Result<(Database, Plan<S>)> {
        let (database, _) = self.look(id, &graph.schemas[0]).await?;
        let source = database.data_source().await?;
        self.lead(graph, 0, &database)?;
        Ok((
            database,
            SchemaPlan::between(&graph.schemas[0], &source).into(),
        ))
    }

    /// Carries a plan out. What it could not do is said before anything is sent.
    async fn carry_out_plan<S>(&self, plan: &Plan<S>, allow: Allow) -> Result<Applied> {
        self.ensure_open()?;
        let refused: Vec<_> = plan.refused(allow).cloned().collect();
        if !refused.is_empty() {
            return Err(PlanRefused {
                database: plan.database().to_owned(),
                changes: refused,
                others: Vec::new(),
            }
            .into());
        }
        let id = plan.data_source_id();
        let source = self.api().data_sources().retrieve(id).await?;
        if Fingerprint::of(&source) != *plan.base() {
            return Err(PlanStale {
                database: plan.database().to_owned(),
                data_source: id.to_string(),
                changed: Vec::new(),
                editor: editor(&source, None),
            }
            .into());
        }
        let changes = plan.changes().iter().cloned();
        let (done, kept): (Vec<_>, Vec<_>) =
            changes.partition(|change| allow.verdict(change) == Verdict::Do);
        let requests = requests(&done, &source)?;
        let mut database = Database::from_source(self.clone(), self.keep(source))?;
        let mut carried_out = 0;
        for request in &requests {
            let sent = self.send_one(&mut database, request, &mut carried_out);
            if let Err(error) = sent.await {
                // The first request changed nothing: its error says all there is to say.
                if carried_out == 0 {
                    return Err(error);
                }
                return Err(PlanInterrupted {
                    database: plan.database().to_owned(),
                    done: carried_out,
                    of: requests.len().max(carried_out + 1),
                    source: error,
                }
                .into());
            }
        }
        Ok(Applied {
            database,
            done,
            kept,
        })
    }

    /// Sends a request and what follows from its answer; counts those that were carried out.
    async fn send_one(
        &self,
        database: &mut Database,
        request: &Send,
        carried_out: &mut usize,
    ) -> Result<()> {
        match request {
            Send::Database(update) => {
                let effect = self.effect().on_database(database.id());
                let call = self.api().databases().update(database.id(), update);
                let data = effect.of(call.send()).await?;
                *carried_out += 1;
                database.set_database(self.keep(data));
            }
            Send::Source(update) => {
                let id = database.data_source_id();
                // Stored rows have the properties of before, and other sides come, go or change.
                let mut effect = self.effect().on_tree(database.id().uuid());
                let known = database.known_source();
                let known = known.iter().flat_map(|source| source.properties.values());
                let before = known.filter_map(side).map(|(target, _)| target);
                for target in before.chain(targets(update)) {
                    effect = effect.on_tree(target.uuid());
                }
                let call = self.api().data_sources().update(id, update);
                let source = effect.of(call.send()).await?;
                *carried_out += 1;
                for (target, given, wanted) in unnamed(&source, &update.properties) {
                    self.rename(target, given, &wanted).await?;
                    *carried_out += 1;
                }
                let source = self.keep(source);
                database.set_source(source);
            }
        }
        Ok(())
    }
}

impl<S: NotionSchema> Plan<S> {
    /// Carries the plan out, and binds the database. What the policy does not allow, and what Notion's API does not do,
    /// is refused before anything is sent; what the schema does not have is kept, unless the policy names it.
    ///
    /// One request looks whether everything is still as it was when the plan was made. Then one carries all changes of
    /// properties out; a second one follows where rollups or formulas go by names or types that the first one gives,
    /// or where a new property takes the name that another one had. One more where the database's description changes,
    /// and one for each new two-way relation whose other side Notion did not name as it was asked to.
    ///
    /// Where it breaks off, plan again: the new plan has what is left.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # #[notion(title = "Notes")]
    /// # struct Before { #[notion(title)] name: String, stars: String }
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # #[notion(title = "Notes")]
    /// # struct Note { #[notion(title)] name: String, stars: Option<u8> }
    /// # let notes = session.create_db::<Before>(&home).await?;
    /// use notion_session::Error;
    /// use notion_session::plan::Allow;
    ///
    /// let plan = session.plan::<Note>(&notes).await?;         // the stars were a text
    /// let refused = plan.apply(&session, Allow::additive()).await.unwrap_err();
    /// assert!(matches!(refused, Error::PlanRefused(_)));
    /// let notes = plan.apply(&session, Allow::additive().convert()).await?.database;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::PlanRefused`](crate::Error::PlanRefused) with what is not allowed or not possible, before any request; [`Error::PlanStale`](crate::Error::PlanStale) where
    /// the data source was changed since; [`Error::PlanInterrupted`](crate::Error::PlanInterrupted) if a request failed after another was carried
    /// out; otherwise those of [`Client::send`](crate::http::Client::send).
    pub async fn apply(&self, session: &Session, allow: Allow) -> Result<Applied<S>> {
        let Applied {
            database,
            done,
            kept,
        } = session.carry_out_plan(self, allow).await?;
        session.forget_ids(self.data_source_id());
        Ok(Applied {
            database: session.remember_binding::<S>(database),
            done,
            kept,
        })
    }
}

impl Plan {
    /// Carries out a plan that no struct is known for, such as one from JSON. It binds nothing; otherwise as for a
    /// plan of a struct: refused before anything is sent, or carried out with the fewest requests.
    ///
    /// # Errors
    ///
    /// [`Error::PlanRefused`](crate::Error::PlanRefused), [`Error::PlanStale`](crate::Error::PlanStale), [`Error::PlanInterrupted`](crate::Error::PlanInterrupted); otherwise those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn apply(&self, session: &Session, allow: Allow) -> Result<Applied> {
        let applied = session.carry_out_plan(self, allow).await?;
        session.forget_ids(self.data_source_id());
        Ok(applied)
    }
}

/// One request of a plan.
enum Send {
    Database(UpdateDatabase),
    Source(UpdateDataSource),
}

/// The requests that carry changes out, in their order.
fn requests(changes: &[Change], source: &DataSource) -> Result<Vec<Send>> {
    let mut requests = Vec::new();
    let mut title = None;
    for change in changes {
        match &change.action {
            Action::DescribeDatabase(description) => {
                requests.push(Send::Database(UpdateDatabase {
                    description: Some(text::runs(description.as_str(), "description", "plan")?),
                    ..UpdateDatabase::default()
                }));
            }
            Action::Retitle(new) => title = Some(text::runs(new.as_str(), "title", "plan")?),
            _ => {}
        }
    }
    let mut updates = updates(changes, source);
    if title.is_some() && updates.is_empty() {
        updates.push(PropertySchemaRequests::new());
    }
    requests.extend(updates.into_iter().map(|properties| {
        Send::Source(UpdateDataSource {
            properties,
            title: title.take(),
            ..UpdateDataSource::default()
        })
    }));
    Ok(requests)
}

/// Where a two-way relation leads, and what its other side is called.
pub(super) fn side(property: &PropertySchema) -> Option<(DataSourceId, Option<&str>)> {
    let SchemaKind::Relation(relation) = &property.kind else {
        return None;
    };
    let RelationKind::Dual(dual) = &relation.kind else {
        return None;
    };
    Some((
        relation.data_source_id?,
        dual.synced_property_name.as_deref(),
    ))
}

/// The other sides that Notion did not name as it was asked to: where they are, what they are called, and what they
/// should be called.
pub(super) fn unnamed(
    source: &DataSource,
    asked: &PropertySchemaRequests,
) -> Vec<(DataSourceId, String, String)> {
    let unnamed = asked.iter().filter_map(|(key, request)| {
        let SchemaKind::Relation(relation) = &request.as_ref()?.kind else {
            return None;
        };
        let RelationKind::Dual(dual) = &relation.kind else {
            return None;
        };
        let wanted = dual.synced_property_name.as_ref()?;
        let mut properties = source.properties.values();
        let property = properties.find(|live| live.id.as_str() == key || live.name == *key)?;
        let (target, given) = side(property)?;
        let given = given.filter(|given| given != wanted)?;
        Some((target, given.to_owned(), wanted.clone()))
    });
    unnamed.collect()
}

// Not derived, because the derive would require the same of `S`.
impl<S> fmt::Debug for Applied<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Applied")
            .field("database", &self.database)
            .field("done", &self.done)
            .field("kept", &self.kept)
            .finish()
    }
}
