//! How fast requests leave: a pure decision on time.

use std::time::Duration;

/// How many requests leave in a second: an average, and how many may leave at once after a rest.
///
/// Notion gives every connection a budget of requests for each minute, by the plan of the workspace; beyond that it answers
/// 429. To be paced is cheaper than to be refused, so a client keeps an average of three requests a second by itself. A
/// client of a server of this machine (`127.0.0.0/8`, `::1`, `localhost`) or of this process keeps none, unless a pace is
/// set.
///
/// This is the generic cell rate algorithm: one moment in time is all that it remembers.
///
/// ```
/// use notion_rest::http::Pace;
///
/// let pace = Pace::per_second(5.0).burst(20);
/// assert_eq!(pace.interval().as_millis(), 200);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    interval: Duration,
    burst: u32,
}

/// Three requests a second, ten at once.
impl Default for Pace {
    fn default() -> Self {
        Self::per_second(3.0)
    }
}

impl Pace {
    /// An average of this many requests a second, and ten at once. What is no positive number means no limit.
    pub fn per_second(requests: f64) -> Self {
        const LONGEST: f64 = 86_400.0;
        let seconds = if requests > 0.0 {
            (1.0 / requests).min(LONGEST)
        } else {
            0.0
        };
        Self {
            interval: Duration::from_secs_f64(seconds),
            burst: 10,
        }
    }

    /// With this many requests that may leave at once; at least one.
    #[must_use]
    pub fn burst(mut self, requests: u32) -> Self {
        self.burst = requests.max(1);
        self
    }

    /// No limit.
    pub fn unlimited() -> Self {
        Self {
            interval: Duration::ZERO,
            burst: 1,
        }
    }

    pub(super) fn is_unlimited(&self) -> bool {
        self.interval.is_zero()
    }

    /// The average time from one request to the next.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Takes the next place: how long to wait for it, and the schedule after it.
    ///
    /// Times are counted from any fixed moment. `scheduled` is when the next request would leave if requests came
    /// evenly; it is what the previous call gave, or zero.
    pub(super) fn take(&self, scheduled: Duration, now: Duration) -> (Duration, Duration) {
        let slack = self.interval.saturating_mul(self.burst - 1);
        let place = scheduled.max(now);
        let wait = place.saturating_sub(slack).saturating_sub(now);
        (wait, place.saturating_add(self.interval))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whenever requests come: in any stretch of time, no more leave than the burst and what the rate allows.
        #[test]
        fn no_stretch_of_time_has_more_than_the_burst_and_the_rate(
            burst in 1..20_u32,
            pauses in prop::collection::vec(0..2_000_u64, 1..80),
        ) {
            let pace = Pace::per_second(4.0).burst(burst);
            let (mut now, mut scheduled) = (Duration::ZERO, Duration::ZERO);
            let mut left = Vec::new();
            for pause in pauses {
                now += Duration::from_millis(pause);
                let (wait, next) = pace.take(scheduled, now);
                scheduled = next;
                left.push((now + wait).as_millis());
            }
            for (i, first) in left.iter().enumerate() {
                for (n, last) in left[i..].iter().enumerate() {
                    let allowed = u128::from(burst) + (last - first) / 250;
                    prop_assert!((n as u128) < allowed, "{n} more from {first} to {last} ms");
                }
            }
        }
    }

    /// The moments in milliseconds at which requests that all come at `now` leave.
    fn departures(
        pace: &Pace,
        mut scheduled: Duration,
        now: Duration,
        n: usize,
    ) -> (Vec<u128>, Duration) {
        let mut out = Vec::new();
        for _ in 0..n {
            let (wait, next) = pace.take(scheduled, now);
            out.push((now + wait).as_millis());
            scheduled = next;
        }
        (out, scheduled)
    }

    #[test]
    fn a_burst_leaves_at_once_and_the_rest_evenly() {
        let pace = Pace::per_second(4.0).burst(3);
        let (moments, _) = departures(&pace, Duration::ZERO, Duration::ZERO, 6);
        assert_eq!(moments, [0, 0, 0, 250, 500, 750]);
    }

    #[test]
    fn a_rest_refills_the_burst_but_never_beyond_it() {
        let pace = Pace::per_second(4.0).burst(2);
        let (_, scheduled) = departures(&pace, Duration::ZERO, Duration::ZERO, 2);
        let (moments, _) = departures(&pace, scheduled, Duration::from_secs(60), 4);
        assert_eq!(moments, [60_000, 60_000, 60_250, 60_500]);
    }

    #[test]
    fn in_any_second_at_most_the_rate_and_the_burst_leave() {
        let pace = Pace::default();
        let (moments, _) = departures(&pace, Duration::ZERO, Duration::ZERO, 200);
        for start in &moments {
            let within = moments
                .iter()
                .filter(|m| (*start..start + 1000).contains(m))
                .count();
            assert!(
                within <= 13,
                "{within} requests in the second after {start} ms"
            );
        }
        let last = moments.last().unwrap();
        assert!(
            (63_000..64_000).contains(last),
            "200 requests took {last} ms"
        );
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        for pace in [
            Pace::unlimited(),
            Pace::per_second(0.0),
            Pace::per_second(f64::NAN),
            Pace::per_second(-1.0),
        ] {
            let (moments, _) = departures(&pace, Duration::ZERO, Duration::from_millis(5), 50);
            assert!(moments.iter().all(|m| *m == 5), "{pace:?}");
        }
    }

    #[test]
    fn a_burst_of_zero_is_one() {
        let pace = Pace::per_second(1.0).burst(0);
        let (moments, _) = departures(&pace, Duration::ZERO, Duration::ZERO, 2);
        assert_eq!(moments, [0, 1000]);
    }
}
