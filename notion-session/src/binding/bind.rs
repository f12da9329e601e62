//! Which data sources the session's schemas live in, to find the targets of relations.

use std::any::TypeId;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use notion_model::{DataSource, DataSourceId, PageId, PropertyId};
use notion_schema::internal::{Existing, Fit, Layout, PropertyIds, Renaming, adopt, fit};

use crate::binding::create::{Parents, Schemas, check_set, no_schema_twice};
use crate::error::{DatabaseMismatch, Error, Result};
use crate::handle::id::DatabaseRef;
use crate::schema::{NodeKind, NotionSchema, SchemaGraph, SchemaNode, Target};
use crate::session::{Database, IntoId, Pending, Session};

/// What the session knows of its schemas, by the structs' types.
#[derive(Debug, Default)]
pub(crate) struct Bindings(Mutex<Bound>);

#[derive(Debug, Default)]
struct Bound {
    /// The data sources of each schema.
    sources: HashMap<TypeId, Vec<DataSourceId>>,
    /// The ids of the properties of each schema in each of its data sources.
    ids: HashMap<(TypeId, DataSourceId), Arc<PropertyIds>>,
    /// What the last row looked like that was read alone.
    layouts: HashMap<(TypeId, DataSourceId), Arc<Layout>>,
}

impl Bindings {
    pub(crate) fn add(&self, schema: TypeId, source: DataSourceId) {
        let mut bound = self.lock();
        let sources = bound.sources.entry(schema).or_default();
        if !sources.contains(&source) {
            sources.push(source);
        }
    }

    /// The one data source that relations to the schema lead to.
    fn prefer(&self, schema: TypeId, source: DataSourceId) {
        self.lock().sources.insert(schema, vec![source]);
    }

    pub(crate) fn remove(&self, source: DataSourceId) {
        let mut bound = self.lock();
        let sources = bound.sources.values_mut();
        sources.for_each(|sources| sources.retain(|kept| *kept != source));
        bound.ids.retain(|(_, of), _| *of != source);
        bound.layouts.retain(|(_, of), _| *of != source);
    }

    /// What is known of the properties of a data source; that it has its schemas stays known.
    fn forget_ids(&self, source: DataSourceId) {
        let mut bound = self.lock();
        bound.ids.retain(|(_, of), _| *of != source);
        bound.layouts.retain(|(_, of), _| *of != source);
    }

    pub(crate) fn clear(&self) {
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
        let before = ids.count();
        learn(Arc::make_mut(ids));
        let ids = Arc::clone(ids);
        if ids.count() > before {
            // It goes by the ids that were known when it was made.
            bound.layouts.remove(&place);
        }
        ids
    }

    fn layout(&self, place: (TypeId, DataSourceId)) -> Option<Arc<Layout>> {
        self.lock().layouts.get(&place).cloned()
    }

    fn keep_layout(&self, place: (TypeId, DataSourceId), layout: Arc<Layout>) {
        self.lock().layouts.insert(place, layout);
    }

