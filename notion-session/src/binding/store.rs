//! What the session knows of its schemas: their data sources, the ids of their properties, what their rows look like.

use std::any::TypeId;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use notion_model::{DataSource, DataSourceId, PropertyId};
use notion_schema::internal::{Layout, PropertyIds};

use crate::error::{Error, Result};
use crate::schema::{NodeKind, NotionSchema, SchemaNode, Target};
use crate::session::{Database, Session};

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
    pub(crate) fn prefer(&self, schema: TypeId, source: DataSourceId) {
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

/// Which targets of relations have to be found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Targets {
    /// Every one, and each in one place.
    All,
    /// Those that are bound once.
    WhereKnown,
}

impl Session {
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
