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

use bytes::Bytes;
use http::Request;
use jiff::Timestamp;

use crate::compute::Memo;
use crate::error::Result;
use crate::reply::Reply;
use crate::router;
use crate::server::Server;
use crate::sync::lock;

/// How long values are computed before others get their turn.
const SLICE: Duration = Duration::from_millis(20);

/// How often the others are waited for between two slices, at most.
const MAX_YIELDS: usize = 10_000;

/// How many threads wait for the workspace. A lock that is let go and taken again within microseconds would not reach
/// any of them.
#[derive(Debug, Default)]
pub(crate) struct Waiting(AtomicUsize);

impl Waiting {
    /// Counts a thread as long as it waits.
    pub(crate) fn during<T>(&self, wait: impl FnOnce() -> T) -> T {
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

impl Server {
    /// Answers a request that changes nothing, at this moment.
    pub(crate) async fn read(&self, request: Request<Bytes>, now: Timestamp) -> Result<Reply> {
        let memo = Arc::new(Memo::in_slices(SLICE));
        loop {
            let reply = self.read_on(request.clone(), now, &memo);
            if !memo.is_interrupted() {
                return reply;
            }
            self.inner.waiting.let_pass().await;
            memo.resume();
        }
    }

    fn read_on(&self, request: Request<Bytes>, now: Timestamp, memo: &Arc<Memo>) -> Result<Reply> {
        let mut state = self.inner.waiting.during(|| lock(&self.inner.workspace));
        let workspace = &mut state.0;
        workspace.clock.hold(now);
        workspace.memo = Some(Arc::clone(memo));
        let reply = router::answer(workspace, request);
        workspace.memo = None;
        workspace.clock.let_go();
        reply
    }
}
