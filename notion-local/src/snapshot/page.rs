//! Pages of a snapshot.

use serde_json::Value;

use super::value::{Result, checked, counter, face, flag, history, id_of, parent, runs, uuid};
use crate::property;
use crate::property::context::ValueContext;
use crate::state::id::percent_decode;
use crate::state::{
    Cell, DataSource, Face, Map, Page, PageParent, PropertyId, TITLE, Template, Workspace,
};

pub(super) fn page(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let above = value.get("parent");
    let data_source = uuid(above.and_then(|parent| parent.get("data_source_id")));
    let parent = match data_source {
        Some(id) => PageParent::DataSource(id),
        None => parent(above).into(),
    };
    let page = Page {
        id,
        parent,
        history: history(workspace, value, place)?,
        face: Face {
            title: Vec::new(),
            description: Vec::new(),
            ..face(workspace, value, place)?
        },
        cells: Map::default(),
        number: match counter(value.get("number"), "number", place)? {
            Some(number) => number,
            None => number_of(value, place)?.unwrap_or_default(),
        },
    };
    workspace.pages.insert(id, page);
    if let Some(source) = data_source.and_then(|id| workspace.data_sources.get_mut(&id)) {
        match value.get("template") {
            Some(template) => source.templates.push(Template {
                page: id,
                is_default: flag(template, "is_default"),
            }),
            None => source.rows.push(id),
        }
    }
    Ok(())
}

/// The number in the page's unique id, if it has one.
fn number_of(page: &Value, place: &str) -> Result<Option<u64>> {
    let properties = page.get("properties").and_then(Value::as_object);
    let found = properties
        .into_iter()
        .flatten()
        .find_map(|(name, property)| {
            let number = property.pointer("/unique_id/number")?;
            Some((name, number)).filter(|_| !number.is_null())
        });
    found.map_or(Ok(None), |(name, number)| {
        counter(
            Some(number),
            &format!("properties.{name}.unique_id.number"),
            place,
        )
    })
}

pub(super) fn page_values(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let Some(properties) = value.get("properties").and_then(Value::as_object) else {
        return Ok(());
    };
    let source = workspace.pages.get(&id).and_then(Page::data_source);
    let cells = match source.and_then(|id| workspace.data_sources.get(&id)) {
        None => {
            let title = properties
                .values()
                .find(|property| property.get("type") == Some(&"title".into()));
            let runs = runs(workspace, title.and_then(|title| title.get("title")), place)?;
            vec![(PropertyId::from(TITLE), Cell::Text(runs))]
        }
        Some(source) => row_values(workspace, source, properties, place)?,
    };
    if let Some(page) = workspace.pages.get_mut(&id) {
        page.cells.extend(cells);
    }
    Ok(())
}

fn row_values(
    workspace: &Workspace,
    source: &DataSource,
    properties: &serde_json::Map<String, Value>,
    place: &str,
) -> Result<Vec<(PropertyId, Cell)>> {
    let mut context = ValueContext::new(workspace, source.id);
    let mut cells = Vec::new();
    for (name, value) in properties {
        let id = value
            .get("id")
            .and_then(Value::as_str)
            .map(percent_decode)
            .unwrap_or_default();
        let Some(property) = source
            .schema
            .by_id(&id)
            .or_else(|| source.schema.by_name(name))
        else {
            continue;
        };
        if property.kind.property_type().is_computed() {
            continue;
        }
        let Some(inner) = value.get(property.kind.name()) else {
            continue;
        };
        let place = format!("{place}.properties.{name}");
        if let Some(cell) = checked(property::parse(property, inner, &mut context), &place)? {
            cells.push((property.id.clone(), cell));
        }
    }
    Ok(cells)
}
