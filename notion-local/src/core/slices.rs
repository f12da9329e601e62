//! Answers to requests that change nothing, in slices: what takes long does not hold the others up.
//!
//! A formula may lead through thousands of pages, and a query may ask for it of every row. So the workspace is let go
//! after some time, and the request is answered once more from the beginning: the values that were computed are known
//! then. A thread for long work is not an option: an embedded server has no threads of its own, and the runtime of its
//! user may have a single one.
//!
//! Choice: values that others change meanwhile may be those from the beginning of the request. In Notion, too, computed
//! values follow later.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use super::Core;
#[cfg(feature = "viewer")]
use crate::compute::Computing;
use crate::compute::Memo;
use crate::error::Result;
use crate::exchange::{Call, Reply};
use crate::route::{self, RouteMatch};
use crate::sync::lock;

/// How long values are computed before others get their turn.
const SLICE: Duration = Duration::from_millis(20);

/// How often the others are waited for between two slices, at most.
const MAX_YIELDS: usize = 10_000;

/// How many threads wait for the workspace. A lock that is let go and taken again within microseconds would not reach
/// any of them.
#[derive(Debug, Default)]
pub(super) struct Waiting(AtomicUsize);

impl Waiting {
    /// Counts a thread as long as it waits.
    pub(super) fn during<T>(&self, wait: impl FnOnce() -> T) -> T {
        self.0.fetch_add(1, Ordering::SeqCst);
        let result = wait();
        self.0.fetch_sub(1, Ordering::SeqCst);
        result
    }

    async fn let_pass(&self) {
        tokio::task::yield_now().await;
        for _ in 0..MAX_YIELDS {
            if self.0.load(Ordering::SeqCst) == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}

impl Core {
    /// Reads the workspace at this moment, with the values that are computed. What is read may be read several times.
    #[cfg(feature = "viewer")]
    pub(crate) async fn look<T>(&self, read: impl Fn(&Computing<'_>) -> T) -> T {
        let memo = Arc::new(Memo::in_slices(SLICE));
        let now = self.now();
        loop {
            let result = {
                let mut state = self.waiting.during(|| lock(&self.workspace));
                let workspace = &mut state.0;
                workspace.clock.hold(now);
                workspace.memo = Some(Arc::clone(&memo));
                let result = read(&Computing::new(workspace));
                workspace.memo = None;
                workspace.clock.let_go();
                result
            };
            if !memo.is_interrupted() {
                return result;
            }
            self.waiting.let_pass().await;
            memo.resume();
        }
    }

    /// Answers a request that changes nothing, at this moment.
    pub(super) async fn read(
        &self,
        call: &Call,
        found: Option<&RouteMatch>,
        now: Timestamp,
    ) -> Result<Reply> {
        let memo = Arc::new(Memo::in_slices(SLICE));
        loop {
            let reply = self.read_on(call, found, now, &memo);
            if !memo.is_interrupted() {
                return reply;
            }
            self.waiting.let_pass().await;
            memo.resume();
        }
    }

    fn read_on(
        &self,
        call: &Call,
        found: Option<&RouteMatch>,
        now: Timestamp,
        memo: &Arc<Memo>,
    ) -> Result<Reply> {
        let mut state = self.waiting.during(|| lock(&self.workspace));
        let workspace = &mut state.0;
        workspace.clock.hold(now);
        workspace.memo = Some(Arc::clone(memo));
        let reply = route::answer(workspace, call, found);
        workspace.memo = None;
        workspace.clock.let_go();
        reply
    }
}
