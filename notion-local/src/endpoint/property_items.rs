//! `GET /pages/{id}/properties/{property_id}`.

use serde_json::{Map, Value, json};

use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::property::{self, PropertyKind, people, relation};
use crate::render::{self, Object};
use crate::state::id::encode_property;
use crate::state::{Page, Property, TITLE, Workspace};
use crate::validate::{Cursor, paging_of_query};

/// Shows one property of a page: titles, texts, people, relations and rollups as a list of single values, all others
/// as one item.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    let paging = paging_of_query(request, Cursor::Opaque)?;
    let key = request.path("property_id");
    let page = workspace.page(id)?;
    let title = title_of_page();
    let source = page
        .data_source()
        .and_then(|id| workspace.data_sources.get(&id));
    let found = match source {
        Some(source) => source.schema.find(key),
        None => (key == TITLE).then_some(&title),
    };
    let property = found.ok_or_else(|| ApiError::find_property(key))?;
    let computing = Computing::new(workspace);
    let Some(values) = values(&computing, page, property) else {
        let item = item(property, property::render(&computing, page, property));
        return Ok(Reply::ok(item.into_map()));
    };

    // The values have no ids, so that cursors count.
    let start = match &paging.cursor {
        None => 0,
        Some(cursor) => cursor
            .parse::<usize>()
            .ok()
            .filter(|at| *at <= values.len())
            .ok_or_else(|| ApiError::invalid_cursor(cursor))?,
    };
    let size = paging.size.unwrap_or(crate::validate::MAX_PAGE);
    let end = values.len().min(start + size);
    let next = (end < values.len()).then(|| end.to_string());
    let kind = element_kind(&computing, page, property);
    let results: Vec<Value> = values
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .map(|value| {
            head(property)
                .put("type", kind)
                .put("id", encode_property(&property.id))
                .put(kind, value.clone())
                .into()
        })
        .collect();
    let next_url = next.as_ref().map(|next| {
        format!(
            "https://api.notion.com/v1/pages/{id}/properties/{}?start_cursor={next}",
            encode_property(&property.id)
        )
    });
    let own = property.kind.name();
    let value = match &property.kind {
        PropertyKind::Rollup(rollup) if next.is_some() => {
            json!({ "type": "incomplete", "incomplete": {}, "function": rollup.function.as_str() })
        }
        // Choice: where the values are listed one by one, the rollup itself is an array of nothing.
        PropertyKind::Rollup(rollup) if rollup.lists_values() => {
            json!({ "type": "array", "array": [], "function": rollup.function.as_str() })
        }
        PropertyKind::Rollup(_) => property::render(&computing, page, property),
        _ => json!({}),
    };
    let mut list: Map<String, Value> = render::list("property_item", results, next).into_map();
    let summary = Object::new()
        .put("id", encode_property(&property.id))
        .put("next_url", next_url)
        .put("type", own)
        .put(own, value);
    list.insert("property_item".into(), summary.into());
    Ok(Reply::ok(list))
}

/// The single values of a property that is shown as a list, or nothing where it is not.
fn values(computing: &Computing<'_>, page: &Page, property: &Property) -> Option<Vec<Value>> {
    let all = match &property.kind {
        PropertyKind::Title | PropertyKind::RichText => property::render(computing, page, property),
        PropertyKind::People => {
            people::render_all(computing.workspace, page.cells.get(&property.id))
        }
        PropertyKind::Relation(_) => {
            relation::visible(computing.workspace, page.cells.get(&property.id))
                .iter()
                .map(|id| json!({ "id": id }))
                .collect()
        }
        PropertyKind::Rollup(rollup) => {
            if !rollup.lists_values() {
                return Some(Vec::new());
            }
            Value::Array(rollup.render_elements(computing, page))
        }
        _ => return None,
    };
    match all {
        Value::Array(values) => Some(values),
        other => Some(vec![other]),
    }
}

/// The type of the single values: of a rollup, that of the property that it shows.
fn element_kind(computing: &Computing<'_>, page: &Page, property: &Property) -> &'static str {
    match &property.kind {
        PropertyKind::Rollup(rollup) => rollup
            .element_kind(computing.workspace, page)
            .unwrap_or("rollup"),
        kind => kind.name(),
    }
}

fn item(property: &Property, value: Value) -> Object {
    let kind = property.kind.name();
    head(property)
        .put("type", kind)
        .put("id", encode_property(&property.id))
        .put(kind, value)
}

fn head(_property: &Property) -> Object {
    Object::new().put("object", "property_item")
}

fn title_of_page() -> Property {
    Property {
        id: TITLE.into(),
        name: TITLE.into(),
        description: None,
        kind: PropertyKind::Title,
    }
}
