//! Opening a session.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use super::{Config, Session};
use crate::error::Result;
use crate::http::{Pace, Pacer, Retry};

/// A builder of sessions. Made by [`Session::builder`].
///
/// ```
/// use std::time::Duration;
/// use notion_session::Session;
/// use notion_session::http::Pace;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// let session = Session::builder()
///     .token("ntn_example")
///     .timeout(Duration::from_secs(20))
///     .pace(Pace::per_window(600, Duration::from_secs(60)))
///     .build()?;
/// assert_eq!(session.client().origin(), "https://api.notion.com");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "`build` opens the session"]
pub struct Builder {
    config: Config,
    http_client: Option<reqwest::Client>,
    without_token: bool,
    pacer: Option<Arc<dyn Pacer>>,
    #[cfg(feature = "local")]
    server: Option<notion_local::Server>,
}

impl Builder {
    /// Sets all settings to those of a configuration. Later calls change single settings.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Sets the token of the integration.
    pub fn token(mut self, token: impl Into<SecretString>) -> Self {
        self.config.token = Some(token.into());
        self
    }

    /// Allows to open a session without a token, to request one with [`api().oauth(..)`](crate::api::Api::oauth). Every other
    /// request fails with [`Error::NoToken`](crate::Error::NoToken) before anything is sent.
    pub fn without_token(mut self) -> Self {
        self.without_token = true;
        self
    }

    /// Sets the base URL of Notion's API (default: `https://api.notion.com`).
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.config.base_url = base_url.into();
        self
    }

    /// Sets the timeout of a request (default: 60 seconds).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.config.timeout = timeout;
        self
    }

    /// Sets the timeout of a connection (default: 10 seconds). It does not apply to [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.config.connect_timeout = timeout;
        self
    }

    /// Sets the rules of retries.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.config.retry = retry;
        self
    }

    /// Sets the rate limit of the client. It also applies on loopback, where requests are not limited by default.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.config.pace = Some(pace);
        self
    }

    /// Sets a [`Pacer`] in place of [`pace`](Self::pace), for example one that several processes share, such as `RedisPace`
    /// (feature `redis`). Sessions with the same token in one process share their pace without it.
    pub fn shared_pace(mut self, pacer: Arc<dyn Pacer>) -> Self {
        self.pacer = Some(pacer);
        self
    }

    /// Sets the size of the largest answer that is read, in bytes (default: 64 MiB). A larger one is an error that names the
    /// limit. It applies to answers of Notion after decompression, and not to files that are downloaded.
    ///
    /// ```
    /// # fn main() -> notion_session::Result<()> {
    /// let session = notion_session::Session::builder().token("ntn_…").max_response_bytes(8 << 20).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.config.max_response_bytes = bytes;
        self
    }

    /// Sets the maximum size of the object store in bytes (default: 32 MiB).
    pub fn cache_bytes(mut self, bytes: usize) -> Self {
        self.config.cache_bytes = bytes;
        self
    }

    /// Sets the reqwest client, with its proxies, certificates and connections.
    /// [`client_builder`](crate::http::client_builder) creates a builder for one; with the default features of this crate
    /// `reqwest::Client::new()` may have no TLS and panic, as is explained there.
    ///
    /// It should not follow redirects ([`redirect::Policy::none`](reqwest::redirect::Policy::none)): an answer from another
    /// URL than the requested one is rejected, and the outcome of a creation is then unknown. reqwest removes the token if a
    /// redirect points to another origin.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Uses a local server inside the process instead of Notion: nothing is sent over the network. The default token is the
    /// server's own, and there is no rate limit unless a pace is set.
    #[cfg(feature = "local")]
    pub fn local_server(mut self, server: notion_local::Server) -> Self {
        self.server = Some(server);
        self
    }

    /// Opens the session. No request: call [`raise_for_status`](Session::raise_for_status) to check the token.
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`](crate::Error::NoToken) without a token, unless that was [allowed](Self::without_token); [`Error::Config`](crate::Error::Config) if a
    /// setting is invalid.
    pub fn build(self) -> Result<Session> {
        let cache_bytes = self.config.cache_bytes;
        let mut builder = self.config.into_client_builder();
        if let Some(client) = self.http_client {
            builder = builder.http_client(client);
        }
        if let Some(pacer) = self.pacer {
            builder = builder.shared_pace(pacer);
        }
        if self.without_token {
            builder = builder.without_token();
        }
        #[cfg(feature = "local")]
        if let Some(server) = self.server {
            builder = builder.local_server(server);
        }
        Ok(Session::open(builder.build()?, cache_bytes))
    }

    /// Opens the session and makes it the active one of the process: [`Session::activate`]. No request.
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build).
    pub fn activate(self) -> Result<Session> {
        let session = self.build()?;
        session.activate();
        Ok(session)
    }
}
