//! Tells those who look on that something has changed.

use tokio::sync::watch;

/// How often each part of the server has changed since it began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    /// Notion's objects, and the clock, which relative dates depend on.
    pub(crate) workspace: u64,
    /// The log of requests.
    pub(crate) log: u64,
    /// Faults, webhooks, the rate limit.
    pub(crate) controls: u64,
}

/// What has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Workspace,
    Log,
    Controls,
}

/// The versions, for any number of receivers. Without any, a change costs one increment under a lock.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes(watch::Sender<Versions>);

impl Changes {
    /// Counts a change, and wakes those who wait for one.
    pub(crate) fn note(&self, part: Part) {
        self.0.send_modify(|versions| match part {
            Part::Workspace => versions.workspace += 1,
            Part::Log => versions.log += 1,
            Part::Controls => versions.controls += 1,
        });
    }

    /// Receives the versions whenever they change.
    #[cfg(feature = "viewer")]
    pub(crate) fn subscribe(&self) -> watch::Receiver<Versions> {
        self.0.subscribe()
    }
}
