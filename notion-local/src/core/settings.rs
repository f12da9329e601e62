//! What the core starts with.

use std::sync::Arc;
use std::time::Duration;

use super::log::Limits;
use crate::pieces::Pieces;
use crate::snapshot::{self, Opened, SnapshotError};
use crate::state::Workspace;
use crate::state::integration::is_derived;

/// What the core starts with. It may hold a token, so that it is not shown in full.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    /// The snapshot of the workspace that the server starts with, as this program writes it.
    pub(super) snapshot: Option<Arc<Pieces>>,
    pub(crate) limit: Option<(u32, Duration)>,
    pub(crate) ignores_synced_names: bool,
    pub(crate) max_upload: Option<u64>,
    pub(crate) max_query_results: Option<usize>,
    pub(crate) log: Limits,
    /// The token of the workspace's own integration, if it does not come from the seed.
    pub(crate) token: Option<String>,
    /// Whether the token of a data file or a snapshot may stay, if it does not come from a seed.
    pub(crate) keeps_token: bool,
}

/// Without the token.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("seed", &self.seed)
            .field("limit", &self.limit)
            .field("ignores_synced_names", &self.ignores_synced_names)
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// Lets a token of a workspace count instead of a random one.
    pub(super) fn keep_token(&mut self, workspace: &Workspace) {
        let own = workspace.own_token();
        if self.keeps_token && !own.is_empty() && !is_derived(own) {
            self.token = Some(own.to_owned());
        }
    }

    /// The workspace that the server starts with.
    pub(super) fn workspace(&self) -> Result<Opened, SnapshotError> {
        match &self.snapshot {
            Some(written) => snapshot::reopen(written, self.seed),
            None => Ok(Workspace::fresh(self.seed)),
        }
    }
}
