//! Dates: a day, or a minute with the offset in which it was written; alone or as a range.

use std::cmp::Ordering;

use jiff::civil;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use serde_json::Value;

use crate::render::Object;

/// One end of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    Day(civil::Date),
    /// Cut to the minute.
    Minute {
        at: Timestamp,
        offset: Offset,
    },
}

/// A date or a range of dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateValue {
    pub(crate) start: Point,
    pub(crate) end: Option<Point>,
}

/// Returns true if text is a date that Notion takes: ISO 8601, a day or a day with a time.
pub(crate) fn is_date(text: &str) -> bool {
    Point::parse(text, None).is_some()
}

impl Point {
    /// Reads a day, or a time: in its own offset, otherwise in the zone, otherwise in UTC.
    pub(crate) fn parse(text: &str, zone: Option<&TimeZone>) -> Option<Self> {
        // A blank instead of the `T` is another standard's.
        let is_iso = text.as_bytes().get(4) == Some(&b'-')
            && text.as_bytes().get(10).is_none_or(|byte| *byte == b'T');
        if text.len() < 10 || !is_iso {
            return None;
        }
        let pieces = Pieces::parse(text).ok()?;
        if pieces.time_zone_annotation().is_some() {
            return None;
        }
        let day = pieces.date();
        let Some(time) = pieces.time() else {
            return pieces.offset().is_none().then_some(Self::Day(day));
        };
        let wall = day.to_datetime(time);
        let (at, offset) = match (pieces.to_numeric_offset(), zone) {
            (Some(offset), _) => (offset.to_timestamp(wall).ok()?, offset),
            (None, Some(zone)) => {
                let zoned = wall.to_zoned(zone.clone()).ok()?;
                (zoned.timestamp(), zoned.offset())
            }
            (None, None) => (Offset::UTC.to_timestamp(wall).ok()?, Offset::UTC),
        };
        Some(Self::Minute {
            at: cut_to_minute(at),
            offset,
        })
    }

    /// The instant that it stands for: a day begins at midnight in UTC.
    pub(crate) fn instant(&self) -> Timestamp {
        match self {
            Self::Day(day) => midnight(*day),
            Self::Minute { at, .. } => *at,
        }
    }

    /// The day that it lies in, where it was written.
    pub(crate) fn day(&self) -> civil::Date {
        match self {
            Self::Day(day) => *day,
            Self::Minute { at, offset } => offset.to_datetime(*at).date(),
        }
    }

    /// As Notion prints it.
    pub(crate) fn print(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Minute { at, offset } => {
                let wall = offset.to_datetime(*at);
                let seconds = offset.seconds();
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs() / 60;
                format!(
                    "{}{sign}{:02}:{:02}",
                    wall.strftime("%Y-%m-%dT%H:%M:00.000"),
                    minutes / 60,
                    minutes % 60
                )
            }
        }
    }
}

impl PartialOrd for Point {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.instant().cmp(&other.instant()))
    }
}

impl DateValue {
    /// Reads `{start, end?, time_zone?}`, whose shape has been checked. Nothing where the zone or a date is not
    /// one, and where the zone is beside a day or an offset.
    pub(crate) fn parse(value: &Value) -> Option<Self> {
        let zone = match value.get("time_zone").and_then(Value::as_str) {
            None => None,
            Some(name) => Some(zone(name)?),
        };
        let ends = ["start", "end"].map(|key| value.get(key).and_then(Value::as_str));
        if zone.is_some() && !ends.into_iter().flatten().all(is_local_time) {
            return None;
        }
        let start = Point::parse(value.get("start")?.as_str()?, zone.as_ref())?;
        let end = match value.get("end").and_then(Value::as_str) {
            None => None,
            Some(text) => Some(Point::parse(text, zone.as_ref())?),
        };
        Some(Self { start, end })
    }

    /// `{start, end, time_zone}`. The zone went into the offset, so it is always null.
    pub(crate) fn render(&self) -> Value {
        Object::new()
            .put("start", self.start.print())
            .put("end", self.end.map(|end| end.print()))
            .put("time_zone", Value::Null)
            .into()
    }

    /// The later end.
    pub(crate) fn last(&self) -> Point {
        self.end.unwrap_or(self.start)
    }
}

/// A zone by a name that people choose: `Europe/Paris`, `UTC`. IANA's data has others, for machines.
fn zone(name: &str) -> Option<TimeZone> {
    let zone = TimeZone::get(name).ok()?;
    let is_chosen = zone.iana_name() == Some(name)
        && (name.contains('/') || matches!(name, "UTC" | "GMT"))
        && !["posix/", "right/"]
            .iter()
            .any(|prefix| name.starts_with(prefix));
    is_chosen.then_some(zone)
}

/// Returns true if text is a day with a time, without an offset.
fn is_local_time(text: &str) -> bool {
    Pieces::parse(text).is_ok_and(|pieces| pieces.time().is_some() && pieces.offset().is_none())
}

/// Midnight in UTC. The first and the last day of all have none: for them it is the first and the last instant.
pub(crate) fn midnight(day: civil::Date) -> Timestamp {
    let end = if day.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Offset::UTC
        .to_timestamp(day.to_datetime(civil::Time::midnight()))
        .unwrap_or(end)
}

/// The beginning of the minute that an instant lies in.
pub(crate) fn cut_to_minute(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    let over = at.as_nanosecond() - i128::from(seconds - seconds.rem_euclid(60)) * 1_000_000_000;
    at.checked_sub(i64::try_from(over).unwrap_or_default().nanoseconds())
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn round(value: &Value) -> Value {
        DateValue::parse(value).unwrap().render()
    }

    #[test]
    fn a_day_stays_a_day() {
        assert_eq!(
            round(&json!({ "start": "2026-06-27" })),
            json!({ "start": "2026-06-27", "end": null, "time_zone": null })
        );
    }

    #[test]
    fn times_are_cut_to_the_minute_and_keep_their_offset() {
        assert_eq!(
            round(
                &json!({ "start": "2026-06-27T18:01:59.9+01:00", "end": "2026-06-27T20:00:00Z" })
            ),
            json!({ "start": "2026-06-27T18:01:00.000+01:00", "end": "2026-06-27T20:00:00.000+00:00", "time_zone": null })
        );
    }

    #[test]
    fn a_zone_goes_into_the_offset() {
        assert_eq!(
            round(&json!({ "start": "2026-06-27T18:01:15.377824", "time_zone": "Europe/London" })),
            json!({ "start": "2026-06-27T18:01:00.000+01:00", "end": null, "time_zone": null })
        );
        assert_eq!(
            DateValue::parse(&json!({ "start": "2026-06-27T18:01:15", "time_zone": "Mars/Base" })),
            None
        );
    }

    #[test]
    fn what_is_no_iso_date_is_refused() {
        for text in [
            "",
            "today",
            "27.06.2026",
            "2026-13-01",
            "20260627",
            "2026-06-27Z",
            "2026-06-27T18:00[Europe/London]",
        ] {
            assert!(!is_date(text), "{text}");
        }
        assert!(is_date("2026-06-27T18:00"));
    }

    #[test]
    fn minutes_are_cut_before_1970_too() {
        let at: Timestamp = "1969-12-31T23:59:30.5Z".parse().unwrap();
        assert_eq!(cut_to_minute(at).to_string(), "1969-12-31T23:59:00Z");
    }
}
