//! Version counters that report changes to observers.

use tokio::sync::watch;

/// The number of changes of each part of the server since its start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    /// Notion's objects, and the clock, which relative dates depend on.
    pub(crate) workspace: u64,
    /// The log of requests.
    pub(crate) log: u64,
    /// Faults, webhooks, the rate limit.
    pub(crate) controls: u64,
}

/// A part of the server that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Workspace,
    Log,
    Controls,
}

/// The current versions, with any number of observers. Without observers, a change costs one increment under a lock.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes(watch::Sender<Versions>);

impl Changes {
    /// Counts a change and wakes the observers.
    pub(crate) fn note(&self, part: Part) {
        self.0.send_modify(|versions| match part {
            Part::Workspace => versions.workspace += 1,
            Part::Log => versions.log += 1,
            Part::Controls => versions.controls += 1,
        });
    }

    /// Creates an observer.
    #[cfg(feature = "viewer")]
    pub(crate) fn subscribe(&self) -> watch::Receiver<Versions> {
        self.0.subscribe()
    }
}
