//! What programs in other languages can ask of the server itself, under `/_local/`; the table is in the README.
//! Everything needs the server's token, and every body is an object, in which unknown keys are refused: a word that is
//! misspelt should not do half of what was meant.

mod clock;
mod fault;
mod log;
mod read;
mod webhook;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode, header};
use notion_model::DataSourceId;
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::id;
use crate::server::Server;

use read::Object;

/// Answers a request under `/_local/`.
pub(crate) async fn answer(server: &Server, request: &Request<Bytes>) -> Response<Bytes> {
    if !is_ours(server, request.headers()) {
        return respond(
            StatusCode::UNAUTHORIZED,
            &json!({ "error": "the server's token is needed, as `Authorization: Bearer TOKEN`" }),
        );
    }
    let (method, path) = (request.method().as_str(), request.uri().path());
    if (method, path) == ("GET", "/_local/requests") {
        return match log::show(server, request.uri().query().unwrap_or_default()).await {
            Ok(text) => respond_text(StatusCode::OK, text),
            Err(error) => respond(StatusCode::BAD_REQUEST, &json!({ "error": error })),
        };
    }
    let result = match body(request.body()) {
        Ok(body) => carry_out(server, method, path, &body).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(answer) => respond(StatusCode::OK, &answer),
        Err(error) => respond(StatusCode::BAD_REQUEST, &json!({ "error": error })),
    }
}

/// The body as JSON. No body counts as an empty object.
fn body(bytes: &Bytes) -> Result<Value, String> {
    if bytes.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(bytes).map_err(|error| format!("the body is no JSON: {error}"))
}

async fn carry_out(
    server: &Server,
    method: &str,
    path: &str,
    body: &Value,
) -> Result<Value, String> {
    let place = path.trim_start_matches("/_local/");
    match (method, place) {
        ("GET", "snapshot") => return Ok(server.snapshot()),
        ("PUT", "snapshot") => server.restore(body).map_err(|error| error.to_string())?,
        ("POST", "reset") => return reset(server, body),
        ("DELETE", "requests") => server.clear_requests(),
        ("GET", "clock") => return Ok(clock::show(server)),
        ("POST", "clock") => return clock::set(server, body),
        ("POST", "settings") => settings(server, body)?,
        ("POST", "faults") => server.fail_when(fault::rule(body)?),
        ("DELETE", "faults") => server.clear_faults(),
        ("POST", "options") => option(server, body)?,
        ("POST", "formulas") => save_formula(server, body)?,
        ("POST", "integrations") => return integration(server, body),
        ("POST", "webhooks") => return webhook::subscribe(server, body).await,
        ("GET", "webhooks") => return Ok(webhook::show(server)),
        ("DELETE", "webhooks") => server.clear_webhooks(),
        _ => return Err(format!("there is no {method} {path}")),
    }
    Ok(json!({}))
}

/// The page "Home" may be another one from now on.
fn reset(server: &Server, body: &Value) -> Result<Value, String> {
    let done = match Object::of(body, &["seed"])?.number("seed")? {
        Some(seed) => server.reset_with(seed),
        None => server.reset(),
    };
    done.map_err(|error| error.to_string())?;
    Ok(json!({ "home": server.home() }))
}

fn settings(server: &Server, body: &Value) -> Result<(), String> {
    let body = Object::of(body, &["ignore_synced_names", "rate_limit"])?;
    let ignore = body.flag("ignore_synced_names")?;
    let limit = match body.get("rate_limit") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(limit) => {
            let limit = Object::of(limit, &["requests", "seconds"])?;
            let requests = u32::try_from(limit.needed_number("requests")?)
                .map_err(|_| "requests should be a number below 2^32")?;
            Some(Some((requests, limit.needed_time("seconds")?)))
        }
    };
    if ignore.is_none() && limit.is_none() {
        return Err("ignore_synced_names or rate_limit should be given".into());
    }
    if let Some(ignore) = ignore {
        server.ignore_synced_names(ignore);
    }
    if let Some(limit) = limit {
        server.limit_rate(limit);
    }
    Ok(())
}

fn option(server: &Server, body: &Value) -> Result<(), String> {
    let body = Object::of(body, &["data_source", "property", "option", "group"])?;
    let text = |key: &str| {
        body.text(key)?
            .ok_or_else(|| format!("{key} should be given"))
    };
    let id = text("data_source")?;
    let source =
        id::parse(id).ok_or_else(|| format!("data_source should be an ID, got \"{id}\""))?;
    let moved = server.move_option(
        DataSourceId::<()>::from(source),
        text("property")?,
        text("option")?,
        text("group")?,
    );
    moved.map_err(|error| error.to_string())
}

fn save_formula(server: &Server, body: &Value) -> Result<(), String> {
    let body = Object::of(body, &["data_source", "property"])?;
    let source = body.text("data_source")?.and_then(id::parse);
    let source = source.ok_or("data_source should be the id of a data source")?;
    let property = body
        .text("property")?
        .ok_or("property should be the name or the id of a formula")?;
    let saved = server.save_formula(source.into(), property);
    saved.map_err(|error| error.to_string())
}

fn integration(server: &Server, body: &Value) -> Result<Value, String> {
    let body = Object::of(body, &["name", "pages"])?;
    let name = body.text("name")?.ok_or("name should be a text")?;
    let pages = body.get("pages").and_then(Value::as_array);
    let pages: Option<Vec<_>> =
        pages.and_then(|pages| pages.iter().map(|id| id::parse(id.as_str()?)).collect());
    let pages = pages.ok_or("pages should be a list of ids")?;
    match server.integrate(name, pages) {
        (token, true) => Ok(json!({ "token": token })),
        (_, false) => Err("the data file cannot be written; nothing was added".into()),
    }
}

/// Indented, since people read it.
fn respond(status: StatusCode, body: &Value) -> Response<Bytes> {
    respond_text(status, Bytes::from(format!("{body:#}\n")))
}

fn respond_text(status: StatusCode, text: Bytes) -> Response<Bytes> {
    let mut response = Response::new(text);
    *response.status_mut() = status;
    let json = header::HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// Refuses a request that names another host, or that a page of another host sent.
pub(crate) fn foreign(host: &str) -> Response<Bytes> {
    respond(
        StatusCode::FORBIDDEN,
        &json!({ "error": ApiError::foreign_host(host).message }),
    )
}

/// Whether a request has the server's token.
pub(crate) fn is_ours(server: &Server, headers: &HeaderMap) -> bool {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let token = given.and_then(|given| given.split_once(' '));
    token.is_some_and(|(scheme, token)| {
        scheme.eq_ignore_ascii_case("bearer") && token.trim() == server.token()
    })
}
