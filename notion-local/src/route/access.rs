//! What an integration sees: what it was given, and all that is in it. What it does not see is not there for it.

use serde_json::Value;
use uuid::Uuid;

use super::About;
use crate::error::Result;
use crate::exchange::{Incoming, Reply};
use crate::state::{Workspace, id};

/// The keys whose values name pages, databases, data sources and blocks.
const NAMES: [&str; 8] = [
    "id",
    "page_id",
    "database_id",
    "data_source_id",
    "block_id",
    "discussion_id",
    "view_id",
    "file_upload_id",
];

impl Workspace {
    fn check_seen(&self, text: &str) -> Result<()> {
        let Some(id) = id::parse(text) else {
            return Ok(());
        };
        match self.kind_of(id) {
            Some(kind) if !self.sees(id) => Err(self.not_found(kind, id)),
            _ => Ok(()),
        }
    }

    fn check_named(&self, value: &Value) -> Result<()> {
        match value {
            Value::Array(values) => values.iter().try_for_each(|value| self.check_named(value)),
            Value::Object(map) => map.iter().try_for_each(|(key, value)| match value {
                Value::String(text) if NAMES.contains(&key.as_str()) => self.check_seen(text),
                value => self.check_named(value),
            }),
            _ => Ok(()),
        }
    }
}

/// Refuses a request that names, in its path, its query or its body, what the integration does not see. Choice: it does
/// so before the shape of the body is checked.
pub(super) fn check(workspace: &Workspace, about: About, request: &Incoming<'_>) -> Result<()> {
    let asking = workspace
        .integrations
        .iter()
        .find(|one| one.bot == workspace.bot);
    if about == About::Everyone || asking.is_none_or(|asking| asking.given.is_none()) {
        return Ok(());
    }
    if let About::Path(name) = about {
        workspace.check_seen(request.path(name))?;
    }
    for (key, value) in &request.query {
        if NAMES.contains(&key.as_str()) {
            workspace.check_seen(value)?;
        }
    }
    request
        .json()
        .map_or(Ok(()), |body| workspace.check_named(body))
}

/// Gives an integration what it has just made at the top of the workspace.
pub(super) fn give(workspace: &mut Workspace, reply: &Reply) {
    let made = reply
        .body
        .get("id")
        .and_then(Value::as_str)
        .and_then(id::parse);
    let is_top = |id: &Uuid| {
        (workspace.pages.contains_key(id) || workspace.databases.contains_key(id))
            && workspace.parent_of(*id).is_none()
    };
    let Some(made) = made.filter(is_top).filter(|id| !workspace.sees(*id)) else {
        return;
    };
    let bot = workspace.bot;
    let mut all = workspace.integrations.iter_mut();
    if let Some(given) = all
        .find(|one| one.bot == bot)
        .and_then(|one| one.given.as_mut())
    {
        given.push(made);
    }
}
