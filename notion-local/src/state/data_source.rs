//! Data sources: a schema and its rows.

use indexmap::IndexMap;
use uuid::Uuid;

use super::{Face, History, PropertyId};
use crate::property::PropertyKind;

/// A data source.
#[derive(Debug, Clone)]
pub(crate) struct DataSource {
    pub(crate) id: Uuid,
    pub(crate) database: Uuid,
    pub(crate) history: History,
    pub(crate) face: Face,
    pub(crate) schema: Schema,
    /// The rows in the order of their creation, those in the trash too.
    pub(crate) rows: Vec<Uuid>,
    /// The number that the next row gets. Numbers are not used twice.
    pub(crate) next_number: u64,
    pub(crate) templates: Vec<Template>,
}

/// A page that new rows can be made after. It is no row itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) page: Uuid,
    pub(crate) is_default: bool,
}

/// The properties of a data source, in no particular order: Notion shows them by id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schema {
    pub(crate) properties: IndexMap<PropertyId, Property>,
}

/// One property of a data source.
#[derive(Debug, Clone)]
pub(crate) struct Property {
    pub(crate) id: PropertyId,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) kind: PropertyKind,
}

impl Schema {
    /// The property of this id.
    pub(crate) fn by_id(&self, id: &str) -> Option<&Property> {
        self.properties.get(id)
    }

    /// The property of this name.
    pub(crate) fn by_name(&self, name: &str) -> Option<&Property> {
        self.properties
            .values()
            .find(|property| property.name == name)
    }

    /// The property that a request means: by name, else by id, encoded or not.
    pub(crate) fn find(&self, key: &str) -> Option<&Property> {
        self.by_name(key)
            .or_else(|| self.by_id(key))
            .or_else(|| self.by_id(&crate::state::id::percent_decode(key)))
    }

    /// The properties in the order in which Notion shows them: by id, four-character ids first, then the title,
    /// then those of wikis.
    pub(crate) fn in_order(&self) -> Vec<&Property> {
        let mut properties: Vec<_> = self.properties.values().collect();
        properties.sort_by(|a, b| rank(&a.id).cmp(&rank(&b.id)).then_with(|| a.id.cmp(&b.id)));
        properties
    }
}

fn rank(id: &str) -> u8 {
    match id {
        super::TITLE => 1,
        id if id.len() > 4 => 2,
        _ => 0,
    }
}
