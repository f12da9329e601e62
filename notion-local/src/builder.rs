//! What a server starts with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::server::Server;
use crate::snapshot::{self, SnapshotError};
use crate::state::Workspace;
use crate::store::{Change, Kept, OpenError, Store};

/// What a server starts with; see [`Server::builder`].
#[derive(Debug, Clone, Default)]
pub struct Builder {
    pub(crate) seed: u64,
    snapshot: Option<Arc<Value>>,
    pub(crate) limit: Option<(u32, Duration)>,
    pub(crate) ignores_synced_names: bool,
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
    /// # Errors
    /// When an object in it cannot be read.
    pub fn snapshot(mut self, snapshot: &Value) -> Result<Server, SnapshotError> {
        let workspace = snapshot::import(snapshot, self.seed)?;
        self.snapshot = Some(Arc::new(snapshot.clone()));
        Ok(Server::with(self, workspace, None))
    }

    /// The server, with the workspace in a data file. Where there is no file, or an empty one, it becomes one with a
    /// fresh workspace; where there is one, its seed counts. What is answered is on the disk: it survives any end of the
    /// process. Uploads are in the file, the log, faults, the clock's setting and results of queries are not.
    ///
    /// # Errors
    /// When the file cannot be read or written, is damaged, or is open in another server.
    pub async fn open(mut self, path: impl AsRef<Path>) -> Result<Server, OpenError> {
        let path = path.as_ref();
        let seed = self.seed;
        let (store, kept) = Store::open(path, || {
            let (workspace, home) = Workspace::fresh(seed);
            Kept {
                seed,
                snapshot: snapshot::export(&workspace, home),
                is_beginning: true,
                requests: Vec::new(),
            }
        })?;
        self.seed = kept.seed;
        let damaged = |reason: String| OpenError::damaged(path, reason);
        let mut workspace = snapshot::import(&kept.snapshot, self.seed)
            .map_err(|error| damaged(error.to_string()))?;
        drop(kept.snapshot);
        let is_beginning = kept.is_beginning && kept.requests.is_empty();
        for (number, request) in kept.requests.into_iter().enumerate() {
            let done = request.repeat(&mut workspace.0).await;
            done.map_err(|error| damaged(format!("its request {number}: {error}")))?;
        }
        if !is_beginning {
            let snapshot = snapshot::export(&workspace.0, workspace.1).to_string();
            store.write_now(Change::Begin(snapshot.into_bytes()));
        }
        Ok(Server::with(self, workspace, Some(store)))
    }

    /// The workspace that the server starts with.
    pub(crate) fn workspace(&self) -> (Workspace, uuid::Uuid) {
        let opened = self
            .snapshot
            .as_ref()
            .and_then(|snapshot| snapshot::import(snapshot, self.seed).ok());
        opened.unwrap_or_else(|| Workspace::fresh(self.seed))
    }
}
