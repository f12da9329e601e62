//! How many requests leave in a window of time: pure decisions on time.
//!
//! Notion counts requests in windows of 60 seconds whose beginning a client does not know. So [`Window`] remembers when the
//! last requests left, and lets the next one leave when fewer than the budget did in the 60 seconds before it. Any window
//! of Notion's then has at most the budget, wherever it begins, and after a rest the whole budget can leave immediately.
//!
//! The budget that Notion really grants depends on the plan of the workspace, and other programs may use the same
//! connection. A 429 shows it: `Retry-After` tells when Notion's window ends, and so when it began, and what left since then is the
//! most that Notion let through. That becomes the budget; window by window it grows again.

use std::collections::VecDeque;
use std::time::Duration;

use super::retry::LONGEST;

/// The rate limit that a client keeps by itself: at most a number of requests in any window of time.
///
/// Notion gives every connection a budget of requests for each window of 60 seconds, by the plan of the workspace. It may be
/// spent as a burst; what is beyond it is answered 429. Waiting costs less than being refused, so a client keeps a budget
/// itself: 180 requests in 60 seconds by default. If Notion refuses earlier, the client lowers its budget to what Notion let
/// through (not below an eighth of what is set) and raises it again by an eighth after three windows without a refusal.
///
/// A client of a server of this machine (`127.0.0.0/8`, `::1`, `localhost`) or of this process has no limit, unless one is
/// set. Requests that wait leave in the order in which they came.
///
/// ```
/// use std::time::Duration;
/// use notion_rest::http::Pace;
///
/// let pace = Pace::per_window(600, Duration::from_secs(60));
/// assert_eq!((pace.requests(), pace.window().as_secs()), (600, 60));
/// assert_eq!(Pace::default(), Pace::per_window(180, Duration::from_secs(60)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    requests: u32,
    window: Duration,
}

/// 180 requests in 60 seconds.
impl Default for Pace {
    fn default() -> Self {
        Self::per_window(180, Duration::from_secs(60))
    }
}

impl Pace {
    /// At most this many requests (at least one) in any stretch of time of this length. A length of zero means no limit.
    pub const fn per_window(requests: u32, window: Duration) -> Self {
        Self {
            requests: if requests == 0 { 1 } else { requests },
            window,
        }
    }

    /// No limit.
    pub const fn unlimited() -> Self {
        Self::per_window(u32::MAX, Duration::ZERO)
    }

    /// Returns the most requests that leave in a window.
    pub const fn requests(&self) -> u32 {
        self.requests
    }

    /// Returns the length of the window: zero if there is no limit.
    pub const fn window(&self) -> Duration {
        self.window
    }

    pub(super) const fn is_unlimited(&self) -> bool {
        self.window.is_zero()
    }

    /// Returns true if it lets fewer requests leave in the long run.
    fn is_stricter_than(self, other: Pace) -> bool {
        let of = |pace: Pace, window: Duration| u128::from(pace.requests) * window.as_nanos();
        !self.is_unlimited()
            && (other.is_unlimited() || of(self, other.window) < of(other, self.window))
    }
}

/// How much later than it is a window may seem to end: `Retry-After` is in whole seconds.
const ROUNDED: Duration = Duration::from_secs(1);

/// The requests that left last, at most as many as the pace allows in a window, and the budget that Notion is believed to grant. Moments are counted from any
/// fixed one.
#[derive(Debug)]
pub(super) struct Window {
    pace: Pace,
    budget: u32,
    left_at: VecDeque<Duration>,
    /// When the budget was lowered or raised last.
    changed_at: Duration,
}

