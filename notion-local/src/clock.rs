//! The server's clock: the machine's, perhaps ahead of it, or one that stands still.

use std::time::Duration;

use jiff::Timestamp;

/// What time it is for the server.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Clock {
    frozen: Option<Timestamp>,
    ahead: Duration,
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
        now.checked_add(self.ahead).unwrap_or(now)
    }

    /// Stands still at this instant.
    pub(crate) fn freeze(&mut self, at: Timestamp) {
        *self = Self {
            frozen: Some(at),
            ahead: Duration::ZERO,
            held: self.held,
        };
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
}
