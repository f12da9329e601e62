//! What all objects of a snapshot are read with.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::face::{FaceBody, FaceChange};
use crate::parse;
use crate::state::{Face, History, Parent, Run, Workspace};

/// What is wrong with a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotError {
    place: String,
    reason: String,
}

impl SnapshotError {
    pub(crate) fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            reason: reason.into(),
        }
    }

    /// The snapshot is good, and cannot be written into the data file.
    pub(crate) fn not_kept() -> Self {
        Self::new("", "the data file cannot be written")
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
    Err(SnapshotError::new(place, reason))
}

/// The largest number that somebody else's snapshot may count from: the largest integer that every reader of JSON keeps
/// exactly.
const MAX_COUNTER: u64 = (1 << 53) - 1;
/// The largest number that a snapshot of this program may count from. Whatever begins at the other limit ends long before.
const MAX_OWN_COUNTER: u64 = 1 << 63;

/// Where the objects of a snapshot hold numbers that the server counts on from.
const COUNTERS: [&str; 5] = [
    "/order",
    "/number",
    "/next_number",
    "/content_length",
    "/bot/workspace_limits/max_file_upload_size_in_bytes",
];

/// Checks the numbers of an object of somebody else's snapshot.
pub(super) fn check_counters(object: &Value, place: &str) -> Result<()> {
    COUNTERS.iter().try_for_each(|pointer| {
        let key = pointer.trim_start_matches('/').replace('/', ".");
        counter_up_to(MAX_COUNTER, object.pointer(pointer), &key, place).map(|_| ())
    })
}

/// A number that the server counts on from. Missing and null are nothing.
pub(super) fn counter(value: Option<&Value>, key: &str, place: &str) -> Result<Option<u64>> {
    counter_up_to(MAX_OWN_COUNTER, value, key, place)
}

fn counter_up_to(most: u64, value: Option<&Value>, key: &str, place: &str) -> Result<Option<u64>> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64().filter(|number| *number <= most) {
            Some(number) => Ok(Some(number)),
            None => fail(
                format!("{place}.{key}"),
                format!("it should be an integer from 0 to {most}, instead was {value}"),
            ),
        },
    }
}

/// An instant. Missing and null are nothing.
pub(super) fn time(value: Option<&Value>, key: &str, place: &str) -> Result<Option<Timestamp>> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_str().and_then(|text| text.parse().ok()) {
            Some(at) => Ok(Some(at)),
            None => fail(
                format!("{place}.{key}"),
                format!(
                    "it should be an instant such as 2026-01-31T12:00:00.000Z, instead was {value}"
                ),
            ),
        },
    }
}

pub(super) fn history(workspace: &mut Workspace, value: &Value, place: &str) -> Result<History> {
    let mut history = workspace.new_history();
    let at = |key: &str| time(value.get(key), key, place);
    let by = |key: &str| uuid(value.get(key).and_then(|user| user.get("id")));
    if let Some(order) = counter(value.get("order"), "order", place)? {
        history.order = order;
        workspace.skip_changes(order);
    }
    history.created = at("created_time")?.unwrap_or(history.created);
    history.edited = at("last_edited_time")?.unwrap_or(history.created);
    history.created_by = by("created_by").unwrap_or(history.created_by);
    history.edited_by = by("last_edited_by").unwrap_or(history.created_by);
    Ok(history)
}

/// The face of a page, a database or a data source.
pub(super) fn face(workspace: &Workspace, value: &Value, place: &str) -> Result<Face> {
    let change = FaceBody::of_snapshot(value).resolve(workspace);
    checked(change, place).map(FaceChange::into_face)
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
    result.map_err(|error| SnapshotError::new(place, error.message))
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
