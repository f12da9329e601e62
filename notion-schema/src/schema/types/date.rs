//! Dates: a day, an instant, or a range of either.

use std::fmt;
use std::str::FromStr;

use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned, civil};
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

use crate::codec::read_day;
use crate::schema::fingerprint;
use crate::schema::{CellType, Property, Refusal, kind, rule};

/// A day, without a time.
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
    /// The day of a year, a month from 1 and a day from 1.
    ///
    /// # Errors
    ///
    /// Where the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Date, ParseDateError> {
        civil::Date::new(year, month, day)
            .map(Date)
            .map_err(|_| ParseDateError::of(&format!("{year}-{month}-{day}")))
    }

    /// Today, where this computer is.
    pub fn today() -> Date {
        Date(Zoned::now().date())
    }

    /// The day that lies so many days after this one, before it where the number is negative.
    /// `None` beyond the years -9999 to 9999.
    pub fn plus_days(self, days: i32) -> Option<Date> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Date)
    }

    /// The day as jiff has it.
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

/// An instant, with the offset from UTC that it was written with. Notion keeps it to the minute.
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
}

impl DateTime {
    /// The instant, to be written in UTC.
    pub fn utc(timestamp: Timestamp) -> DateTime {
        DateTime {
            timestamp,
            offset: Offset::UTC,
        }
    }

    /// The instant.
    pub fn timestamp(self) -> Timestamp {
        self.timestamp
    }

    /// The offset from UTC that it is written with.
    pub fn offset(self) -> Offset {
        self.offset
    }

    /// The instant with its offset as jiff has it.
    pub fn to_jiff(self) -> Zoned {
        self.timestamp.to_zoned(TimeZone::fixed(self.offset))
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
    fn day(self) -> civil::Date {
        match self {
            DateOrTime::Date(date) => date.0,
            DateOrTime::DateTime(time) => time.offset.to_datetime(time.timestamp).date(),
        }
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
fn parse(text: &str, zone: Option<&str>) -> Result<DateOrTime, ParseDateError> {
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
    Ok(DateOrTime::DateTime(DateTime { timestamp, offset }))
}

/// A Notion date whole: a start, and an end where it is a range.
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
    /// The last one; `None` where it is no range.
    pub end: Option<DateOrTime>,
}

impl DateRange {
    /// From a start to an end.
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

/// The content of a date property.
#[derive(Deserialize)]
struct Content<'a> {
    #[serde(borrow)]
    start: std::borrow::Cow<'a, str>,
    #[serde(borrow, default)]
    end: Option<std::borrow::Cow<'a, str>>,
    /// Null in all that was recorded of Notion, which writes offsets.
    #[serde(borrow, default)]
    time_zone: Option<std::borrow::Cow<'a, str>>,
}

pub(super) fn decode_range<'de, D: Deserializer<'de>>(content: D) -> Result<DateRange, D::Error> {
    let Content {
        start,
        end,
        time_zone,
    } = Content::deserialize(content)?;
    let read = |text: &str| parse(text, time_zone.as_deref()).map_err(D::Error::custom);
    Ok(DateRange {
        start: read(&start)?,
        end: end.as_deref().map(read).transpose()?,
    })
}

fn decode_one<'de, D: Deserializer<'de>>(content: D) -> Result<DateOrTime, D::Error> {
    let range = decode_range(content)?;
    match range.end {
        None => Ok(range.start),
        Some(_) => Err(D::Error::custom(format!(
            "the date is a range, {range}; a field of type `DateRange` holds ranges"
        ))),
    }
}

#[diagnostic::do_not_recommend]
impl Property for Date {
    type Kind = kind::Date;
    const CELL: CellType = CellType::Day;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        match decode_one(content)? {
            DateOrTime::Date(date) => Ok(date),
            DateOrTime::DateTime(time) => Err(D::Error::custom(format!(
                "the date has a time, {time}; a field of type `DateTime` or `DateRange` holds it"
            ))),
        }
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        DateRange::from(*self).encode(content)
    }
    fn fingerprint(&self) -> u64 {
        DateRange::from(*self).fingerprint()
    }
    fn check(&self) -> Result<(), Refusal> {
        DateRange::from(*self).check()
    }
}

#[diagnostic::do_not_recommend]
impl Property for DateTime {
    type Kind = kind::Date;
    const CELL: CellType = CellType::Instant;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        match decode_one(content)? {
            DateOrTime::DateTime(time) => Ok(time),
            DateOrTime::Date(date) => Err(D::Error::custom(format!(
                "the date has no time, {date}; a field of type `Date` or `DateRange` holds it"
            ))),
        }
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        DateRange::from(*self).encode(content)
    }
    fn fingerprint(&self) -> u64 {
        DateRange::from(*self).fingerprint()
    }
    fn check(&self) -> Result<(), Refusal> {
        DateRange::from(*self).check()
    }
}

