//! The server without HTTP: the workspace, and all that surrounds it.
//!
//! A request is answered in [`answer`]; one that only reads, in [`slices`]. What is asked of the server itself, by its users
//! or under `/_local/`, is in the other files.

mod answer;
pub(crate) mod fault;
pub(crate) mod formulas;
mod limit;
pub(crate) mod log;
mod open;
pub(crate) mod options;
mod restore;
mod settings;
mod slices;
mod webhooks;

use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use crate::snapshot::Opened;
use crate::state::Workspace;
use crate::store::Store;
use crate::sync::lock;
use crate::webhook::Hooks;

use fault::{Fault, FaultRule, Faults};
use limit::RateLimit;
use log::{Asked, Log, Logged};
use slices::Waiting;

pub(crate) use answer::Answer;
pub(crate) use settings::Settings;

/// A workspace, the data file that it is kept in, and what is remembered about requests.
pub(crate) struct Core {
    token: String,
    settings: Settings,
    /// The workspace, and the page that counts as home.
    workspace: Mutex<Opened>,
    log: Mutex<Log>,
    faults: Mutex<Faults>,
    limit: Mutex<Option<RateLimit>>,
    store: Option<Store>,
    hooks: Hooks,
    /// The threads that wait for the workspace.
    waiting: Waiting,
}

impl Core {
    /// The core with this workspace, which is kept in this file if it is kept at all.
    pub(crate) fn new(settings: Settings, mut workspace: Opened, store: Option<Store>) -> Self {
        if let Some(token) = &settings.token {
            workspace.0.make_private(token);
        }
        workspace.0.ignores_synced_names = settings.ignores_synced_names;
        if let Some(bytes) = settings.max_upload {
            workspace.0.max_upload = bytes;
        }
        if let Some(rows) = settings.max_query_results {
            workspace.0.max_query_results = rows;
        }
        Self {
            token: workspace.0.own_token().to_owned(),
            workspace: Mutex::new(workspace),
            log: Mutex::new(Log::new(settings.log)),
            faults: Mutex::new(Faults::new(settings.seed)),
            limit: Mutex::new(settings.limit.map(RateLimit::new)),
            store,
            hooks: Hooks::default(),
            waiting: Waiting::default(),
            settings,
        }
    }

    #[cfg(test)]
    pub(crate) fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// The token of the integration that sees everything.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The id of the page "Home".
    pub(crate) fn home(&self) -> Uuid {
        lock(&self.workspace).1
    }

    /// Reads the workspace.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Workspace) -> T) -> T {
        read(&lock(&self.workspace).0)
    }

    /// An id for what is not kept: a request.
    pub(crate) fn fleeting_id(&self) -> Uuid {
        lock(&self.workspace).0.fleeting_ids.random()
    }

    /// Says where the server listens, for the addresses of files.
    pub(crate) fn served_at(&self, url: String) {
        let workspace = &mut lock(&self.workspace).0;
        workspace.base_url = url;
        workspace.is_served = true;
    }

    /// Remembers that a request was answered with a status; 0 if a fault broke the connection.
    pub(crate) fn log(&self, asked: Asked, status: u16) {
        lock(&self.log).add(asked, status);
    }

    /// Some of the requests that were answered so far.
    pub(crate) fn logged(&self, from: usize, count: usize) -> Vec<Logged> {
        lock(&self.log).page(from, count)
    }

    pub(crate) fn clear_log(&self) {
        lock(&self.log).clear();
    }

    pub(crate) fn add_fault(&self, rule: FaultRule) {
        lock(&self.faults).add(rule);
    }

    pub(crate) fn clear_faults(&self) {
        lock(&self.faults).clear();
    }

    /// The fault that was ordered for a request, if any, and how long it waits before.
    pub(crate) fn next_fault(&self, method: &str, path: &str) -> Option<(Fault, Duration)> {
        lock(&self.faults).next(method, path)
    }

    pub(crate) fn limit_rate(&self, limit: Option<(u32, Duration)>) {
        *lock(&self.limit) = limit.map(RateLimit::new);
    }

    pub(crate) fn ignore_synced_names(&self, ignore: bool) {
        lock(&self.workspace).0.ignores_synced_names = ignore;
    }

    pub(crate) fn now(&self) -> Timestamp {
        lock(&self.workspace).0.clock.now()
    }

    pub(crate) fn set_clock(&self, at: Timestamp) {
        lock(&self.workspace).0.clock.set(at);
    }

    pub(crate) fn freeze(&self, at: Timestamp) {
        lock(&self.workspace).0.clock.freeze(at);
    }

    pub(crate) fn advance(&self, time: Duration) {
        lock(&self.workspace).0.clock.advance(time);
    }

    pub(crate) fn thaw(&self) {
        lock(&self.workspace).0.clock.thaw();
    }
}
