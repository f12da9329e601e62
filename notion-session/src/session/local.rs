//! A session on a local server inside the process.

use notion_local::Server;

use super::{Config, Session};
use crate::http::{Client, Embedded, Pace, Settings};

impl Session {
    /// Opens a session on a fresh local server inside the process. No request, no token, no socket.
    ///
    /// The server holds one page, "Home", and lives as long as the session.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::Session;
    ///
    /// let session = Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// assert_eq!(home.title(), "Home");
    /// assert_eq!(session.client().requests_sent(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn local() -> Self {
        Self::over_local_server(Config::default(), Server::new())
    }

    /// The local server under this session, if it is on one: to look at its requests, or to order a fault.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// session.whoami().await?;
    /// let server = session.local_server().expect("the session is on one");
    /// assert_eq!(server.requests()[0].path, "/v1/users/me");
    /// # Ok(())
    /// # }
    /// ```
    pub fn local_server(&self) -> Option<&Server> {
        self.inner.server.as_ref()
    }

    pub(super) fn over_local_server(config: Config, server: Server) -> Self {
        let token = config.token().unwrap_or_else(|_| server.token().into());
        let settings = Settings {
            token,
            timeout: config.timeout,
            retry: config.retry,
            pace: config.pace.unwrap_or_else(Pace::unlimited),
        };
        let client = Client::new(
            Box::new(Embedded::new(server.clone(), config.max_response_bytes)),
            settings,
        );
        Self::open_local(client, config.cache_bytes, server)
    }
}
