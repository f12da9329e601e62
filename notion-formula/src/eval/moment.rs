//! Dates as Notion has them: a day or a minute of one, alone or as a range.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{self, DateTime};
use jiff::tz::{Offset, TimeZone};

/// A date, or a range of two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Date {
    /// The date, or where the range begins.
    pub start: Moment,
    /// Where the range ends.
    pub end: Option<Moment>,
}

impl Date {
    /// A day without a time.
    #[must_use]
    pub fn day(day: civil::Date) -> Self {
        Moment::Day(day).into()
    }

    /// A point in time, which `offset` is only told with.
    #[must_use]
    pub fn time(at: Timestamp, offset: Offset) -> Self {
        Moment::Time { at, offset }.into()
    }

    /// A range.
    #[must_use]
    pub fn range(start: Moment, end: Moment) -> Self {
        Self {
            start,
            end: Some(end),
        }
    }
}

impl From<Moment> for Date {
    fn from(start: Moment) -> Self {
        Self { start, end: None }
    }
}

/// `2024-01-31`, `2024-01-31T10:00+02:00`, `2024-01-31 → 2024-02-01`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.start.fmt(f)?;
        match &self.end {
            Some(end) => write!(f, " → {end}"),
            None => Ok(()),
        }
    }
}

/// A day, or a point in time.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// A day, without a time.
    Day(civil::Date),
    /// A point in time.
    Time {
        /// When it is.
        at: Timestamp,
        /// The offset from UTC that it is told with. It does not count when two are compared.
        offset: Offset,
    },
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Day(one), Self::Day(other)) => one == other,
            (Self::Time { at: one, .. }, Self::Time { at: other, .. }) => one == other,
            _ => false,
        }
    }
}

impl Moment {
    /// A point in time, told as a zone tells it, without its seconds: Notion's dates have none.
    pub(crate) fn at(at: Timestamp, zone: &TimeZone) -> Self {
        let minutes = at.as_millisecond().div_euclid(60_000);
        let minute = Timestamp::from_millisecond(minutes * 60_000).unwrap_or(at);
        Self::Time {
            at: minute,
            offset: zone.to_offset(minute),
        }
    }

    /// What calendar and clock show in a zone; a day begins at midnight.
    pub(crate) fn local(&self, zone: &TimeZone) -> DateTime {
        match self {
            Self::Day(day) => day.at(0, 0, 0, 0),
            Self::Time { at, .. } => zone.to_datetime(*at),
        }
    }

    /// When it is; a day is where it begins in the zone. `None` at the very ends of time.
    pub(crate) fn timestamp(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Day(day) => zone.to_timestamp(day.at(0, 0, 0, 0)).ok(),
            Self::Time { at, .. } => Some(*at),
        }
    }

    /// The point in time that calendar and clock show in a zone.
    pub(crate) fn from_local(local: DateTime, zone: &TimeZone) -> Option<Self> {
        zone.to_timestamp(local).ok().map(|at| Self::at(at, zone))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Time { at, offset } => {
                let local = offset.to_datetime(*at);
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
                write!(
                    f,
                    "{}T{:02}:{:02}{sign}{hours:02}:{minutes:02}",
                    local.date(),
                    local.hour(),
                    local.minute()
                )
            }
        }
    }
}
