//! What programs in other languages can ask of the server itself, under `/_local/`; the table is in the README.
//! Everything needs the server's token, and every body is an object, in which unknown keys are refused: a word that is
//! misspelt should not do half of what was meant.

mod clock;
mod fault;
mod log;
mod read;
mod webhook;

use bytes::Bytes;
use http::{Response, StatusCode, header, request};
use serde_json::{Value, json};

use crate::core::Core;
use crate::error::ApiError;
use crate::http::authorization;
use crate::route::local::{Command, Local};
use crate::state::id;
use crate::state::integration::bearer;

use read::Object;

/// Answers a request under `/_local/`.
pub(crate) async fn answer(
    core: &Core,
    local: Local<'_>,
    parts: &request::Parts,
    sent: &Bytes,
) -> Response<Bytes> {
    if !is_ours(core, authorization(&parts.headers)) {
        return respond(
            StatusCode::UNAUTHORIZED,
            &json!({ "error": "the server's token is needed, as `Authorization: Bearer TOKEN`" }),
        );
    }
    let Local::Command(command) = local else {
        let error = format!("there is no {} {}", parts.method, parts.uri.path());
        let error = body(sent).map_or_else(|error| error, |_| error);
        return respond(StatusCode::BAD_REQUEST, &json!({ "error": error }));
    };
    let query = parts.uri.query().unwrap_or_default();
    match execute(core, command, query, sent).await {
        Ok(text) => respond_text(StatusCode::OK, text),
        Err(error) => respond(StatusCode::BAD_REQUEST, &json!({ "error": error })),
    }
}

/// The body as JSON. No body counts as an empty object.
fn body(bytes: &Bytes) -> Result<Value, String> {
    if bytes.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(bytes).map_err(|error| format!("the body is not valid JSON: {error}"))
}

pub(crate) async fn execute(
    core: &Core,
    command: Command,
    query: &str,
    sent: &Bytes,
) -> Result<Bytes, String> {
    // What shows the log takes no body.
    let body = &match command {
        Command::ShowRequests => json!({}),
        _ => body(sent)?,
    };
    let mut answer = json!({});
    match command {
        Command::ShowRequests => return log::show(core, query).await,
        Command::ShowSnapshot => answer = core.snapshot(),
        Command::Restore => core.restore(body).map_err(|error| error.to_string())?,
        Command::Reset => answer = reset(core, body)?,
        Command::ClearRequests => core.clear_log(),
        Command::ShowClock => answer = clock::show(core),
        Command::SetClock => answer = clock::set(core, body)?,
        Command::Settings => settings(core, body)?,
        Command::AddFault => core.add_fault(fault::rule(body)?),
        Command::ClearFaults => core.clear_faults(),
        Command::MoveOption => option(core, body)?,
        Command::SaveFormula => save_formula(core, body)?,
        Command::AddIntegration => answer = integration(core, body)?,
        Command::Subscribe => answer = webhook::subscribe(core, body).await?,
        Command::ShowWebhooks => answer = webhook::show(core),
        Command::ClearWebhooks => core.clear_webhooks(),
    }
    Ok(indented(&answer))
}

/// The page "Home" may be another one from now on.
fn reset(core: &Core, body: &Value) -> Result<Value, String> {
    let done = match Object::of(body, &["seed"])?.number("seed")? {
        Some(seed) => core.reset_with(seed),
        None => core.reset(),
    };
    done.map_err(|error| error.to_string())?;
    Ok(json!({ "home": core.home() }))
}

fn settings(core: &Core, body: &Value) -> Result<(), String> {
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
        core.ignore_synced_names(ignore);
    }
    if let Some(limit) = limit {
        core.limit_rate(limit);
    }
    Ok(())
}

fn option(core: &Core, body: &Value) -> Result<(), String> {
    let body = Object::of(body, &["data_source", "property", "option", "group"])?;
    let text = |key: &str| {
        body.text(key)?
            .ok_or_else(|| format!("{key} should be given"))
    };
    let id = text("data_source")?;
    let source =
        id::parse(id).ok_or_else(|| format!("data_source should be an ID, got \"{id}\""))?;
    let moved = core.move_option(source, text("property")?, text("option")?, text("group")?);
    moved.map_err(|error| error.to_string())
}

fn save_formula(core: &Core, body: &Value) -> Result<(), String> {
    let body = Object::of(body, &["data_source", "property"])?;
    let source = body.text("data_source")?.and_then(id::parse);
    let source = source.ok_or("data_source should be the id of a data source")?;
    let property = body
        .text("property")?
        .ok_or("property should be the name or the id of a formula")?;
    let saved = core.save_formula(source.into(), property);
    saved.map_err(|error| error.to_string())
}

fn integration(core: &Core, body: &Value) -> Result<Value, String> {
    let body = Object::of(body, &["name", "pages"])?;
    let name = body.text("name")?.ok_or("name should be a string")?;
    let pages = body.get("pages").and_then(Value::as_array);
    let pages: Option<Vec<_>> =
        pages.and_then(|pages| pages.iter().map(|id| id::parse(id.as_str()?)).collect());
    let pages = pages.ok_or("pages should be a list of ids")?;
    match core.integrate(name, pages) {
        (token, true) => Ok(json!({ "token": token })),
        (_, false) => Err("the data file cannot be written; nothing was added".into()),
    }
}

/// Indented, since people read it.
fn indented(body: &Value) -> Bytes {
    Bytes::from(format!("{body:#}\n"))
}

fn respond(status: StatusCode, body: &Value) -> Response<Bytes> {
    respond_text(status, indented(body))
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

/// Returns true if a request has the server's token.
pub(crate) fn is_ours(core: &Core, authorization: Option<&str>) -> bool {
    authorization.and_then(bearer) == Some(core.token())
}
