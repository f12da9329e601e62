//! What a server starts with.

use std::time::Duration;

use crate::core::Settings;
use crate::core::log::Limits;
use crate::http::HttpSettings;
use crate::state::integration::random_token;

/// What a server starts with; see [`Server::builder`](crate::Server::builder).
#[derive(Clone, Default)]
pub struct Builder {
    pub(crate) core: Settings,
    pub(crate) http: HttpSettings,
}

/// Without the token.
impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("core", &self.core)
            .field("http", &self.http)
            .finish()
    }
}

impl Builder {
    /// The seed that all ids come from. The same seed and the same requests give the same ids. 0 unless set.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.core.seed = seed;
        self
    }

    /// Lets so many requests through in each window of time and answers 429 to the rest, by the server's clock. Without
    /// it there is no limit.
    #[must_use]
    pub fn rate_limit(mut self, requests: u32, window: Duration) -> Self {
        self.core.limit = Some((requests, window));
        self
    }

    /// Lets the server leave aside the name that a request gives to the other end of a new two-way relation
    /// (`synced_property_name`): it is called "Related to …" then, as if no name had been given. Notion's documentation
    /// says that the name counts, but no recording shows it, so clients should cope with both.
    /// [`Server::ignore_synced_names`](crate::Server::ignore_synced_names) changes it later.
    ///
    /// ```
    /// let server = notion_local::Server::builder().ignore_synced_names(true).build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn ignore_synced_names(mut self, ignore: bool) -> Self {
        self.core.ignores_synced_names = ignore;
        self
    }

    /// Sets how many requests the log keeps, and how many bytes all of them may have. The oldest are forgotten first.
    /// Default: 100,000 requests and 64 MiB. Bodies of more than 500 KiB and those of requests without a valid token are
    /// never kept.
    ///
    /// ```
    /// let server = notion_local::Server::builder().log(1000, 1024 * 1024).build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn log(mut self, requests: usize, bytes: usize) -> Self {
        self.core.log = Limits { requests, bytes };
        self
    }

    /// Answers requests over a socket that name this host, too; see [`Server::serve`](crate::Server::serve). A port is not part of it.
    ///
    /// ```
    /// let server = notion_local::Server::builder().allow_host("notion.internal").build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn allow_host(mut self, name: &str) -> Self {
        self.http.hosts.allow(name);
        self
    }

    /// Sets how long a connection waits for the head of a request, and for each part of a body, before it is closed. Default:
    /// 30 seconds; at most a year. A body as a whole may take ten times that.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let server = notion_local::Server::builder().timeout(Duration::from_secs(5)).build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        /// A year. The time of day plus a longer timeout may not be a time any more.
        const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);
        self.http.timeout = timeout.min(MAX_TIMEOUT);
        self
    }

    /// Sets the most connections that are open. When there are more, the one that has waited longest for its client is closed.
    /// Default: 4096.
    ///
    /// ```
    /// let server = notion_local::Server::builder().max_connections(100).build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.http.max_connections = connections;
        self
    }

    /// Sets the token of the integration that sees everything. Tokens that come from a seed are not accepted then: those in a
    /// data file or a snapshot are replaced by random ones.
    ///
    /// ```
    /// let server = notion_local::Server::builder().token("ntn_secret").build();
    /// assert_eq!(server.token(), "ntn_secret");
    /// ```
    #[must_use]
    pub fn token(mut self, token: &str) -> Self {
        self.core.token = Some(token.to_owned());
        self.core.keeps_token = false;
        self
    }

    /// Gives the integration that sees everything a random token, as a server beyond loopback needs it. A token of a data file
    /// or a snapshot stays if it does not come from a seed.
    ///
    /// ```
    /// use notion_local::Server;
    ///
    /// let server = Server::builder().random_token().build();
    /// assert_ne!(server.token(), Server::new().token());
    /// ```
    #[must_use]
    pub fn random_token(mut self) -> Self {
        self.core.token = Some(random_token());
        self.core.keeps_token = true;
        self
    }

    /// Sets the largest upload that the workspace takes, in bytes. Default: 5 GiB, as in a paid workspace; with a
    /// snapshot, what that says, or 5 MiB, as in a free workspace. Only what was sent is kept in memory.
    ///
    /// ```
    /// let server = notion_local::Server::builder().max_upload(5 * 1024 * 1024).build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn max_upload(mut self, bytes: u64) -> Self {
        self.core.max_upload = Some(bytes);
        self
    }

    /// Sets the most rows that one query of a data source or a view gives, over all its pages, so that tests of longer queries
    /// need few rows. Default: 10,000, as in Notion; at least 1. An answer that ends there has the `request_status` "incomplete".
    ///
    /// ```
    /// let server = notion_local::Server::builder().max_query_results(200).build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn max_query_results(mut self, rows: usize) -> Self {
        self.core.max_query_results = Some(rows.max(1));
        self
    }
}
