//! How dates are read from and written to date properties.

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

use super::date::{Date, DateOrTime, DateRange, DateTime, parse};
use crate::schema::fingerprint;
use crate::schema::{CellType, Property, Refusal, kind, rule};

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

/// A date property as it is sent.
#[derive(Serialize)]
struct Written {
    start: String,
    end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<&'static str>,
}

/// Notion takes the name of a time zone for both ends, and only beside times without an offset. So it is sent if both
/// are in the same zone; otherwise each has its offset.
fn write_range(range: &DateRange) -> Written {
    let local = |end: DateOrTime| match end {
        DateOrTime::DateTime(time) => Some((time.local()?, time.time_zone()?)),
        DateOrTime::Date(_) => None,
    };
    let start = local(range.start);
    let zoned = match (start, range.end.map(local)) {
        (Some((start, zone)), None) => Some((start, None, zone)),
        (Some((start, zone)), Some(Some((end, same)))) if zone == same => {
            Some((start, Some(end), zone))
        }
        _ => None,
    };
    match zoned {
        Some((start, end, zone)) => Written {
            start: start.to_string(),
            end: end.map(|end| end.to_string()),
            time_zone: Some(zone),
        },
        None => Written {
            start: range.start.to_string(),
            end: range.end.map(|end| end.to_string()),
            time_zone: None,
        },
    }
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
        write_range(self).serialize(content)
    }
    fn fingerprint(&self) -> u64 {
        fingerprint::of_value((self.start.to_minute(), self.end.map(DateOrTime::to_minute)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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

    fn sent(range: DateRange) -> serde_json::Value {
        range.encode(serde_json::value::Serializer).unwrap()
    }

    #[test]
    fn the_name_of_a_time_zone_is_sent_and_read_back() {
        let time = |text: &str| text.parse::<DateTime>().unwrap();
        let summer = time("2026-07-01T08:30:00Z").in_tz("Europe/Berlin").unwrap();
        let json =
            json!({ "start": "2026-07-01T10:30:00", "end": null, "time_zone": "Europe/Berlin" });
        assert_eq!(sent(summer.into()), json);
        let read = DateTime::decode(&json).unwrap();
        assert_eq!((read, read.time_zone()), (summer, Some("Europe/Berlin")));
        assert_eq!(
            summer.to_jiff().time_zone().iana_name(),
            Some("Europe/Berlin")
        );

        // Two zones, an hour that comes twice, and a time without a zone are sent with offsets.
        let tokyo = time("2026-07-02T08:30:00Z").in_tz("Asia/Tokyo").unwrap();
        assert_eq!(
            sent(DateRange::new(summer, tokyo)),
            json!({ "start": "2026-07-01T10:30:00+02:00", "end": "2026-07-02T17:30:00+09:00" })
        );
        let twice = time("2026-10-25T00:30:00Z").in_tz("Europe/Berlin").unwrap();
        assert_eq!(
            sent(twice.into()),
            json!({ "start": "2026-10-25T02:30:00+02:00", "end": null })
        );
        assert_eq!(
            sent(time("2026-07-01T10:30:00+02:00").into()),
            json!({ "start": "2026-07-01T10:30:00+02:00", "end": null })
        );
        // What Notion answers, without a name, is the same value.
        assert_eq!(summer, time("2026-07-01T10:30:00.000+02:00"));
        assert_eq!(
            summer.fingerprint(),
            time("2026-07-01T10:30:00+02:00").fingerprint()
        );
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
}
