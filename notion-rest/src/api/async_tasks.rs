//! Tasks that Notion carries out later.

use notion_model::{AsyncTask, AsyncTaskId};

use super::request;
use super::{Api, Call};

impl Api {
    /// How far a task is. `GET /v1/async_tasks/{id}`
    ///
    /// The task says how many seconds to wait before asking again.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404). That a task failed is no error of this call: it stands in the task.
    pub fn async_task(&self, id: &AsyncTaskId) -> Call<AsyncTask> {
        match request::async_task(id) {
            Ok(request) => Call::new(&self.client, request),
            Err(error) => Call::failed(&self.client, error),
        }
    }
}
