//! Times: edit times of Notion, which are cut to the minute, and the time of an answer.

use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit};

/// How far a watermark stays behind the time of the answer that it is taken from: a minute, because edit times are cut to it, and
/// one more, because Notion's index follows edits after some seconds.
const OVERLAP: SignedDuration = SignedDuration::from_mins(2);

/// The time of an answer: its `Date` header, by the clock of the server that also writes the edit times.
pub(crate) fn answered(date: Option<&str>) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(date?).ok()
}

/// From which edit time on the next listing of changes has to read, if a listing whose first answer came at this time was
/// complete: whatever was edited before that minute was edited before the listing began. Without the time of the answer nothing
/// is known, and the next listing is a full one. This machine's clock is no substitute: it may be ahead.
pub(crate) fn watermark(answered: Option<Timestamp>) -> Option<String> {
    answered?.checked_sub(OVERLAP).ok().map(minute)
}

/// A time cut to the minute, as Notion writes it.
pub(crate) fn minute(at: Timestamp) -> String {
    let seconds = at.as_second().rem_euclid(60);
    let cut = at
        .checked_sub(SignedDuration::from_secs(seconds))
        .unwrap_or(at);
    let cut = cut.round(Unit::Second).unwrap_or(cut);
    cut.strftime("%Y-%m-%dT%H:%M:00.000Z").to_string()
}

/// The minute after a time that Notion wrote.
pub(crate) fn minute_after(time: &str) -> Option<String> {
    let at: Timestamp = time.parse().ok()?;
    at.checked_add(SignedDuration::from_mins(1))
        .ok()
        .map(minute)
}

/// A date or time of Notion as an instant: a day begins at midnight in UTC.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let local = |time: DateTime| Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp());
    let instant = text.parse::<Timestamp>().ok();
    let instant = instant.or_else(|| local(text.parse::<DateTime>().ok()?));
    instant.or_else(|| local(text.parse::<Date>().ok()?.into()))
}

/// Whether a page that was edited at a time had been left alone for a minute when it was read: later edits of the same minute would
/// have the same edit time.
pub(crate) fn is_settled(edited: &str, answered: Option<Timestamp>) -> bool {
    let after = minute_after(edited).and_then(|after| after.parse::<Timestamp>().ok());
    matches!((after, answered), (Some(after), Some(answered)) if answered >= after)
}

/// Whether more time than this has passed since a time that this machine's clock wrote.
pub(crate) fn is_older(time: Option<&str>, than: std::time::Duration, now: Timestamp) -> bool {
    let Some(at) = time.and_then(|time| time.parse::<Timestamp>().ok()) else {
        return true;
    };
    let age = now.duration_since(at);
    // A clock that was set back gives no reason to wait.
    age.is_negative() || age.unsigned_abs() >= than
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_watermark_is_two_minutes_before_the_answer() {
        let at = answered(Some("Sun, 29 Nov 2026 12:44:46 GMT"));
        assert_eq!(watermark(at).as_deref(), Some("2026-11-29T12:42:00.000Z"));
        assert_eq!(watermark(answered(None)), None);
        assert_eq!(watermark(answered(Some("yesterday"))), None);
    }

    #[test]
    fn times_are_cut_and_not_rounded() {
        let at: Timestamp = "2026-11-29T12:44:59.999Z".parse().unwrap();
        assert_eq!(minute(at), "2026-11-29T12:44:00.000Z");
        assert_eq!(
            minute_after("2026-11-29T12:59:00.000Z").as_deref(),
            Some("2026-11-29T13:00:00.000Z")
        );
    }

    #[test]
    fn a_page_is_settled_in_the_minute_after_its_edit() {
        let edited = "2026-11-29T12:44:00.000Z";
        let at = |text: &str| Some(text.parse().unwrap());
        assert!(!is_settled(edited, at("2026-11-29T12:44:59Z")));
        assert!(is_settled(edited, at("2026-11-29T12:45:00Z")));
        assert!(!is_settled(edited, None));
    }

    #[test]
    fn what_was_never_done_is_old() {
        let now: Timestamp = "2026-11-29T12:00:00Z".parse().unwrap();
        let hour = Duration::from_secs(3_600);
        assert!(is_older(None, hour, now));
        assert!(is_older(Some("2026-11-29T11:00:00Z"), hour, now));
        assert!(!is_older(Some("2026-11-29T11:00:01Z"), hour, now));
        assert!(is_older(Some("2026-11-30T00:00:00Z"), hour, now));
    }
}
