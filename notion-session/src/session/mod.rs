//! The session: the way to everything else.

mod active;
mod builder;
mod config;
mod found;
#[cfg(feature = "local")]
mod local;
mod lru;

use std::fmt;
use std::sync::{Arc, Weak};

pub use builder::Builder;
pub use config::{Config, TOKEN_VARIABLE};
pub use found::Found;

use crate::error::{Error, Result};
use crate::http::Client;

/// A connection to a Notion workspace: what everything else is asked of.
///
/// A handle: clones share one session, which may be used from any thread. It is closed by [`close`](Self::close), or
/// when the last handle is dropped; pages and databases that came from it are handles too.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

/// What the handles share.
struct Inner {
    client: Client,
    #[cfg(feature = "local")]
    server: Option<notion_local::Server>,
}

/// Opening and closing.
impl Session {
    /// Opens a session setting by setting. No request.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Opens a session with these settings. No request.
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`] without a token; [`Error::Config`] where a setting cannot be used.
    pub fn new(config: Config) -> Result<Self> {
        Self::builder().config(config).build()
    }

    /// Opens a session with the token of the environment variable `NOTION_TOKEN`. No request.
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`] if the variable is not set or empty.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    /// Closes the session for all its handles. No request.
    ///
    /// Later calls fail with [`Error::SessionClosed`], and so do those that still wait for their turn. The object
    /// store is emptied; if this was the active session of the process, there is none any more.
    pub fn close(&self) {
        self.inner.client.close();
        self.deactivate();
    }

    /// Whether the session was closed.
    pub fn is_closed(&self) -> bool {
        self.inner.client.is_closed()
    }

    /// The HTTP client under everything: it counts the requests, and sends what no method covers.
    pub fn client(&self) -> &Client {
        &self.inner.client
    }
}

/// What the rest of the crate needs.
impl Session {
    pub(crate) fn ensure_open(&self) -> Result<()> {
        if self.is_closed() {
            Err(Error::SessionClosed)
        } else {
            Ok(())
        }
    }

    fn open(client: Client, _cache_bytes: usize) -> Self {
        Self::from_inner(Arc::new(Inner {
            client,
            #[cfg(feature = "local")]
            server: None,
        }))
    }

    #[cfg(feature = "local")]
    fn open_local(client: Client, _cache_bytes: usize, server: notion_local::Server) -> Self {
        Self::from_inner(Arc::new(Inner {
            client,
            server: Some(server),
        }))
    }

    fn from_inner(inner: Arc<Inner>) -> Self {
        Self { inner }
    }

    fn downgrade(&self) -> Weak<Inner> {
        Arc::downgrade(&self.inner)
    }
}

/// Clones of one session are equal, and nothing else is.
impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Eq for Session {}

/// Without the token.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("client", self.client())
            .finish_non_exhaustive()
    }
}

/// Dropping the last handle closes the session: a client or an endpoint that was taken out of it is closed too.
impl Drop for Inner {
    fn drop(&mut self) {
        self.client.close();
    }
}
