//! Dates: a day, an instant, or a range of either.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned, civil};

use crate::codec::read_day;

/// A day without a time.
///
/// ```
/// use notion_session::schema::Date;
///
/// let due: Date = "2026-11-22".parse()?;
/// assert_eq!(due, Date::new(2026, 11, 22)?);
/// assert_eq!(due.to_string(), "2026-11-22");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// Creates a date from a year, a month (1 to 12) and a day (1 to 31).
    ///
    /// # Errors
    ///
    /// If the day does not exist.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Date, ParseDateError> {
        civil::Date::new(year, month, day)
            .map(Date)
            .map_err(|_| ParseDateError::of(&format!("{year}-{month}-{day}")))
    }

    /// Returns today's date in the time zone of this computer.
    pub fn today() -> Date {
        Date(Zoned::now().date())
    }

    /// Adds a number of days, which may be negative.
    /// `None` beyond the years -9999 to 9999.
    pub fn plus_days(self, days: i32) -> Option<Date> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Date)
    }

    /// Converts it to a date of jiff.
    pub fn to_jiff(self) -> civil::Date {
        self.0
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Date {
        Date(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Date, ParseDateError> {
        match text.parse()? {
            DateOrTime::Date(date) => Ok(date),
            DateOrTime::DateTime(_) => Err(ParseDateError::of(text)),
        }
    }
}

/// An instant, with the offset from UTC that it was written with, and the name of its time zone if that is known. Notion
/// keeps it to the minute, and the offset.
///
/// The name goes to Notion as `time_zone`. Notion adds the offset of that zone to the time and answers without a name
/// (recorded), so the name does not come back, and two values that differ in nothing else are equal.
///
/// ```
/// use notion_session::schema::DateTime;
///
/// let start: DateTime = "2026-11-22T09:30:00+01:00".parse()?;
/// assert_eq!(start.timestamp().to_string(), "2026-11-22T08:30:00Z");
/// assert_eq!(start.to_string(), "2026-11-22T09:30:00+01:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    timestamp: Timestamp,
    offset: Offset,
    zone: Zone,
}

impl DateTime {
    /// Creates it from an instant, written in UTC.
    pub fn utc(timestamp: Timestamp) -> DateTime {
        DateTime {
            timestamp,
            offset: Offset::UTC,
            zone: Zone::UNKNOWN,
        }
    }

    /// Returns the present time, written with the offset of this computer's time zone.
    pub fn now() -> DateTime {
        DateTime::from(&Zoned::now())
    }

    /// The same instant in a time zone such as `Europe/Berlin`: with its name, and the offset from UTC that it has then.
    ///
    /// ```
    /// use notion_session::schema::DateTime;
    ///
    /// let start: DateTime = "2026-07-01T08:30:00Z".parse()?;
    /// let start = start.in_tz("Europe/Berlin")?;
    /// assert_eq!(start.to_string(), "2026-07-01T10:30:00+02:00");
    /// assert_eq!(start.time_zone(), Some("Europe/Berlin"));
    /// assert!(start.in_tz("Europe/Nowhere").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the time zone is unknown.
    pub fn in_tz(self, zone: &str) -> Result<DateTime, ParseDateError> {
        let zoned = self.timestamp.in_tz(zone);
        let zoned = zoned.map_err(|error| ParseDateError::because(zone, error))?;
        Ok(DateTime::from(&zoned))
    }

    /// Returns the instant.
    pub fn timestamp(self) -> Timestamp {
        self.timestamp
    }

    /// Returns the offset from UTC.
    pub fn offset(self) -> Offset {
        self.offset
    }

    /// The name of the time zone, such as `Europe/Berlin`, if it is known.
    pub fn time_zone(self) -> Option<&'static str> {
        self.zone.0
    }

    /// The instant with its time zone, or its offset, as jiff has it.
    pub fn to_jiff(self) -> Zoned {
        let named = self.zone.0.and_then(|name| TimeZone::get(name).ok());
        let zone = named.unwrap_or_else(|| TimeZone::fixed(self.offset));
        self.timestamp.to_zoned(zone)
    }

    /// The time on the clocks of the time zone, if it alone names the instant: not within an hour that comes twice, as
    /// at the end of summer time.
    pub(super) fn local(self) -> Option<civil::DateTime> {
        let zone = TimeZone::get(self.zone.0?).ok()?;
        let local = zone.to_datetime(self.timestamp);
        let ambiguous = zone.to_ambiguous_timestamp(local);
        (!ambiguous.is_ambiguous() && zone.to_offset(self.timestamp) == self.offset)
            .then_some(local)
    }
}

