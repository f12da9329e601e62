//! The streams that calls return.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{Stream, StreamExt};

/// A stream of items, such as rows of a query or outcomes of an insertion.
///
/// [`next`](Self::next) reads it without another crate; as a [`Stream`] it has the combinators of `futures-util`.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Task { #[notion(title)] task: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
/// # tasks.insert(Task { task: "Write".into() }).await?;
/// let mut rows = tasks.query().stream();
/// while let Some(row) = rows.next().await {
///     assert_eq!(row?.task, "Write");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct Items<'a, T>(Pin<Box<dyn Stream<Item = T> + Send + 'a>>);

impl<'a, T> Items<'a, T> {
    pub(crate) fn new(stream: impl Stream<Item = T> + Send + 'a) -> Items<'a, T> {
        Items(Box::pin(stream))
    }

    /// Returns the next item; `None` at the end.
    pub async fn next(&mut self) -> Option<T> {
        self.0.next().await
    }
}

impl<T> Stream for Items<'_, T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.as_mut().poll_next(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
