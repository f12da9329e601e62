//! Which data sources the session's schemas live in, to find the targets of relations.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notion_model::{DataSource, DataSourceId, PageId, PropertyId};

use super::create::{Parents, Schemas};
use super::id::DatabaseRef;
use super::{Database, IntoId, Session};
use crate::codec::PropertyIds;
use crate::error::{Error, Result};
use crate::plan::{Existing, Fit, fit};
use crate::schema::{NodeKind, NotionSchema, SchemaGraph, SchemaNode, Target};

/// What the session knows of its schemas, by the structs' types.
#[derive(Debug, Default)]
pub(super) struct Bindings(Mutex<Bound>);

#[derive(Debug, Default)]
struct Bound {
    /// The data sources of each schema.
    sources: HashMap<TypeId, Vec<DataSourceId>>,
    /// The ids of the properties of each schema in each of its data sources.
    ids: HashMap<(TypeId, DataSourceId), Arc<PropertyIds>>,
}

impl Bindings {
    pub(super) fn add(&self, schema: TypeId, source: DataSourceId) {
        let mut bound = self.lock();
        let sources = bound.sources.entry(schema).or_default();
        if !sources.contains(&source) {
            sources.push(source);
        }
    }

    pub(super) fn remove(&self, source: DataSourceId) {
        let mut bound = self.lock();
        let sources = bound.sources.values_mut();
        sources.for_each(|sources| sources.retain(|kept| *kept != source));
        bound.ids.retain(|(_, of), _| *of != source);
    }

    pub(super) fn clear(&self) {
        *self.lock() = Bound::default();
    }

    fn of(&self, schema: TypeId) -> Vec<DataSourceId> {
        let bound = self.lock();
        bound.sources.get(&schema).cloned().unwrap_or_default()
    }

    fn ids(&self, place: (TypeId, DataSourceId)) -> Arc<PropertyIds> {
        self.lock().ids.get(&place).cloned().unwrap_or_default()
    }

    /// Adds to the ids of a schema's properties, and gives what is known then.
    fn learn(
        &self,
        place: (TypeId, DataSourceId),
        learn: impl FnOnce(&mut PropertyIds),
    ) -> Arc<PropertyIds> {
        let mut bound = self.lock();
        let ids = bound.ids.entry(place).or_default();
        learn(Arc::make_mut(ids));
        Arc::clone(ids)
    }

    fn lock(&self) -> MutexGuard<'_, Bound> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Tells the session that a database has the schema of `S`, once it was compared with it.
    /// Two requests: the database and its data source, as they are now.
    ///
    /// Every property of `S` must be there under its name, of its type and with its settings:
    /// number format, options and their colours, target and direction of a relation, rollup,
    /// formula (by what it says, not how it is written), prefix. Properties and options that `S`
    /// does not have are fine: people add them.
    ///
    /// From then on the session goes by the ids of the properties: what is renamed in Notion is read,
    /// written, filtered and sorted as before. After a creation, which Notion answers without ids,
    /// they are learnt from the first row that is written or read.
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
    /// let notes = session.bind::<Note>(untyped.id()).await?;
    /// notes.insert(Note { name: "Shopping".into() }).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] with all that differs; otherwise as
    /// [`get_db`](Session::get_db).
    pub async fn bind<S: NotionSchema>(&self, id: impl IntoId<DatabaseRef>) -> Result<Database<S>> {
        let mut graph = SchemaGraph::of(&[S::schema()]);
        let (database, fit) = self.compare(id, &mut graph, 0).await?;
        let title = database.title();
        match fit.differences() {
            none if none.is_empty() => Ok(self.remember_binding::<S>(database)),
            differences => Err(Error::schema_mismatch(
                S::SCHEMA.type_name,
                title,
                differences,
            )),
        }
    }

    /// Binds the databases of several schemas, which are found by their titles among the children
    /// of `parents`: one page for all, or an array with a page for each. One request for each 100
    /// children of each parent, and two for each database.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String }
    /// # #[derive(NotionSchema)]
    /// # struct Author { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # session.create_dbs::<(Book, Author)>(&home).await?;
    /// let (books, authors) = session.bind_all::<(Book, Author)>(&home).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] with all that differs, or where there is no database of a title;
    /// otherwise as [`bind`](Session::bind).
    pub async fn bind_all<T: Schemas>(&self, parents: impl Parents) -> Result<T::Databases> {
        let schemas = T::schemas();
        let parents = parents.pages(schemas.len())?;
        self.ensure_open()?;
        let graph = SchemaGraph::of(&schemas);
        let found = self.find_all(&graph, &parents).await?;
        let differences: Vec<String> = found.lacking.into_iter().flatten().collect();
        if !differences.is_empty() {
            let names: Vec<_> = schemas.iter().map(|schema| schema.type_name).collect();
            return Err(Error::schema_mismatch(
                names.join(", "),
                "the databases",
                differences,
            ));
        }
        let databases = found.databases.into_iter().flatten().collect();
        T::typed(self, databases).ok_or_else(|| Error::config("each schema gives one database"))
    }