impl From<Timestamp> for DateTime {
    fn from(timestamp: Timestamp) -> DateTime {
        DateTime::utc(timestamp)
    }
}

impl From<&Zoned> for DateTime {
    fn from(zoned: &Zoned) -> DateTime {
        DateTime {
            timestamp: zoned.timestamp(),
            offset: zoned.offset(),
            zone: zoned
                .time_zone()
                .iana_name()
                .map_or(Zone::UNKNOWN, Zone::named),
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.timestamp.display_with_offset(self.offset).to_string())
    }
}

impl FromStr for DateTime {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<DateTime, ParseDateError> {
        match text.parse()? {
            DateOrTime::DateTime(time) => Ok(time),
            DateOrTime::Date(_) => Err(ParseDateError::of(text)),
        }
    }
}

/// The name of a time zone, if it is known. It says how an instant is written and not which one it is, so that all zones
/// are equal.
#[derive(Debug, Clone, Copy)]
struct Zone(Option<&'static str>);

impl Zone {
    const UNKNOWN: Zone = Zone(None);

    /// Keeps each name once for the whole program, so that instants can be copied. Only names of the time zone database
    /// are kept, of which there are about 600.
    fn named(name: &str) -> Zone {
        static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names.get(name) {
            return Zone(Some(known));
        }
        if TimeZone::get(name).is_err() {
            return Zone::UNKNOWN;
        }
        let name: &'static str = name.to_owned().leak();
        names.insert(name);
        Zone(Some(name))
    }
}

impl PartialEq for Zone {
    fn eq(&self, _: &Zone) -> bool {
        true
    }
}

impl Eq for Zone {}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Zone) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Zone {
    fn cmp(&self, _: &Zone) -> Ordering {
        Ordering::Equal
    }
}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A day or an instant: what a Notion date starts or ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateOrTime {
    /// A day.
    Date(Date),
    /// An instant.
    DateTime(DateTime),
}

impl DateOrTime {
    /// The day, in the offset that a time is written with.
    pub(super) fn day(self) -> civil::Date {
        match self {
            DateOrTime::Date(date) => date.0,
            DateOrTime::DateTime(time) => time.offset.to_datetime(time.timestamp).date(),
        }
    }

    /// Returns what Notion keeps of it. Notion truncates times to the minute (recorded), so that other seconds are not a
    /// change.
    pub(super) fn to_minute(self) -> DateOrTime {
        const SECONDS: i64 = 60;

        let DateOrTime::DateTime(time) = self else {
            return self;
        };
        let minute = time.timestamp.as_second().div_euclid(SECONDS) * SECONDS;
        let timestamp = Timestamp::from_second(minute).unwrap_or(time.timestamp);
        DateOrTime::DateTime(DateTime { timestamp, ..time })
    }
}

impl From<Date> for DateOrTime {
    fn from(date: Date) -> DateOrTime {
        DateOrTime::Date(date)
    }
}

impl From<DateTime> for DateOrTime {
    fn from(time: DateTime) -> DateOrTime {
        DateOrTime::DateTime(time)
    }
}

impl fmt::Display for DateOrTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateOrTime::Date(date) => date.fmt(f),
            DateOrTime::DateTime(time) => time.fmt(f),
        }
    }
}

impl FromStr for DateOrTime {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<DateOrTime, ParseDateError> {
        parse(text, None)
    }
}

