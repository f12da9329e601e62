//! Values that Notion truncates, read whole.

use notion_session::Session;
use notion_session::model::{PageId, PropertyId};
use serde_json::{Map, Value};

use super::answer::is_refusal;
use super::row::Parsed;
use crate::error::{Error, Result};

/// A page whose values are whole, and those that are not, with the reasons.
pub(crate) struct Completed {
    pub(crate) json: String,
    pub(crate) failures: Vec<(String, String)>,
}

/// Reads the values of a page that may be truncated: one request for each 100 elements of each. `None` if there are none.
pub(crate) async fn complete(session: &Session, parsed: &Parsed<'_>) -> Result<Option<Completed>> {
    let truncated = parsed.truncated();
    if truncated.is_empty() {
        return Ok(None);
    }
    let unreadable = |error: serde_json::Error| Error::answer("a page", error);
    let mut page: Value = serde_json::from_str(&parsed.raw).map_err(unreadable)?;
    let mut failures = Vec::new();
    for (name, id, wire) in truncated {
        match elements(session, &parsed.page.id, &id, &wire).await {
            Ok(elements) => {
                let value = &mut page["properties"][&name];
                value[&wire] = elements.into();
                if let Some(more) = value.get_mut("has_more") {
                    *more = false.into();
                }
            }
            Err(error) if is_refusal(&error) => failures.push((name, error.to_string())),
            Err(error) => return Err(error),
        }
    }
    Ok(Some(Completed {
        json: page.to_string(),
        failures,
    }))
}

/// The elements of a value.
async fn elements(session: &Session, page: &str, property: &str, wire: &str) -> Result<Vec<Value>> {
    let page = PageId::<()>::try_from(page).map_err(|error| Error::answer("a page", error))?;
    let property = PropertyId::from(property);
    let request = format!("the property {property} of page {page}");
    let mut all: Vec<Value> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut call = session
            .api()
            .pages()
            .property(page, &property)
            .page_size(100);
        if let Some(cursor) = &cursor {
            call = call.start_cursor(cursor);
        }
        let bytes = call.bytes().await?;
        let list: Result<Map<String, Value>, _> = serde_json::from_slice(&bytes);
        let mut list = list.map_err(|error| Error::answer(&request, error))?;
        let Some(Value::Array(items)) = list.remove("results") else {
            return Err(Error::answer(&request, "it is not a list"));
        };
        for mut item in items {
            all.push(item.get_mut(wire).map(Value::take).unwrap_or_default());
        }
        let next = list
            .get("next_cursor")
            .and_then(Value::as_str)
            .map(str::to_owned);
        if next.is_none() || next == cursor {
            return Ok(all);
        }
        cursor = next;
    }
}
