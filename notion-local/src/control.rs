//! What programs in other languages can ask of the server itself, under `/_local/`: snapshots, the log, the clock,
//! faults. Everything needs the server's token.
//!
//! | request | what it does |
//! |---|---|
//! | `GET /_local/snapshot` | the whole workspace |
//! | `PUT /_local/snapshot` | puts a workspace in its place |
//! | `POST /_local/reset` | everything as it was when the server began |
//! | `GET /_local/requests` | the requests that were answered so far: method, path, query, status, body |
//! | `DELETE /_local/requests` | forgets them |
//! | `POST /_local/clock` | `{"freeze": "2026-01-01T00:00:00Z"}`, `{"advance": 60}` (seconds) or `{"thaw": true}` |
//! | `POST /_local/settings` | `{"ignore_synced_names": true}`: the other end of a new two-way relation gets its default name, whatever name is asked for |
//! | `POST /_local/faults` | `{"fault": "status", "status": 503}`, with `method`, `path`, `times` and `share`; or `rate_limited` with `retry_after`, `lost`, `truncated`, `delay` with `seconds` |
//! | `POST /_local/integrations` | `{"name": "Reader", "pages": ["…"]}`: another integration, which sees these pages or databases and all that is in them; answers its `token` |
//! | `DELETE /_local/faults` | no more faults |

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::fault::{Fault, FaultRule};
use crate::id;
use crate::server::Server;

/// Answers a request under `/_local/`.
pub(crate) fn answer(server: &Server, request: &Request<Bytes>) -> Response<Bytes> {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    if given.and_then(|given| given.strip_prefix("Bearer ")) != Some(server.token()) {
        return respond(
            StatusCode::UNAUTHORIZED,
            &json!({ "error": "the server's token is needed" }),
        );
    }
    let body: Value = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
    match carry_out(
        server,
        request.method().as_str(),
        request.uri().path(),
        &body,
    ) {
        Ok(answer) => respond(StatusCode::OK, &answer),
        Err(error) => respond(StatusCode::BAD_REQUEST, &json!({ "error": error })),
    }
}

fn carry_out(server: &Server, method: &str, path: &str, body: &Value) -> Result<Value, String> {
    match (method, path) {
        ("GET", "/_local/snapshot") => Ok(server.snapshot()),
        ("PUT", "/_local/snapshot") => server.restore(body).map_err(|error| error.to_string()).map(|()| json!({})),
        ("POST", "/_local/reset") => {
            server.reset();
            Ok(json!({}))
        }
        ("GET", "/_local/requests") => Ok(server
            .requests()
            .iter()
            .map(|r| json!({ "method": r.method, "path": r.path, "query": r.query, "status": r.status, "body": r.body }))
            .collect()),
        ("DELETE", "/_local/requests") => {
            server.clear_requests();
            Ok(json!({}))
        }
        ("POST", "/_local/clock") => clock(server, body),
        ("POST", "/_local/settings") => {
            let ignore = body.get("ignore_synced_names").and_then(Value::as_bool);
            server.ignore_synced_names(ignore.ok_or("ignore_synced_names should be true or false")?);
            Ok(json!({}))
        }
        ("POST", "/_local/faults") => {
            server.fail_when(rule(body)?);
            Ok(json!({}))
        }
        ("POST", "/_local/integrations") => {
            let name = body.get("name").and_then(Value::as_str).ok_or("name should be a text")?;
            let pages = body.get("pages").and_then(Value::as_array).ok_or("pages should be a list of ids")?;
            let pages: Option<Vec<_>> = pages.iter().map(|id| id::parse(id.as_str()?)).collect();
            let pages = pages.ok_or("pages should be a list of ids")?;
            let token = server.add_integration(name, pages.into_iter().map(Into::into));
            Ok(json!({ "token": token }))
        }
        ("DELETE", "/_local/faults") => {
            server.clear_faults();
            Ok(json!({}))
        }
        _ => Err(format!("there is no {method} {path}")),
    }
}

fn clock(server: &Server, body: &Value) -> Result<Value, String> {
    if let Some(at) = body.get("freeze").and_then(Value::as_str) {
        server.freeze(at.parse().map_err(|error| format!("freeze: {error}"))?);
    } else if let Some(seconds) = body.get("advance").and_then(Value::as_u64) {
        server.advance(Duration::from_secs(seconds));
    } else if body.get("thaw") == Some(&Value::Bool(true)) {
        server.thaw();
    } else {
        return Err("one of freeze, advance and thaw should be given".into());
    }
    Ok(json!({}))
}

fn rule(body: &Value) -> Result<FaultRule, String> {
    let number = |key: &str| body.get(key).and_then(Value::as_u64);
    let needed = |key: &str| number(key).ok_or_else(|| format!("{key} should be a number"));
    let fault = match body.get("fault").and_then(Value::as_str) {
        Some("rate_limited") => Fault::RateLimited {
            retry_after: needed("retry_after")?,
        },
        Some("status") => {
            let status =
                u16::try_from(needed("status")?).map_err(|_| "status should be a status")?;
            Fault::Status(status)
        }
        Some("lost") => Fault::Lost,
        Some("truncated") => Fault::Truncated,
        Some("delay") => {
            let seconds = body
                .get("seconds")
                .and_then(Value::as_f64)
                .ok_or("seconds should be a number")?;
            Fault::Delay(
                Duration::try_from_secs_f64(seconds)
                    .map_err(|error| format!("seconds: {error}"))?,
            )
        }
        _ => return Err("fault should be rate_limited, status, lost, truncated or delay".into()),
    };
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let times = number("times")
        .and_then(|times| usize::try_from(times).ok())
        .unwrap_or(1);
    let share = body.get("share").and_then(Value::as_f64).unwrap_or(1.0);
    Ok(FaultRule::new(fault)
        .on(text("method"), text("path"))
        .times(times)
        .share(share))
}

fn respond(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    let json = header::HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
