//! `GET` and `POST /_local/clock`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::read::Object;
use crate::core::Core;

/// What time it is for the core.
pub(super) fn show(core: &Core) -> Value {
    json!({ "now": core.now().to_string() })
}

pub(super) fn set(core: &Core, body: &Value) -> Result<Value, String> {
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
        (Some(at), None, None, None) => core.set_clock(at),
        (None, Some(at), None, None) => core.freeze(at),
        (None, None, Some(time), None) => core.advance(time),
        (None, None, None, Some(true)) => core.thaw(),
        _ => return Err("one of set, freeze, advance and thaw should be given".into()),
    }
    Ok(show(core))
}
