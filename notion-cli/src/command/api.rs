//! `notion api`.

use std::process::ExitCode;

use notion_session::http::{Method, Request};
use serde_json::Value;

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::files::read_text;
use crate::show::{is_terminal, print};

/// Send a request to any endpoint of Notion's API, with the token, retries and the rate limit.
///
/// `notion api GET /v1/users/me`, `notion api POST /v1/search '{"query": "Plans"}'`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// GET, POST, PATCH or DELETE.
    method: String,
    /// The path: `/v1/users/me`.
    path: String,
    /// The body: JSON, or `-` for the standard input.
    body: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let method = match arguments.method.to_uppercase().as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        other => {
            return Err(Failure::usage(format!(
                "{other:?} is not a method: use GET, POST, PATCH or DELETE"
            )));
        }
    };
    let path = match arguments.path.strip_prefix('/') {
        Some(_) => arguments.path.clone(),
        None => format!("/{}", arguments.path),
    };
    if !path.starts_with("/v1/") {
        return Err(Failure::usage(format!(
            "{path:?} is not a path of the API: paths start with /v1/"
        )));
    }
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let mut request = Request::new(method, path);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        request = request.query(name, value);
    }
    if let Some(body) = &arguments.body {
        let text = match body.as_str() {
            "-" => read_text("-")?,
            text => text.to_owned(),
        };
        let json: Value = serde_json::from_str(&text)
            .map_err(|error| Failure::usage(format!("the body is not JSON: {error}")))?;
        request = request.json(json);
    }
    let session = arguments.connection.open()?;
    let response = session.client().send(&request).await?;
    let body = String::from_utf8_lossy(response.body());
    let shown = match serde_json::from_str::<Value>(&body) {
        Ok(json) if is_terminal() => format!("{json:#}"),
        _ => body.into_owned(),
    };
    print(&format!("{shown}\n"))?;
    Ok(ExitCode::SUCCESS)
}
