//! Carrying out a plan of creation, request by request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use notion_model::{
    DataSource, DataSourceId, Database as DatabaseData, PageId, Parent, PropertySchemaRequest,
    RelationKind, SchemaKind,
};

use super::bind::Found;
use super::{Database, Session};
use crate::api::UpdateDataSource;
use crate::error::{Error, Result};
use crate::plan::{
    Creation, Sources, Step, creation_request, plan_creation, property_requests, usual_name,
};
use crate::schema::{NodeKind, SchemaGraph, Target};

/// Whether Notion names the other side of a two-way relation as it is asked to. Its API's types
/// allow to ask; no recording tells the answer. It is looked at once a session.
#[derive(Debug, Default)]
pub(super) struct NamesOtherSides(AtomicU8);

impl NamesOtherSides {
    fn get(&self) -> Option<bool> {
        match self.0.load(Ordering::Relaxed) {
            1 => Some(false),
            2 => Some(true),
            _ => None,
        }
    }

    fn set(&self, names: bool) {
        self.0.store(1 + u8::from(names), Ordering::Relaxed);
    }
}

impl Session {
    /// Makes a graph of schemas be there: creates the databases that are not, and completes those
    /// that are.
    pub(super) async fn carry_out(
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
            let parent = parents[schema];
            let done = self
                .step(&graph, step, parent, &mut sources, &mut databases[schema])
                .await;
            if let Err(error) = done {
                // The first request changed nothing: its error says all there is to say.
                return Err(if begun {
                    Error::interrupted(
                        databases
                            .iter()
                            .flatten()
                            .map(name::<super::Untyped>)
                            .collect(),
                        error,
                    )
                } else {
                    error
                });
            }
            begun = true;
            if let (Some(type_id), Some(database)) =
                (graph.schemas[schema].type_id, &databases[schema])
            {
                self.inner
                    .bindings
                    .add(type_id, database.data_source_id().cast());
            }
        }
        Ok(databases.into_iter().flatten().collect())
    }

    async fn step(
        &self,
        graph: &SchemaGraph,
        step: &Step,
        page: PageId,
        sources: &mut Sources,
        database: &mut Option<Database>,
    ) -> Result<()> {
        let (schema, brought, answer) = match step {
            Step::Create { schema, properties } => {
                let parent = Parent::page(page);
                let request = creation_request(graph, *schema, properties, sources, parent)?;
                let data = match self.api().databases().create(&request).await {
                    Ok(data) => self.keep(data),
                    Err(error) => return Err(self.explain(error, page.uuid(), "page").await),
                };
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
                let source = self.keep(self.api().data_sources().update(id, &update).await?);
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
            let target = match target {
                Target::Schema(target) => sources.get(*target),
                Target::DataSource(source) => Some(*source),
                Target::Elsewhere { .. } => None,
            };
            if let (Some(target), Some(own)) = (target, sources.get(schema)) {
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

    /// Sees to it that the other side of a two-way relation has its name. No request where Notion
    /// is known to give it, or an answer tells; else one to find out, once a session; and one to
    /// rename it where Notion does not.
    async fn name_other_side(&self, side: &Side<'_>, answer: Option<&DataSource>) -> Result<()> {
        let known = self.inner.names_other_sides.get();
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
        self.inner.names_other_sides.set(named);
        if named {
            return Ok(());
        }
        self.rename(side.target, given, side.back).await
    }

    /// Renames a property of a data source.
    pub(super) async fn rename(&self, of: DataSourceId, from: String, to: &str) -> Result<()> {
        let rename = PropertySchemaRequest::rename(to);
        let update = UpdateDataSource {
            properties: [(from, Some(rename))].into(),
            ..UpdateDataSource::default()
        };
        let target = self.api().data_sources().update(of, &update);
        self.keep(target.await?);
        Ok(())
    }
}

/// The side of a two-way relation that was created, and what its other side is to be called.
struct Side<'a> {
    own: DataSourceId,
    title: &'a str,
    relation: &'a str,
    target: DataSourceId,
    back: &'a str,
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

/// What to call a database in an error.
pub(super) fn name<S>(database: &Database<S>) -> String {
    let address = database
        .url()
        .map_or_else(|| database.id().to_string(), str::to_owned);
    format!("\"{}\" ({address})", database.title())
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

fn first_source(database: &DatabaseData) -> Result<DataSourceId> {
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
