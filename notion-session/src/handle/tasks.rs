//! Asynchronous tasks of Notion.

use std::sync::Arc;
use std::time::Duration;

use notion_model::{AsyncTask, AsyncTaskId, AsyncTaskStatus};
use notion_rest::internal::requests;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::NowOrLater;
use crate::error::{Error, Result};
use crate::find::get::sealed::Gettable;
use crate::handle::wait::{self, Look};
use crate::session::{Get, Session};

/// An asynchronous task: work that Notion finishes after its answer, because the request allowed it.
///
/// A handle contains what Notion last reported about the task; [`wait`](Self::wait) waits until it is finished.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    session: Session,
    data: Arc<AsyncTask>,
}

impl Task {
    /// Returns the ID.
    pub fn id(&self) -> &AsyncTaskId {
        &self.data.id
    }

    /// Returns the status.
    pub fn status(&self) -> Option<&AsyncTaskStatus> {
        self.data.status.as_ref()
    }

    /// Returns the task as Notion sent it.
    pub fn data(&self) -> &AsyncTask {
        &self.data
    }

    /// Reads it again. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn reload(&mut self) -> Result<()> {
        *self = self.session.get_task(self.id()).await?;
        Ok(())
    }

    /// Waits until the task is finished, at most five minutes, and returns its result. One request each time the status is
    /// read, as often as Notion says; none if the task is known to be finished.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] with Notion's error if the task failed; [`Error::NotReady`] if it takes longer;
    /// [`Error::Decode`] if the result is not a `T`; those of [`Client::send`](crate::http::Client::send).
    pub async fn wait<T: DeserializeOwned>(&mut self) -> Result<T> {
        self.wait_at_most(wait::LONG).await
    }

    /// Waits as [`wait`](Self::wait) does, with another timeout.
    ///
    /// # Errors
    ///
    /// Those of [`wait`](Self::wait).
    pub async fn wait_at_most<T: DeserializeOwned>(&mut self, longest: Duration) -> Result<T> {
        let what = format!("the task {}", self.id().as_str());
        if !self.is_over() {
            let (session, id) = (self.session.clone(), self.id().clone());
            let look = || async {
                let task = session.get_task(&id).await?;
                Ok(if task.is_over() {
                    Look::Done(task)
                } else {
                    task.pause().map_or(Look::NotYet, Look::NotBefore)
                })
            };
            *self = wait::until(&what, longest, look).await?;
        }
        if let Some(error) = &self.data.error {
            let request = requests::async_task(self.id())?;
            return Err(Error::task_failed(&request, error.clone()));
        }
        let result = self.data.result.clone().unwrap_or(Value::Null);
        serde_path_to_error::deserialize(result)
            .map_err(|error| Error::decode_response(what, error))
    }

    fn is_over(&self) -> bool {
        let over = matches!(
            self.status(),
            Some(AsyncTaskStatus::Succeeded | AsyncTaskStatus::Failed)
        );
        over || self.data.error.is_some() || self.data.result.is_some()
    }

    /// Returns the time that Notion asks to wait.
    fn pause(&self) -> Option<Duration> {
        let seconds = self.data.poll_after_seconds.as_ref()?.as_f64()?;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

impl Gettable for Task {
    type Id = AsyncTaskId;

    fn from_store(_: &Session, _: &AsyncTaskId) -> Result<Option<Task>> {
        Ok(None)
    }

    async fn fetch(session: Session, id: AsyncTaskId) -> Result<Task> {
        let data = session.api().async_task(&id).await?;
        Ok(session.task(data))
    }
}

/// Tasks.
impl Session {
    /// Returns a task that was started earlier. One request: tasks are not in the object store.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) if there is no task with this ID; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn get_task(&self, id: &AsyncTaskId) -> Get<Task> {
        Get::new(self, Ok(id.clone()))
    }

    /// Returns the result of a request that Notion may finish asynchronously: immediately if it is finished, otherwise after
    /// waiting. No request if it is finished; otherwise one each time the status is read, as often as Notion says.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::api::CreatePage;
    /// use notion_session::model::Parent;
    ///
    /// let page = CreatePage {
    ///     markdown: Some("# A long text\n\nThe first of many words.".to_owned()),
    ///     ..CreatePage::in_parent(Parent::page(home.id()))
    /// };
    /// let answer = session.api().pages().create_later(&page).await?;
    /// let page = session.finish(answer).await?;
    /// assert_eq!(session.get_page(page.id).await?.title(), "A long text");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Task::wait`].
    pub async fn finish<T: DeserializeOwned>(&self, answer: NowOrLater<T>) -> Result<T> {
        match answer {
            NowOrLater::Now(done) => Ok(done),
            NowOrLater::Later(data) => self.task(data).wait().await,
        }
    }

    fn task(&self, mut data: AsyncTask) -> Task {
        data.request_id = None;
        Task {
            session: self.clone(),
            data: Arc::new(data),
        }
    }
}
