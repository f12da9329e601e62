//! Tasks. Each is done as soon as it is accepted.

use serde_json::{Value, json};

use super::Object;
use crate::state::AsyncTask;

/// The answer to the request that began a task.
pub(crate) fn queued_task(task: &AsyncTask) -> Object {
    head(task, "queued")
        .put("poll_after_seconds", 2)
        .put("operation", operation(task))
}

/// The answer to those who ask for a task later.
pub(crate) fn succeeded_task(task: &AsyncTask) -> Object {
    head(task, "succeeded")
        .put("operation", operation(task))
        .put("result", task.result.clone())
}

fn head(task: &AsyncTask, status: &str) -> Object {
    let created = task.created.strftime("%Y-%m-%dT%H:%M:%S%.3fZ");
    Object::new()
        .put("object", "async_task")
        .put("id", task.id.clone())
        .put("status", status)
        .put("status_url", task.status_url.clone())
        .put("created_time", created.to_string())
}

fn operation(task: &AsyncTask) -> Value {
    json!({ "surface": "rest", "name": task.operation })
}