/// A time without an offset is one in the time zone, and without that one in UTC, as Notion takes it.
pub(super) fn parse(text: &str, zone: Option<&str>) -> Result<DateOrTime, ParseDateError> {
    if let Some(day) = read_day(text) {
        return Ok(DateOrTime::Date(Date(day)));
    }
    let pieces = Pieces::parse(text).map_err(|_| ParseDateError::of(text))?;
    let Some(time) = pieces.time() else {
        return Ok(DateOrTime::Date(Date(pieces.date())));
    };
    let in_zone = |reason: jiff::Error| ParseDateError::because(text, reason);
    if pieces.time_zone_annotation().is_some() {
        let zoned: Zoned = text.parse().map_err(in_zone)?;
        return Ok(DateOrTime::DateTime(DateTime::from(&zoned)));
    }
    let local = pieces.date().to_datetime(time);
    let offset = match (pieces.to_numeric_offset(), zone) {
        (Some(offset), _) => offset,
        (None, Some(zone)) => {
            let zoned = local.in_tz(zone).map_err(in_zone)?;
            return Ok(DateOrTime::DateTime(DateTime::from(&zoned)));
        }
        (None, None) => Offset::UTC,
    };
    let timestamp = offset.to_timestamp(local).map_err(in_zone)?;
    Ok(DateOrTime::DateTime(DateTime {
        timestamp,
        offset,
        zone: zone.map_or(Zone::UNKNOWN, Zone::named),
    }))
}

/// A Notion date: a start, and an end if it is a range.
///
/// ```
/// use notion_session::schema::{Date, DateRange};
///
/// let week = DateRange::new(Date::new(2026, 11, 23)?, Date::new(2026, 11, 27)?);
/// assert_eq!(week.to_string(), "2026-11-23 → 2026-11-27");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first day or instant.
    pub start: DateOrTime,
    /// The last day or instant; `None` if it is not a range.
    pub end: Option<DateOrTime>,
}

impl DateRange {
    /// Creates a range from a start to an end.
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> DateRange {
        DateRange {
            start: start.into(),
            end: Some(end.into()),
        }
    }
}

impl<T: Into<DateOrTime>> From<T> for DateRange {
    fn from(start: T) -> DateRange {
        DateRange {
            start: start.into(),
            end: None,
        }
    }
}

/// Reads what is displayed: a day or an instant, or two with `→` or `/` between them.
///
/// ```
/// use notion_session::schema::DateRange;
///
/// let week: DateRange = "2026-11-23/2026-11-27".parse()?;
/// assert_eq!(week.to_string(), "2026-11-23 → 2026-11-27");
/// assert_eq!(week.to_string().parse::<DateRange>()?, week);
/// assert!("2026-11-27 → ".parse::<DateRange>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl FromStr for DateRange {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<DateRange, ParseDateError> {
        // A day has no `/` in it, and an instant neither.
        match text.split_once('→').or_else(|| text.split_once('/')) {
            Some((start, end)) => Ok(DateRange {
                start: start.trim().parse()?,
                end: Some(end.trim().parse()?),
            }),
            None => Ok(text.parse::<DateOrTime>()?.into()),
        }
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.end {
            Some(end) => f.pad(&format!("{} → {end}", self.start)),
            None => self.start.fmt(f),
        }
    }
}

/// The string is not a valid date, or its time zone is unknown.
///
/// Converts into `notion_session::Error`, so that `?` works in functions that return its `Result`:
///
/// ```
/// use notion_session::prelude::*;
///
/// fn due() -> notion_session::Result<Date> {
///     Ok("2026-11-32".parse()?)
/// }
/// assert!(due().unwrap_err().to_string().contains("2026-11-32"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not what is expected here: {reason}")]
pub struct ParseDateError {
    text: String,
    reason: String,
}

impl ParseDateError {
    fn of(text: &str) -> ParseDateError {
        ParseDateError::because(
            text,
            "a day is written `2026-11-22`, an instant `2026-11-22T09:30:00+01:00`",
        )
    }

    fn because(text: &str, reason: impl fmt::Display) -> ParseDateError {
        ParseDateError {
            text: text.to_owned(),
            reason: reason.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_date_is_quoted() {
        let error = "tomorrow".parse::<DateOrTime>().unwrap_err().to_string();
        assert!(error.contains("`tomorrow`"), "{error}");
    }
}
