//! Runs by seeds: a call, a way to the local server, faults on that way, and a comparison with the server's true state.

mod calls;
mod fault;
mod judge;
mod proxy;
mod random;
mod report;
mod way;

#[allow(unused_imports, reason = "the test asks, the example does not")]
pub(crate) use calls::CALLS;
pub(crate) use report::Report;

use random::Random;
use report::Run;

/// One run.
pub(crate) async fn run(seed: u64) -> Run {
    let mut random = Random::new(seed);
    calls::run(seed, &mut random).await
}
