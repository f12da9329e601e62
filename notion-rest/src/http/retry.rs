//! Whether to send a request again: a pure decision.

use std::time::Duration;

use super::Verdict;

/// When a request that failed is sent again, and how long to wait before.
///
/// [`Verdict`] states what an outcome means; this states how often and when the request is sent again:
///
/// * `RateLimited`: Notion did nothing and asks to come back. Always sent again, after the time that `Retry-After` names.
/// * `NotSent`: no connection could be made. Always sent again.
/// * `Repeat`: a 5xx, an answer that is not Notion's, or a broken connection, for a request that does no harm when it is
///   repeated ([`Request::repeatable`](super::Request::repeatable)). Sent again.
/// * `Done`, `Failed` and `Unknown` are final. A creation without a good answer is `Unknown`: it may have happened.
///
/// ```
/// use std::time::Duration;
/// use notion_rest::http::{Decision, Retry, Verdict};
///
/// let retry = Retry::default();
/// let asked = Some(Duration::from_secs(7));
/// assert_eq!(retry.decide(Verdict::RateLimited, 1, asked, 0.0), Decision::Again(Duration::from_secs(7)));
/// // A creation whose answer was lost is not repeated.
/// assert_eq!(retry.decide(Verdict::Unknown, 1, None, 0.0), Decision::Stop);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// How often a request is sent again after a 5xx or a broken connection. 3 by default.
    pub retries: u32,
    /// How often it is sent again after a 429 or a 529. 8 by default.
    pub rate_limit_retries: u32,
    /// The first wait, where Notion names none; it doubles from one to the next. Half a second by default.
    pub first_wait: Duration,
    /// No wait of our own choice is longer. 30 seconds by default.
    pub longest_wait: Duration,
    /// A longer `Retry-After` than this is not waited for: the error comes at once and says how long. Five minutes by
    /// default; Notion's windows are a minute, those of a whole workspace can be longer.
    pub longest_retry_after: Duration,
    /// The number of retries that all requests of a client share, so that many requests that fail together do not multiply.
    /// Once it is used up, a request that fails is not sent again.
    ///
    /// A request that succeeds after retries gives these back; one that succeeds at its first attempt gives back a fifth of
    /// a retry, and ten seconds give back one. 100 by default; `u32::MAX` is as good as no limit.
    pub budget: u32,
}

/// No wait is longer, whatever is set or asked for: longer ones are beyond what a clock can be set to.
pub(super) const LONGEST: Duration = Duration::from_secs(365 * 86_400);

impl Default for Retry {
    fn default() -> Self {
        Self {
            retries: 3,
            rate_limit_retries: 8,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
            longest_retry_after: Duration::from_secs(300),
            budget: 100,
        }
    }
}

impl Retry {
    /// Never sends anything again.
    pub fn never() -> Self {
        Self {
            retries: 0,
            rate_limit_retries: 0,
            ..Self::default()
        }
    }

    /// With this many repetitions after a 5xx or a broken connection.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// With this many repetitions after a 429 or a 529.
    #[must_use]
    pub fn rate_limit_retries(mut self, retries: u32) -> Self {
        self.rate_limit_retries = retries;
        self
    }

    /// With this first wait and this longest one, where Notion names none.
    #[must_use]
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// Sets the number of retries that all requests of a client share.
    ///
    /// ```
    /// let retry = notion_rest::http::Retry::default().budget(20);
    /// assert_eq!(retry.budget, 20);
    /// ```
    #[must_use]
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    /// Decides what to do after the attempt number `attempt` (counted from 1) was judged like this.
    ///
    /// `retry_after` is the time that the answer asked for, and `jitter` is a random number from 0 to 1, which keeps
    /// clients that failed together from coming back together.
    pub fn decide(
        &self,
        verdict: Verdict,
        attempt: u32,
        retry_after: Option<Duration>,
        jitter: f64,
    ) -> Decision {
        let limit = match verdict {
            Verdict::RateLimited => self.rate_limit_retries,
            Verdict::Repeat | Verdict::NotSent => self.retries,
            Verdict::Done | Verdict::Failed | Verdict::Unknown => return Decision::Stop,
        };
        if attempt > limit {
            return Decision::Stop;
        }
        match retry_after {
            Some(asked) if asked > self.longest_retry_after => Decision::Stop,
            Some(asked) => Decision::Again(asked.min(LONGEST)),
            None => Decision::Again(self.back_off(attempt, jitter)),
        }
    }

