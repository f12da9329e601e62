//! Tasks that Notion carries out later.

use notion_model::{AsyncTask, AsyncTaskId};

use super::path::segment;
use super::{Api, Call};
use crate::http::Request;

impl Api {
    /// How far a task is. `GET /v1/async_tasks/{id}`
    ///
    /// The task says how many seconds to wait before asking again.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404). That a task failed is no error of this call: it stands in the task.
    pub fn async_task(&self, id: &AsyncTaskId) -> Call<AsyncTask> {
        match segment(id.as_str()) {
            Ok(id) => Call::new(&self.client, Request::get(format!("/v1/async_tasks/{id}"))),
            Err(error) => Call::failed(&self.client, error),
        }
    }
}
