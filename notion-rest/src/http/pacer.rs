//! When the requests of a connection leave: the pace, and the limits that Notion names, for all clients of the connection.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::Pace;
use super::pace::Window;
use super::retry::LONGEST;

/// The future that a [`Pacer`] returns.
pub type Paced<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The limit that a request exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// The budget of the connection is spent: Notion's 429, if it does not name the workspace as the reason.
    Connection,
    /// The limit of a whole workspace (429 with a reason that names the space), or an overload (529). Neither states anything
    /// about the budget of the connection.
    Shared,
}

/// Decides when the requests of one connection leave.
///
/// Notion gives a budget of requests to each connection, whichever client, process or machine sends them. A pacer is what all
/// of them ask: this crate's own is shared by the clients of one token in a process, and `ClientBuilder::shared_pace` takes
/// another one, which may keep its counts in a store.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use std::time::Duration;
/// use notion_rest::Client;
/// use notion_rest::http::{Limit, Paced, Pacer};
///
/// /// Lets every request leave, and counts them.
/// #[derive(Debug, Default)]
/// struct Counter(AtomicU64);
///
/// impl Pacer for Counter {
///     fn next(&self) -> Paced<'_, ()> {
///         self.0.fetch_add(1, Ordering::Relaxed);
///         Box::pin(async {})
///     }
///     fn limited(&self, _: Limit, _: Option<Duration>) -> Paced<'_, ()> {
///         Box::pin(async {})
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_rest::Result<()> {
/// # let server = notion_local::Server::start().await.unwrap();
/// let counter = Arc::new(Counter::default());
/// let client = Client::builder()
///     .base_url(server.uri())
///     .token(server.token())
///     .shared_pace(counter.clone())
///     .build()?;
/// client.api().users().me().await?;
/// assert_eq!(counter.0.load(Ordering::Relaxed), 1);
/// # Ok(())
/// # }
/// ```
pub trait Pacer: fmt::Debug + Send + Sync {
    /// Waits until the next request may leave, and takes its place in the budget. Called before each attempt, repetitions included.
    ///
    /// The future may be dropped at any time; it must not have taken a place then.
    fn next(&self) -> Paced<'_, ()>;

    /// Learns that Notion refused a request, and how long it asked to wait (`Retry-After`). No request leaves until then.
    fn limited(&self, limit: Limit, wait: Option<Duration>) -> Paced<'_, ()>;

    /// Returns the pacer of the connection that has this token at this server, for a pacer that serves several connections. Called
    /// once for each client that is built; the token must not be kept. Default: `None`, which means that this
    /// pacer decides for every client that it is given to, as for one connection.
    fn of_connection(&self, server: &str, token: &str) -> Option<Arc<dyn Pacer>> {
        let _ = (server, token);
        None
    }

    /// Returns true if [`next`](Self::next) would not wait, and need not be asked. Default: false.
    fn is_unlimited(&self) -> bool {
        false
    }
}

/// The pacer of a process.
#[derive(Debug)]
pub(super) struct Local {
    window: Mutex<Window>,
    /// What the window counts its moments from.
    start: Instant,
    /// Held by the request that leaves next; the others queue for it in their order. A request that is dropped while it
    /// waits has taken nothing from the window.
    turn: tokio::sync::Mutex<()>,
    /// Notion said "not before this".
    not_before: Mutex<Option<Instant>>,
}

impl Local {
    pub(super) fn new(pace: Pace) -> Local {
        Local {
            window: Mutex::new(Window::new(pace)),
            start: Instant::now(),
            turn: tokio::sync::Mutex::default(),
            not_before: Mutex::default(),
        }
    }

    /// Keeps to a stricter pace from now on, if this one is stricter.
    pub(super) fn tighten(&self, pace: Pace) {
        lock(&self.window).tighten(pace);
    }

    /// Counts a request that another pacer let leave.
    #[cfg(feature = "redis")]
    pub(super) fn record(&self) {
        lock(&self.window).record(self.start.elapsed());
    }

    /// Keeps to another pace from now on.
    #[cfg(feature = "redis")]
    pub(super) fn set_pace(&self, pace: Pace) {
        lock(&self.window).set_pace(pace);
    }

    /// Returns true if no request left within the window, and none is held back: nothing is lost with it.
    pub(super) fn is_idle(&self) -> bool {
        self.held_until().is_none() && lock(&self.window).is_idle(self.start.elapsed())
    }

    async fn wait_in_line(&self) {
        let _turn = self.turn.lock().await;
        // Another request may meet a limit during a wait, so that the turn is computed anew after each.
        loop {
            if let Some(until) = self.held_until() {
                sleep_until(until).await;
                continue;
            }
            let place = lock(&self.window).take(self.start.elapsed());
            match place {
                Ok(()) => return,
                Err(wait) => sleep_until(after(wait)).await,
            }
        }
    }

    /// Until when all requests are held back, if they are.
    fn held_until(&self) -> Option<Instant> {
        lock(&self.not_before).filter(|until| *until > Instant::now())
    }

    /// Holds back every request, those that wait already among them.
    fn hold_back_until(&self, until: Instant) {
        let mut not_before = lock(&self.not_before);
        *not_before = Some(not_before.map_or(until, |other| other.max(until)));
    }
}

impl Pacer for Local {
    fn next(&self) -> Paced<'_, ()> {
        Box::pin(self.wait_in_line())
    }

    fn limited(&self, limit: Limit, wait: Option<Duration>) -> Paced<'_, ()> {
        Box::pin(async move {
            if limit == Limit::Connection {
                lock(&self.window).refused(self.start.elapsed(), wait);
            }
            if let Some(wait) = wait {
                self.hold_back_until(after(wait));
            }
        })
    }

    fn is_unlimited(&self) -> bool {
        lock(&self.window).is_unlimited() && self.held_until().is_none()
    }
}

/// The moment after a wait, or one that is as good as never.
pub(super) fn after(wait: Duration) -> Instant {
    Instant::now() + wait.min(LONGEST)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
