//! Which data sources the session's schemas live in, to find the targets of relations.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use notion_model::DataSourceId;

use super::{Database, Session};
use crate::error::{Error, Result};
use crate::plan::differences;
use crate::schema::{NodeKind, NotionSchema, SchemaGraph, SchemaNode, Target};

/// The data sources of each schema, by the struct's type.
#[derive(Debug, Default)]
pub(super) struct Bindings(Mutex<HashMap<TypeId, Vec<DataSourceId>>>);

impl Bindings {
    pub(super) fn add(&self, schema: TypeId, source: DataSourceId) {
        let mut bound = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sources = bound.entry(schema).or_default();
        if !sources.contains(&source) {
            sources.push(source);
        }
    }

    pub(super) fn remove(&self, source: DataSourceId) {
        let mut bound = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bound
            .values_mut()
            .for_each(|sources| sources.retain(|kept| *kept != source));
    }

    pub(super) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn of(&self, schema: TypeId) -> Vec<DataSourceId> {
        let bound = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bound.get(&schema).cloned().unwrap_or_default()
    }
}

impl Session {
    /// Tells the session that a database has the schema of `S`, once it was checked: every property
    /// of `S` is there under its name and with its type. Properties that `S` does not have are
    /// fine. No request where the data source is known, else one.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Note { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let untyped = session.create_untyped_db(&home, "Notes").await?;
    /// let notes = session.bind::<Note>(untyped).await?;
    /// notes.insert(Note { name: "Shopping".into() }).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] with all that differs; otherwise those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn bind<S: NotionSchema>(&self, database: Database) -> Result<Database<S>> {
        let source = database.data_source().await?;
        let mut graph = SchemaGraph::of(&[S::schema()]);
        let schema = &mut graph.schemas[0];
        self.find_targets(schema, Targets::WhereKnown)?;
        for property in &mut schema.properties {
            // A relation of a schema to itself leads to the data source at hand.
            if let NodeKind::Relation { target, .. } = &mut property.kind
                && matches!(target, Target::Schema(_))
            {
                *target = Target::DataSource(database.data_source_id().cast());
            }
        }
        let differences = differences(schema, &SchemaNode::live(&source));
        if !differences.is_empty() {
            return Err(Error::schema_mismatch(
                S::SCHEMA.type_name,
                database.title(),
                differences,
            ));
        }
        let database = database.cast::<S>();
        self.remember_binding(&database);
        Ok(database)
    }

    pub(super) fn remember_binding<S: NotionSchema>(&self, database: &Database<S>) {
        self.inner
            .bindings
            .add(TypeId::of::<S>(), database.data_source_id().cast());
    }

    /// Puts data sources in place of the structs that a schema's relations lead to.
    pub(super) fn find_targets(&self, schema: &mut SchemaNode, which: Targets) -> Result<()> {
        for property in &mut schema.properties {
            let NodeKind::Relation { target, .. } = &mut property.kind else {
                continue;
            };
            let Target::Elsewhere { type_id, name } = *target else {
                continue;
            };
            match (self.inner.bindings.of(type_id)[..].as_ref(), which) {
                ([source], _) => *target = Target::DataSource(*source),
                (_, Targets::WhereKnown) => {}
                ([], Targets::All) => {
                    return Err(Error::unbound_target(
                        schema.name.as_str(),
                        &property.name,
                        name,
                    ));
                }
                (several, Targets::All) => {
                    let candidates = several.iter().map(ToString::to_string).collect();
                    return Err(Error::ambiguous_target(
                        schema.name.as_str(),
                        &property.name,
                        name,
                        candidates,
                    ));
                }
            }
        }
        Ok(())
    }
}

/// Which targets of relations have to be found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Targets {
    /// Every one, and each in one place.
    All,
    /// Those that are bound once.
    WhereKnown,
}
