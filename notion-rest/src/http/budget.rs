//! How many requests a client sends again: a pure decision.

use std::time::Duration;

/// The retries that a client has left.
///
/// Retries of one request are limited by [`Retry`](super::Retry). If many requests fail together, that is not enough: they
/// would meet the limit that they ran into again and again. So they share a budget. Each retry takes one out of it. A
/// request that succeeds after retries puts back what these took, and one that succeeds at its first attempt a fifth of
/// one. The rest comes back with time, one in ten seconds, so that a client that sends little recovers as well.
///
/// These are the numbers of the AWS SDKs' standard mode, but for the part of time.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    /// In fifths of a retry.
    capacity: u64,
    left: u64,
    /// Up to when time has been counted.
    counted: Duration,
}

const PARTS: u64 = 5;
/// The time that brings one part back.
const REFILL: Duration = Duration::from_secs(2);

impl Budget {
    pub(super) fn new(retries: u32) -> Self {
        let capacity = u64::from(retries) * PARTS;
        Self {
            capacity,
            left: capacity,
            counted: Duration::ZERO,
        }
    }

    /// Takes one retry, if one is left. Times are counted from any fixed moment.
    pub(super) fn take(&mut self, now: Duration) -> bool {
        let parts = now.saturating_sub(self.counted).as_secs() / REFILL.as_secs();
        self.counted = self
            .counted
            .saturating_add(Duration::from_secs(parts.saturating_mul(REFILL.as_secs())));
        self.put(parts);
        match self.left.checked_sub(PARTS) {
            Some(left) => self.left = left,
            None => return false,
        }
        true
    }

    /// Notes a request that succeeded after so many retries.
    pub(super) fn succeeded(&mut self, retries: u32) {
        self.put((u64::from(retries) * PARTS).max(1));
    }

    fn put(&mut self, parts: u64) {
        self.left = self.left.saturating_add(parts).min(self.capacity);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn count(budget: &mut Budget, now: Duration) -> usize {
        (0..10_000).take_while(|_| budget.take(now)).count()
    }

    #[test]
    fn no_more_than_the_capacity_is_taken_at_one_moment() {
        for retries in [0, 1, 7, 100] {
            let mut budget = Budget::new(retries);
            assert_eq!(count(&mut budget, Duration::ZERO), retries as usize);
        }
    }

    #[test]
    fn what_succeeds_after_retries_puts_them_back() {
        let mut budget = Budget::new(10);
        for _ in 0..100 {
            for _ in 0..10 {
                assert!(budget.take(Duration::ZERO));
            }
            budget.succeeded(4);
            budget.succeeded(6);
        }
    }

    #[test]
    fn five_first_successes_earn_one_retry_and_never_more_than_the_capacity() {
        let mut budget = Budget::new(3);
        assert_eq!(count(&mut budget, Duration::ZERO), 3);
        for _ in 0..10 {
            budget.succeeded(0);
        }
        assert_eq!(count(&mut budget, Duration::ZERO), 2);
        for _ in 0..1_000 {
            budget.succeeded(0);
        }
        assert_eq!(count(&mut budget, Duration::ZERO), 3);
    }

    #[test]
    fn time_brings_back_one_retry_in_ten_seconds() {
        let mut budget = Budget::new(100);
        assert_eq!(count(&mut budget, Duration::ZERO), 100);
        assert_eq!(count(&mut budget, Duration::from_secs(9)), 0);
        assert_eq!(count(&mut budget, Duration::from_secs(10)), 1);
        assert_eq!(count(&mut budget, Duration::from_secs(60)), 5);
        assert_eq!(count(&mut budget, Duration::MAX), 100);
    }

    proptest! {
        /// Whatever happens: no more retries than the capacity and what was earned.
        #[test]
        fn retries_are_bounded(
            capacity in 0..50_u32,
            events in prop::collection::vec((0..3_u8, 0..20_u64), 0..300),
        ) {
            let mut budget = Budget::new(capacity);
            let (mut now, mut taken, mut earned) = (Duration::ZERO, 0_u64, 0_u64);
            for (event, pause) in events {
                now += Duration::from_secs(pause);
                match event {
                    0 => taken += u64::from(budget.take(now)),
                    _ => {
                        budget.succeeded(0);
                        earned += 1;
                    }
                }
            }
            let by_time = now.as_secs() / 10;
            prop_assert!(taken <= u64::from(capacity) + earned / 5 + by_time + 1);
        }
    }
}