#[diagnostic::do_not_recommend]
impl Property for DateRange {
    type Kind = kind::Date;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        decode_range(content)
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        self.serialize(content)
    }
    fn fingerprint(&self) -> u64 {
        fingerprint::of_value((kept(self.start), self.end.map(kept)))
    }
    fn to_text(&self) -> String {
        self.to_string()
    }
    fn check(&self) -> Result<(), Refusal> {
        rule::day(self.start.day())?;
        self.end.map_or(Ok(()), |end| rule::day(end.day()))?;
        let backwards = match (self.start, self.end) {
            (DateOrTime::Date(start), Some(DateOrTime::Date(end))) => end < start,
            (DateOrTime::DateTime(start), Some(DateOrTime::DateTime(end))) => end < start,
            (_, Some(_)) => {
                return Err(Refusal::new(format!(
                    "{self} mixes a day with an instant: both ends have a time or none"
                )));
            }
            (_, None) => false,
        };
        if backwards {
            return Err(Refusal::new(format!("{self} ends before it starts")));
        }
        Ok(())
    }
}

/// Returns what Notion keeps of a date. It truncates times to the minute (recorded), so that other seconds are not a change.
fn kept(of: DateOrTime) -> DateOrTime {
    const SECONDS: i64 = 60;

    let DateOrTime::DateTime(DateTime { timestamp, offset }) = of else {
        return of;
    };
    let minute = timestamp.as_second().div_euclid(SECONDS) * SECONDS;
    let timestamp = Timestamp::from_second(minute).unwrap_or(timestamp);
    DateOrTime::DateTime(DateTime { timestamp, offset })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Property>(json: &str) -> Result<T, String> {
        T::decode(&mut serde_json::Deserializer::from_str(json)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_time_zone_counts_where_there_is_no_offset_and_must_be_known() {
        let time = |text: &str| text.parse::<DateTime>().map_err(|error| error.to_string());
        let berlin = time("2026-06-27T18:01:00[Europe/Berlin]").unwrap();
        assert_eq!(berlin.to_string(), "2026-06-27T18:01:00+02:00");
        assert_eq!(
            berlin,
            time("2026-06-27T18:01:00+02:00[Europe/Berlin]").unwrap()
        );
        assert_eq!(
            time("2026-06-27T18:01:00").unwrap().to_string(),
            "2026-06-27T18:01:00+00:00"
        );
        for wrong in [
            "2026-06-27T18:01:00[Mars/Olympus]",
            "2026-06-27T18:01:00+05:00[Europe/Berlin]",
        ] {
            let error = time(wrong).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
        assert!(
            time("2026-06-27T18:01:00[Mars/Olympus]")
                .unwrap_err()
                .contains("Mars/Olympus")
        );

        let in_zone = |zone: &str| {
            let json =
                format!(r#"{{"start":"2026-06-27T18:01:00","end":null,"time_zone":"{zone}"}}"#);
            read::<DateTime>(&json)
        };
        assert_eq!(in_zone("Europe/Berlin").unwrap(), berlin);
        let error = in_zone("Mars/Olympus").unwrap_err();
        assert!(
            error.contains("Mars/Olympus") && error.contains("2026-06-27T18:01:00"),
            "{error}"
        );
    }

    const DAY: &str = r#"{"start":"2026-06-27","end":null,"time_zone":null}"#;
    const TIME: &str = r#"{"start":"2026-06-27T18:01:00.000+01:00","end":null,"time_zone":null}"#;
    const RANGE: &str = r#"{"start":"2026-06-27","end":"2026-06-30","time_zone":null}"#;

    #[test]
    fn each_form_is_read_by_the_types_that_can_hold_it() {
        assert_eq!(read::<Date>(DAY), Ok(Date::new(2026, 6, 27).unwrap()));
        let time = read::<DateTime>(TIME).unwrap();
        assert_eq!(time.timestamp().to_string(), "2026-06-27T17:01:00Z");
        assert_eq!(
            read::<DateRange>(RANGE).unwrap().to_string(),
            "2026-06-27 → 2026-06-30"
        );
        assert_eq!(read::<DateRange>(DAY).unwrap().end, None);
    }

    #[test]
    fn a_form_that_would_lose_something_says_which_type_holds_it() {
        assert!(
            read::<Date>(TIME)
                .unwrap_err()
                .contains("`DateTime` or `DateRange` holds it")
        );
        assert!(
            read::<Date>(RANGE)
                .unwrap_err()
                .contains("`DateRange` holds ranges")
        );
        assert!(read::<DateTime>(DAY).unwrap_err().contains("has no time"));
    }

    #[test]
    fn a_range_runs_forward_and_does_not_mix() {
        let (a, b) = (
            Date::new(2026, 1, 1).unwrap(),
            Date::new(2026, 1, 2).unwrap(),
        );
        assert!(DateRange::new(a, b).check().is_ok());
        assert!(
            DateRange::new(b, a)
                .check()
                .unwrap_err()
                .0
                .contains("ends before it starts")
        );
        let time: DateTime = "2026-01-02T10:00:00Z".parse().unwrap();
        assert!(
            DateRange::new(a, time)
                .check()
                .unwrap_err()
                .0
                .contains("mixes")
        );
    }

    #[test]
    fn what_is_no_date_is_quoted() {
        let error = "tomorrow".parse::<DateOrTime>().unwrap_err().to_string();
        assert!(error.contains("`tomorrow`"), "{error}");
    }
}
