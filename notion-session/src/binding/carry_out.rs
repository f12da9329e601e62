//! Carrying out a plan of creation, request by request.

use std::sync::Arc;

use notion_model::{
    DataSource, DataSourceId, Database as DatabaseData, PageId, Parent, PropertySchema,
    PropertySchemaRequest, RelationKind, SchemaKind, plain_text,
};
use notion_schema::internal::{
    Creation, Renaming, Sources, Step, creation_request, plan_creation, property_requests,
    usual_name,
};

use super::survey::{Found, name};
use crate::api::UpdateDataSource;
use crate::error::{DatabaseMismatch, Difference, DifferenceKind, Error, Result};
use crate::schema::{NodeKind, SchemaGraph, Target};
use crate::session::{Database, Session};

impl Session {
    /// Makes a graph of schemas be there: creates the databases that are not, and completes those
    /// that are.
    pub(crate) async fn carry_out(
        &self,
        graph: SchemaGraph,
        parents: &[PageId],
        found: Found,
    ) -> Result<Vec<Database>> {
        let plan = plan_creation(&graph, &found.existing)?;
        refuse_beforehand(&graph, &plan)?;
        let mut sources = Sources::of(&graph);
        let mut databases = found.databases;
        for (schema, database) in databases.iter().enumerate() {
            if let Some(database) = database {
                sources.set(schema, database.data_source_id().cast());
            }
        }
        let mut begun = false;
        for step in &plan.steps {
            let (Step::Create { schema, .. } | Step::Update { schema, .. }) = *step;
            let site = Site {
                page: parents[schema],
                sources: &mut sources,
                database: &mut databases[schema],
                begun: &mut begun,
            };
            let done = self.step(&graph, step, site).await;
            let node = &graph.schemas[schema];
            // Also where a later request of the step failed.
            if let (Some(type_id), Some(database)) = (node.type_id, &databases[schema]) {
                let source = database.data_source_id().cast();
                self.bindings().add(type_id, source);
            }
            if let Err(error) = done {
                let error = self.explain_side(&graph, step, &sources, error).await;
                let may_exist = databases[schema].is_none() && is_unsettled(&error);
                // Where nothing was changed, the error says all there is to say.
                return Err(if begun || is_unsettled(&error) {
                    let there = databases.iter().flatten();
                    let may_exist = may_exist
                        .then(|| format!("\"{}\" on the page {}", node.title, parents[schema]));
                    Error::interrupted(
                        there.map(name::<crate::session::Untyped>).collect(),
                        may_exist.into_iter().collect(),
                        error,
                    )
                } else {
                    error
                });
            }
        }
        Ok(databases.into_iter().flatten().collect())
    }

    /// Gives other sides of relations the names that they should have, as a creation left them that broke off.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send); after the first request they are told with what is there.
    pub(crate) async fn name_unnamed(&self, found: &Found) -> Result<()> {
        for (done, (source, Renaming { from, to })) in found.unnamed.iter().enumerate() {
            if let Err(error) = self.rename(*source, from.clone(), to).await {
                if done == 0 && !is_unsettled(&error) {
                    return Err(error);
                }
                let there = found.databases.iter().flatten();
                let there = there.map(name::<crate::session::Untyped>).collect();
                return Err(Error::interrupted(there, Vec::new(), error));
            }
        }
        Ok(())
    }

    /// Refuses databases that have what is to come with a database that is missing: the other side of a two-way
    /// relation, which leads to a database of before. One request for what is refused, to look where it leads.
    pub(crate) async fn refuse_taken_sides(
        &self,
        graph: &SchemaGraph,
        found: &Found,
    ) -> Result<()> {
        for (schema, database) in graph.schemas.iter().zip(&found.databases) {
            let Some(database) = database else { continue };
            let Some(source) = database.known_source() else {
                continue;
            };
            for property in &schema.properties {
                let NodeKind::Relation {
                    target: Target::Schema(target),
                    back: Some(back),
                } = &property.kind
                else {
                    continue;
                };
                if found.databases[*target].is_some() {
                    continue;
                }
                if let Some(side) = source.properties.get(property.name.as_str()) {
                    let missing = &graph.schemas[*target];
                    let here = format!("`{back}` of \"{}\", which is to be created", missing.title);
                    let title = database.title();
                    return Err(self.taken_side(&schema.name, &title, side, &here).await);
                }
            }
        }
        Ok(())
    }

