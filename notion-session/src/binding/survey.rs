//! What is there of a set of schemas: which databases, and how each differs from its schema.

use foldhash::HashMap;
use std::sync::Arc;

use notion_model::{BlockId, BlockKind, DataSourceId, DatabaseId, PageId};
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
    /// The graph's relations lead to data sources then, as far as these are known.
    pub(crate) async fn find_all(
        &self,
        graph: &mut SchemaGraph,
        parents: &[PageId],
        names: Names,
    ) -> Result<Found> {
        let asked = graph.clone();
        let mut found = Found::none(graph.schemas.len());
        let mut children = HashMap::default();
        let mut titled = Vec::new();
        for (schema, parent) in graph.schemas.iter().zip(parents) {
            if !children.contains_key(parent) {
                children.insert(*parent, self.child_databases(*parent).await?);
            }
            let on_page = &children[parent];
            let database = self
                .titled_database(*parent, on_page, &schema.title)
                .await?;
            titled.push(database);
        }
        let mut seen = Vec::new();
        let mut sources = vec![None; graph.schemas.len()];
        for (place, database) in titled.into_iter().enumerate() {
            let Some(database) = database else { continue };
            let (database, live) = self.look_into(database, &graph.schemas[place]).await?;
            sources[place] = Some(database.data_source_id().cast());
            seen.push((place, database, live));
        }
        for (place, database, mut live) in seen {
            if names == Names::Adopted {
                let source: DataSourceId = database.data_source_id().cast();
                let renamings = adopt(&asked, place, &sources, &mut live);
                found
                    .unnamed
                    .extend(renamings.into_iter().map(|one| (source, one)));
            }
            let fit = self.compare(&database, &live, graph, place)?;
            found.existing[place] = Some(fit.there.clone());
            found.databases[place] = Some(database);
            found.fits[place] = fit;
        }
        Ok(found)
    }

    /// The database of that title on a page, of those that are on it. One request for each of that title.
    ///
    /// Linked views are passed over: a view of another database is a child of the page too, under a title of its own,
    /// and Notion answers for it with a database that has no data sources (recorded).
    pub(crate) async fn titled_database(
        &self,
        page: PageId,
        children: &[(DatabaseId, String)],
        title: &str,
    ) -> Result<Option<Database>> {
        let mut found = Vec::new();
        for (id, _) in children.iter().filter(|(_, name)| name == title) {
            let data = self.keep(self.api().databases().retrieve(*id).await?);
            if !data.data_sources.is_empty() {
                found.push(data);
            }
        }
        match &found[..] {
            [] => Ok(None),
            [data] => self.table(Arc::clone(data), Some(title)).map(Some),
            _ => Err(Error::count_mismatch(
                format!("database \"{title}\" on the page {page}"),
                found.iter().map(|data| data.id.to_string()).collect(),
            )),
        }
    }

    /// The databases on a page with their titles. One request for each 100 children.
    pub(crate) async fn child_databases(&self, page: PageId) -> Result<Vec<(DatabaseId, String)>> {
        let children = self
            .api()
            .blocks()
            .children(BlockId::from(page.uuid()))
            .all()
            .await?;
        let databases = children.into_iter().filter_map(|block| match block.kind {
            BlockKind::ChildDatabase(database) => {
                Some((DatabaseId::from(block.id.uuid()), database.title))
            }
            _ => None,
        });
        Ok(databases.collect())
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
        if source.in_trash {
            return Err(Error::wrong_kind_because(
                source.id,
                "data source in use",
                "data source in the trash",
                "restore it, or say another",
            ));
        }
        let live = SchemaNode::live_as(&source, &schema.properties);
        database.set_source(source);
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
