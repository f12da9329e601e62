//! Values that Notion truncates after 25 elements in a page, with all their elements.

use notion_session::Session;
use notion_session::model::{List, Page, PropertyId, RichText};
use notion_vocabulary::{PropertyType, Truncation};
use serde_json::Value;

use crate::failure::{Failure, Result};

/// The properties of a page as Notion has them. No request, unless a value may be truncated: then one for each 100 of its
/// elements.
pub(crate) async fn values(session: &Session, page: &Page) -> Result<Vec<(String, Value)>> {
    let mut values = Vec::with_capacity(page.properties.len());
    for (name, value) in &page.properties {
        let about = |error| Failure::about(format!("the row {}", page.id), error);
        let mut value = serde_json::to_value(value).map_err(about)?;
        if let Some(kind) = truncated(&value) {
            let id = PropertyId::from(value["id"].as_str().unwrap_or(name));
            complete(session, page, &id, kind, &mut value).await?;
        }
        values.push((name.clone(), value));
    }
    Ok(values)
}

/// The kind of a value that may be truncated.
fn truncated(value: &Value) -> Option<&'static str> {
    let property = PropertyType::parse(value["type"].as_str()?)?;
    let wire = property.as_str();
    let elements = match property {
        PropertyType::Rollup => &value[wire]["array"],
        _ => &value[wire],
    };
    let shown = match property.truncation() {
        Truncation::References => {
            let runs: Vec<RichText> = serde_json::from_value(elements.clone()).ok()?;
            notion_session::content::references(&runs)
        }
        _ => elements.as_array()?.len(),
    };
    let may_omit = property
        .truncation()
        .may_omit(shown, value["has_more"].as_bool());
    may_omit.then_some(wire)
}

async fn complete(
    session: &Session,
    page: &Page,
    property: &PropertyId,
    kind: &'static str,
    value: &mut Value,
) -> Result<()> {
    let call = session.api().pages().property(page.id, property);
    let Some(request) = call.request() else {
        return Ok(());
    };
    let items = session.api().request::<List<Value>>(request.clone());
    let items: Vec<Value> = items.page_size(100).all().await?;
    let whole: Vec<Value> = match kind {
        // The elements of a rollup are property values themselves.
        "rollup" => items,
        kind => items
            .into_iter()
            .map(|mut item| item[kind].take())
            .collect(),
    };
    let place = match kind {
        "rollup" => &mut value["rollup"]["array"],
        kind => &mut value[kind],
    };
    // Of rollups that Notion does not list, the page has more.
    if place
        .as_array()
        .is_some_and(|shown| shown.len() <= whole.len())
    {
        *place = whole.into();
    }
    Ok(())
}
