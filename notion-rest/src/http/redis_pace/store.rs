//! The connection to Redis: one script, and what happens when Redis is not there.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisResult, Script};
use tokio::time::Instant;

use super::super::Pace;
use crate::{Error, Result};

/// How long Redis may take to answer. A store that is slower holds requests up more than it helps them.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long the store is left alone after it failed.
pub(super) const PAUSE: Duration = Duration::from_secs(1);

/// A Redis that several processes share.
pub(super) struct Store {
    client: Client,
    /// Where it is, without a password.
    place: String,
    script: Script,
    /// Names this process among those that share a pace.
    worker: String,
    connection: Mutex<Connection>,
    /// How many processes shared the pace when the store answered last.
    sharers: AtomicU32,
}

enum Connection {
    Up(MultiplexedConnection),
    /// Nobody asks until then; after that, one task tries to connect.
    Down {
        until: Instant,
    },
    Connecting,
}

/// What the script is asked to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ask {
    Take,
    GiveBack { place: u64 },
    Limited { is_spent: bool, wait: Duration },
}

/// What the script answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    /// How long to wait; zero if the request may leave.
    pub(super) wait: Duration,
    /// The place that was taken.
    pub(super) place: u64,
}

impl Store {
    pub(super) async fn connect(address: &str) -> Result<Arc<Store>> {
        let refused = |error: redis::RedisError| {
            // The address may contain a password.
            Error::config(format!("the address of Redis cannot be used: {error}"))
        };
        let client = Client::open(address).map_err(refused)?;
        let place = client.get_connection_info().addr().to_string();
        let connection = connect(&client).await.map_err(|error| {
            Error::config(format!(
                "the store of the shared pace cannot be used: Redis at {place}: {error}"
            ))
        })?;
        Ok(Arc::new(Store {
            client,
            place,
            script: Script::new(include_str!("share.lua")),
            worker: format!("{:x}", fastrand::u128(..)),
            connection: Mutex::new(Connection::Up(connection)),
            sharers: AtomicU32::new(1),
        }))
    }

    /// Returns how many processes shared the pace when the store answered last.
    pub(super) fn sharers(&self) -> u32 {
        self.sharers.load(Ordering::Relaxed).max(1)
    }

    /// Returns false if the store failed a moment ago. Starts to connect again when it is time.
    pub(super) fn is_up(self: &Arc<Self>) -> bool {
        let mut connection = self.lock();
        match &*connection {
            Connection::Up(_) => true,
            Connection::Connecting => false,
            Connection::Down { until } => {
                if *until <= Instant::now() {
                    *connection = Connection::Connecting;
                    tokio::spawn(Arc::clone(self).reconnect());
                }
                false
            }
        }
    }

    /// Runs the script. `None` if the store is not there.
    pub(super) async fn ask(self: &Arc<Self>, key: &str, pace: Pace, ask: Ask) -> Option<Answer> {
        let mut connection = match &*self.lock() {
            Connection::Up(connection) => connection.clone(),
            _ => return None,
        };
        let answer = self.run(&mut connection, key, pace, ask).await;
        match answer {
            Ok((wait, place, sharers)) => {
                self.sharers.store(sharers, Ordering::Relaxed);
                Some(Answer {
                    wait: Duration::from_millis(wait),
                    place,
                })
            }
            Err(error) => {
                self.lose(&error);
                None
            }
        }
    }

    async fn run(
        &self,
        connection: &mut MultiplexedConnection,
        key: &str,
        pace: Pace,
        ask: Ask,
    ) -> RedisResult<(u64, u64, u32)> {
        let mut call = self.script.prepare_invoke();
        // One hash tag, so that the three are on one node of a cluster.
        for part in ["left", "state", "workers"] {
            call.key(format!("notion:pace:{{{key}}}:{part}"));
        }
        let (what, first, second) = match ask {
            Ask::Take => ("take", 0, 0),
            Ask::GiveBack { place } => ("give_back", place, 0),
            Ask::Limited { is_spent, wait } => ("limited", u64::from(is_spent), millis(wait)),
        };
        call.arg(what)
            .arg(pace.requests())
            .arg(millis(pace.window()));
        call.arg(&self.worker).arg(first).arg(second);
        call.invoke_async(connection).await
    }

    fn lose(&self, error: &redis::RedisError) {
        let mut connection = self.lock();
        // Several requests may notice at once; one of them says so.
        if let Connection::Up(_) = &*connection {
            tracing::warn!(
                store = %self.place, %error, sharers = self.sharers(),
                "the store of the shared pace cannot be used; this process goes on with its share of the budget",
            );
            *connection = Connection::Down {
                until: Instant::now() + PAUSE,
            };
        }
    }

    async fn reconnect(self: Arc<Self>) {
        let connected = connect(&self.client).await;
        let mut connection = self.lock();
        *connection = match connected {
            Ok(connected) => {
                tracing::warn!(store = %self.place, "the store of the shared pace is back");
                Connection::Up(connected)
            }
            Err(_) => Connection::Down {
                until: Instant::now() + PAUSE,
            },
        };
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Connects, and asks for a sign of life: what answers may be something else than Redis, or a Redis that takes no writes.
async fn connect(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(PATIENCE))
        .set_response_timeout(Some(PATIENCE));
    let mut connection = client
        .get_multiplexed_async_connection_with_config(&config)
        .await?;
    redis::cmd("SET")
        .arg("notion:pace:probe")
        .arg(1)
        .arg("PX")
        .arg(1000)
        .exec_async(&mut connection)
        .await?;
    Ok(connection)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Redis").field(&self.place).finish()
    }
}
