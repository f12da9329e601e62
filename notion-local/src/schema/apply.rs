//! Changes of schemas, worked out and ready to be applied. From here on nothing can fail.

use indexmap::{IndexMap, IndexSet};
use uuid::Uuid;

use super::Effect;
use super::convert::convert;
use crate::state::id::Ids;
use crate::state::{Cell, PropertyId, Schema, Workspace};

/// What a change of a schema comes to.
pub(crate) struct Changes {
    ids: Ids,
    schemas: IndexMap<Uuid, Schema>,
    effects: Vec<Effect>,
}

impl Changes {
    pub(super) fn new(ids: Ids, schemas: IndexMap<Uuid, Schema>, effects: Vec<Effect>) -> Self {
        Self {
            ids,
            schemas,
            effects,
        }
    }

    /// Takes out the schema of a data source that is not in the workspace yet.
    pub(crate) fn take(&mut self, id: Uuid) -> Schema {
        self.schemas.shift_remove(&id).unwrap_or_default()
    }

    /// Puts everything into the workspace. Data sources whose schema changed count as changed now.
    pub(crate) fn apply(self, workspace: &mut Workspace) {
        workspace.ids = self.ids;
        for (id, schema) in self.schemas {
            if let Some(source) = workspace.data_sources.get_mut(&id) {
                source.schema = schema;
                workspace.touch(id);
            }
        }
        for effect in self.effects {
            match effect {
                Effect::Clear {
                    data_source,
                    property,
                } => clear(workspace, data_source, &property),
                Effect::Mirror {
                    data_source,
                    property,
                    target,
                    synced,
                } => {
                    mirror(workspace, data_source, &property, target, &synced);
                }
                Effect::Convert {
                    data_source,
                    property,
                    from,
                } => {
                    convert_all(workspace, data_source, &property, &from);
                }
            }
        }
    }
}

fn rows(workspace: &Workspace, data_source: Uuid) -> Vec<Uuid> {
    workspace
        .data_sources
        .get(&data_source)
        .map(|source| source.rows.clone())
        .unwrap_or_default()
}

fn clear(workspace: &mut Workspace, data_source: Uuid, property: &PropertyId) {
    for row in rows(workspace, data_source) {
        if let Some(page) = workspace.pages.get_mut(&row) {
            page.cells.remove(property);
        }
    }
}

/// Fills the new end of a two-way relation from the old one.
fn mirror(
    workspace: &mut Workspace,
    data_source: Uuid,
    property: &PropertyId,
    target: Uuid,
    synced: &PropertyId,
) {
    let mut found: IndexMap<Uuid, IndexSet<Uuid>> = IndexMap::new();
    for row in rows(workspace, data_source) {
        let cell = workspace
            .pages
            .get(&row)
            .and_then(|page| page.cells.get(property));
        let Some(Cell::Relation(pages)) = cell else {
            continue;
        };
        for page in pages {
            found.entry(*page).or_default().insert(row);
        }
    }
    for (id, pages) in found {
        if let Some(page) = workspace.pages.get_mut(&id)
            && page.data_source() == Some(target)
        {
            page.cells.insert(synced.clone(), Cell::Relation(pages));
        }
    }
}

fn convert_all(
    workspace: &mut Workspace,
    data_source: Uuid,
    property: &PropertyId,
    from: &crate::property::PropertyKind,
) {
    let source = workspace.data_sources.get(&data_source);
    let Some(to) = source
        .and_then(|source| source.schema.by_id(property))
        .map(|property| property.kind.clone())
    else {
        return;
    };
    for row in rows(workspace, data_source) {
        let Some(cell) = workspace
            .pages
            .get_mut(&row)
            .and_then(|page| page.cells.remove(property))
        else {
            continue;
        };
        let converted = convert(workspace, &cell, from, &to);
        if let (Some(cell), Some(page)) = (converted, workspace.pages.get_mut(&row)) {
            page.cells.insert(property.clone(), cell);
        }
    }
}
