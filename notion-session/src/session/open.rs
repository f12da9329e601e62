//! Opening and closing a session.

use super::{Builder, Config, Session};
use crate::error::Result;
use crate::http::SecretString;

/// Opening and closing.
impl Session {
    /// Returns a builder, which opens a session with settings of your choice. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use std::time::Duration;
    /// use notion_session::{Error, Session};
    ///
    /// let session = Session::builder().token("ntn_example").timeout(Duration::from_secs(20)).build()?;
    /// assert_eq!(session.client().requests_sent(), 0);
    ///
    /// assert!(matches!(Session::builder().build(), Err(Error::NoToken)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Opens a session with a configuration. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Config, Session};
    ///
    /// let config = Config::from_toml("token = 'ntn_example'\ntimeout = 20")?;
    /// let session = Session::new(config)?;
    /// assert_eq!(session.client().origin(), "https://api.notion.com");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`](crate::Error::NoToken) without a token; [`Error::Config`](crate::Error::Config) if a setting is invalid.
    pub fn new(config: Config) -> Result<Self> {
        Self::builder().config(config).build()
    }

    /// Opens a session with the token in the environment variable `NOTION_TOKEN`. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Error, Session};
    ///
    /// let session = Session::from_env();
    /// match std::env::var("NOTION_TOKEN") {
    ///     Ok(token) if !token.trim().is_empty() => assert!(session.is_ok()),
    ///     _ => assert!(matches!(session, Err(Error::NoToken))),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`](crate::Error::NoToken) if the variable is missing or empty.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    /// Opens a session of another connection: with this token, and otherwise with the settings and the HTTP connections of this
    /// session. No request.
    ///
    /// It has its own object store and its own rate limit, and is closed by itself. A program that serves many workspaces opens one
    /// session for each token:
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::Session;
    ///
    /// let session = Session::local();
    /// let server = session.local_server().expect("it is local");
    /// let guest = session.with_token(server.add_integration("Guest", []))?;
    /// assert_ne!(guest.whoami().await?.id(), session.whoami().await?.id());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`](crate::Error::NoToken) if the token is blank.
    pub fn with_token(&self, token: impl Into<SecretString>) -> Result<Self> {
        let client = self.inner.client.with_token(token)?;
        Ok(Self::open(client, self.inner.store.stats().capacity))
    }

    /// Closes the session, for all its clones. No request.
    ///
    /// Later calls fail with [`Error::SessionClosed`](crate::Error::SessionClosed), and so do calls that are waiting for their turn. The object store is
    /// cleared. If this was the active session of the process, no session is active afterwards.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Error, Session};
    ///
    /// let session = Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// session.close();
    /// assert!(matches!(session.get_page(home.id()).await, Err(Error::SessionClosed)));
    /// assert!(session.cache().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn close(&self) {
        self.inner.client.close();
        self.inner.store.clear();
        self.inner.bindings.clear();
        self.inner.unfilterable.clear();
        self.deactivate();
    }

    /// Returns true if the session was closed. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::Session;
    ///
    /// let session = Session::local();
    /// let other_handle = session.clone();
    /// assert!(!session.is_closed());
    /// other_handle.close();
    /// assert!(session.is_closed());
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_closed(&self) -> bool {
        self.inner.client.is_closed()
    }
}