    /// Explains why Notion refused a two-way relation: its other side has the name of a property that is there.
    async fn explain_side(
        &self,
        graph: &SchemaGraph,
        step: &Step,
        sources: &Sources,
        error: Error,
    ) -> Error {
        let (Step::Create { schema, properties }
        | Step::Update {
            schema, properties, ..
        }) = step;
        if !error.is_validation() {
            return error;
        }
        let node = &graph.schemas[*schema];
        for property in properties {
            let relation = &node.properties[*property];
            let NodeKind::Relation {
                target,
                back: Some(back),
            } = &relation.kind
            else {
                continue;
            };
            let Some(target) = source_of(target, sources) else {
                continue;
            };
            let Ok(source) = self.api().data_sources().retrieve(target).await else {
                continue;
            };
            let usual = usual_name(&node.title, &relation.name);
            for taken in [back, &usual] {
                if let Some(side) = source.properties.get(taken.as_str()) {
                    let other = plain_text(&source.title);
                    let here = format!("`{}` of \"{}\"", relation.name, node.title);
                    return self.taken_side(&node.name, &other, side, &here).await;
                }
            }
        }
        error
    }

    /// Refuses to create a two-way relation whose other side cannot have its name, as a property has it that leads
    /// elsewhere. One request, to look where that is.
    pub(crate) async fn taken_side(
        &self,
        schema: &str,
        database: &str,
        side: &PropertySchema,
        here: &str,
    ) -> Error {
        let leads = match &side.kind {
            SchemaKind::Relation(relation) => match relation.data_source_id {
                Some(id) => Some((id, self.api().data_sources().retrieve(id).await)),
                None => None,
            },
            _ => None,
        };
        let name = &side.name;
        let (leads, way_out) = match leads {
            None => (
                format!("is a property of the type {}", side.kind.type_name()),
                "",
            ),
            Some((id, Ok(source))) if !source.in_trash => (
                format!(
                    "leads to \"{}\" (data source {id})",
                    plain_text(&source.title)
                ),
                "",
            ),
            Some((id, Ok(_))) => (
                format!("leads to the data source {id}, which is in the trash"),
                "restore the database there, or ",
            ),
            Some((id, Err(_))) => (
                format!("leads to the data source {id}, which is in the trash or not shared"),
                "restore the database there, or ",
            ),
        };
        let what = format!(
            "it {leads}, and its name is needed for the other side of {here}: {way_out}rename or delete `{name}` in \
             Notion, and call this again"
        );
        Error::schema_mismatch(vec![DatabaseMismatch {
            schema: schema.to_owned(),
            database: format!("\"{database}\""),
            differences: vec![Difference::new(
                DifferenceKind::Differs,
                name.as_str(),
                what,
            )],
            notes: Vec::new(),
        }])
    }

    async fn step(&self, graph: &SchemaGraph, step: &Step, site: Site<'_>) -> Result<()> {
        let Site {
            page,
            sources,
            database,
            begun,
        } = site;
        let (schema, brought, answer) = match step {
            Step::Create { schema, properties } => {
                let parent = Parent::page(page);
                let request = creation_request(graph, *schema, properties, sources, parent)?;
                let call = self.api().databases().create(&request);
                let effect = self.effect().on_children(page.uuid());
                let data = match effect.of(call.send()).await {
                    Ok(data) => self.keep(data),
                    Err(error) => return Err(self.explain(error, page.uuid(), "page").await),
                };
                *begun = true;
                let source = first_source(&data)?;
                sources.set(*schema, source);
                *database = Some(Database::from_database(self.clone(), data, source));
                // The answer to a creation says nothing of the properties.
                (*schema, properties, None)
            }
            Step::Update {
                schema,
                properties,
                describe,
                ..
            } => {
                let Some(database) = database else {
                    return Ok(());
                };
                let asked = [&properties[..], describe].concat();
                let requests = property_requests(graph, *schema, &asked, sources)?;
                let update = UpdateDataSource {
                    properties: requests,
                    ..UpdateDataSource::default()
                };
                let id = database.data_source_id();
                let mut effect = self.effect().on_tree(id.uuid());
                for target in targets(&update) {
                    effect = effect.on_tree(target.uuid());
                }
                let call = self.api().data_sources().update(id, &update);
                let source = self.keep(effect.of(call.send()).await?);
                *begun = true;
                database.set_source(Arc::clone(&source));
                (*schema, properties, Some(source))
            }
        };
        for property in brought {
            let property = &graph.schemas[schema].properties[*property];
            let NodeKind::Relation {
                target,
                back: Some(back),
            } = &property.kind
            else {
                continue;
            };
            if let (Some(target), Some(own)) = (source_of(target, sources), sources.get(schema)) {
                let side = Side {
                    own,
                    title: &graph.schemas[schema].title,
                    relation: &property.name,
                    target,
                    back,
                };
                self.name_other_side(&side, answer.as_deref()).await?;
            }
        }
        Ok(())
    }