    fn lock(&self) -> MutexGuard<'_, Bound> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Tells the session that a database has the schema of `S`, once it was compared with it.
    /// Two requests: the database and its data source, as they are now.
    ///
    /// The id is that of the database or of the data source. A database with several data sources is
    /// bound to the one that has the title of `S`.
    ///
    /// Every property of `S` must be there under its name, of its type and with its settings:
    /// number format, options and their colours, target and direction of a relation, rollup,
    /// formula (by what it says, not how it is written), prefix. Properties and options that `S`
    /// does not have are fine: people add them. So are options of a status in another group than
    /// `S` names: Notion puts those that its API adds into "To-do", and only a person can move them.
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
    /// [`Error::SchemaMismatch`] with all that differs; [`Error::DataSourceCount`] where the database has
    /// several data sources and not one alone has the title of `S`; [`Error::WrongKind`] where the data
    /// source is in the trash; otherwise as [`get_db`](Session::get_db).
    pub fn bind<S: NotionSchema>(&self, id: impl IntoId<DatabaseRef>) -> Pending<'_, Database<S>> {
        let id = id.into_id();
        Box::pin(async move {
            self.ensure_open()?;
            let mut graph = SchemaGraph::of(&[S::schema()]);
            let (database, live) = self.look(id?, &graph.schemas[0]).await?;
            let fit = self.compare(&database, &live, &mut graph, 0)?;
            if !fit.differences.is_empty() {
                let mismatch = mismatch(&graph.schemas[0], &database, fit);
                return Err(Error::schema_mismatch(vec![mismatch]));
            }
            Ok(self.remember_binding::<S>(database))
        })
    }

    /// Says which database is meant by relations to schema `S`, where several are bound: those of the
    /// databases that are created from then on lead to this one. No request.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Book { #[notion(title)] name: String, author: Relation<Author> }
    /// # #[derive(NotionSchema)]
    /// # struct Author { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let living = session.create_db::<Author>(&home).await?;
    /// let dead = session.create_db::<Author>(&home).await?;
    /// assert!(session.create_db::<Book>(&home).await.is_err());    // by which of them?
    /// session.prefer(&living);
    /// let books = session.create_db::<Book>(&home).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn prefer<S: NotionSchema>(&self, database: &Database<S>) {
        self.bindings()
            .prefer(TypeId::of::<S>(), database.data_source_id().cast());
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
    /// [`Error::SchemaMismatch`] with all that differs; [`Error::CountMismatch`] where a parent has no
    /// database of a title, or several; [`Error::Config`] where two schemas are the same, or have one
    /// title and one parent. Otherwise as [`bind`](Session::bind).
    pub fn bind_all<T: Schemas>(&self, parents: impl Parents) -> Pending<'_, T::Databases> {
        let schemas = T::schemas();
        let parents = parents.pages(schemas.len());
        Box::pin(async move {
            let parents = parents?;
            self.ensure_open()?;
            let mut graph = SchemaGraph::of(&schemas);
            no_schema_twice(&graph)?;
            check_set(&graph, &parents)?;
            let found = self
                .find_all(&mut graph, &parents, Names::AsTheyAre)
                .await?;
            let mut differing = Vec::new();
            for (place, (database, fit)) in found.databases.iter().zip(found.fits).enumerate() {
                let schema = &graph.schemas[place];
                let Some(database) = database else {
                    let what = format!(
                        "database \"{}\" on the page {}",
                        schema.title, parents[place]
                    );
                    return Err(Error::count_mismatch(what, Vec::new()));
                };
                if !fit.differences.is_empty() {
                    differing.push(mismatch(schema, database, fit));
                }
            }
            if !differing.is_empty() {
                return Err(Error::schema_mismatch(differing));
            }
            let databases = found.databases.into_iter().flatten().collect();
            T::typed(self, databases).ok_or_else(|| Error::config("each schema gives one database"))
        })
    }

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
    fn compare(
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

    /// Forgets the ids of the properties of a data source that was changed, whatever schemas it has.
    pub(crate) fn forget_ids(&self, source: DataSourceId) {
        self.bindings().forget_ids(source);
    }

    /// Binds a database whose schema is known to be that of `S`.
    pub(crate) fn remember_binding<S: NotionSchema>(&self, database: Database) -> Database<S> {
        let database = database.cast::<S>();
        if let Some(source) = database.known_source() {
            self.bindings()
                .learn(place_of::<S>(database.data_source_id()), |ids| {
                    learn_from_struct::<S>(ids);
                    ids.learn_from(&source, names::<S>());
                });
        }
        self.bindings()
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
        let ids = self.bindings().ids(place);
        if ids.count() == S::SCHEMA.properties.len() {
            return ids;
        }
        let source = self.cache().peek::<DataSource>(source.cast());
        self.bindings().learn(place, |ids| {
            learn_from_struct::<S>(ids);
            if let Some(source) = source {
                ids.learn_from(&source, names::<S>());
            }
        })
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
        self.bindings().learn(place_of::<S>(source), |ids| {
            for (name, id) in learnt {
                if S::SCHEMA.property(name).is_some() {
                    ids.learn(name, id);
                }
            }
        });
    }

    /// What rows of `S` in a data source are expected to look like: as the last one did that was read
    /// alone. Where no data source is named, nothing is expected.
    pub(crate) fn layout<S: NotionSchema>(&self, source: Option<DataSourceId<S>>) -> Arc<Layout> {
        let Some(source) = source else {
            return Arc::new(Layout::bound(names::<S>(), &PropertyIds::default()));
        };
        match self.bindings().layout(place_of::<S>(source)) {
            Some(layout) => layout,
            None => Arc::new(Layout::bound(names::<S>(), &self.property_ids(source))),
        }
    }

    /// Remembers what a row looked like that was read by such a layout, and the ids that it brought.
    pub(crate) fn keep_layout<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
        mut layout: Arc<Layout>,
    ) {
        let place = place_of::<S>(source);
        let kept = self.bindings().layout(place);
        let as_expected = kept.is_some_and(|kept| Arc::ptr_eq(&kept, &layout));
        if as_expected || self.is_closed() {
            return;
        }
        self.learn_ids(source, Arc::make_mut(&mut layout).learnt());
        self.bindings().keep_layout(place, layout);
    }

    /// Puts data sources in place of the structs that a schema's relations lead to.
    pub(crate) fn find_targets(&self, schema: &mut SchemaNode, which: Targets) -> Result<()> {
        for property in &mut schema.properties {
            let NodeKind::Relation { target, .. } = &mut property.kind else {
                continue;
            };
            let Target::Elsewhere { type_id, name } = *target else {
                continue;
            };
            match (&self.bindings().of(type_id)[..], which) {
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

/// How a database differs, for an error.
pub(crate) fn mismatch<S>(
    schema: &SchemaNode,
    database: &Database<S>,
    fit: Fit,
) -> DatabaseMismatch {
    DatabaseMismatch {
        schema: schema.name.clone(),
        database: crate::binding::carry_out::name(database),
        differences: fit.differences,
        notes: fit.notes,
    }
}

fn place_of<S: NotionSchema>(source: DataSourceId<S>) -> (TypeId, DataSourceId) {
    (TypeId::of::<S>(), source.cast())
}

/// The ids that are known without asking: those that the struct says, and that of the title, which is
/// the same everywhere.
fn learn_from_struct<S: NotionSchema>(ids: &mut PropertyIds) {
    for property in S::SCHEMA.properties {
        if let Some(id) = property.id() {
            ids.learn(property.name, id);
        } else if property.config.wire() == "title" {
            ids.learn(property.name, "title".into());
        }
    }
}

/// The names of the properties of a schema.
fn names<S: NotionSchema>() -> impl Iterator<Item = &'static str> {
    S::SCHEMA.properties.iter().map(|property| property.name)
}

/// How properties are found that Notion has given a name by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// By that name.
    AsTheyAre,
    /// As what they should have been called.
    Adopted,
}

/// Which targets of relations have to be found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Targets {
    /// Every one, and each in one place.
    All,
    /// Those that are bound once.
    WhereKnown,
}

/// What is there of a set of schemas, in its order.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) databases: Vec<Option<Database>>,
    /// The properties that each database has.
    pub(crate) existing: Existing,
    /// How each differs from its schema.
    fits: Vec<Fit>,
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
