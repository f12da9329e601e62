//! A pace that several processes share through Redis.
//!
//! The processes take their places in the budget of the connection from one [script](share.lua), so that the decisions are those of
//! [`Window`](super::pace), for all of them. What the script cannot know is here: the queue of this process, places that
//! are given back, and the share that this process goes on with while Redis is away.

mod store;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use self::store::{Ask, PAUSE, Store};
use super::Pace;
use super::pacer::{Limit, Local, Paced, Pacer};
use super::retry::LONGEST;

/// A [`Pacer`] whose counts are in Redis or Valkey: all processes that connect to the same store share the budget of each
/// connection to Notion, and what one of them learns from a 429 holds for all.
///
/// The budget of a connection is found by a hash of its server and its token; the token itself is never stored. Times are those of the store's clock.
/// Each request to Notion costs one round trip to the store.
///
/// If the store fails or takes longer than half a second, requests go on: each process keeps to its share of
/// the budget (the budget divided by the number of processes that were there), and returns to the store when that answers again. The
/// log has one warning for each of the two. No request fails because of it.
///
/// ```no_run
/// use notion_rest::Client;
/// use notion_rest::http::RedisPace;
///
/// # async fn run() -> notion_rest::Result<()> {
/// let pace = RedisPace::connect("redis://127.0.0.1/").await?;
/// let client = Client::builder().token("ntn_example").shared_pace(pace).build()?;
/// # Ok(())
/// # }
/// ```
pub struct RedisPace {
    store: Arc<Store>,
    pace: Pace,
    /// The connection of clients without a token.
    unnamed: Share,
    /// The connections of the clients that exist.
    shares: Mutex<Vec<Weak<Share>>>,
}

impl RedisPace {
    /// Connects to a store, such as `redis://127.0.0.1:6379/0` or `redis://:password@host/`, with the budget [`Pace::default`] for each
    /// connection to Notion. Addresses with `rediss:` (TLS) need a tunnel.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) if the address cannot be read, nothing answers there within half a second, what answers is no
    /// Redis, or it takes no writes.
    pub async fn connect(address: &str) -> crate::Result<Arc<Self>> {
        Self::connect_with(address, Pace::default()).await
    }

    /// Connects to a store, with another budget for each connection to Notion.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn connect_with(address: &str, pace: Pace) -> crate::Result<Arc<Self>> {
        let store = Store::connect(address).await?;
        let pace = Pace::per_window(pace.requests(), pace.window().min(LONGEST));
        let unnamed = Share::new(Arc::clone(&store), pace, key("", ""));
        Ok(Arc::new(Self {
            store,
            pace,
            unnamed,
            shares: Mutex::default(),
        }))
    }
}

impl Pacer for RedisPace {
    fn next(&self) -> Paced<'_, ()> {
        self.unnamed.next()
    }

    fn limited(&self, limit: Limit, wait: Option<Duration>) -> Paced<'_, ()> {
        self.unnamed.limited(limit, wait)
    }

    fn is_unlimited(&self) -> bool {
        self.unnamed.is_unlimited()
    }

    fn of_connection(&self, server: &str, token: &str) -> Option<Arc<dyn Pacer>> {
        // Clients of one connection share one queue, and one share of the budget while the store is away.
        let key = key(server, token);
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        shares.retain(|share| share.strong_count() > 0);
        let mut known = shares.iter().filter_map(Weak::upgrade);
        if let Some(share) = known.find(|share| share.key == key) {
            return Some(share);
        }
        let share = Arc::new(Share::new(Arc::clone(&self.store), self.pace, key));
        shares.push(Arc::downgrade(&share));
        Some(share)
    }
}

impl fmt::Debug for RedisPace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisPace")
            .field("store", &self.store)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}

/// The budget of one connection to Notion, as this process shares in it.
#[derive(Debug)]
struct Share {
    store: Arc<Store>,
    pace: Pace,
    /// A hash of the server and the token.
    key: String,
    /// What this process sent, and its share of the budget while the store is away.
    alone: Local,
    /// Held by the request that leaves next; the others queue for it in their order.
    turn: tokio::sync::Mutex<()>,
}

impl Share {
    fn new(store: Arc<Store>, pace: Pace, key: String) -> Self {
        Self {
            store,
            pace,
            key,
            alone: Local::new(pace),
            turn: tokio::sync::Mutex::default(),
        }
    }

    async fn wait_in_line(&self) {
        let _turn = self.turn.lock().await;
        loop {
            if !self.store.is_up() {
                // The store may come back during the wait.
                match timeout(PAUSE, self.alone_in_line()).await {
                    Ok(()) => return,
                    Err(_) => continue,
                }
            }
            match self.take().await {
                Some(Ok(place)) => {
                    place.keep();
                    return self.alone.record();
                }
                // A little more than asked for, and not the same for all processes: they would all come back in the same moment.
                Some(Err(wait)) => sleep(wait + jitter()).await,
                None => {}
            }
        }
    }

    /// Waits within the share of this process.
    async fn alone_in_line(&self) {
        let share = (self.pace.requests() / self.store.sharers()).max(1);
        self.alone
            .set_pace(Pace::per_window(share, self.pace.window()));
        self.alone.next().await;
    }

    /// Asks for a place, or how long to wait for one; `None` if the store failed. If the future is dropped, the question goes on in a
    /// task of its own, so that a place that the store gives is known and given back.
    async fn take(&self) -> Option<Result<Place, Duration>> {
        let (sender, receiver) = oneshot::channel();
        let (store, key, pace) = (Arc::clone(&self.store), self.key.clone(), self.pace);
        tokio::spawn(async move {
            let answer = store.ask(&key, pace, Ask::Take).await;
            let answer = answer.map(|answer| match answer.wait {
                Duration::ZERO => Ok(Place {
                    store,
                    key,
                    pace,
                    at: Some(answer.place),
                }),
                wait => Err(wait),
            });
            // Nobody may be there to receive it: then it is dropped here.
            drop(sender.send(answer));
        });
        receiver.await.ok().flatten()
    }

    async fn learn(&self, limit: Limit, wait: Option<Duration>) {
        // Also for the time without the store.
        self.alone.limited(limit, wait).await;
        let ask = Ask::Limited {
            is_spent: limit == Limit::Connection,
            wait: wait.unwrap_or_default().min(LONGEST),
        };
        self.store.ask(&self.key, self.pace, ask).await;
    }
}

impl Pacer for Share {
    fn next(&self) -> Paced<'_, ()> {
        Box::pin(self.wait_in_line())
    }

    fn limited(&self, limit: Limit, wait: Option<Duration>) -> Paced<'_, ()> {
        Box::pin(self.learn(limit, wait))
    }

    fn is_unlimited(&self) -> bool {
        self.pace.is_unlimited()
    }
}

/// A place in the budget, which is given back unless it is kept.
struct Place {
    store: Arc<Store>,
    key: String,
    pace: Pace,
    at: Option<u64>,
}

impl Place {
    fn keep(mut self) {
        self.at = None;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let (Some(place), Ok(runtime)) = (self.at, Handle::try_current()) {
            let (store, key, pace) = (Arc::clone(&self.store), self.key.clone(), self.pace);
            runtime.spawn(async move { store.ask(&key, pace, Ask::GiveBack { place }).await });
        }
    }
}

/// Names a connection by a hash of its server and its token.
fn key(server: &str, token: &str) -> String {
    let hash = Sha256::digest(format!("{server}\n{token}"));
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn jitter() -> Duration {
    Duration::from_millis(fastrand::u64(1..10))
}
