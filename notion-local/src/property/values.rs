//! Writing property values: all are read first, then all are put into the page, with the other ends of two-way
//! relations.

use indexmap::IndexSet;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::parse;
use crate::property::context::{NewOption, ValueContext};
use crate::property::{self, PropertyKind};
use crate::state::id::Ids;
use crate::state::{Cell, PageParent, Property, PropertyId, TITLE, Workspace};
use crate::validate::{self, Body, Shape};

/// The `properties` of a page in a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ValuesBody<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Body<'a> for ValuesBody<'a> {
    fn shape() -> Shape {
        validate::property::values()
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }
}

/// Values that were read and can be written without fail.
#[derive(Debug)]
pub(crate) struct Values {
    cells: Vec<(PropertyId, Option<Cell>)>,
    new_options: Vec<NewOption>,
    ids: Ids,
}

impl Values {
    /// Reads the `properties` of a request, whose shape has been checked, for a page with this parent.
    pub(crate) fn read(
        workspace: &Workspace,
        parent: PageParent,
        properties: Option<&Map<String, Value>>,
    ) -> Result<Self> {
        let mut values = Self {
            cells: Vec::new(),
            new_options: Vec::new(),
            ids: workspace.ids.clone(),
        };
        let Some(properties) = properties else {
            return Ok(values);
        };
        match parent {
            PageParent::DataSource(id) => values.read_row(workspace, id, properties)?,
            _ => values.read_title(workspace, properties)?,
        }
        Ok(values)
    }

    fn read_row(
        &mut self,
        workspace: &Workspace,
        source: Uuid,
        properties: &Map<String, Value>,
    ) -> Result<()> {
        let schema = &workspace.data_source(source)?.schema;
        let mut context = ValueContext::new(workspace, source);
        for (key, value) in properties {
            let property = schema
                .find(key)
                .ok_or_else(|| ApiError::unknown_property(key))?;
            let value = inner(property, value)?;
            let cell = property::parse(property, value, &mut context)?;
            self.cells.push((property.id.clone(), cell));
        }
        self.new_options = context.new_options;
        self.ids = context.ids;
        Ok(())
    }

    /// Pages that are no rows have a title and nothing else.
    fn read_title(&mut self, workspace: &Workspace, properties: &Map<String, Value>) -> Result<()> {
        for (key, value) in properties {
            if key != TITLE {
                return Err(ApiError::unknown_property(key));
            }
            let title = Property {
                id: TITLE.into(),
                name: TITLE.into(),
                description: None,
                kind: PropertyKind::Title,
            };
            let runs = parse::rich_text(inner(&title, value)?, workspace)?;
            self.cells
                .push((TITLE.into(), (!runs.is_empty()).then_some(Cell::Text(runs))));
        }
        Ok(())
    }

    /// Lets the workspace go on with the ids behind those that new options have used up. To be called once, before
    /// other ids are made.
    pub(crate) fn take_ids(&self, workspace: &mut Workspace) {
        workspace.ids = self.ids.clone();
    }

    /// Puts the values into the page.
    pub(crate) fn write(self, workspace: &mut Workspace, page: Uuid) {
        for new in self.new_options {
            let schema = workspace
                .data_sources
                .get_mut(&new.data_source)
                .map(|source| &mut source.schema);
            let property = schema.and_then(|schema| schema.properties.get_mut(&new.property));
            if let Some(choices) = property.and_then(|property| property.kind.choices_mut()) {
                choices.push(new.choice);
            }
        }
        for (property, cell) in self.cells {
            let pages = match &cell {
                Some(Cell::Relation(pages)) => pages.clone(),
                _ => IndexSet::new(),
            };
            relate(workspace, page, &property, &pages);
            let Some(page) = workspace.pages.get_mut(&page) else {
                return;
            };
            match cell {
                Some(cell) => page.cells.insert(property, cell),
                None => page.cells.remove(&property),
            };
        }
    }
}

/// What stands under the key of the property's type. A value of another type is refused.
fn inner<'a>(property: &Property, value: &'a Value) -> Result<&'a Value> {
    let kind = property.kind.name();
    if value.is_array() && kind == "title" {
        return Ok(value);
    }
    value
        .get(kind)
        .ok_or_else(|| ApiError::wrong_type(&property.name, kind))
}

/// Brings the other ends of a two-way relation up to date, before the page itself gets its new pages.
pub(crate) fn relate(
    workspace: &mut Workspace,
    page: Uuid,
    property: &PropertyId,
    after: &IndexSet<Uuid>,
) {
    let Some(row) = workspace.pages.get(&page) else {
        return;
    };
    let schema = row
        .data_source()
        .and_then(|id| workspace.data_sources.get(&id))
        .map(|source| &source.schema);
    let Some(PropertyKind::Relation(relation)) =
        schema.and_then(|s| s.by_id(property)).map(|p| &p.kind)
    else {
        return;
    };
    let Some(synced) = relation.synced.clone() else {
        return;
    };
    let before = match row.cells.get(property) {
        Some(Cell::Relation(pages)) => pages.clone(),
        _ => IndexSet::new(),
    };
    for gone in before.difference(after) {
        if let Some(Cell::Relation(back)) = workspace
            .pages
            .get_mut(gone)
            .and_then(|p| p.cells.get_mut(&synced))
        {
            back.shift_remove(&page);
        }
    }
    for new in after.difference(&before) {
        let Some(other) = workspace.pages.get_mut(new) else {
            continue;
        };
        let back = other
            .cells
            .entry(synced.clone())
            .or_insert_with(|| Cell::Relation(IndexSet::new()));
        if let Cell::Relation(back) = back {
            back.insert(page);
        }
    }
}
