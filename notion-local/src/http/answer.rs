//! From what an endpoint gives to a response.

use bytes::Bytes;
use http::{Response, StatusCode, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::Value;
use uuid::Uuid;

use crate::core::Answer;
use crate::error::ApiError;
use crate::exchange::Reply;

/// The response to a request, with the time at which it was answered.
pub(crate) fn respond_at(answer: Answer) -> Response<Bytes> {
    let mut response = respond(answer.result, answer.request_id);
    date(&mut response, answer.at);
    response
}

/// The time of the answer, by the server's clock, as HTTP servers send it. Clients can tell from it which day "today" is.
fn date(response: &mut Response<Bytes>, now: Timestamp) {
    static DATES: DateTimePrinter = DateTimePrinter::new();
    // Years of more than four digits cannot be written, and are left out.
    let date = DATES.timestamp_to_rfc9110_string(&now).ok();
    if let Some(value) = date.and_then(|date| header::HeaderValue::try_from(date).ok()) {
        response.headers_mut().insert(header::DATE, value);
    }
}

/// The response, with the request's id as the last key of its body and in a header.
pub(crate) fn respond(result: Result<Reply, ApiError>, request_id: Uuid) -> Response<Bytes> {
    let (status, mut body, with_request_id, retry_after) = match result {
        Ok(reply) => (reply.status, reply.body, reply.with_request_id, None),
        Err(error) => (error.status, error.render(), true, error.retry_after),
    };
    let request_id = request_id.to_string();
    if with_request_id {
        body.insert("request_id".into(), request_id.clone().into());
    }
    let mut response = Response::new(Bytes::from(Value::Object(body).to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let json = header::HeaderValue::from_static("application/json; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, json);
    if let Ok(value) = header::HeaderValue::from_str(&request_id) {
        headers.insert("x-notion-request-id", value);
    }
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    response
}
