//! Lists that come in parts: their cursors, and the parts as streams.

use std::collections::HashSet;

use futures_util::stream::{Stream, try_unfold};

use crate::error::{Error, Result};

/// The cursors that a list has given so far.
///
/// A list whose cursors repeat would never end, also if several of them take turns. Every loop over a cursor keeps one.
#[derive(Debug, Default)]
pub struct Cursors(HashSet<String>);

impl Cursors {
    /// Notes a cursor before it is used.
    ///
    /// # Errors
    ///
    /// [`Error::EndlessList`] if the list gave it before.
    pub fn note(&mut self, cursor: &str) -> Result<()> {
        if self.0.insert(cursor.to_owned()) {
            Ok(())
        } else {
            Err(Error::endless_list(cursor))
        }
    }

    /// Forgets all: another list begins.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// The parts of a list, one request each, as they are asked for.
///
/// `fetch` gets one part, from the beginning (`None`) or from a cursor; `next` reads from a part the cursor of the one
/// after it. The stream ends if there is no cursor, whatever `has_more` says, and with an error if a cursor
/// comes a second time: Notion would send the same parts forever.
pub fn pages<P, E, F, Fut>(
    fetch: F,
    next: fn(&P) -> Option<&str>,
) -> impl Stream<Item = Result<P, E>> + use<P, E, F, Fut>
where
    E: From<Error>,
    F: Fn(Option<String>) -> Fut,
    Fut: Future<Output = Result<P, E>>,
{
    let start = State {
        cursor: Cursor::Start,
        seen: Cursors::default(),
        fetch,
    };
    try_unfold(start, move |mut state| async move {
        let cursor = match state.cursor {
            Cursor::Start => None,
            Cursor::At(cursor) => Some(cursor),
            Cursor::End => return Ok(None),
        };
        let part = (state.fetch)(cursor).await?;
        state.cursor = match next(&part) {
            None => Cursor::End,
            Some(cursor) => {
                state.seen.note(cursor)?;
                Cursor::At(cursor.to_owned())
            }
        };
        Ok(Some((part, state)))
    })
}

struct State<F> {
    cursor: Cursor,
    seen: Cursors,
    fetch: F,
}

enum Cursor {
    Start,
    At(String),
    End,
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures_util::TryStreamExt;

    use super::*;

    /// A list in parts: each part is its items and the cursor of the next.
    type Part = (Vec<u32>, Option<&'static str>);

    async fn collect(parts: &[(Option<&str>, Part)]) -> (Result<Vec<u32>>, usize) {
        let requests = Mutex::new(0);
        let fetch = |cursor: Option<String>| {
            *requests.lock().unwrap() += 1;
            let found = parts.iter().find(|(at, _)| *at == cursor.as_deref());
            let part = found.map(|(_, part)| part.clone());
            async move { part.ok_or_else(|| Error::config("no such cursor")) }
        };
        let stream = pages(fetch, |part: &Part| part.1);
        let items = stream
            .try_collect::<Vec<_>>()
            .await
            .map(|all| all.into_iter().flat_map(|part| part.0).collect());
        let sent = *requests.lock().unwrap();
        (items, sent)
    }

    #[tokio::test]
    async fn goes_on_until_there_is_no_cursor() {
        let parts = [
            (None, (vec![1, 2], Some("a"))),
            (Some("a"), (vec![], Some("b"))),
            (Some("b"), (vec![3], None)),
        ];
        let (items, requests) = collect(&parts).await;
        assert_eq!((items.unwrap(), requests), (vec![1, 2, 3], 3));
    }

    #[tokio::test]
    async fn a_cursor_that_repeats_is_an_error() {
        let parts = [
            (None, (vec![1], Some("a"))),
            (Some("a"), (vec![2], Some("b"))),
            (Some("b"), (vec![3], Some("a"))),
        ];
        let (items, requests) = collect(&parts).await;
        assert!(items.unwrap_err().to_string().contains("`a`"));
        assert_eq!(requests, 3);
    }

    #[tokio::test]
    async fn an_error_ends_the_stream() {
        let stream = pages(
            |_| async { Err::<Part, _>(Error::config("x")) },
            |part| part.1,
        );
        let mut stream = std::pin::pin!(stream);
        assert!(stream.try_next().await.is_err());
        assert!(stream.try_next().await.unwrap().is_none());
    }
}
