//! Tasks that go on after their answer, as far as a client can tell.

use jiff::Timestamp;
use serde_json::{Map, Value};

/// A task. It is done as soon as it is accepted.
#[derive(Debug, Clone)]
pub(crate) struct AsyncTask {
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    pub(crate) operation: String,
    pub(crate) status_url: String,
    pub(crate) result: Map<String, Value>,
}
