//! What is there of a set of schemas: which databases, and how each differs from its schema.

use notion_model::{DataSourceId, PageId};
use notion_schema::internal::{Existing, Fit, Renaming, adopt, fit};

use super::store::Targets;
use crate::error::{DatabaseMismatch, Error, Result};
use crate::handle::id::DatabaseRef;
use crate::schema::{SchemaGraph, SchemaNode};
use crate::session::{Database, Session};

/// What is there of a set of schemas, in its order.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) databases: Vec<Option<Database>>,
    /// The properties that each database has.
    pub(crate) existing: Existing,
    /// How each differs from its schema.
    pub(crate) fits: Vec<Fit>,
    /// What is there under the name that Notion gave it, by its data source.
    pub(crate) unnamed: Vec<(DataSourceId, Renaming)>,
}

impl Found {
    /// What is there and otherwise, which is nothing to complete.
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`], where there is something.
    pub(crate) fn refuse_otherwise(&self, graph: &SchemaGraph) -> Result<()> {
        let pairs = self.databases.iter().zip(&self.fits).zip(&graph.schemas);
        let differing = pairs.filter_map(|((database, fit), schema)| {
            let database = database.as_ref()?;
            fit.is_otherwise()
                .then(|| mismatch(schema, database, fit.clone()))
        });
        match differing.collect::<Vec<_>>() {
            none if none.is_empty() => Ok(()),
            differing => Err(Error::schema_mismatch(differing)),
        }
    }

    /// Nothing of so many schemas.
    pub(crate) fn none(schemas: usize) -> Found {
        Found {
            databases: vec![None; schemas],
            existing: vec![None; schemas],
            fits: vec![Fit::default(); schemas],
            unnamed: Vec::new(),
        }
    }
}

/// How properties are found that Notion has given a name by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// By that name.
    AsTheyAre,
    /// As what they should have been called.
    Adopted,
}

impl Session {
    /// The databases of the schemas of a graph that are there, compared with them.
    ///
    /// The graph's relations lead to data sources then, as far as these are known. A title and a page find a database, as
    /// `locate` says.
    pub(crate) async fn find_all(
        &self,
        graph: &mut SchemaGraph,
        parents: &[PageId],
        names: Names,
    ) -> Result<Found> {
        let asked = graph.clone();
        let mut found = Found::none(graph.schemas.len());
        let titles = graph.schemas.iter().map(|schema| schema.title.as_str());
        let wanted: Vec<_> = parents.iter().copied().zip(titles).collect();
        let located = self.locate(&wanted).await?;
        let mut seen = Vec::new();
        let mut sources = vec![None; graph.schemas.len()];
        for (place, database) in located.into_iter().enumerate() {
            let Some(database) = database else { continue };
            sources[place] = Some(database.data_source_id().cast());
            seen.push((place, database));
        }
        for (place, mut database) in seen {
            let source: DataSourceId = database.data_source_id().cast();
            // What a search brought counts if it fits; else the data source itself is asked for.
            let mut is_current = !database.is_from_search();
            let (fit, renamings) = loop {
                if is_current {
                    database.set_source(database.fetch_source().await?);
                }
                let mut live = live_schema(&database, &graph.schemas[place])?;
                let renamings = match names {
                    Names::Adopted => adopt(&asked, place, &sources, &mut live),
                    Names::AsTheyAre => Vec::new(),
                };
                let fit = self.compare(&database, &live, graph, place)?;
                if is_current || (fit.differences.is_empty() && renamings.is_empty()) {
                    break (fit, renamings);
                }
                is_current = true;
            };
            let renamings = renamings.into_iter().map(|one| (source, one));
            found.unnamed.extend(renamings);
            found.existing[place] = Some(fit.there.clone());
            found.databases[place] = Some(database);
            found.fits[place] = fit;
        }
        Ok(found)
    }

    /// A database as it is now, with the schema that it has.
    pub(crate) async fn look(
        &self,
        id: DatabaseRef,
        schema: &SchemaNode,
    ) -> Result<(Database, SchemaNode)> {
        let database = self.fetch_table(id, Some(&schema.title)).await?;
        self.look_into(database, schema).await
    }

    /// The schema that a database has now.
    pub(crate) async fn look_into(
        &self,
        mut database: Database,
        schema: &SchemaNode,
    ) -> Result<(Database, SchemaNode)> {
        let source = database.fetch_source().await?;
        database.set_source(source);
        let live = live_schema(&database, schema)?;
        Ok((database, live))
    }

    /// The schema that a database has, held against a schema of the graph, whose relations lead to
    /// data sources from then on, as far as these are known.
    pub(crate) fn compare(
        &self,
        database: &Database,
        live: &SchemaNode,
        graph: &mut SchemaGraph,
        place: usize,
    ) -> Result<Fit> {
        self.lead(graph, place, database)?;
        Ok(fit(&graph.schemas[place], live))
    }

    /// Lets the relations of a schema of the graph, and those to it, lead to data sources, as far as these are known.
    pub(crate) fn lead(
        &self,
        graph: &mut SchemaGraph,
        place: usize,
        database: &Database,
    ) -> Result<()> {
        graph.lead_to(place, database.data_source_id().cast());
        self.find_targets(&mut graph.schemas[place], Targets::WhereKnown)
    }
}

/// The schema that a database had when its data source was read.
///
/// # Errors
///
/// [`Error::WrongKind`] if the data source is in the trash.
pub(crate) fn live_schema(database: &Database, schema: &SchemaNode) -> Result<SchemaNode> {
    let Some(source) = database.known_source() else {
        return Err(Error::config("the schema is read from a data source"));
    };
    if source.in_trash {
        return Err(Error::wrong_kind_because(
            source.id,
            "data source in use",
            "data source in the trash",
            "restore it, or say another",
        ));
    }
    Ok(SchemaNode::live_as(&source, &schema.properties))
}

/// How a database differs, for an error.
pub(crate) fn mismatch<S>(
    schema: &SchemaNode,
    database: &Database<S>,
    fit: Fit,
) -> DatabaseMismatch {
    DatabaseMismatch {
        schema: schema.name.clone(),
        database: name(database),
        differences: fit.differences,
        notes: fit.notes,
    }
}

/// What to call a database in an error.
pub(crate) fn name<S>(database: &Database<S>) -> String {
    let address = database
        .url()
        .map_or_else(|| database.id().to_string(), str::to_owned);
    format!("\"{}\" ({address})", database.title())
}
