//! Requests, and answers as they came: the JSON of each object is kept as it is.

use std::borrow::Cow;

use bytes::Bytes;
use jiff::Timestamp;
use notion_session::Session;
use notion_session::api::Call;
use notion_session::http::Request;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::plan::{fingerprint, time};

/// An answer: its bytes, and when the server gave it.
pub(crate) struct Answer {
    body: Bytes,
    /// By the server's clock.
    pub(crate) answered: Option<Timestamp>,
    request: String,
}

/// One part of a list.
#[derive(Deserialize)]
pub(crate) struct Part<'a> {
    #[serde(borrow)]
    pub(crate) results: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    next_cursor: Option<Cow<'a, str>>,
    #[serde(default)]
    has_more: bool,
    #[serde(borrow, default)]
    request_status: Option<RequestStatus<'a>>,
}

#[derive(Deserialize)]
struct RequestStatus<'a> {
    #[serde(borrow, rename = "type", default)]
    status: Cow<'a, str>,
}

impl Part<'_> {
    /// The cursor of the next part, if there is one.
    pub(crate) fn next(&self) -> Option<String> {
        let next = self.next_cursor.as_ref().filter(|_| self.has_more);
        next.map(|cursor| cursor.clone().into_owned())
    }

    /// Whether Notion reports that it does not give all results of the query.
    pub(crate) fn is_limited(&self) -> bool {
        self.request_status
            .as_ref()
            .is_some_and(|status| status.status == "incomplete")
    }
}

impl Answer {
    /// Reads a list.
    pub(crate) fn part(&self) -> Result<Part<'_>> {
        serde_json::from_slice(&self.body).map_err(|error| Error::answer(&self.request, error))
    }

    /// Reads an object, without the id of the request, which is not part of it.
    pub(crate) fn object(&self) -> Result<Map<String, Value>> {
        let object: Result<Map<String, Value>, _> = serde_json::from_slice(&self.body);
        let mut object = object.map_err(|error| Error::answer(&self.request, error))?;
        object.shift_remove("request_id");
        Ok(object)
    }
}

/// Sends a request that changes nothing.
pub(crate) async fn send(session: &Session, request: Request) -> Result<Answer> {
    let request = request.repeatable(true);
    let response = session.client().send(&request).await?;
    let answered = time::answered(response.header("date"));
    let body = response.into_body();
    let body = match fingerprint::without_lone_surrogates(&body) {
        Some(body) => body.into(),
        None => body,
    };
    Ok(Answer {
        body,
        answered,
        request: request.to_string(),
    })
}

/// The request of a call: it is sent without reading its answer as a type, so that the JSON stays as it came.
pub(crate) fn request<T>(call: &Call<T>) -> Result<Request> {
    let request = call.request().cloned();
    request.ok_or_else(|| Error::answer("a list", "it names an ID that is not valid"))
}

/// An ID that Notion sent.
pub(crate) fn id<I: for<'a> TryFrom<&'a str>>(text: &str) -> Result<I> {
    I::try_from(text).map_err(|_| Error::answer("a list", format!("{text:?} is not an ID")))
}

/// The request for one part of a list by `POST`, with this body.
pub(crate) fn post_part(request: Request, mut body: Value, cursor: Option<&str>) -> Request {
    if let Value::Object(body) = &mut body {
        body.insert("page_size".into(), 100.into());
        if let Some(cursor) = cursor {
            body.insert("start_cursor".into(), cursor.into());
        }
    }
    request.json(body)
}

/// The request for one part of a list by `GET`.
pub(crate) fn get_part(request: Request, cursor: Option<&str>) -> Request {
    let request = request.query("page_size", "100");
    match cursor {
        Some(cursor) => request.query("start_cursor", cursor),
        None => request,
    }
}

/// Whether Notion says that an object does not exist, or that it is not shared.
pub(crate) fn is_gone(error: &Error) -> bool {
    matches!(error, Error::Notion(error) if error.is_not_found())
}

/// Whether Notion refused this one request, so that others may still succeed.
pub(crate) fn is_refusal(error: &Error) -> bool {
    let Error::Notion(error) = error else {
        return matches!(error, Error::Answer { .. });
    };
    error.is_not_found() || error.is_validation() || error.is_forbidden()
}

/// Whether the cursor no longer leads anywhere.
pub(crate) fn is_lost_cursor(error: &Error) -> bool {
    let Error::Notion(error) = error else {
        return false;
    };
    error.is_validation()
}
