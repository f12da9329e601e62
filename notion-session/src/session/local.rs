//! A session on a local server inside the process.

use notion_local::Server;

use super::{Config, Session};
use crate::http::Client;

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
        Self::open(Client::local(), Config::default().cache_bytes)
    }

    /// Returns the local server of this session, if it has one: to read its requests, inject faults, or set its clock.
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
        self.inner.client.local_server()
    }
}
