//! The options of calls that write many rows: concurrency and progress.

use std::fmt;

use futures_util::stream::{Stream, StreamExt};

use crate::error::{Error, Result};
use crate::rows::complete::AT_ONCE;

/// The progress of a call that writes many rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of rows that succeeded.
    pub succeeded: usize,
    /// The number of rows that failed.
    pub failed: usize,
    /// The number of rows whose outcome is unknown, because the answer was lost.
    pub unknown: usize,
    /// The number of rows in all, if the iterator reports it.
    pub total: Option<usize>,
}

impl Progress {
    /// Returns the number of rows that are finished, whatever their outcome.
    pub const fn done(&self) -> usize {
        self.succeeded + self.failed + self.unknown
    }
}

/// The outcome of a row, for [`Progress`].
pub(crate) enum Tally {
    Succeeded,
    Failed,
    Unknown,
}

/// The outcome of a row.
pub(crate) trait Tallied {
    fn tally(&self) -> Tally;
}

/// An error is a failure, unless the row may have been written.
pub(crate) fn is_unknown(error: &Error) -> bool {
    error.is_outcome_unknown() || error.is_decode()
}

/// The options of a call that writes many rows.
pub(crate) struct BulkOptions {
    pub(crate) concurrency: usize,
    pub(crate) on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
}

impl Default for BulkOptions {
    fn default() -> BulkOptions {
        BulkOptions {
            concurrency: AT_ONCE,
            on_progress: None,
        }
    }
}

impl BulkOptions {
    /// Sends the requests of rows concurrently, and returns the outcomes in the order of the rows.
    pub(crate) fn run<W>(
        self,
        total: Option<usize>,
        writes: W,
    ) -> impl Stream<Item = <W::Item as Future>::Output>
    where
        W: Stream<Item: Future<Output: Tallied>>,
    {
        let concurrency = self.concurrency;
        let mut report = self.reporter(total);
        let writes = writes.buffered(concurrency);
        writes.inspect(move |outcome| report.add(&outcome.tally()))
    }

    /// Counts the outcomes, and calls what was given to `on_progress`.
    pub(crate) fn reporter(self, total: Option<usize>) -> Reporter {
        Reporter {
            progress: Progress {
                total,
                ..Progress::default()
            },
            call: self.on_progress,
        }
    }
}

/// Counts outcomes and reports them.
pub(crate) struct Reporter {
    progress: Progress,
    call: Option<Box<dyn FnMut(Progress) + Send>>,
}

impl Reporter {
    pub(crate) fn add(&mut self, outcome: &Tally) {
        match outcome {
            Tally::Succeeded => self.progress.succeeded += 1,
            Tally::Failed => self.progress.failed += 1,
            Tally::Unknown => self.progress.unknown += 1,
        }
        if let Some(call) = &mut self.call {
            call(self.progress);
        }
    }
}

impl fmt::Debug for BulkOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkOptions")
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

/// Gives a builder with a field `options: BulkOptions` the methods of the options.
macro_rules! bulk_options {
    ([$($generics:tt)*] $builder:ty) => {
        impl<$($generics)*> $builder {
            /// Sets the maximum number of concurrent requests (default: 8). The session's rate limit applies in addition.
            pub fn concurrency(mut self, requests: usize) -> Self {
                self.options.concurrency = requests.max(1);
                self
            }

            /// Calls a function after each row.
            pub fn on_progress(
                mut self,
                call: impl FnMut($crate::session::Progress) + Send + 'static,
            ) -> Self {
                self.options.on_progress = Some(Box::new(call));
                self
            }
        }
    };
}
pub(crate) use bulk_options;

impl<T: Tallied> Tallied for Result<T> {
    fn tally(&self) -> Tally {
        match self {
            Ok(outcome) => outcome.tally(),
            Err(error) if is_unknown(error) => Tally::Unknown,
            Err(_) => Tally::Failed,
        }
    }
}
