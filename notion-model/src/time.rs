//! Times: of Notion's own making ([`Timestamp`]), and as users set them ([`Moment`], [`DateValue`]).
//!
//! Both keep the text as it came, because Notion writes the same instant in several ways (`Z` or `+00:00`, with and
//! without milliseconds), and give [`jiff`]'s types when asked.

use std::fmt;

use jiff::civil;
use jiff::fmt::temporal::Pieces;
use serde::{Deserialize, Serialize};

use crate::json::{FromJson, Json, Misfit, object};

/// An instant that Notion noted: `created_time`, `last_edited_time`, `expiry_time`.
///
/// ```
/// use notion_model::Timestamp;
///
/// let created = Timestamp::from("2026-06-27T16:53:00.000Z");
/// assert_eq!(created.to_jiff()?.as_second(), 1_782_579_180);
/// assert_eq!(Timestamp::from(created.to_jiff()?), created);
/// # Ok::<(), notion_model::jiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl FromJson for Timestamp {
    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        String::from_json(json).map(Self)
    }
}

impl FromJson for Moment {
    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        String::from_json(json).map(Self)
    }
}

impl Timestamp {
    /// Returns the text as Notion wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the instant.
    ///
    /// # Errors
    ///
    /// If the text is no date and time with an offset.
    pub fn to_jiff(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// With milliseconds and `Z`, as Notion writes it in pages and blocks.
impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self(format!("{instant:.3}"))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The start or the end of a date property, or the operand of a date filter: a day, or a time of a day with or
/// without an offset.
///
/// ```
/// use notion_model::{Moment, jiff::civil::date};
///
/// let day = Moment::from(date(2026, 6, 27));
/// assert!(day.is_date_only());
/// assert_eq!(day.as_str(), "2026-06-27");
///
/// let instant = Moment::from("2026-06-27T18:01:00.000+01:00");
/// assert_eq!(instant.to_date()?, date(2026, 6, 27));
/// assert_eq!(instant.to_timestamp()?.to_string(), "2026-06-27T17:01:00Z");
/// # Ok::<(), notion_model::jiff::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(String);

impl Moment {
    /// Returns the text as Notion wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if this is a day, without a time.
    pub fn is_date_only(&self) -> bool {
        !self.0.contains(['T', 't', ' '])
    }

    /// Returns the day, as the text has it: in the offset of the text, if it has one.
    ///
    /// # Errors
    ///
    /// If the text is no date.
    pub fn to_date(&self) -> Result<civil::Date, jiff::Error> {
        Ok(Pieces::parse(&self.0)?.date())
    }

    /// Returns the day and time as the text has them, without the offset; midnight, if it has no time.
    ///
    /// # Errors
    ///
    /// If the text is no date.
    pub fn to_datetime(&self) -> Result<civil::DateTime, jiff::Error> {
        let pieces = Pieces::parse(&self.0)?;
        let time = pieces.time().unwrap_or(civil::Time::midnight());
        Ok(pieces.date().to_datetime(time))
    }

    /// Returns the instant.
    ///
    /// # Errors
    ///
    /// If the text is a day only, or has no offset, or is no date at all.
    pub fn to_timestamp(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }
}

impl From<&str> for Moment {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Moment {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<civil::Date> for Moment {
    fn from(date: civil::Date) -> Self {
        Self(date.to_string())
    }
}

/// A time of a day without an offset. Notion takes it in the time zone that stands beside it, or as UTC.
impl From<civil::DateTime> for Moment {
    fn from(datetime: civil::DateTime) -> Self {
        Self(format!("{datetime:.3}"))
    }
}

impl From<jiff::Timestamp> for Moment {
    fn from(instant: jiff::Timestamp) -> Self {
        Self(format!("{instant:.3}"))
    }
}

/// The instant with its offset; the name of the time zone is dropped, as Notion does.
impl From<&jiff::Zoned> for Moment {
    fn from(zoned: &jiff::Zoned) -> Self {
        let instant = zoned.timestamp().display_with_offset(zoned.offset());
        Self(format!("{instant:.3}"))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

object! {
    /// The value of a date property, or of a date mention: a [`Moment`], or a range from one to another.
    pub struct DateValue {
        /// The date, or the start of the range.
        written start: Moment,
        /// The end of the range, if it is one.
        null end: Option<Moment>,
        /// The IANA time zone of `start` and `end`. Notion takes it, and answers with offsets instead.
        null time_zone: Option<String>,
    }
}

impl<T: Into<Moment>> From<T> for DateValue {
    fn from(start: T) -> Self {
        Self {
            start: start.into(),
            ..Self::default()
        }
    }
}

impl DateValue {
    /// A range.
    pub fn range(start: impl Into<Moment>, end: impl Into<Moment>) -> Self {
        Self {
            start: start.into(),
            end: Some(end.into()),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    use jiff::civil::date;

    #[test]
    fn times_are_written_as_notion_does() {
        let instant: jiff::Timestamp = "2026-06-27T16:53:14.4229Z".parse().unwrap();
        assert_eq!(
            Timestamp::from(instant).as_str(),
            "2026-06-27T16:53:14.422Z"
        );
        assert_eq!(Moment::from(instant).as_str(), "2026-06-27T16:53:14.422Z");
        let noon = date(2026, 6, 27).at(12, 0, 0, 0);
        assert_eq!(Moment::from(noon).as_str(), "2026-06-27T12:00:00.000");
        let offset = jiff::tz::Offset::from_hours(-5).unwrap().to_time_zone();
        let zoned = noon.to_zoned(offset).unwrap();
        assert_eq!(
            Moment::from(&zoned).as_str(),
            "2026-06-27T12:00:00.000-05:00"
        );
    }

    #[test]
    fn every_form_of_a_moment_is_read() {
        for (text, day_only, datetime, instant) in [
            ("2026-06-27", true, "2026-06-27T00:00:00", None),
            ("2026-06-27T18:01", false, "2026-06-27T18:01:00", None),
            (
                "2026-06-27T18:01:15.377824",
                false,
                "2026-06-27T18:01:15.377824",
                None,
            ),
            (
                "2026-06-27T18:01:00.000Z",
                false,
                "2026-06-27T18:01:00",
                Some("2026-06-27T18:01:00Z"),
            ),
            (
                "2026-06-27T18:01:00.000+01:00",
                false,
                "2026-06-27T18:01:00",
                Some("2026-06-27T17:01:00Z"),
            ),
            (
                "2026-06-27T16:53:14.422+00:00",
                false,
                "2026-06-27T16:53:14.422",
                Some("2026-06-27T16:53:14.422Z"),
            ),
        ] {
            let moment = Moment::from(text);
            assert_eq!(moment.is_date_only(), day_only, "{text}");
            assert_eq!(moment.to_date().unwrap(), date(2026, 6, 27), "{text}");
            assert_eq!(
                moment.to_datetime().unwrap().to_string(),
                datetime,
                "{text}"
            );
            assert_eq!(
                moment
                    .to_timestamp()
                    .ok()
                    .map(|instant| instant.to_string())
                    .as_deref(),
                instant,
                "{text}"
            );
        }
        for text in ["", "today", "2026-13-01"] {
            assert!(Moment::from(text).to_date().is_err(), "{text}");
            assert!(Moment::from(text).to_datetime().is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_always_has_three_keys() {
        let range = DateValue::range(date(2026, 6, 27), "2026-06-28");
        assert_eq!(
            serde_json::to_string(&range).unwrap(),
            r#"{"start":"2026-06-27","end":"2026-06-28","time_zone":null}"#
        );
        assert_eq!(
            known::<DateValue>(r#"{"start": "2026-06-27"}"#),
            DateValue::from(date(2026, 6, 27))
        );
    }
}
