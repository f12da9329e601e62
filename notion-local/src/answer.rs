//! From what an endpoint gives to a response.

use bytes::Bytes;
use http::{Response, StatusCode, header};
use serde_json::Value;
use uuid::Uuid;

use crate::error::ApiError;
use crate::reply::Reply;

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
