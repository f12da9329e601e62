//! `GET` and `POST /_local/clock`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::read::Object;
use crate::server::Server;

/// What time it is for the server.
pub(super) fn show(server: &Server) -> Value {
    json!({ "now": server.now().to_string() })
}

pub(super) fn set(server: &Server, body: &Value) -> Result<Value, String> {
    let body = Object::of(body, &["set", "freeze", "advance", "thaw"])?;
    let instant = |key: &str| match body.text(key)? {
        None => Ok(None),
        Some(at) => match at.parse::<Timestamp>() {
            Ok(at) => Ok(Some(at)),
            Err(error) => Err(format!("{key} should be an instant: {error}")),
        },
    };
    match (
        instant("set")?,
        instant("freeze")?,
        body.time("advance")?,
        body.flag("thaw")?,
    ) {
        (Some(at), None, None, None) => server.set_clock(at),
        (None, Some(at), None, None) => server.freeze(at),
        (None, None, Some(time), None) => server.advance(time),
        (None, None, None, Some(true)) => server.thaw(),
        _ => return Err("one of set, freeze, advance and thaw should be given".into()),
    }
    Ok(show(server))
}
