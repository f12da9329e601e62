//! The server without HTTP: the workspace, and all that surrounds it.
//!
//! A request is answered in [`answer`]; one that only reads, in [`slices`]. What is asked of the server itself, by its users
//! or under `/_local/`, is in the other files.

mod answer;
pub(crate) mod changes;
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
use crate::state::clock::Clock;
use crate::store::Store;
use crate::sync::lock;
use crate::webhook::Hooks;

use changes::{Changes, Part};
use fault::{Fault, FaultRule, Faults};
use limit::RateLimit;
use log::{Answered, Asked, Log, Logged};
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
    changes: Changes,
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
        let changes = Changes::default();
        Self {
            token: workspace.0.own_token().to_owned(),
            workspace: Mutex::new(workspace),
            log: Mutex::new(Log::new(settings.log)),
            faults: Mutex::new(Faults::new(settings.seed)),
            limit: Mutex::new(settings.limit.map(RateLimit::new)),
            store,
            hooks: Hooks::new(changes.clone()),
            waiting: Waiting::default(),
            changes,
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

    /// The versions of what has changed, now and later.
    #[cfg(feature = "viewer")]
    pub(crate) fn watch(&self) -> tokio::sync::watch::Receiver<changes::Versions> {
        self.changes.subscribe()
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

    /// Remembers a request and how it was answered.
    pub(crate) fn log(&self, asked: Asked, answered: Answered) {
        lock(&self.log).add(asked, answered);
        self.changes.note(Part::Log);
    }

    /// Some of the requests that were answered so far.
    pub(crate) fn logged(&self, from: usize, count: usize) -> Vec<Logged> {
        lock(&self.log).page(from, count)
    }

    /// Returns the last matching requests before a number, the last one first.
    #[cfg(feature = "viewer")]
    pub(crate) fn requests_before(
        &self,
        number: u64,
        count: usize,
        fits: impl Fn(&Logged) -> bool,
    ) -> Vec<Logged> {
        lock(&self.log).before(number, count, fits)
    }

    /// Returns the request with a number, and the body of its answer if it is still stored.
    #[cfg(feature = "viewer")]
    pub(crate) fn request(&self, number: u64) -> Option<(Logged, Option<bytes::Bytes>)> {
        lock(&self.log).numbered(number)
    }

    /// Returns the number of stored requests, and of all requests.
    #[cfg(feature = "viewer")]
    pub(crate) fn log_counts(&self) -> (usize, u64) {
        lock(&self.log).counts()
    }

    /// The faults that have not happened yet.
    #[cfg(feature = "viewer")]
    pub(crate) fn faults(&self) -> Vec<FaultRule> {
        lock(&self.faults).rules.clone()
    }

    /// How many requests are let through in which window of time.
    #[cfg(feature = "viewer")]
    pub(crate) fn rate_limit(&self) -> Option<(u32, Duration)> {
        lock(&self.limit).as_ref().map(RateLimit::settings)
    }

    pub(crate) fn clear_log(&self) {
        lock(&self.log).clear();
        self.changes.note(Part::Log);
    }

    pub(crate) fn add_fault(&self, rule: FaultRule) {
        lock(&self.faults).add(rule);
        self.changes.note(Part::Controls);
    }

    pub(crate) fn clear_faults(&self) {
        lock(&self.faults).clear();
        self.changes.note(Part::Controls);
    }

    /// The fault that was ordered for a request, if any, and how long it waits before.
    pub(crate) fn next_fault(&self, method: &str, path: &str) -> Option<(Fault, Duration)> {
        let fault = lock(&self.faults).next(method, path);
        if fault.is_some() {
            self.changes.note(Part::Controls);
        }
        fault
    }

    pub(crate) fn limit_rate(&self, limit: Option<(u32, Duration)>) {
        *lock(&self.limit) = limit.map(RateLimit::new);
        self.changes.note(Part::Controls);
    }

    pub(crate) fn ignore_synced_names(&self, ignore: bool) {
        lock(&self.workspace).0.ignores_synced_names = ignore;
    }

    pub(crate) fn now(&self) -> Timestamp {
        lock(&self.workspace).0.clock.now()
    }

    pub(crate) fn set_clock(&self, at: Timestamp) {
        self.change_clock(|clock| clock.set(at));
    }

    pub(crate) fn freeze(&self, at: Timestamp) {
        self.change_clock(|clock| clock.freeze(at));
    }

    pub(crate) fn advance(&self, time: Duration) {
        self.change_clock(|clock| clock.advance(time));
    }

    pub(crate) fn thaw(&self) {
        self.change_clock(Clock::thaw);
    }

    fn change_clock(&self, change: impl FnOnce(&mut Clock)) {
        change(&mut lock(&self.workspace).0.clock);
        self.changes.note(Part::Workspace);
    }
}
