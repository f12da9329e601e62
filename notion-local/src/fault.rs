//! Faults that a test can order, and limits that it can switch on.

use std::time::Duration;

use jiff::Timestamp;

use crate::id::Ids;

/// Something that goes wrong with a request.
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
    /// The request is carried out, but the body of its answer breaks off half-way.
    Truncated,
    /// The request is carried out and answered after this time.
    Delay(Duration),
}

/// When a fault happens: with the next requests that fit.
///
/// ```
/// use notion_local::{Fault, FaultRule, Server};
///
/// let server = Server::new();
/// // Every second request for a page, on average, a hundred times.
/// server.fail_when(FaultRule::new(Fault::Status(503)).on("GET", "/v1/pages/").times(100).share(0.5));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    fault: Fault,
    method: Option<String>,
    path: String,
    times: usize,
    share: f64,
}

impl FaultRule {
    /// The fault, with the next request, whatever it is.
    #[must_use]
    pub fn new(fault: Fault) -> Self {
        Self {
            fault,
            method: None,
            path: String::new(),
            times: 1,
            share: 1.0,
        }
    }

    /// Only with requests of this method (any, if it is empty) whose path begins so.
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        self.method = (!method.is_empty()).then(|| method.to_ascii_uppercase());
        path.clone_into(&mut self.path);
        self
    }

    /// So often.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Only with this share of the requests that fit, as the server's seed has it.
    #[must_use]
    pub fn share(mut self, share: f64) -> Self {
        self.share = share.clamp(0.0, 1.0);
        self
    }
}

/// The faults that are to come.
#[derive(Debug)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
    chance: Ids,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rules: Vec::new(),
            chance: Ids::new(!seed),
        }
    }

    pub(crate) fn add(&mut self, rule: FaultRule) {
        self.rules.push(rule);
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// The fault that happens to a request, if any.
    pub(crate) fn next(&mut self, method: &str, path: &str) -> Option<Fault> {
        let at = self.rules.iter().position(|rule| {
            let method_fits = rule.method.as_deref().is_none_or(|wanted| wanted == method);
            rule.times > 0 && method_fits && path.starts_with(&rule.path)
        })?;
        #[allow(clippy::cast_precision_loss)]
        let chance = self.chance.next() as f64 / u64::MAX as f64;
        let rule = self.rules.get_mut(at)?;
        if chance > rule.share {
            return None;
        }
        rule.times -= 1;
        let fault = rule.fault.clone();
        if rule.times == 0 {
            self.rules.remove(at);
        }
        Some(fault)
    }
}

/// A budget of requests for each window of time, as Notion gives one to every integration.
#[derive(Debug, Clone)]
pub(crate) struct RateLimit {
    requests: u32,
    window: Duration,
    began: Option<Timestamp>,
    used: u32,
}

impl RateLimit {
    pub(crate) fn new(requests: u32, window: Duration) -> Self {
        Self {
            requests,
            window,
            began: None,
            used: 0,
        }
    }

    /// Takes a request from the budget. Where nothing is left, it says how many seconds the window still lasts.
    pub(crate) fn take(&mut self, now: Timestamp) -> Result<(), u64> {
        let since = |began: Timestamp| now.duration_since(began).unsigned_abs();
        let began = match self.began {
            Some(began) if now >= began && since(began) < self.window => began,
            _ => {
                self.began = Some(now);
                self.used = 0;
                now
            }
        };
        if self.used < self.requests {
            self.used += 1;
            return Ok(());
        }
        let left = self.window.saturating_sub(since(began));
        Err(left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_apply_to_what_fits_and_as_often_as_they_say() {
        let mut faults = Faults::new(0);
        faults.add(FaultRule::new(Fault::Lost).on("post", "/v1/pages").times(2));
        assert_eq!(faults.next("GET", "/v1/pages"), None);
        assert_eq!(faults.next("POST", "/v1/search"), None);
        assert_eq!(faults.next("POST", "/v1/pages"), Some(Fault::Lost));
        assert_eq!(faults.next("POST", "/v1/pages/x/move"), Some(Fault::Lost));
        assert_eq!(faults.next("POST", "/v1/pages"), None);
    }

    #[test]
    fn a_share_is_decided_by_the_seed() {
        let count = |seed| {
            let mut faults = Faults::new(seed);
            faults.add(FaultRule::new(Fault::Lost).times(1000).share(0.25));
            (0..400)
                .filter(|_| faults.next("GET", "/").is_some())
                .count()
        };
        assert_eq!(count(1), count(1));
        assert!((60..140).contains(&count(1)), "{}", count(1));
    }

    #[test]
    fn a_budget_lasts_until_its_window_ends() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let mut limit = RateLimit::new(2, Duration::from_secs(60));
        assert_eq!(
            [limit.take(at(0)), limit.take(at(10)), limit.take(at(15))],
            [Ok(()), Ok(()), Err(45)]
        );
        assert_eq!(limit.take(at(60)), Ok(()));
    }
}
