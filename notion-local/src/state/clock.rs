//! The server's clock: the machine's, perhaps ahead of it, or one that stands still.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// What time it is for the server.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Clock {
    frozen: Option<Timestamp>,
    /// How far it is ahead, or behind.
    ahead: SignedDuration,
    /// The instant of the request that is being answered.
    held: Option<Timestamp>,
}

impl Clock {
    /// The time now.
    pub(crate) fn now(&self) -> Timestamp {
        if let Some(held) = self.held {
            return held;
        }
        let now = self.frozen.unwrap_or_else(Timestamp::now);
        // The end of all times is where it stops.
        let end = if self.ahead.is_negative() {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        now.checked_add(self.ahead).unwrap_or(end)
    }

    /// The time now, cut to the millisecond: what is kept is kept no more exactly, in snapshots and answers.
    pub(crate) fn stamp(&self) -> Timestamp {
        let now = self.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Returns true if it stands still.
    #[cfg(feature = "viewer")]
    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    /// Goes on from this instant.
    pub(crate) fn set(&mut self, at: Timestamp) {
        self.frozen = None;
        self.ahead = at.duration_since(Timestamp::now());
    }

    /// Stands still at this instant.
    pub(crate) fn freeze(&mut self, at: Timestamp) {
        self.frozen = Some(at);
        self.ahead = SignedDuration::ZERO;
    }

    /// Stays at this instant until it is let go: all that one request does happens at once.
    pub(crate) fn hold(&mut self, at: Timestamp) {
        self.held = Some(at);
    }

    pub(crate) fn let_go(&mut self) {
        self.held = None;
    }

    /// Runs with the machine's clock again.
    pub(crate) fn thaw(&mut self) {
        *self = Self::default();
    }

    /// Goes forward by this time.
    pub(crate) fn advance(&mut self, time: Duration) {
        let time = SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
        self.ahead = self.ahead.saturating_add(time);
    }
}

/// A time as pages, blocks, data sources, comments and uploads show it: cut to the minute, in UTC.
pub(crate) fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:00.000Z").to_string()
}

/// A time as databases and views show it: with milliseconds and a numeric offset.
pub(crate) fn precise(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_cut_to_the_minute_and_not_rounded() {
        let at: Timestamp = "2026-06-27T16:53:59.999Z".parse().unwrap();
        assert_eq!(minute(at), "2026-06-27T16:53:00.000Z");
        assert_eq!(precise(at), "2026-06-27T16:53:59.999+00:00");
    }

    #[test]
    fn a_frozen_clock_stands_still() {
        let at: Timestamp = "2026-06-27T16:53:59.999Z".parse().unwrap();
        let mut clock = Clock::default();
        clock.freeze(at);
        assert_eq!(clock.now(), at);
        clock.advance(Duration::from_secs(90));
        assert_eq!(minute(clock.now()), "2026-06-27T16:55:00.000Z");
        clock.thaw();
        assert_ne!(clock.now(), at);
    }

    #[test]
    fn a_clock_that_is_set_runs_on_from_there() {
        let at: Timestamp = "1999-12-31T23:59:30Z".parse().unwrap();
        let mut clock = Clock::default();
        clock.set(at);
        let first = clock.now();
        assert!(first >= at && first.duration_since(at) < SignedDuration::from_secs(10));
        while clock.now() == first {}
        clock.advance(Duration::from_secs(60));
        assert!(clock.now().duration_since(at) >= SignedDuration::from_secs(60));
    }

    #[test]
    fn a_clock_that_is_advanced_too_far_stands_at_the_end_of_time() {
        let mut clock = Clock::default();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }
}
