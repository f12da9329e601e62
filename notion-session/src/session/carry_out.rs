//! Carrying out a plan of creation, request by request.

use std::sync::atomic::{AtomicU8, Ordering};

use notion_model::{
    DataSource, DataSourceId, Database as DatabaseData, PageId, Parent, PropertySchemaRequest,
    RelationKind, SchemaKind,
};

use super::bind::Found;
use super::{Database, Session};
use crate::api::UpdateDataSource;
use crate::error::{Error, Result};
use crate::plan::{Sources, Step, creation_request, plan_creation, property_requests};
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
        refuse_beforehand(&graph)?;
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
                    Error::interrupted(databases.iter().flatten().map(name).collect(), error)
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
        parent: PageId,
        sources: &mut Sources,
        database: &mut Option<Database>,
    ) -> Result<()> {
        let (schema, brought) = match step {
            Step::Create { schema, properties } => {
                let parent = Parent::page(parent);
                let request = creation_request(graph, *schema, properties, sources, parent)?;
                let data = self.keep(self.api().databases().create(&request).await?);
                let source = first_source(&data)?;
                sources.set(*schema, source);
                *database = Some(Database::from_database(self.clone(), data, source));
                (*schema, properties)
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
                database.set_source(source);
                (*schema, properties)
            }
        };
        for property in brought {
            self.name_other_side(graph, (schema, *property), sources)
                .await?;
        }
        Ok(())
    }

    /// Sees to it that the other side of a two-way relation has its name. No request where Notion
    /// is known to give it; one to find out; one to rename it where Notion does not.
    async fn name_other_side(
        &self,
        graph: &SchemaGraph,
        (schema, property): (usize, usize),
        sources: &Sources,
    ) -> Result<()> {
        let node = &graph.schemas[schema];
        let NodeKind::Relation {
            target,
            back: Some(back),
        } = &node.properties[property].kind
        else {
            return Ok(());
        };
        let target = match target {
            Target::Schema(target) => sources.get(*target),
            Target::DataSource(source) => Some(*source),
            Target::Elsewhere { .. } => None,
        };
        let (Some(target), Some(own)) = (target, sources.get(schema)) else {
            return Ok(());
        };
        let known = self.inner.names_other_sides.get();
        if known == Some(true) {
            return Ok(());
        }
        let source = self.keep(self.api().data_sources().retrieve(target).await?);
        let name = &node.properties[property].name;
        let given = other_side(&source, own, name);
        if known.is_none() {
            self.inner
                .names_other_sides
                .set(given.as_deref() == Some(back));
        }
        match given {
            Some(given) if given != *back => {
                let rename = PropertySchemaRequest::rename(back.as_str());
                let update = UpdateDataSource {
                    properties: [(given, Some(rename))].into(),
                    ..UpdateDataSource::default()
                };
                self.keep(self.api().data_sources().update(target, &update).await?);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// What to call a database in an error.
fn name(database: &Database) -> String {
    let address = database
        .url()
        .map_or_else(|| database.id().to_string(), str::to_owned);
    format!("\"{}\" ({address})", database.title())
}

/// The name of the property of a data source that is the other side of the property `name` of the
/// data source `own`.
fn other_side(source: &DataSource, own: DataSourceId, name: &str) -> Option<String> {
    let mut properties = source.properties.values();
    properties
        .find(|property| match &property.kind {
            SchemaKind::Relation(relation) => match &relation.kind {
                RelationKind::Dual(dual) => {
                    relation.data_source_id == Some(own)
                        && dual.synced_property_name.as_deref() == Some(name)
                }
                _ => false,
            },
            _ => false,
        })
        .map(|property| property.name.clone())
}

/// Says everything that can be said against a graph before its first request is sent.
fn refuse_beforehand(graph: &SchemaGraph) -> Result<()> {
    let mut pretended = Sources::of(graph);
    for schema in 0..graph.schemas.len() {
        pretended.set(schema, DataSourceId::from(uuid::Uuid::nil()));
    }
    for (schema, node) in graph.schemas.iter().enumerate() {
        let all: Vec<_> = (0..node.properties.len()).collect();
        property_requests(graph, schema, &all, &pretended)?;
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
