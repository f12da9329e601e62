//! Faults that a test can order.

use std::time::Duration;

/// Something that goes wrong with the next request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// 429, and the request has no effect.
    RateLimited {
        /// Seconds to wait, in the header `Retry-After`.
        retry_after: u64,
    },
    /// This status with Notion's code for it (500, 502, 503, 504, 529, 409, ...), and the request has no effect.
    Status(u16),
    /// The request is carried out, but its answer is lost: a 504 comes instead.
    Lost,
    /// The request is carried out and answered after this time.
    Delay(Duration),
}