    /// Doubles from one attempt to the next, up to the cap; of that, between the half and the whole.
    fn back_off(&self, attempt: u32, jitter: f64) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let whole = self
            .first_wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait)
            .min(LONGEST);
        // A jitter that is not a number counts as none.
        let jitter = jitter.clamp(0.0, 1.0).min(1.0);
        whole.mul_f64(0.5 + 0.5 * jitter)
    }
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// This outcome is final.
    Stop,
    /// Send it again after this time.
    Again(Duration),
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_is_final_is_not_sent_again_and_all_else_is() {
        for (verdict, again) in [
            (Verdict::RateLimited, true),
            (Verdict::NotSent, true),
            (Verdict::Repeat, true),
            (Verdict::Done, false),
            (Verdict::Failed, false),
            (Verdict::Unknown, false),
        ] {
            let decision = Retry::default().decide(verdict, 1, None, 1.0);
            assert_eq!(matches!(decision, Decision::Again(_)), again, "{verdict:?}");
        }
    }

    #[test]
    fn retry_after_is_kept_to_the_second_and_without_jitter() {
        let retry = Retry::default();
        for jitter in [0.0, 1.0] {
            let decision = retry.decide(Verdict::RateLimited, 3, Some(17 * SECOND), jitter);
            assert_eq!(decision, Decision::Again(17 * SECOND));
        }
    }

    #[test]
    fn a_retry_after_beyond_the_limit_is_not_waited_for() {
        let retry = Retry::default();
        let asked = retry.longest_retry_after + SECOND;
        assert_eq!(
            retry.decide(Verdict::RateLimited, 1, Some(asked), 0.0),
            Decision::Stop
        );
    }

    #[test]
    fn the_wait_doubles_up_to_the_cap() {
        let retry = Retry::default()
            .rate_limit_retries(40)
            .waits(SECOND, 5 * SECOND);
        let waits = (1..=4).map(|attempt| retry.decide(Verdict::RateLimited, attempt, None, 1.0));
        let expected = [1, 2, 4, 5].map(|n| Decision::Again(n * SECOND));
        assert!(waits.eq(expected));
        assert_eq!(
            retry.decide(Verdict::RateLimited, 40, None, 1.0),
            Decision::Again(5 * SECOND)
        );
    }

    #[test]
    fn durations_without_end_are_capped() {
        for (first, longest) in [
            (Duration::MAX, Duration::MAX),
            (SECOND, Duration::MAX),
            (Duration::MAX, SECOND),
        ] {
            let mut retry = Retry::default().waits(first, longest).retries(u32::MAX);
            retry.longest_retry_after = Duration::MAX;
            for attempt in [1, 2, 32, 1_000, u32::MAX] {
                for jitter in [0.0, 0.5, 1.0, f64::NAN, f64::INFINITY] {
                    for asked in [
                        None,
                        Some(Duration::MAX),
                        Some(Duration::from_secs(u64::MAX)),
                    ] {
                        let decision = retry.decide(Verdict::Repeat, attempt, asked, jitter);
                        let Decision::Again(wait) = decision else {
                            panic!("{decision:?}")
                        };
                        assert!(wait <= LONGEST, "{wait:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn jitter_takes_away_up_to_the_half() {
        let retry = Retry::default().waits(SECOND, 5 * SECOND);
        assert_eq!(retry.back_off(1, 0.0), SECOND / 2);
        assert_eq!(retry.back_off(1, 1.0), SECOND);
    }

    #[test]
    fn attempts_are_limited_each_kind_by_its_own_number() {
        let retry = Retry::default().retries(2).rate_limit_retries(3);
        assert!(matches!(
            retry.decide(Verdict::Repeat, 2, None, 0.0),
            Decision::Again(_)
        ));
        assert_eq!(retry.decide(Verdict::Repeat, 3, None, 0.0), Decision::Stop);
        assert!(matches!(
            retry.decide(Verdict::RateLimited, 3, None, 0.0),
            Decision::Again(_)
        ));
        assert_eq!(
            retry.decide(Verdict::RateLimited, 4, None, 0.0),
            Decision::Stop
        );
        assert_eq!(
            Retry::never().decide(Verdict::RateLimited, 1, None, 0.0),
            Decision::Stop
        );
    }
}
