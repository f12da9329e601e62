//! Arithmetic with dates: units, adding, the time between two.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::moment::Moment;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// So many months.
    Months(i64),
    /// So many days.
    Days(i64),
    /// So many milliseconds.
    Clock(i64),
}

/// The names of the units, for suggestions.
pub(crate) const UNITS: [&str; 9] = [
    "years",
    "quarters",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "milliseconds",
];

impl Unit {
    /// The unit of that name, in the singular or the plural.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name.strip_suffix('s').unwrap_or(name) {
            "year" => Self::Months(12),
            "quarter" => Self::Months(3),
            "month" => Self::Months(1),
            "week" => Self::Days(7),
            "day" => Self::Days(1),
            "hour" => Self::Clock(3_600_000),
            "minute" => Self::Clock(60_000),
            "second" => Self::Clock(1000),
            "millisecond" => Self::Clock(1),
            _ => return None,
        })
    }
}

/// The moment so many units later; `None` beyond the ends of time.
///
/// Months and days move the calendar and leave the clock, the last day of a month stands in for one that it has not;
/// hours and minutes pass. A choice: part of a month or a day is rounded, and a day gets a time only where hours or
/// minutes are added.
pub(crate) fn add(moment: Moment, amount: f64, unit: Unit, zone: &TimeZone) -> Option<Moment> {
    let span = match unit {
        Unit::Months(months) => Span::new()
            .try_months(whole(amount * months as f64)?)
            .ok()?,
        Unit::Days(days) => Span::new().try_days(whole(amount * days as f64)?).ok()?,
        Unit::Clock(unit) => {
            let milliseconds = whole(amount * unit as f64)?;
            if milliseconds == 0 {
                return Some(moment);
            }
            let at = moment.timestamp(zone)?;
            let later = at
                .checked_add(SignedDuration::from_millis(milliseconds))
                .ok()?;
            return Some(Moment::at(later, zone));
        }
    };
    match moment {
        Moment::Day(day) => day.checked_add(span).ok().map(Moment::Day),
        Moment::Time { .. } => Moment::from_local(moment.local(zone).checked_add(span).ok()?, zone),
    }
}

/// The nearest whole number, halves away from zero; `None` if it is too large to matter.
fn whole(number: f64) -> Option<i64> {
    let rounded = number.round();
    // Beyond that a number of milliseconds leaves the calendar.
    (rounded.abs() < 1e15).then_some(rounded as i64)
}

/// How many whole units lie between two moments; positive where `a` is the later one.
pub(crate) fn between(a: Moment, b: Moment, unit: Unit, zone: &TimeZone) -> Option<i64> {
    Some(match unit {
        Unit::Months(months) => months_between(a.local(zone), b.local(zone)) / months,
        // By the calendar: a day is a day, though the clock may be set forward in it.
        Unit::Days(days) => a.local(zone).duration_since(b.local(zone)).as_hours() / (24 * days),
        Unit::Clock(unit) => {
            let passed = a.timestamp(zone)?.duration_since(b.timestamp(zone)?);
            i64::try_from(passed.as_millis()).ok()? / unit
        }
    })
}

fn months_between(a: DateTime, b: DateTime) -> i64 {
    if a < b {
        return -months_between(b, a);
    }
    let months = |local: DateTime| i64::from(local.year()) * 12 + i64::from(local.month());
    let most = months(a) - months(b);
    let reaches = |count: i64| {
        let span = Span::new().try_months(count).ok();
        span.and_then(|span| b.checked_add(span).ok())
            .is_some_and(|local| local <= a)
    };
    if reaches(most) { most } else { most - 1 }
}

/// Milliseconds since 1970, as JavaScript counts.
pub(crate) fn milliseconds(moment: Moment, zone: &TimeZone) -> Option<f64> {
    moment.timestamp(zone).map(|at| at.as_millisecond() as f64)
}

/// The moment of so many milliseconds since 1970; `None` beyond the ends of time.
pub(crate) fn from_milliseconds(milliseconds: f64, zone: &TimeZone) -> Option<Moment> {
    let at = Timestamp::from_millisecond(whole(milliseconds.trunc())?).ok()?;
    Some(Moment::at(at, zone))
}
