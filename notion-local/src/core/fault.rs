//! Fault injection.

use std::time::Duration;

use crate::exchange::pattern;
use crate::state::id::Ids;

/// A fault that is injected into a request.
///
/// Over TCP, a fault can close the connection. In process, [`Server::try_call`](crate::Server::try_call) returns an error
/// instead, and [`Server::call`](crate::Server::call) answers with 504.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The request is answered with 429, and has no effect.
    RateLimited {
        /// The value of the header `Retry-After`, in seconds.
        retry_after: u64,
    },
    /// The request is answered with this status and Notion's code for it (500, 502, 503, 504, 529, 409, ...), and has no
    /// effect.
    Status(u16),
    /// The request is answered with this error, and has no effect.
    Error {
        /// The status. An invalid one becomes 500.
        status: u16,
        /// The code. An empty one becomes Notion's code for the status.
        code: String,
        /// The value of the header `Retry-After`, in seconds.
        retry_after: Option<u64>,
    },
    /// The connection is closed before the request has an effect.
    CutBefore,
    /// The request has its effect, and the connection is closed before the answer.
    CutAfter,
    /// The request has its effect, but the answer is lost and replaced by a 504.
    Lost,
    /// The request has its effect, but the connection is closed in the middle of the answer.
    Truncated,
    /// The request has its effect and is answered after this time.
    Delay(Duration),
}

/// A rule that decides which requests a fault applies to.
///
/// ```
/// use std::time::Duration;
///
/// use notion_local::{Fault, FaultRule, Server};
///
/// let server = Server::new();
/// // On average every second request for a page, a hundred times.
/// server.fail_when(FaultRule::new(Fault::Status(503)).on("GET", "/v1/pages/{id}").times(100).share(0.5));
/// // The next PATCH waits for a second, then the connection is closed.
/// server.fail_when(FaultRule::new(Fault::CutAfter).on("PATCH", "").delayed(Duration::from_secs(1)));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    pub(crate) fault: Fault,
    pub(crate) method: Option<String>,
    pub(crate) path: String,
    times: Option<usize>,
    pub(crate) share: f64,
    delay: Duration,
}

impl FaultRule {
    /// Creates a rule that applies the fault to the next request.
    #[must_use]
    pub fn new(fault: Fault) -> Self {
        Self {
            fault,
            method: None,
            path: String::new(),
            times: None,
            share: 1.0,
            delay: Duration::ZERO,
        }
    }

    /// Restricts the rule to a method and an endpoint. An empty method or path matches any. A part in braces matches any part:
    /// `/v1/pages/{id}/markdown`. A path that ends with a slash matches everything below it.
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        self.method = (!method.is_empty()).then(|| method.to_ascii_uppercase());
        path.clone_into(&mut self.path);
        self
    }

    /// Sets how many times the fault happens (default: once, or unlimited if a share is set).
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Restricts the rule to a share of the matching requests, from 0 to 1. The server's seed chooses them.
    #[must_use]
    pub fn share(mut self, share: f64) -> Self {
        self.share = share.clamp(0.0, 1.0);
        self
    }

    /// Delays the fault by a duration.
    #[must_use]
    pub fn delayed(mut self, time: Duration) -> Self {
        self.delay = time;
        self
    }

    fn fits(&self, method: &str, path: &str) -> bool {
        let method_fits = self.method.as_deref().is_none_or(|wanted| wanted == method);
        method_fits && (self.path.is_empty() || pattern::fits(&self.path, path))
    }

    /// Returns how many times it still has to happen.
    pub(crate) fn left(&self) -> usize {
        let without = if self.share < 1.0 { usize::MAX } else { 1 };
        self.times.unwrap_or(without)
    }
}

/// The faults that have not happened yet.
#[derive(Debug)]
pub(crate) struct Faults {
    pub(super) rules: Vec<FaultRule>,
    seed: u64,
    chance: Ids,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rules: Vec::new(),
            seed,
            chance: Ids::new(!seed),
        }
    }

    pub(crate) fn add(&mut self, rule: FaultRule) {
        self.rules.push(rule);
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
        // The same sequence follows each reset.
        self.chance = Ids::new(!self.seed);
    }

    /// Returns the fault of a request, if any, and its delay.
    pub(crate) fn next(&mut self, method: &str, path: &str) -> Option<(Fault, Duration)> {
        let chance = &mut self.chance;
        let at = self.rules.iter().position(|rule| {
            #[allow(clippy::cast_precision_loss)]
            let mut is_hit =
                || rule.share >= 1.0 || (chance.next() as f64 / u64::MAX as f64) < rule.share;
            rule.left() > 0 && rule.fits(method, path) && is_hit()
        })?;
        let rule = self.rules.get_mut(at)?;
        let left = rule.left() - 1;
        rule.times = Some(left);
        let happens = (rule.fault.clone(), rule.delay);
        if left == 0 {
            self.rules.remove(at);
        }
        Some(happens)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the fault without its delay.
    fn next(faults: &mut Faults, method: &str, path: &str) -> Option<Fault> {
        faults.next(method, path).map(|(fault, _)| fault)
    }

    #[test]
    fn rules_apply_to_what_fits_and_as_often_as_they_say() {
        let mut faults = Faults::new(0);
        faults.add(FaultRule::new(Fault::Lost).on("post", "/v1/pages").times(2));
        assert_eq!(next(&mut faults, "GET", "/v1/pages"), None);
        assert_eq!(next(&mut faults, "POST", "/v1/search"), None);
        assert_eq!(next(&mut faults, "POST", "/v1/pages"), Some(Fault::Lost));
        assert_eq!(next(&mut faults, "POST", "/v1/pages/x/move"), None);
        assert_eq!(next(&mut faults, "POST", "/v1/pages"), Some(Fault::Lost));
        assert_eq!(next(&mut faults, "POST", "/v1/pages"), None);
    }

    #[test]
    fn the_first_rule_that_fits_and_hits_counts() {
        let mut faults = Faults::new(0);
        faults.add(FaultRule::new(Fault::Lost).share(0.0));
        faults.add(FaultRule::new(Fault::CutBefore).delayed(Duration::from_secs(2)));
        let second = (Fault::CutBefore, Duration::from_secs(2));
        assert_eq!(faults.next("GET", "/v1/users"), Some(second));
        assert_eq!(faults.next("GET", "/v1/users"), None);
    }

    #[test]
    fn a_share_is_decided_by_the_seed() {
        let hits = |seed| {
            let mut faults = Faults::new(seed);
            faults.add(FaultRule::new(Fault::Lost).share(0.25));
            let hits = |faults: &mut Faults| {
                (0..400)
                    .map(|_| faults.next("GET", "/").is_some())
                    .collect::<Vec<bool>>()
            };
            let first = hits(&mut faults);
            faults.clear();
            faults.add(FaultRule::new(Fault::Lost).share(0.25));
            assert_eq!(hits(&mut faults), first, "cleared faults begin anew");
            first
        };
        assert_eq!(hits(1), hits(1));
        assert_ne!(hits(1), hits(2));
        let count = hits(1).into_iter().filter(|hit| *hit).count();
        assert!((60..140).contains(&count), "{count}");
    }
}
