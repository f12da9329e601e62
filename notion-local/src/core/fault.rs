//! Faults that a test can order.

use std::time::Duration;

use crate::exchange::pattern;
use crate::state::id::Ids;

/// Something that goes wrong with a request.
///
/// A connection that breaks breaks over TCP. In process there is none: there [`Server::try_call`](crate::Server::try_call)
/// says so, and [`Server::call`](crate::Server::call) answers 504 in its place.
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
    /// This error, and the request has no effect.
    Error {
        /// The status, 500 where it is none.
        status: u16,
        /// The code; an empty one stands for Notion's code for the status.
        code: String,
        /// Seconds to wait, in the header `Retry-After`.
        retry_after: Option<u64>,
    },
    /// The connection breaks before the request has an effect.
    CutBefore,
    /// The request is carried out, and the connection breaks before its answer.
    CutAfter,
    /// The request is carried out, but its answer is lost: a 504 comes instead.
    Lost,
    /// The request is carried out, but the body of its answer breaks off half-way, and the connection with it.
    Truncated,
    /// The request is carried out and answered after this time.
    Delay(Duration),
}

/// When a fault happens: with the next requests that fit.
///
/// ```
/// use std::time::Duration;
///
/// use notion_local::{Fault, FaultRule, Server};
///
/// let server = Server::new();
/// // Every second page that is asked for, on average, a hundred times.
/// server.fail_when(FaultRule::new(Fault::Status(503)).on("GET", "/v1/pages/{id}").times(100).share(0.5));
/// // The next write, whatever it is, hangs for a second and is gone.
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
    /// The fault, with the next request, whatever it is.
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

    /// Only with requests of this method to this endpoint. An empty method is any, and so is an empty path. A part in
    /// braces stands for any part: `/v1/pages/{id}/markdown`. A path that ends with a slash stands for all below it.
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        self.method = (!method.is_empty()).then(|| method.to_ascii_uppercase());
        path.clone_into(&mut self.path);
        self
    }

    /// So often. Once unless it is said; without end, if there is a share.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Only with this share of the requests that fit, from 0 to 1, as the server's seed has it.
    #[must_use]
    pub fn share(mut self, share: f64) -> Self {
        self.share = share.clamp(0.0, 1.0);
        self
    }

    /// After this time.
    #[must_use]
    pub fn delayed(mut self, time: Duration) -> Self {
        self.delay = time;
        self
    }

    fn fits(&self, method: &str, path: &str) -> bool {
        let method_fits = self.method.as_deref().is_none_or(|wanted| wanted == method);
        method_fits && (self.path.is_empty() || pattern::fits(&self.path, path))
    }

    /// How often it is still to happen.
    pub(crate) fn left(&self) -> usize {
        let without = if self.share < 1.0 { usize::MAX } else { 1 };
        self.times.unwrap_or(without)
    }
}

/// The faults that are to come.
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
        // What comes next is the same each time.
        self.chance = Ids::new(!self.seed);
    }

    /// The fault that happens to a request, if any, and how long it waits before.
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

    /// The fault alone.
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
