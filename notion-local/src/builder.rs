//! The settings of a server.

use std::time::Duration;

use crate::core::Settings;
use crate::core::log::Limits;
use crate::http::HttpSettings;
use crate::state::integration::random_token;

/// A builder of servers. Made by [`Server::builder`](crate::Server::builder).
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
    /// Sets the seed of all IDs (default: 0). The same seed and the same requests give the same IDs.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.core.seed = seed;
        self
    }

    /// Sets the number of requests that are answered in each window of the server's clock; others are answered with 429
    /// (default: no limit).
    #[must_use]
    pub fn rate_limit(mut self, requests: u32, window: Duration) -> Self {
        self.core.limit = Some((requests, window));
        self
    }

    /// Lets the server ignore the name that a request gives to the other side of a new two-way relation
    /// (`synced_property_name`): it is then called "Related to …". Notion's documentation says that the name is used, but no
    /// recording shows it, so clients should handle both.
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

    /// Sets the maximum number of requests in the log, and their maximum size in bytes (default: 100,000 and 64 MiB). The
    /// oldest are removed first. Bodies of more than 500 KiB and those of requests without a valid token are
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

    /// Allows another host name in requests over a socket; see [`Server::serve`](crate::Server::serve). It has no port.
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

    /// Sets how long a connection waits for the head of a request, and for each part of a body, before it is closed (default:
    /// 30 seconds; at most a year). A whole body can take ten times as long.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let server = notion_local::Server::builder().timeout(Duration::from_secs(5)).build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        /// A year. Adding a longer timeout to the present time can overflow.
        const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);
        self.http.timeout = timeout.min(MAX_TIMEOUT);
        self
    }

    /// Sets the maximum number of open connections (default: 4096). If there are more, the one that has been idle longest is
    /// closed.
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

    /// Sets the token of the integration that sees everything. Tokens that come from a seed are then rejected: those in a data
    /// file or a snapshot are replaced by random ones.
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

    /// Sets a random token for the integration that sees everything, which a server beyond loopback needs. A token of a data file
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

    /// Sets the maximum size of an upload in bytes. Default: 5 GiB, as in a paid workspace; with a snapshot, that of the
    /// snapshot, or 5 MiB, as in a free workspace. The memory is used only as bytes are received.
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

    /// Sets the maximum number of rows that one query of a data source or a view returns over all its pages, so that tests of
    /// longer queries need few rows (default: 10,000, as in Notion; at least 1). An answer that ends there has the `request_status` "incomplete".
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
