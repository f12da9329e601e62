//! What a `Retry-After` header says.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// The time to wait, from a number of seconds or from an HTTP date (RFC 9110, 10.2.3); `None` if it is neither.
///
/// A date is measured against `now`, and one that has passed means no wait.
pub(super) fn parse(header: &str, now: Timestamp) -> Option<Duration> {
    static DATES: DateTimeParser = DateTimeParser::new();

    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DATES.parse_timestamp(header).ok()?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn seconds() {
        assert_eq!(parse("120", now()), Some(Duration::from_secs(120)));
        assert_eq!(parse(" 0 ", now()), Some(Duration::ZERO));
    }

    #[test]
    fn an_http_date() {
        assert_eq!(
            parse("Sun, 22 Nov 2026 10:00:42 GMT", now()),
            Some(Duration::from_secs(42))
        );
    }

    #[test]
    fn a_date_that_has_passed_means_no_wait() {
        assert_eq!(
            parse("Sun, 22 Nov 2026 09:00:00 GMT", now()),
            Some(Duration::ZERO)
        );
    }

    #[test]
    fn anything_else_says_nothing() {
        for header in ["", "soon", "-1", "1.5", "Sun, 99 Nov 2026 10:00:00 GMT"] {
            assert_eq!(parse(header, now()), None, "{header}");
        }
    }
}
