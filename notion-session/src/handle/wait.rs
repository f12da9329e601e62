//! Waiting for asynchronous work of Notion.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::error::{Error, Result};

/// The default timeout. Asynchronous work takes seconds, rarely minutes.
pub(crate) const LONG: Duration = Duration::from_secs(300);

/// The result of reading the status once.
pub(crate) enum Look<T> {
    /// The work is finished.
    Done(T),
    /// The work is not finished.
    NotYet,
    /// The work is not finished, and Notion asks to wait this long.
    NotBefore(Duration),
}

/// Reads the status until the work is finished: immediately, then after pauses that grow from half a second to five.
///
/// # Errors
///
/// [`Error::NotReady`] after `longest`; the errors of reading the status.
pub(crate) async fn until<T, F>(
    what: impl Into<String>,
    longest: Duration,
    mut look: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<Look<T>>>,
{
    let start = Instant::now();
    let mut pause = Duration::from_millis(500);
    loop {
        let wait = match look().await? {
            Look::Done(value) => return Ok(value),
            Look::NotYet => pause,
            Look::NotBefore(wait) => wait.max(Duration::from_millis(100)),
        };
        let left = longest.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Err(Error::not_ready(what, longest));
        }
        sleep(wait.min(left)).await;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_looks_ever_more_rarely_until_it_is_done() {
        let start = Instant::now();
        let looks = Cell::new(0);
        let done = until("x", LONG, || async {
            looks.set(looks.get() + 1);
            Ok(if looks.get() == 6 {
                Look::Done(7)
            } else {
                Look::NotYet
            })
        });
        assert_eq!(done.await.unwrap(), 7);
        // 0.5 + 1 + 2 + 4 + 5
        assert_eq!(start.elapsed(), Duration::from_millis(12_500));
    }

    #[tokio::test(start_paused = true)]
    async fn it_gives_up_after_the_longest_wait_with_a_last_look() {
        let looks = Cell::new(0);
        let longest = Duration::from_secs(3);
        let never = until::<(), _>("the copy", longest, || async {
            looks.set(looks.get() + 1);
            Ok(Look::NotYet)
        });
        let error = never.await.unwrap_err();
        assert!(matches!(error, Error::NotReady(_)));
        assert!(
            error
                .to_string()
                .starts_with("the copy was not finished after 3 s"),
            "{error}"
        );
        assert_eq!(looks.get(), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn it_heeds_when_notion_wants_to_be_asked() {
        let start = Instant::now();
        let looks = Cell::new(0);
        let done = until("x", LONG, || async {
            looks.set(looks.get() + 1);
            Ok(if looks.get() == 2 {
                Look::Done(())
            } else {
                Look::NotBefore(Duration::from_secs(2))
            })
        });
        done.await.unwrap();
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    }
}