impl Window {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            budget: pace.requests,
            pace: Pace::per_window(pace.requests, pace.window.min(LONGEST)),
            left_at: VecDeque::new(),
            changed_at: Duration::ZERO,
        }
    }

    pub(super) const fn is_unlimited(&self) -> bool {
        self.pace.is_unlimited()
    }

    /// Keeps to the stricter of two paces from now on.
    pub(super) fn tighten(&mut self, pace: Pace) {
        let other = Pace::per_window(pace.requests, pace.window.min(LONGEST));
        if other.is_stricter_than(self.pace) {
            self.pace = other;
            self.budget = self.budget.min(other.requests);
        }
    }

    /// Counts a request that left now, whether there was a place for it or not.
    #[cfg(feature = "redis")]
    pub(super) fn record(&mut self, now: Duration) {
        self.add(now);
    }

    /// Keeps to another pace, and forgets what was learned about the former one.
    #[cfg(feature = "redis")]
    pub(super) fn set_pace(&mut self, pace: Pace) {
        if self.pace != pace {
            self.pace = pace;
            self.budget = pace.requests;
        }
    }

    /// Returns true if no request left within the window.
    pub(super) fn is_idle(&self, now: Duration) -> bool {
        let is_over = |left_at: &Duration| left_at.saturating_add(self.pace.window) <= now;
        self.left_at.back().is_none_or(is_over)
    }

    /// Takes a place for a request that leaves now. If there is none, returns how long it takes until there is one.
    pub(super) fn take(&mut self, now: Duration) -> Result<(), Duration> {
        if self.is_unlimited() {
            return Ok(());
        }
        self.grow(now);
        let budget = usize::try_from(self.budget).unwrap_or(usize::MAX);
        // The request that has to be out of the window before the next one leaves.
        let before = self.left_at.len().checked_sub(budget);
        let before = before.and_then(|index| self.left_at.get(index));
        let free_at = before.map_or(now, |left_at| left_at.saturating_add(self.pace.window));
        if free_at > now {
            return Err(free_at.saturating_sub(now));
        }
        self.add(now);
        Ok(())
    }

    fn add(&mut self, now: Duration) {
        self.left_at.push_back(now);
        let most = usize::try_from(self.pace.requests).unwrap_or(usize::MAX);
        while self.left_at.len() > most {
            self.left_at.pop_front();
        }
    }

    /// Learns that Notion refused a request because the connection's budget is spent, and how long it asked to wait.
    pub(super) fn refused(&mut self, now: Duration, wait: Option<Duration>) {
        if self.is_unlimited() {
            return;
        }
        // A refused request takes nothing from the budget.
        self.left_at.pop_back();
        let began = self.window_began(now, wait);
        let let_through = self.left_at.iter().filter(|left_at| **left_at >= began);
        let let_through = u32::try_from(let_through.count()).unwrap_or(u32::MAX);
        let floor = self.pace.requests.div_ceil(8);
        self.budget = self.budget.min(let_through.max(floor));
        self.changed_at = now;
    }

    /// When Notion's window began that ends after this wait. Rather too early than too late: a budget that is believed too large
    /// costs a refusal, one that is too small costs minutes.
    fn window_began(&self, now: Duration, wait: Option<Duration>) -> Duration {
        let window = self.pace.window;
        match wait {
            Some(wait) if wait <= window => (now + wait).saturating_sub(window + ROUNDED),
            _ => now.saturating_sub(window),
        }
    }

    fn grow(&mut self, now: Duration) {
        // Each time that the budget grows beyond what Notion grants, a request is refused.
        let rest = self.pace.window.saturating_mul(3);
        let step = self.pace.requests.div_ceil(8);
        while self.budget < self.pace.requests && now.saturating_sub(self.changed_at) >= rest {
            self.budget = self.budget.saturating_add(step).min(self.pace.requests);
            self.changed_at = self.changed_at.saturating_add(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// The moments in milliseconds at which requests leave that ask for a place after these pauses.
    fn departures(pace: Pace, pauses: impl IntoIterator<Item = u64>) -> Vec<u64> {
        let mut window = Window::new(pace);
        let mut now = Duration::ZERO;
        let moments = pauses.into_iter().map(|pause| {
            now += Duration::from_millis(pause);
            while let Err(wait) = window.take(now) {
                assert!(!wait.is_zero(), "a wait of nothing would not end");
                now += wait;
            }
            u64::try_from(now.as_millis()).unwrap()
        });
        moments.collect()
    }

    proptest! {
        #[test]
        fn no_window_has_more_than_the_budget_and_none_waits_without_need(
            requests in 1..20_u32,
            pauses in prop::collection::vec(0..2_000_u64, 1..80),
        ) {
            let moments = departures(Pace::per_window(requests, 4 * SECOND), pauses.clone());
            let budget = usize::try_from(requests).unwrap();
            let mut asked = 0;
            for (index, left) in moments.iter().enumerate() {
                let before = index.checked_sub(1).map_or(0, |before| moments[before]);
                asked = before.max(asked) + pauses[index];
                let free = index.checked_sub(budget).map_or(0, |first| moments[first] + 4_000);
                prop_assert_eq!(*left, asked.max(free));
            }
        }
    }

    #[test]
    fn the_budget_leaves_as_a_burst_and_the_rest_when_the_window_has_passed() {
        let pace = Pace::per_window(3, SECOND);
        assert_eq!(
            departures(pace, [0; 7]),
            [0, 0, 0, 1_000, 1_000, 1_000, 2_000]
        );
        assert_eq!(
            departures(pace, [0, 400, 400, 0, 0]),
            [0, 400, 800, 1_000, 1_400]
        );
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        for pace in [
            Pace::unlimited(),
            Pace::per_window(1, Duration::ZERO),
            Pace::per_window(u32::MAX, 60 * SECOND),
        ] {
            assert_eq!(departures(pace, [5, 0, 0, 0]), [5; 4]);
        }
    }

    #[test]
    fn a_budget_of_nothing_is_one() {
        assert_eq!(departures(Pace::per_window(0, SECOND), [0, 0]), [0, 1_000]);
    }

    /// A server that grants `budget` requests a minute, in windows that begin at `phase`. Returns the share of its budget
    /// that a client in a hurry uses within 20 minutes, and the share of its requests that are refused.
    fn in_a_hurry(budget: u32, phase: Duration, pace: Pace) -> (f64, f64) {
        const MINUTE: Duration = Duration::from_secs(60);
        let mut window = Window::new(pace);
        let (mut now, mut used_in, mut used) = (Duration::ZERO, 0, 0);
        let (mut let_through, mut refused) = (0_u32, 0_u32);
        while now < 20 * MINUTE {
            if let Err(wait) = window.take(now) {
                now += wait;
                continue;
            }
            let number = (now + phase).as_secs() / 60;
            if number != used_in {
                (used_in, used) = (number, 0);
            }
            if used < budget {
                used += 1;
                let_through += 1;
                now += Duration::from_millis(100);
            } else {
                refused += 1;
                // `Retry-After`: until the window of the server ends, in whole seconds.
                let end = MINUTE * u32::try_from(number + 1).unwrap() - phase;
                let wait = Duration::from_secs((end - now).as_millis().div_ceil(1_000) as u64);
                window.refused(now, Some(wait));
                now += wait;
            }
        }
        let share = f64::from(let_through) / f64::from(20 * budget);
        (share, f64::from(refused) / f64::from(let_through + refused))
    }

    #[test]
    fn a_smaller_budget_of_the_server_is_learnt() {
        for budget in [30, 60, 100, 170, 180, 400] {
            for phase in [0, 7, 31, 59] {
                let (used, refused) =
                    in_a_hurry(budget, Duration::from_secs(phase), Pace::default());
                let all = f64::from(180.min(budget)) / f64::from(budget);
                assert!(used >= 0.8 * all, "{budget} at {phase}: {used} used");
                assert!(refused <= 0.015, "{budget} at {phase}: {refused} refused");
            }
        }
    }

    /// A request that overtakes the end of Notion's window is refused, but says nothing about the budget.
    #[test]
    fn a_refusal_between_two_windows_costs_little() {
        let mut window = Window::new(Pace::per_window(200, 60 * SECOND));
        for number in 0..200 {
            let left_at = SECOND + Duration::from_millis(number);
            window.take(left_at).unwrap();
        }
        let now = 61 * SECOND;
        window.take(now).unwrap();
        window.refused(now, Some(SECOND));
        assert_eq!(window.budget, 199);
        // In the middle of a window, what left in the one before it does not count.
        let mut window = Window::new(Pace::per_window(200, 60 * SECOND));
        for number in 0..150 {
            window.take(SECOND * number).unwrap();
        }
        window.refused(150 * SECOND, Some(30 * SECOND));
        assert_eq!(
            window.budget, 30,
            "those from 119 s on, without the refused one"
        );
    }

    #[test]
    fn a_budget_that_was_lowered_grows_back() {
        let mut window = Window::new(Pace::default());
        for _ in 0..50 {
            window.take(SECOND).unwrap();
        }
        window.refused(2 * SECOND, None);
        assert_eq!(window.budget, 49);
        assert!(window.take(3 * SECOND).is_err());
        window.refused(3 * SECOND, None);
        for _ in 0..40 {
            window.refused(3 * SECOND, None);
        }
        assert_eq!(window.budget, 23, "an eighth of 180");
        window.take(3_600 * SECOND).unwrap();
        assert_eq!(window.budget, 180);
    }
}
