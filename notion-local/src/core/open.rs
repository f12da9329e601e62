//! Where the workspace comes from: it is fresh, or a snapshot's, or a data file's.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::{Core, Settings};
use crate::snapshot::{self, Opened, SnapshotError};
use crate::state::Workspace;
use crate::store::{self, Change, OpenError, Reader, Store};

impl Core {
    /// The core with a fresh workspace.
    pub(crate) fn fresh(settings: Settings) -> Self {
        let workspace = Workspace::fresh(settings.seed);
        Self::new(settings, workspace, None)
    }

    /// The core with the workspace of a snapshot.
    pub(crate) fn of_snapshot(
        mut settings: Settings,
        snapshot: &Value,
    ) -> Result<Self, SnapshotError> {
        let (workspace, written) = snapshot::open(snapshot, settings.seed)?;
        settings.snapshot = Some(Arc::new(written));
        settings.keep_token(&workspace.0);
        Ok(Self::new(settings, workspace, None))
    }

    /// The core with the workspace of a data file, which is made if it does not exist.
    pub(crate) async fn open(mut settings: Settings, path: &Path) -> Result<Self, OpenError> {
        let seed = settings.seed;
        let mut fresh = Workspace::fresh(seed);
        if let Some(token) = &settings.token {
            fresh.0.make_private(token);
        }
        let written = || snapshot::write(&fresh.0, fresh.1);
        let damaged = |reason: String| OpenError::damaged(path, reason);
        let reader = match Store::find(path, seed, written)? {
            store::Opened::New(store) => return Ok(Self::new(settings, fresh, Some(store))),
            store::Opened::Existing(reader) => *reader,
        };
        settings.seed = reader.seed;
        let mut workspace = replay(&reader, settings.seed).await.map_err(damaged)?;
        settings.keep_token(&workspace.0);
        let token = settings.token.as_ref();
        let has_changed = token.is_some_and(|token| workspace.0.make_private(token));
        if reader.is_current() && !has_changed {
            let store = Store::open(reader)?;
            return Ok(Self::new(settings, workspace, Some(store)));
        }
        // A snapshot takes the place of the requests only after it was read: nothing that was acknowledged is given up for
        // something that cannot be opened again.
        let written = snapshot::write(&workspace.0, workspace.1);
        drop(workspace);
        let Ok(workspace) = snapshot::reopen(&written, settings.seed) else {
            let workspace = replay(&reader, settings.seed).await.map_err(damaged)?;
            let store = Store::open(reader)?;
            return Ok(Self::new(settings, workspace, Some(store)));
        };
        let store = Store::open(reader)?;
        if !store.write_now(Change::Begin(written)) {
            return Err(OpenError::unwritable(path));
        }
        Ok(Self::new(settings, workspace, Some(store)))
    }
}

/// The workspace of a data file: its snapshot, and what requests have done to it since then.
pub(super) async fn replay(reader: &Reader, seed: u64) -> Result<Opened, String> {
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
