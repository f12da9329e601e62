//! Tasks that Notion carries out later.

use notion_rest::internal::requests;
use std::sync::Arc;
use std::time::Duration;

use notion_model::{AsyncTask, AsyncTaskId, AsyncTaskStatus};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::NowOrLater;
use crate::error::{Error, Result};
use crate::handle::wait::{self, Look};
use crate::session::Session;

/// A task that Notion carries out later, because a request permitted it.
///
/// A handle on what Notion last said about it; [`wait`](Self::wait) asks until it is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    session: Session,
    data: Arc<AsyncTask>,
}

impl Task {
    /// Returns the id.
    pub fn id(&self) -> &AsyncTaskId {
        &self.data.id
    }

    /// How far it is.
    pub fn status(&self) -> Option<&AsyncTaskStatus> {
        self.data.status.as_ref()
    }

    /// Returns the task as Notion sent it.
    pub fn data(&self) -> &AsyncTask {
        &self.data
    }

    /// Asks Notion again. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn reload(&mut self) -> Result<()> {
        *self = self.session.get_task(self.id()).await?;
        Ok(())
    }

    /// Waits until it is done, five minutes at most, and gives what it came to. One request for each time that it is looked
    /// at, as often as Notion asks for; none if it is known to be done.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] with Notion's error where the task failed; [`Error::NotReady`] where it takes longer;
    /// [`Error::Decode`] where what it came to is no `T`; those of [`Client::send`](crate::http::Client::send).
    pub async fn wait<T: DeserializeOwned>(&mut self) -> Result<T> {
        self.wait_at_most(wait::LONG).await
    }

    /// Waits as [`wait`](Self::wait) does, at most so long.
    ///
    /// # Errors
    ///
    /// As [`wait`](Self::wait).
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

    /// How long Notion asks to wait.
    fn pause(&self) -> Option<Duration> {
        let seconds = self.data.poll_after_seconds.as_ref()?.as_f64()?;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

/// Tasks.
impl Session {
    /// Returns a task that was begun before. One request.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) where there is none of this id; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn get_task(&self, id: &AsyncTaskId) -> Result<Task> {
        self.ensure_open()?;
        let data = self.api().async_task(id).await?;
        Ok(self.task(data))
    }

    /// What was asked for: at once where Notion has done it, else once it has. No request where it is done; one for each
    /// time that it is looked at, as often as Notion asks for.
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
    /// As [`Task::wait`].
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
