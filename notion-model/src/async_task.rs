//! Tasks that Notion carries out later.

use serde_json::{Number, Value};

use crate::error::ErrorBody;
use crate::id::AsyncTaskId;
use crate::json::{object, open_enum};
use crate::time::Timestamp;

object! {
    /// A task that Notion carries out later, because the request permitted it.
    pub struct AsyncTask is "async_task" (
        /// The task's id.
        id: AsyncTaskId,
    ) {
        /// How far the task is.
        absent status: Option<AsyncTaskStatus>,
        /// Where to ask how far it is.
        absent status_url: Option<String>,
        /// When the task was made, to the millisecond.
        absent created_time: Option<Timestamp>,
        /// How many seconds to wait before asking, as long as it is not done.
        absent poll_after_seconds: Option<Number>,
        /// What the task is.
        absent operation: Option<AsyncOperation>,
        /// What the task came to, if it succeeded: what the request would have been answered with.
        absent result: Option<Value>,
        /// What went wrong, if it failed.
        absent error: Option<ErrorBody>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

open_enum! {
    /// How far an [`AsyncTask`] is.
    pub enum AsyncTaskStatus {
        Queued = "queued",
        Running = "running",
        Retrying = "retrying",
        Succeeded = "succeeded",
        Failed = "failed",
    }
}

object! {
    /// What an [`AsyncTask`] is.
    pub struct AsyncOperation {
        /// Where it came from: `rest` or `mcp`.
        absent surface: Option<String>,
        /// Its name.
        absent name: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn a_task_that_failed_says_why() {
        let task: AsyncTask = known(
            r#"{"object": "async_task", "id": "task_00000000000040008000000000000001", "status": "failed",
                "status_url": "https://api.notion.com/v1/async_tasks/x", "created_time": "2026-06-27T17:08:14.422Z",
                "operation": {"surface": "rest", "name": "update_page_markdown"},
                "error": {"object": "error", "status": 409, "code": "conflict_error", "message": "Conflict.",
                    "additional_data": {"retry_guidance": ["wait"]}}}"#,
        );
        assert_eq!(task.id.as_str(), "task_00000000000040008000000000000001");
        assert_eq!(
            task.error.unwrap().code,
            Some(crate::ErrorCode::ConflictError)
        );
    }
}
