//! The rate limit.

use std::time::Duration;

use jiff::Timestamp;

/// A budget of requests for each window of time, as Notion gives one to every integration.
#[derive(Debug, Clone)]
pub(crate) struct RateLimit {
    requests: u32,
    window: Duration,
    began: Option<Timestamp>,
    used: u32,
}

impl RateLimit {
    pub(crate) fn new((requests, window): (u32, Duration)) -> Self {
        Self {
            requests,
            window,
            began: None,
            used: 0,
        }
    }

    /// How many requests it lets through in which window.
    #[cfg(feature = "viewer")]
    pub(crate) fn settings(&self) -> (u32, Duration) {
        (self.requests, self.window)
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
        Err(left
            .as_secs()
            .saturating_add(u64::from(left.subsec_nanos() > 0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_lasts_until_its_window_ends() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let mut limit = RateLimit::new((2, Duration::from_secs(60)));
        assert_eq!(
            [limit.take(at(0)), limit.take(at(10)), limit.take(at(15))],
            [Ok(()), Ok(()), Err(45)]
        );
        assert_eq!(limit.take(at(60)), Ok(()));
    }
}
