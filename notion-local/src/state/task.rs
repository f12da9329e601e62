//! Tasks that go on after their answer, as far as a client can tell.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::render::Object;

/// A task. It is done as soon as it is accepted.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    pub(crate) operation: String,
    pub(crate) status_url: String,
    pub(crate) result: Map<String, Value>,
}

impl Task {
    /// The answer to the request that began it.
    pub(crate) fn queued(&self) -> Object {
        self.head("queued")
            .put("poll_after_seconds", 2)
            .put("operation", self.operation())
    }

    /// The answer to those who ask later.
    pub(crate) fn succeeded(&self) -> Object {
        self.head("succeeded")
            .put("operation", self.operation())
            .put("result", self.result.clone())
    }

    fn head(&self, status: &str) -> Object {
        Object::new()
            .put("object", "async_task")
            .put("id", self.id.clone())
            .put("status", status)
            .put("status_url", self.status_url.clone())
            .put(
                "created_time",
                self.created.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            )
    }

    fn operation(&self) -> Value {
        json!({ "surface": "rest", "name": self.operation })
    }
}
