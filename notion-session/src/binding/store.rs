//! What the session knows of its schemas: their data sources, the ids of their properties, what their rows look like.

use std::any::TypeId;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use notion_model::{DataSource, DataSourceId, PropertyId};
use notion_schema::internal::{Layout, PropertyIds};

use crate::error::{Error, Result};
use crate::schema::{NodeKind, NotionSchema, SchemaNode, Target};

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
    pub(crate) fn forget_ids(&self, source: DataSourceId) {
        let mut bound = self.lock();
        bound.ids.retain(|(_, of), _| *of != source);
        bound.layouts.retain(|(_, of), _| *of != source);
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Bound::default();
    }

    pub(crate) fn of(&self, schema: TypeId) -> Vec<DataSourceId> {
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

    /// Binds a data source whose schema is known to be that of `S`, and learns from it if it is at hand.
    pub(crate) fn remember<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
        known: Option<&DataSource>,
    ) {
        if let Some(known) = known {
            self.learn(place_of(source), |ids| {
                learn_from_struct::<S>(ids);
                ids.learn_from(known, names::<S>());
            });
        }
        self.add(TypeId::of::<S>(), source.cast());
    }

    /// Returns the ids of the properties of `S` in a data source, as far as they are known: what it is asked for, and read,
    /// by. If some are missing, they are learnt from the data source, if it is at hand.
    pub(crate) fn property_ids<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
        at_hand: impl FnOnce() -> Option<Arc<DataSource>>,
    ) -> Arc<PropertyIds> {
        let ids = self.ids(place_of(source));
        if ids.count() == S::SCHEMA.properties.len() {
            return ids;
        }
        let known = at_hand();
        self.learn(place_of(source), |ids| {
            learn_from_struct::<S>(ids);
            if let Some(known) = known {
                ids.learn_from(&known, names::<S>());
            }
        })
    }

    /// Remembers ids that answers brought.
    pub(crate) fn learn_ids<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
        learnt: Vec<(&'static str, PropertyId)>,
    ) {
        if learnt.is_empty() {
            return;
        }
        self.learn(place_of(source), |ids| {
            for (name, id) in learnt {
                if S::SCHEMA.property(name).is_some() {
                    ids.learn(name, id);
                }
            }
        });
    }

    /// Returns the form of the last row of `S` that was read alone from a data source.
    pub(crate) fn last_layout<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
    ) -> Option<Arc<Layout>> {
        self.lock().layouts.get(&place_of(source)).cloned()
    }

    /// Remembers the form of a row that was read by such a layout, and the ids that it brought.
    pub(crate) fn keep_layout<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
        mut layout: Arc<Layout>,
    ) {
        let last = self.last_layout(source);
        if last.is_some_and(|last| Arc::ptr_eq(&last, &layout)) {
            return;
        }
        self.learn_ids(source, Arc::make_mut(&mut layout).learnt());
        self.lock().layouts.insert(place_of(source), layout);
    }

    /// Replaces the structs that a schema's relations lead to by their data sources.
    ///
    /// # Errors
    ///
    /// [`Error::UnboundTarget`] and [`Error::AmbiguousTarget`], if each target must be found in one place.
    pub(crate) fn find_targets(&self, schema: &mut SchemaNode, which: Targets) -> Result<()> {
        for property in &mut schema.properties {
            let NodeKind::Relation { target, .. } = &mut property.kind else {
                continue;
            };
            let Target::Elsewhere { type_id, name } = *target else {
                continue;
            };
            match (&self.of(type_id)[..], which) {
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

    fn lock(&self) -> MutexGuard<'_, Bound> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether Notion names the other side of a two-way relation as it is asked to. Its API's types
/// allow to ask; no recording tells the answer. It is looked at once a session.
#[derive(Debug, Default)]
pub(crate) struct NamesOtherSides(AtomicU8);

impl NamesOtherSides {
    pub(crate) fn get(&self) -> Option<bool> {
        match self.0.load(Ordering::Relaxed) {
            1 => Some(false),
            2 => Some(true),
            _ => None,
        }
    }

    pub(crate) fn set(&self, names: bool) {
        self.0.store(1 + u8::from(names), Ordering::Relaxed);
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

/// What rows of `S` look like of which nothing is known.
pub(crate) fn any_layout<S: NotionSchema>(ids: &PropertyIds) -> Arc<Layout> {
    Arc::new(Layout::bound(names::<S>(), ids))
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
