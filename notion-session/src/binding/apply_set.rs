//! Plans for sets of schemas, request by request.

use std::sync::Arc;

use foldhash::HashMap;
use notion_model::{
    CreateDatabase, DataSource, DataSourceId, DatabaseId, PageId, RelationKind, SchemaKind,
};
use notion_schema::internal::{SetRequest, SetStep, SetUpdate, Verdict};

use super::apply::{side, unnamed};
use super::carry_out::{Side, first_source, targets};
use super::editor::editor;
use crate::api::{CreateDataSource, UpdateDataSource, UpdateDatabase};
use crate::error::{Error, PlanInterrupted, PlanRefused, PlanStale, Result};
use crate::handle::text;
use crate::plan::{Allow, Change, MemberPlace, SchemaSetPlan, SetBase, SetMember};
use crate::session::{Database, Session};

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
    /// Applies a plan for a set. What it cannot do is reported before anything is sent.
    pub(super) async fn apply_set(
        &self,
        plan: &SchemaSetPlan,
        allow: Allow,
    ) -> Result<AppliedSet<Vec<Database>>> {
        self.ensure_open()?;
        refuse(plan, allow)?;
        let (mut databases, mut children) = (Vec::new(), HashMap::default());
        for member in plan.databases() {
            databases.push(self.find_member(member, &mut children).await?);
        }
        let mut sent = 0;
        for step in plan.steps() {
            let done = self.apply_step(plan, step, allow, &mut databases, &mut sent);
            if let Err(error) = done.await {
                // The first request changed nothing: its error says all there is to say.
                if sent == 0 && !error.is_outcome_unknown() {
                    return Err(error);
                }
                return Err(PlanInterrupted {
                    database: plan.databases()[step.database].database().to_owned(),
                    done: sent,
                    of: plan.requests(allow).max(sent + 1),
                    source: error,
                }
                .into());
            }
        }
        for database in databases.iter().flatten() {
            self.forget_ids(database.data_source_id().cast());
        }
        let changes = plan.databases().iter().flat_map(|member| {
            let changes = member.changes().iter();
            changes.map(|change| (member.database().to_owned(), change.clone()))
        });
        let (done, kept) = changes.partition(|(_, change)| allow.verdict(change) == Verdict::Do);
        Ok(AppliedSet {
            databases: databases.into_iter().flatten().collect(),
            done,
            kept,
        })
    }

    /// The database of a member as it is now, if it exists.
    ///
    /// # Errors
    ///
    /// [`Error::PlanStale`] if it is not as it was when the plan was made.
    async fn find_member(
        &self,
        member: &SetMember,
        children: &mut HashMap<PageId, Vec<(DatabaseId, String)>>,
    ) -> Result<Option<Database>> {
        let stale = |source: String, changed, editor| PlanStale {
            database: member.database().to_owned(),
            data_source: source,
            changed,
            editor,
        };
        match member.place() {
            MemberPlace::Existing {
                data_source, base, ..
            } => {
                let id = *data_source;
                let source = match self.api().data_sources().retrieve(id).await {
                    Ok(source) => source,
                    Err(error) if error.is_not_found() => {
                        let why = "it is not visible with this token: it was deleted, is not shared with the \
                                   integration, or the plan was made on another workspace";
                        return Err(stale(id.to_string(), vec![why.to_owned()], None).into());
                    }
                    Err(error) => return Err(error.into()),
                };
                let mut changed = base.changes_since(&SetBase::of(&source));
                if source.in_trash {
                    changed.push("it is in the trash".to_owned());
                }
                if !changed.is_empty() {
                    let editor = self.editor_of(&source).await;
                    return Err(stale(id.to_string(), changed, editor).into());
                }
                let source = self.keep(source);
                Database::from_source(self.clone(), source).map(Some)
            }
            MemberPlace::New(new) => {
                let exists = || {
                    let why = "it was to be created, and exists by now".to_owned();
                    Err(stale(String::new(), vec![why], None).into())
                };
                if let Some(id) = new.parent.database_id() {
                    let data = self.api().databases().retrieve(id).await?;
                    let mut sources = data.data_sources.iter();
                    return match sources.any(|source| source.name == member.database()) {
                        true => exists(),
                        false => Ok(None),
                    };
                }
                let Some(page) = new.parent.page_id() else {
                    return Err(Error::config(
                        "the plan creates a database neither on a page nor in a database: plan again",
                    ));
                };
                let listed = match children.get(&page) {
                    Some(listed) => Ok(listed.clone()),
                    None => self.child_databases(page).await,
                };
                let listed = match listed {
                    Ok(listed) => listed,
                    Err(error) if error.is_not_found() => {
                        let why = format!(
                            "the page {page} that it is to be created on is not visible with this token: it was deleted, \
                             is not shared with the integration, or the plan was made on another workspace"
                        );
                        return Err(stale(String::new(), vec![why], None).into());
                    }
                    Err(error) => return Err(error),
                };
                let title = member.database();
                let found = self.titled_child(page, &listed, title).await?;
                children.insert(page, listed);
                match found {
                    None => Ok(None),
                    Some(_) => exists(),
                }
            }
            _ => Err(Error::config(
                "the plan has a database of an unknown kind: plan again",
            )),
        }
    }

    /// Who changed a data source last, and when, as far as Notion reports it. One request.
    async fn editor_of(&self, source: &DataSource) -> Option<String> {
        let user = source.last_edited_by.as_ref()?;
        let found = self.api().users().retrieve(user.id).await.ok();
        editor(source, found.as_ref())
    }

    /// Sends the requests of a step and what follows from their answers; counts those that were applied.
    async fn apply_step(
        &self,
        plan: &SchemaSetPlan,
        step: &SetStep,
        allow: Allow,
        databases: &mut [Option<Database>],
        sent: &mut usize,
    ) -> Result<()> {
        let sources: Vec<_> = databases.iter().map(data_source).collect();
        let database = &mut databases[step.database];
        let live = database.as_ref().and_then(Database::known_source);
        let mut request = plan.request(step, allow, &sources, live.as_deref())?;
        if let (SetRequest::View(view), Some(database)) = (&request, database.as_mut())
            && !view.is_resolved
        {
            // A creation is answered without properties, and other sides come with requests about other databases.
            let source = database.fetch_source().await?;
            database.set_source(Arc::clone(&source));
            request = plan.request(step, allow, &sources, Some(&source))?;
        }
        match request {
            SetRequest::View(view) => {
                let Some(database) = database else {
                    return Err(Error::config(
                        "the plan has a view of a database before it creates it: plan again",
                    ));
                };
                self.write_view(database, view).await?;
                *sent += 1;
                Ok(())
            }
            SetRequest::Create(creation) => {
                let member = &plan.databases()[step.database];
                let created = self.create_member(member, &creation.body, sent).await?;
                let own = created.data_source_id().cast();
                *database = Some(created);
                self.name_sides(member.database(), own, &creation.body)
                    .await
            }
            SetRequest::Update(update) => {
                let Some(database) = database else {
                    return Err(Error::config(
                        "the plan changes a database before it creates it: plan again",
                    ));
                };
                self.update_member(database, update, sent).await
            }
        }
    }

    async fn create_member(
        &self,
        member: &SetMember,
        body: &CreateDatabase,
        sent: &mut usize,
    ) -> Result<Database> {
        let MemberPlace::New(new) = member.place() else {
            return Err(Error::config(
                "the plan creates a database that exists: plan again",
            ));
        };
        if let Some(id) = new.parent.database_id() {
            return self.create_source(id, body, sent).await;
        }
        let page = new
            .parent
            .page_id()
            .map(|page| page.uuid())
            .unwrap_or_default();
        let call = self.api().databases().create(body);
        let effect = self.effect().on_children(page);
        let data = match effect.of(call.send()).await {
            Ok(data) => self.keep(data),
            Err(error) => return Err(self.explain(error, page, "page").await),
        };
        *sent += 1;
        let source = first_source(&data)?;
        Ok(Database::from_database(self.clone(), data, source))
    }

    /// Adds a data source to a database.
    async fn create_source(
        &self,
        database: DatabaseId,
        body: &CreateDatabase,
        sent: &mut usize,
    ) -> Result<Database> {
        let initial = body.initial_data_source.as_ref();
        let properties = initial.map(|initial| initial.properties.clone());
        let new = CreateDataSource {
            title: body.title.clone(),
            icon: body.icon.clone(),
            ..CreateDataSource::in_database(database, properties.unwrap_or_default())
        };
        // The stored database lists its data sources, without this one.
        let effect = self.effect().on(database.uuid());
        let call = self.api().data_sources().create(&new);
        let source = effect.of(call.send()).await?;
        *sent += 1;
        Database::from_source(self.clone(), self.keep(source))
    }

    /// Sees to it that the other sides of the two-way relations of a new database have their names. The answer to the
    /// creation says nothing about properties.
    async fn name_sides(
        &self,
        title: &str,
        own: DataSourceId,
        body: &CreateDatabase,
    ) -> Result<()> {
        let initial = body.initial_data_source.iter();
        let properties = initial.flat_map(|initial| &initial.properties);
        for (name, request) in properties {
            let Some(SchemaKind::Relation(relation)) = request.as_ref().map(|it| &it.kind) else {
                continue;
            };
            let (Some(target), RelationKind::Dual(dual)) =
                (relation.data_source_id, &relation.kind)
            else {
                continue;
            };
            if let Some(back) = &dual.synced_property_name {
                let side = Side {
                    own,
                    title,
                    relation: name,
                    target,
                    back,
                };
                self.name_other_side(&side, None).await?;
            }
        }
        Ok(())
    }

    async fn update_member(
        &self,
        database: &mut Database,
        update: SetUpdate,
        sent: &mut usize,
    ) -> Result<()> {
        if let Some(description) = update.description {
            let update = UpdateDatabase {
                description: Some(text::runs(description.as_str(), "description", "plan")?),
                ..UpdateDatabase::default()
            };
            let effect = self.effect().on_database(database.id());
            let call = self.api().databases().update(database.id(), &update);
            let data = effect.of(call.send()).await?;
            *sent += 1;
            database.set_database(self.keep(data));
        }
        let title = update
            .title
            .map(|it| text::runs(it.as_str(), "title", "plan"));
        if update.properties.is_empty() && title.is_none() {
            return Ok(());
        }
        let body = UpdateDataSource {
            properties: update.properties,
            title: title.transpose()?,
            ..UpdateDataSource::default()
        };
        // Stored rows have the properties of before, and other sides come, go or change.
        let mut effect = self.effect().on_tree(database.id().uuid());
        effect = effect.on_tree(database.data_source_id().uuid());
        let known = database.known_source();
        let known = known.iter().flat_map(|source| source.properties.values());
        let before = known.filter_map(side).map(|(target, _)| target);
        for target in before.chain(targets(&body)) {
            effect = effect.on_tree(target.uuid());
        }
        let call = self
            .api()
            .data_sources()
            .update(database.data_source_id(), &body);
        let source: Arc<DataSource> = self.keep(effect.of(call.send()).await?);
        *sent += 1;
        let others = unnamed(&source, &body.properties);
        database.set_source(source);
        for (target, given, expected) in others {
            self.rename(target, given, &expected).await?;
            *sent += 1;
        }
        Ok(())
    }
}

fn data_source(database: &Option<Database>) -> Option<DataSourceId> {
    Some(database.as_ref()?.data_source_id().cast())
}

/// Refuses what the policy does not allow, and what Notion's API cannot do, of all databases together.
fn refuse(plan: &SchemaSetPlan, allow: Allow) -> Result<()> {
    let mut refused: Vec<PlanRefused> = Vec::new();
    for member in plan.databases() {
        let changes = member.changes().iter();
        let changes: Vec<_> = changes
            .filter(|change| allow.verdict(change) == Verdict::Refuse)
            .cloned()
            .collect();
        if !changes.is_empty() {
            refused.push(PlanRefused {
                database: member.database().to_owned(),
                changes,
                others: Vec::new(),
            });
        }
    }
    let mut refused = refused.into_iter();
    match refused.next() {
        None => Ok(()),
        Some(first) => Err(PlanRefused {
            others: refused.collect(),
            ..first
        }
        .into()),
    }
}
