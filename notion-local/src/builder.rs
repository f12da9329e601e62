//! What a server starts with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::access;
use crate::hosts::Hosts;
use crate::log::Limits;
use crate::pieces::Pieces;
use crate::server::Server;
use crate::snapshot::{self, SnapshotError};
use crate::state::Workspace;
use crate::store::{Change, OpenError, Opened, Reader, Store};

/// What a server starts with; see [`Server::builder`].
#[derive(Clone, Default)]
pub struct Builder {
    pub(crate) seed: u64,
    /// The snapshot of the workspace that the server starts with, as this program writes it.
    snapshot: Option<Arc<Pieces>>,
    pub(crate) limit: Option<(u32, Duration)>,
    pub(crate) ignores_synced_names: bool,
    pub(crate) max_upload: Option<u64>,
    pub(crate) max_query_results: Option<usize>,
    pub(crate) log: Limits,
    pub(crate) hosts: Hosts,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_connections: Option<usize>,
    /// The token of the workspace's own integration, if it does not come from the seed.
    pub(crate) token: Option<String>,
    /// Whether the token of a data file or a snapshot may stay, if it does not come from a seed.
    keeps_token: bool,
}

/// Without the token.
impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("seed", &self.seed)
            .field("limit", &self.limit)
            .field("ignores_synced_names", &self.ignores_synced_names)
            .field("log", &self.log)
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// The seed that all ids come from. The same seed and the same requests give the same ids. 0 unless set.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Lets so many requests through in each window of time and answers 429 to the rest, by the server's clock. Without
    /// it there is no limit.
    #[must_use]
    pub fn rate_limit(mut self, requests: u32, window: Duration) -> Self {
        self.limit = Some((requests, window));
        self
    }

    /// Lets the server leave aside the name that a request gives to the other end of a new two-way relation
    /// (`synced_property_name`): it is called "Related to …" then, as if no name had been given. Notion's documentation
    /// says that the name counts, but no recording shows it, so clients should cope with both.
    /// [`Server::ignore_synced_names`] changes it later.
    ///
    /// ```
    /// let server = notion_local::Server::builder().ignore_synced_names(true).build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn ignore_synced_names(mut self, ignore: bool) -> Self {
        self.ignores_synced_names = ignore;
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
        self.log = Limits { requests, bytes };
        self
    }

    /// Answers requests over a socket that name this host, too; see [`Server::serve`]. A port is not part of it.
    ///
    /// ```
    /// let server = notion_local::Server::builder().allow_host("notion.internal").build();
    /// # drop(server);
    /// ```
    #[must_use]
    pub fn allow_host(mut self, name: &str) -> Self {
        self.hosts.allow(name);
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
        self.timeout = Some(timeout.min(MAX_TIMEOUT));
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
        self.max_connections = Some(connections);
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
        self.token = Some(token.to_owned());
        self.keeps_token = false;
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
        self.token = Some(access::random_token());
        self.keeps_token = true;
        self
    }

    /// Lets a token of a workspace count instead of a random one.
    fn keep_token(&mut self, workspace: &Workspace) {
        let own = workspace.own_token();
        if self.keeps_token && !own.is_empty() && !access::is_derived(own) {
            self.token = Some(own.to_owned());
        }
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
        self.max_upload = Some(bytes);
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
        self.max_query_results = Some(rows.max(1));
        self
    }

    /// The server, with a fresh workspace.
    #[must_use]
    pub fn build(self) -> Server {
        let workspace = Workspace::fresh(self.seed);
        Server::with(self, workspace, None)
    }

    /// The server, with a workspace out of a snapshot: an object with the lists `users`, `databases`,
    /// `data_sources`, `pages`, `blocks`, `comments`, `views`, `file_uploads` and `custom_emojis`, each of objects as Notion
    /// shows them, in the order of their creation or place; `integrations`, each with the id of its `bot`, a `token` and the
    /// `pages` that it sees (all where they are left out); with `workspace` (`id`, `name`) and the ids `bot` and `home`.
    /// Everything may be left out. [`Server::snapshot`] makes one.
    ///
    /// A snapshot without `ids` gets ids that are not in it. A snapshot is accepted only if the server could be opened
    /// from its own snapshot afterwards.
    ///
    /// # Errors
    /// If an object in it cannot be read. The error names the place.
    pub fn snapshot(mut self, snapshot: &Value) -> Result<Server, SnapshotError> {
        let (workspace, written) = snapshot::open(snapshot, self.seed)?;
        self.snapshot = Some(Arc::new(written));
        self.keep_token(&workspace.0);
        Ok(Server::with(self, workspace, None))
    }

    /// The server, with the workspace in a data file. A missing file is created, and an empty one is filled, with a fresh
    /// workspace; if the file exists, its seed counts. What is answered is on the disk: it survives any end of the
    /// process. Uploads are in the file; the log, faults, the clock's setting and results of queries are not. On Unix only
    /// the owner may read and write a new file.
    ///
    /// # Errors
    /// If the file cannot be read or written, is damaged, is open in another server, or is not a regular file of this
    /// program, such as a device, a fifo or a link to an empty file. What is refused is not changed.
    pub async fn open(mut self, path: impl AsRef<Path>) -> Result<Server, OpenError> {
        let path = path.as_ref();
        let seed = self.seed;
        let mut fresh = Workspace::fresh(seed);
        if let Some(token) = &self.token {
            fresh.0.make_private(token);
        }
        let written = || snapshot::write(&fresh.0, fresh.1);
        let damaged = |reason: String| OpenError::damaged(path, reason);
        let reader = match Store::find(path, seed, written)? {
            Opened::New(store) => return Ok(Server::with(self, fresh, Some(store))),
            Opened::Existing(reader) => *reader,
        };
        self.seed = reader.seed;
        let mut workspace = replay(&reader, self.seed).await.map_err(damaged)?;
        self.keep_token(&workspace.0);
        let token = self.token.as_ref();
        let has_changed = token.is_some_and(|token| workspace.0.make_private(token));
        if reader.is_current() && !has_changed {
            let store = Store::open(reader)?;
            return Ok(Server::with(self, workspace, Some(store)));
        }
        // A snapshot takes the place of the requests only after it was read: nothing that was acknowledged is given up for
        // something that cannot be opened again.
        let written = snapshot::write(&workspace.0, workspace.1);
        drop(workspace);
        let Ok(workspace) = snapshot::reopen(&written, self.seed) else {
            let workspace = replay(&reader, self.seed).await.map_err(damaged)?;
            let store = Store::open(reader)?;
            return Ok(Server::with(self, workspace, Some(store)));
        };
        let store = Store::open(reader)?;
        if !store.write_now(Change::Begin(written)) {
            return Err(OpenError::unwritable(path));
        }
        Ok(Server::with(self, workspace, Some(store)))
    }

    /// The workspace that the server starts with.
    pub(crate) fn workspace(&self) -> Result<(Workspace, uuid::Uuid), SnapshotError> {
        match &self.snapshot {
            Some(written) => snapshot::reopen(written, self.seed),
            None => Ok(Workspace::fresh(self.seed)),
        }
    }
}

/// The workspace of a data file: its snapshot, and what requests have done to it since then.
pub(crate) async fn replay(reader: &Reader, seed: u64) -> Result<(Workspace, uuid::Uuid), String> {
    let mut workspace =
        snapshot::read(reader.snapshot()?, seed).map_err(|error| error.to_string())?;
    let mut number = 0;
    loop {
        let requests = reader.requests(number)?;
        if requests.is_empty() {
            return Ok(workspace);
        }
        for request in requests {
            let done = request.repeat(&mut workspace.0).await;
            done.map_err(|error| format!("its request {number}: {error}"))?;
            number += 1;
        }
    }
}
