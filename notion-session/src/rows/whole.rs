//! Whole values of the properties that Notion truncates in rows: lists of property items, read strictly.
//!
//! What is read here replaces the part that a row came with, and a later save writes it back. An answer that is something
//! else, taken for an empty list, would therefore remove everything in Notion: `null`, an error under status 200, the items
//! of another property. Each is an error, and the value stays incomplete.

use futures_util::TryStreamExt;
use notion_model::PropertyId;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::http::Request;
use crate::session::Session;
use notion_rest::internal::pages;

/// What a list of property items has to be about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// Who reads, for errors.
    pub(crate) reader: &'a str,
    /// The name of the property.
    pub(crate) property: &'a str,
    /// The id of the page.
    pub(crate) page: &'a str,
    /// The type of the property.
    pub(crate) wire: &'a str,
    /// The id of the property, if it is known.
    pub(crate) id: Option<&'a str>,
}

/// A page of a list of property items.
struct ItemPage {
    elements: Vec<Value>,
    next_cursor: Option<String>,
}

impl Session {
    /// Returns the elements of a property, one request for each 100 of them.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if an answer is not a list of items of this property; otherwise those of
    /// [`Client::send`](crate::http::Client::send).
    pub(crate) async fn property_elements(
        &self,
        request: Request,
        expected: Expected<'_>,
    ) -> Result<Vec<Value>> {
        let request = &request.query("page_size", "100");
        let fetch = |cursor: Option<String>| async move {
            let request = match cursor {
                Some(cursor) => request.clone().at_cursor(&cursor),
                None => request.clone(),
            };
            let answer = self.client().send(&request).await?;
            let answer: Value = serde_json::from_slice(answer.body())
                .map_err(|error| Error::decode_answer(&request, &answer, error))?;
            item_page(answer, expected).map_err(|reason| {
                let Expected {
                    reader,
                    property,
                    page,
                    ..
                } = expected;
                Error::decode(
                    reader,
                    property,
                    page,
                    format!("the answer to {request} is not a list of its items: {reason}"),
                )
            })
        };
        let parts = pages(fetch, |part: &ItemPage| part.next_cursor.as_deref());
        let parts: Vec<_> = parts.try_collect().await?;
        Ok(parts.into_iter().flat_map(|part| part.elements).collect())
    }
}

/// Reads one answer. In all that was recorded it is
/// `{"object": "list", "results": [..], "next_cursor": .., "has_more": .., "type": "property_item", "property_item": {"id",
/// "type", ..}, ..}`, with results such as `{"object": "property_item", "type": "relation", "id": .., "relation": {..}}`.
fn item_page(mut answer: Value, expected: Expected<'_>) -> Result<ItemPage, String> {
    match answer["object"].as_str() {
        Some("list") => {}
        Some("error") => return Err(format!("it is the error {}", answer["message"])),
        Some(other) => return Err(format!("it is a `{other}` object")),
        None => return Err(format!("it is {}", shape(&answer))),
    }
    let of = answer["type"].as_str().unwrap_or_default();
    if of != "property_item" {
        return Err(format!("it is a list of the type `{of}`"));
    }
    about(&answer["property_item"], expected)?;
    let next_cursor = match (&answer["has_more"], &answer["next_cursor"]) {
        (Value::Bool(_), Value::String(cursor)) => Some(cursor.clone()),
        (Value::Bool(false), Value::Null) => None,
        (Value::Bool(true), _) => return Err("it has more items and no cursor".to_owned()),
        (has_more, _) => return Err(format!("its `has_more` is {}", shape(has_more))),
    };
    let Value::Array(items) = answer["results"].take() else {
        return Err("it has no list of results".to_owned());
    };
    let mut elements = Vec::with_capacity(items.len());
    for (place, mut item) in items.into_iter().enumerate() {
        if item["object"] != "property_item" {
            return Err(format!("`results[{place}]` is {}", shape(&item)));
        }
        about(&item, expected).map_err(|reason| format!("`results[{place}]`: {reason}"))?;
        match item[expected.wire].take() {
            element @ Value::Object(_) => elements.push(element),
            other => {
                let shape = shape(&other);
                return Err(format!("`results[{place}].{}` is {shape}", expected.wire));
            }
        }
    }
    Ok(ItemPage {
        elements,
        next_cursor,
    })
}

/// Checks that a list or an item is about the expected property.
fn about(value: &Value, expected: Expected<'_>) -> Result<(), String> {
    let Some(kind) = value["type"].as_str() else {
        return Err("it does not have the type of a property".to_owned());
    };
    if kind != expected.wire {
        return Err(format!(
            "it is about a {kind} property, and this is a {} property",
            expected.wire
        ));
    }
    match (value["id"].as_str(), expected.id) {
        (None, _) => Err("it does not have the id of a property".to_owned()),
        // Ids are percent-encoded in nearly all answers, but not in all.
        (Some(id), Some(known))
            if PropertyId::from(id).decoded() != PropertyId::from(known).decoded() =>
        {
            Err(format!(
                "it is about the property with the id `{id}`, and this one has the id `{known}`"
            ))
        }
        _ => Ok(()),
    }
}

/// What a JSON value is, in an error.
fn shape(value: &Value) -> &'static str {
    match value {
        Value::Null => "null or missing",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a bare list",
        Value::Object(_) => "an object of another kind",
    }
}
