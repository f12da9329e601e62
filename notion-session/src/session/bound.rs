//! What the session knows of its schemas, for the rest of the crate: the parts of [`Bindings`] that need the object store, or
//! that end with the session.

use std::sync::Arc;

use notion_model::{DataSource, DataSourceId, PropertyId};
use notion_schema::internal::{Layout, PropertyIds};

use super::{Database, Session};
use crate::binding::store::{Targets, any_layout};
use crate::error::Result;
use crate::schema::{NotionSchema, SchemaNode};

impl Session {
    /// Forgets the ids of the properties of a data source that was changed, whatever schemas it has.
    pub(crate) fn forget_ids(&self, source: DataSourceId) {
        self.bindings().forget_ids(source);
    }

    /// Binds a database whose schema is known to be that of `S`.
    pub(crate) fn remember_binding<S: NotionSchema>(&self, database: Database) -> Database<S> {
        let database = database.cast::<S>();
        let known = database.known_source();
        self.bindings()
            .remember(database.data_source_id(), known.as_deref());
        database
    }

    /// Returns the ids of the properties of `S` in a data source, as far as they are known.
    pub(crate) fn property_ids<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
    ) -> Arc<PropertyIds> {
        self.bindings()
            .property_ids(source, || self.cache().peek::<DataSource>(source.cast()))
    }

    /// Remembers ids that answers brought.
    pub(crate) fn learn_ids<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
        learnt: Vec<(&'static str, PropertyId)>,
    ) {
        if !self.is_closed() {
            self.bindings().learn_ids(source, learnt);
        }
    }

    /// Returns what rows of `S` in a data source are expected to look like: as the last one did that was read alone. If no
    /// data source is named, nothing is expected.
    pub(crate) fn layout<S: NotionSchema>(&self, source: Option<DataSourceId<S>>) -> Arc<Layout> {
        let Some(source) = source else {
            return any_layout::<S>(&PropertyIds::default());
        };
        self.bindings()
            .last_layout(source)
            .unwrap_or_else(|| any_layout::<S>(&self.property_ids(source)))
    }

    /// Remembers what a row looked like that was read by such a layout, and the ids that it brought.
    pub(crate) fn keep_layout<S: NotionSchema>(
        &self,
        source: DataSourceId<S>,
        layout: Arc<Layout>,
    ) {
        if !self.is_closed() {
            self.bindings().keep_layout(source, layout);
        }
    }

    /// Replaces the structs that a schema's relations lead to by their data sources.
    pub(crate) fn find_targets(&self, schema: &mut SchemaNode, which: Targets) -> Result<()> {
        self.bindings().find_targets(schema, which)
    }

    /// Returns whether Notion has refused to filter by a property of a data source.
    pub(crate) fn is_unfilterable<S>(
        &self,
        source: DataSourceId<S>,
        ids: &PropertyIds,
        name: &str,
    ) -> bool {
        self.unfilterable().contains(source.cast(), ids, name)
    }

    /// Remembers that Notion has refused to filter by a property of a data source.
    pub(crate) fn remember_unfilterable<S>(
        &self,
        source: DataSourceId<S>,
        ids: &PropertyIds,
        name: &str,
    ) {
        self.unfilterable().insert(source.cast(), ids, name);
    }
}