    /// The databases of the schemas of a graph that are there, compared with them.
    ///
    /// # Errors
    ///
    /// [`Error::SchemaMismatch`] where one has something otherwise; what it lacks is no error here.
    pub(super) async fn find_all(&self, graph: &SchemaGraph, parents: &[PageId]) -> Result<Found> {
        let mut found = Found::none(graph.schemas.len());
        let mut children = HashMap::new();
        let mut ids = Vec::new();
        for (schema, parent) in graph.schemas.iter().zip(parents) {
            if !children.contains_key(parent) {
                children.insert(*parent, self.child_databases(*parent).await?);
            }
            let of_title: Vec<_> = children[parent]
                .iter()
                .filter(|(_, title)| *title == schema.title)
                .collect();
            match of_title[..] {
                [] => ids.push(None),
                [(id, _)] => ids.push(Some(*id)),
                _ => {
                    let several = of_title.iter().map(|(id, _)| id.to_string()).collect();
                    let what = format!("database \"{}\" on the page {parent}", schema.title);
                    return Err(Error::count_mismatch(what, several));
                }
            }
        }
        let mut graph = graph.clone();
        let mut otherwise = Vec::new();
        for (place, id) in ids.into_iter().enumerate() {
            let Some(id) = id else {
                let title = &graph.schemas[place].title;
                found.lacking[place].push(format!("there is no database \"{title}\""));
                continue;
            };
            let (database, fit) = self.compare(id, &mut graph, place).await?;
            otherwise.extend(fit.otherwise);
            found.lacking[place] = fit.lacking;
            found.existing[place] = Some(fit.there);
            found.databases[place] = Some(database);
        }
        if !otherwise.is_empty() {
            let names: Vec<_> = graph
                .schemas
                .iter()
                .map(|schema| schema.name.as_str())
                .collect();
            return Err(Error::schema_mismatch(
                names.join(", "),
                "the databases",
                otherwise,
            ));
        }
        Ok(found)
    }

    /// A database as it is now, held against a schema of the graph, whose relations lead to data
    /// sources from then on, as far as these are known.
    async fn compare(
        &self,
        id: impl IntoId<DatabaseRef>,
        graph: &mut SchemaGraph,
        place: usize,
    ) -> Result<(Database, Fit)> {
        let mut database = self.get_db(id).fresh().await?;
        let source = database.fetch_source().await?;
        let live = SchemaNode::live(&source);
        database.set_source(source);
        graph.lead_to(place, database.data_source_id().cast());
        let schema = &mut graph.schemas[place];
        self.find_targets(schema, Targets::WhereKnown)?;
        let fit = fit(schema, &live);
        Ok((database, fit))
    }

    /// Binds a database whose schema is known to be that of `S`.
    pub(super) fn remember_binding<S: NotionSchema>(&self, database: Database) -> Database<S> {
        let database = database.cast::<S>();
        if let Some(source) = database.known_source() {
            self.inner
                .bindings
                .learn(place_of::<S>(database.data_source_id()), |ids| {
                    ids.learn_from(&source, names::<S>());
                });
        }
        self.inner
            .bindings
            .add(TypeId::of::<S>(), database.data_source_id().cast());
        database
    }

    /// The ids of the properties of `S` in a data source, as far as they are known: what it is asked
    /// for, and read, by.
    pub(crate) fn property_ids<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
    ) -> Arc<PropertyIds> {
        let place = place_of::<S>(source);
        let ids = self.inner.bindings.ids(place);
        if ids.len() == S::SCHEMA.properties.len() {
            return ids;
        }
        match self.cache().peek::<DataSource>(source.cast()) {
            Some(source) => self.inner.bindings.learn(place, |ids| {
                ids.learn_from(&source, names::<S>());
            }),
            None => ids,
        }
    }

    /// Remembers ids that answers brought.
    pub(crate) fn learn_ids<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
        learnt: Vec<(&'static str, PropertyId)>,
    ) {
        if learnt.is_empty() || self.is_closed() {
            return;
        }
        self.inner.bindings.learn(place_of::<S>(source), |ids| {
            for (name, id) in learnt {
                if S::SCHEMA.property(name).is_some() {
                    ids.learn(name, id);
                }
            }
        });
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
            match (&self.inner.bindings.of(type_id)[..], which) {
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

fn place_of<S: NotionSchema>(source: DataSourceId<S>) -> (TypeId, DataSourceId) {
    (TypeId::of::<S>(), source.cast())
}

/// The names of the properties of a schema.
fn names<S: NotionSchema>() -> impl Iterator<Item = &'static str> {
    S::SCHEMA.properties.iter().map(|property| property.name)
}

/// Which targets of relations have to be found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Targets {
    /// Every one, and each in one place.
    All,
    /// Those that are bound once.
    WhereKnown,
}

/// What is there of a set of schemas, in its order.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) databases: Vec<Option<Database>>,
    /// The properties that each database has.
    pub(super) existing: Existing,
    /// What each lacks, a sentence each.
    lacking: Vec<Vec<String>>,
}

impl Found {
    /// Nothing of so many schemas.
    pub(super) fn none(schemas: usize) -> Found {
        Found {
            databases: vec![None; schemas],
            existing: vec![None; schemas],
            lacking: vec![Vec::new(); schemas],
        }
    }
}
