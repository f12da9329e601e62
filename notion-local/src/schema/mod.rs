//! Making and changing the properties of data sources.
//!
//! A change may reach other data sources (two-way relations) and may fail half-way, so it is worked out on copies
//! of the schemas first, and applied to the workspace when all of it is known to be good.

mod apply;
mod change;
mod convert;
mod create;
mod formula;
mod options;
mod relate;
mod size;

use indexmap::IndexMap;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::Result;
use crate::property::PropertyKind;
use crate::state::id::Ids;
use crate::state::{Property, PropertyId, Schema, TITLE, Workspace};
use crate::validate::{self, Body, Shape};

pub(crate) use apply::Changes;

/// A change that is being worked out.
pub(crate) struct Draft<'a> {
    workspace: &'a Workspace,
    ids: Ids,
    /// The data source whose schema is made or changed, and its title.
    own: Uuid,
    own_title: String,
    schemas: IndexMap<Uuid, Schema>,
    /// What has to be done to the rows, in order.
    effects: Vec<Effect>,
}

/// What a change of a schema does to rows.
#[derive(Debug)]
pub(crate) enum Effect {
    /// The property is gone, or its values make no sense any more.
    Clear {
        data_source: Uuid,
        property: PropertyId,
    },
    /// The property has another type now.
    Convert {
        data_source: Uuid,
        property: PropertyId,
        from: PropertyKind,
    },
    /// The relation has another end now: fill it.
    Mirror {
        data_source: Uuid,
        property: PropertyId,
        target: Uuid,
        synced: PropertyId,
    },
}

/// The `properties` of a new data source in a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ConfigsBody<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Body<'a> for ConfigsBody<'a> {
    fn shape() -> Shape {
        validate::property::config_map()
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }
}

/// Changes of the `properties` of a data source in a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChangesBody<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Body<'a> for ChangesBody<'a> {
    fn shape() -> Shape {
        validate::property::config_changes()
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }
}

/// Works out the schema of a new data source. `ids` go on from where the caller is.
pub(crate) fn create(
    workspace: &Workspace,
    ids: Ids,
    own: Uuid,
    own_title: &str,
    properties: Option<&Map<String, Value>>,
) -> Result<Changes> {
    let mut draft = Draft::new(workspace, ids, own, own_title, Schema::default());
    match properties {
        // Choice: a database without a schema has a title called "Name", as in Notion itself.
        None => draft.add_title("Name"),
        Some(properties) => draft.create_all(properties)?,
    }
    size::check(&draft)?;
    Ok(draft.finish())
}

/// Works out a change of a schema.
pub(crate) fn update(
    workspace: &Workspace,
    own: Uuid,
    own_title: &str,
    schema: &Schema,
    properties: &Map<String, Value>,
) -> Result<Changes> {
    let mut draft = Draft::new(
        workspace,
        workspace.ids.clone(),
        own,
        own_title,
        schema.clone(),
    );
    draft.change_all(properties)?;
    size::check(&draft)?;
    Ok(draft.finish())
}

impl<'a> Draft<'a> {
    fn new(workspace: &'a Workspace, ids: Ids, own: Uuid, own_title: &str, schema: Schema) -> Self {
        Self {
            workspace,
            ids,
            own,
            own_title: own_title.to_owned(),
            schemas: [(own, schema)].into_iter().collect(),
            effects: Vec::new(),
        }
    }

    fn finish(self) -> Changes {
        Changes::new(self.ids, self.schemas, self.effects)
    }

    fn add_title(&mut self, name: &str) {
        let property = Property {
            id: TITLE.into(),
            name: name.into(),
            description: None,
            kind: PropertyKind::Title,
        };
        self.own_schema()
            .properties
            .insert(property.id.clone(), property);
    }

    fn own_schema(&mut self) -> &mut Schema {
        let own = self.own;
        self.schemas.entry(own).or_default()
    }

    /// Returns the schema that a data source will have; `None` if there is no such data source.
    fn schema(&self, id: Uuid) -> Option<&Schema> {
        self.schemas.get(&id).or_else(|| {
            self.workspace
                .data_sources
                .get(&id)
                .map(|source| &source.schema)
        })
    }

    /// The schema of a data source as it will be, to change it.
    fn schema_mut(&mut self, id: Uuid) -> &mut Schema {
        let workspace = self.workspace;
        self.schemas.entry(id).or_insert_with(|| {
            workspace
                .data_sources
                .get(&id)
                .map(|source| source.schema.clone())
                .unwrap_or_default()
        })
    }

    /// An id that no property of the data source has.
    fn new_property_id(&mut self, data_source: Uuid) -> PropertyId {
        loop {
            let id: PropertyId = self.ids.property().into();
            if self
                .schema(data_source)
                .is_none_or(|schema| schema.by_id(&id).is_none())
            {
                return id;
            }
        }
    }
}
