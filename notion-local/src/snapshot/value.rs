//! What all objects of a snapshot are read with.

use serde_json::Value;
use uuid::Uuid;

use crate::parse;
use crate::state::{History, Parent, Run, Workspace};

/// What is wrong with a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotError {
    place: String,
    reason: String,
}

impl SnapshotError {
    /// The snapshot is good, and cannot be written into the data file.
    pub(crate) fn not_kept() -> Self {
        Self {
            place: String::new(),
            reason: "the data file cannot be written".into(),
        }
    }
}

impl std::fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { place, reason } = self;
        if self == &Self::not_kept() {
            return f.write_str(reason);
        }
        if place.is_empty() {
            return write!(f, "the snapshot cannot be read: {reason}");
        }
        write!(f, "the snapshot cannot be read at {place}: {reason}")
    }
}

impl std::error::Error for SnapshotError {}

pub(super) type Result<T> = std::result::Result<T, SnapshotError>;

pub(super) fn fail<T>(place: impl Into<String>, reason: impl Into<String>) -> Result<T> {
    Err(SnapshotError {
        place: place.into(),
        reason: reason.into(),
    })
}

pub(super) fn history(workspace: &mut Workspace, value: &Value) -> History {
    let mut history = workspace.new_history();
    let time = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .and_then(|text| text.parse().ok())
    };
    let by = |key: &str| uuid(value.get(key).and_then(|user| user.get("id")));
    if let Some(order) = value.get("order").and_then(Value::as_u64) {
        history.order = order;
        workspace.skip_changes(order);
    }
    history.created = time("created_time").unwrap_or(history.created);
    history.edited = time("last_edited_time").unwrap_or(history.created);
    history.created_by = by("created_by").unwrap_or(history.created_by);
    history.edited_by = by("last_edited_by").unwrap_or(history.created_by);
    history
}

pub(super) fn parent(value: Option<&Value>) -> Parent {
    let id = |key: &str| uuid(value.and_then(|parent| parent.get(key)));
    id("page_id")
        .map(Parent::Page)
        .or_else(|| id("block_id").map(Parent::Block))
        .unwrap_or(Parent::Workspace)
}

pub(super) fn runs(workspace: &Workspace, value: Option<&Value>, place: &str) -> Result<Vec<Run>> {
    checked(
        parse::rich_text(value.unwrap_or(&Value::Null), workspace),
        place,
    )
}

pub(super) fn checked<T>(result: crate::error::Result<T>, place: &str) -> Result<T> {
    result.map_err(|error| SnapshotError {
        place: place.to_owned(),
        reason: error.message,
    })
}

pub(super) fn uuid(value: Option<&Value>) -> Option<Uuid> {
    value
        .and_then(Value::as_str)
        .and_then(|text| Uuid::try_parse(text).ok())
}

pub(super) fn id_of(value: &Value, place: &str) -> Result<Uuid> {
    match uuid(value.get("id")) {
        Some(id) => Ok(id),
        None => fail(place, "it has no id"),
    }
}

pub(super) fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

pub(super) fn optional_text(value: Option<&Value>, key: &str) -> Option<String> {
    value
        .and_then(|value| value.get(key))
        .and_then(Value::as_str)
        .map(str::to_owned)
}

pub(super) fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}