    /// Sees to it that the other side of a two-way relation has its name. No request if Notion
    /// is known to give it, or an answer tells; otherwise one to find out, once a session; and one to
    /// rename it where Notion does not.
    pub(super) async fn name_other_side(
        &self,
        side: &Side<'_>,
        answer: Option<&DataSource>,
    ) -> Result<()> {
        let known = self.names_other_sides().get();
        if known == Some(true) {
            return Ok(());
        }
        if let Some(answer) = answer {
            return self.rename_if_asked(side, side.given(answer)).await;
        }
        if known == Some(false) && !side.title.is_empty() {
            // As recorded, this is what Notion calls it. Where it does not, it is looked at.
            let usual = usual_name(side.title, side.relation);
            match self.rename(side.target, usual, side.back).await {
                Err(error) if error.is_validation() => {}
                other => return other,
            }
        }
        let own = self.keep(self.api().data_sources().retrieve(side.own).await?);
        self.rename_if_asked(side, side.given(&own)).await
    }

    async fn rename_if_asked(&self, side: &Side<'_>, given: Option<String>) -> Result<()> {
        let Some(given) = given else { return Ok(()) };
        let named = given == side.back;
        self.names_other_sides().set(named);
        if named {
            return Ok(());
        }
        self.rename(side.target, given, side.back).await
    }

    /// Renames a property of a data source.
    pub(crate) async fn rename(&self, of: DataSourceId, from: String, to: &str) -> Result<()> {
        let rename = PropertySchemaRequest::rename(to);
        let update = UpdateDataSource {
            properties: [(from, Some(rename))].into(),
            ..UpdateDataSource::default()
        };
        // Stored rows have the property under its name of before.
        let effect = self.effect().on_tree(of.uuid());
        let call = self.api().data_sources().update(of, &update);
        self.keep(effect.of(call.send()).await?);
        Ok(())
    }
}

/// Where a step is applied, and what it brings.
struct Site<'a> {
    page: PageId,
    sources: &'a mut Sources,
    database: &'a mut Option<Database>,
    /// Whether something was changed.
    begun: &'a mut bool,
}

/// The data source that a relation leads to, as far as it is there.
fn source_of(target: &Target, sources: &Sources) -> Option<DataSourceId> {
    match target {
        Target::Schema(target) => sources.get(*target),
        Target::DataSource(source) => Some(*source),
        Target::Elsewhere { .. } => None,
    }
}

/// Returns true if a request may have taken effect that ended with this error: its answer was lost, or cannot be read.
fn is_unsettled(error: &Error) -> bool {
    error.is_outcome_unknown() || error.is_decode()
}

/// The side of a two-way relation that was created, and what its other side is to be called.
pub(super) struct Side<'a> {
    pub(super) own: DataSourceId,
    pub(super) title: &'a str,
    pub(super) relation: &'a str,
    pub(super) target: DataSourceId,
    pub(super) back: &'a str,
}

impl Side<'_> {
    /// What the other side is called.
    fn given(&self, own: &DataSource) -> Option<String> {
        match &own.properties.get(self.relation)?.kind {
            SchemaKind::Relation(relation) => match &relation.kind {
                RelationKind::Dual(dual) => dual.synced_property_name.clone(),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The data sources that an update relates to.
pub(crate) fn targets(update: &UpdateDataSource) -> impl Iterator<Item = DataSourceId> {
    let requests = update.properties.values().flatten();
    requests.filter_map(|request| match &request.kind {
        SchemaKind::Relation(relation) => relation.data_source_id,
        _ => None,
    })
}

/// Says everything that can be said against a graph before its first request is sent.
fn refuse_beforehand(graph: &SchemaGraph, plan: &Creation) -> Result<()> {
    let mut pretended = Sources::of(graph);
    for schema in 0..graph.schemas.len() {
        pretended.set(schema, DataSourceId::from(uuid::Uuid::nil()));
    }
    for step in &plan.steps {
        let (Step::Create { schema, properties }
        | Step::Update {
            schema, properties, ..
        }) = step;
        property_requests(graph, *schema, properties, &pretended)?;
    }
    Ok(())
}

pub(super) fn first_source(database: &DatabaseData) -> Result<DataSourceId> {
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
