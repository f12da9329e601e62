//! Server-sent events. An event contains version numbers only; the page then fetches itself again.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::watch;
use uuid::Uuid;

use crate::core::changes::Versions;

/// How long changes are collected before an event is sent.
const GATHER: Duration = Duration::from_millis(80);
/// The interval of keep-alive comments, which detect closed connections.
const ALIVE: Duration = Duration::from_secs(15);

/// Identifies one run of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run(Uuid);

impl Default for Run {
    fn default() -> Self {
        Self(Uuid::new_v4())
    }
}

impl Run {
    /// Returns the versions as JSON, as in events and pages.
    pub(super) fn state(self, versions: Versions) -> String {
        let Versions {
            workspace,
            log,
            controls,
        } = versions;
        format!(
            r#"{{"run":"{}","workspace":{workspace},"log":{log},"controls":{controls}}}"#,
            self.0.simple()
        )
    }
}

type Changed = watch::Receiver<Versions>;
/// The receiver, and whether something changed; `None` after the server has ended.
type Waited = Option<(Changed, bool)>;

/// A stream of events: the current versions, then the versions after each change.
pub(crate) struct Events {
    run: Run,
    step: Step,
}

enum Step {
    /// Before the first event.
    First(Changed),
    Waiting(Pin<Box<dyn Future<Output = Waited> + Send>>),
    Ended,
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

impl Events {
    pub(super) fn new(changed: Changed, run: Run) -> Self {
        Self {
            run,
            step: Step::First(changed),
        }
    }

    fn event(&self, changed: &mut Changed) -> Bytes {
        let versions = *changed.borrow_and_update();
        // Browsers reconnect after a second.
        format!("retry: 1000\ndata: {}\n\n", self.run.state(versions)).into()
    }

    /// Returns the first event, for a response that ends after it.
    pub(crate) fn now(&mut self) -> Bytes {
        match std::mem::replace(&mut self.step, Step::Ended) {
            Step::First(mut changed) => self.event(&mut changed),
            _ => Bytes::new(),
        }
    }

    /// Returns the next event, or `None` after the server has ended.
    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let (mut changed, is_news) = match &mut self.step {
            Step::Ended => return Poll::Ready(None),
            Step::Waiting(waiting) => match waiting.as_mut().poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => {
                    self.step = Step::Ended;
                    return Poll::Ready(None);
                }
                Poll::Ready(Some(waited)) => waited,
            },
            Step::First(changed) => (changed.clone(), true),
        };
        let event = if is_news {
            self.event(&mut changed)
        } else {
            Bytes::from_static(b": alive\n\n")
        };
        self.step = Step::Waiting(Box::pin(wait(changed)));
        Poll::Ready(Some(event))
    }
}

/// Waits for a change, or until a keep-alive comment is due.
async fn wait(mut changed: Changed) -> Waited {
    match tokio::time::timeout(ALIVE, changed.changed()).await {
        Err(_) => Some((changed, false)),
        Ok(Err(_)) => None,
        Ok(Ok(())) => {
            tokio::time::sleep(GATHER).await;
            Some((changed, true))
        }
    }
}
