//! Dates in requests: what Notion takes.

use notion_model::jiff::fmt::temporal::Pieces;
use notion_model::jiff::tz;
use notion_model::{DateValue, Moment};

use crate::refusal::Reason;

/// Checks the value of a date property or of a date mention.
///
/// ```
/// use notion_content::check_date;
/// use notion_content::model::DateValue;
///
/// let mut date = DateValue::from("2026-06-27T18:01:00");
/// date.time_zone = Some("Europe/Berlin".to_owned());
/// assert!(check_date(&date).is_ok());
///
/// // A time zone beside an offset is refused.
/// date.start = "2026-06-27T18:01:00+02:00".into();
/// assert!(check_date(&date).is_err());
/// ```
///
/// # Errors
///
/// [`Reason::Date`] if the start or the end is not a day or a time as ISO 8601 writes them, lies outside the years 1 to
/// 9999, or has a time zone beside a day or an offset; if the two ends are a day and a time, or the wrong way round.
pub fn check_date(date: &DateValue) -> Result<(), Reason> {
    let start = end_of(&date.start)?;
    let end = date.end.as_ref().map(end_of).transpose()?;
    let refuse = |moment: &Moment, rule| Err(refusal(moment, rule));
    if let Some(zone) = &date.time_zone {
        for (end, moment) in [
            (Some(&start), Some(&date.start)),
            (end.as_ref(), date.end.as_ref()),
        ] {
            let (Some(end), Some(moment)) = (end, moment) else {
                continue;
            };
            if zone.is_empty() {
                return refuse(
                    moment,
                    "its time zone is \"\", which is not the name of one",
                );
            }
            if !is_zone(zone) {
                return refuse(
                    moment,
                    "its time zone is not the name of one in the IANA database, such as `Europe/Berlin`",
                );
            }
            if end.time().is_none() {
                return refuse(moment, "a day does not take a time zone");
            }
            if end.to_numeric_offset().is_some() {
                return refuse(moment, "a time with an offset does not take a time zone");
            }
        }
    }
    let (Some(end), Some(written)) = (end, &date.end) else {
        return Ok(());
    };
    if start.time().is_some() != end.time().is_some() {
        return refuse(written, "a range has times at both ends or at neither");
    }
    let instants = (date.start.to_timestamp(), written.to_timestamp());
    let backwards = match (instants, start.to_numeric_offset(), end.to_numeric_offset()) {
        ((Ok(start), Ok(end)), _, _) => end < start,
        (_, None, None) => (end.date(), end.time()) < (start.date(), start.time()),
        _ => false,
    };
    if backwards {
        return refuse(written, "the range ends before it starts");
    }
    Ok(())
}

/// The most characters of a date that an error shows.
const MAX_SHOWN: usize = 40;

/// Reads a day or a time.
fn end_of(moment: &Moment) -> Result<Pieces<'_>, Reason> {
    let text = moment.as_str();
    let form = "a day is written `2026-11-22`, a time `2026-11-22T09:30:00+01:00`";
    let pieces = Pieces::parse(text).ok();
    if pieces
        .as_ref()
        .is_some_and(|pieces| pieces.date().year() < 1)
    {
        return Err(refusal(moment, "Notion takes the years 1 to 9999"));
    }
    let pieces = pieces
        .filter(|pieces| pieces.time_zone_annotation().is_none() && has_form(text, pieces))
        .ok_or_else(|| refusal(moment, form))?;
    Ok(pieces)
}

/// Returns true if a text that jiff reads is written as Notion takes it. Others that jiff reads: a blank instead of `T`, the name of
/// a zone in brackets, no signs between the parts, no minutes.
fn has_form(text: &str, pieces: &Pieces<'_>) -> bool {
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let is_day = byte(4) == Some(b'-') && byte(7) == Some(b'-');
    let is_whole = match pieces.time() {
        Some(_) => byte(10) == Some(b'T') && byte(13) == Some(b':'),
        None => text.len() == 10,
    };
    is_day && is_whole
}

/// Returns whether a name is one of the IANA database that people choose: a region and a place, or `UTC` or `GMT`. If the
/// program does not have the database, only the form of the name counts.
fn is_zone(name: &str) -> bool {
    /// Folders of the database that repeat all zones for machines.
    const OTHERS: [&str; 2] = ["posix", "right"];
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
    };
    let is_chosen = match name.split_once('/') {
        Some((region, _)) => !OTHERS.contains(&region),
        None => matches!(name, "UTC" | "GMT"),
    };
    let has_form = is_chosen && name.len() <= 100 && name.split('/').all(is_part);
    let database = tz::db();
    has_form
        && (database.is_definitively_empty()
            || database
                .get(name)
                .is_ok_and(|zone| zone.iana_name() == Some(name)))
}

fn refusal(moment: &Moment, rule: &'static str) -> Reason {
    Reason::Date {
        date: moment.as_str().chars().take(MAX_SHOWN).collect(),
        rule,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention_date;

    #[test]
    fn dates_are_checked_alone_and_in_mentions() {
        let date = |start: &str, end: Option<&str>, zone: Option<&str>| DateValue {
            end: end.map(Moment::from),
            time_zone: zone.map(str::to_owned),
            ..DateValue::from(start)
        };
        let (day, time, offset) = (
            "2026-11-22",
            "2026-11-22T09:30:00",
            "2026-11-22T09:30:00+01:00",
        );
        for fits in [
            date(day, None, None),
            date(time, None, None),
            date(offset, None, None),
            date("2026-11-22T09:30:00.000Z", None, None),
            date("0001-01-01", Some("9999-12-31"), None),
            date(time, None, Some("Europe/Berlin")),
            date(time, Some("2026-11-22T10:00"), Some("Asia/Kolkata")),
            date(day, Some(day), None),
            date(offset, Some("2026-11-22T08:30:00Z"), None),
        ] {
            assert_eq!(check_date(&fits), Ok(()), "{fits:?}");
            assert!(mention_date(fits).to_request().is_ok());
        }
        for (refused, rule) in [
            (date("", None, None), "a day is written"),
            (date("tomorrow", None, None), "a day is written"),
            (date("2026-02-30", None, None), "a day is written"),
            (date("2026-11-22 09:30:00", None, None), "a day is written"),
            (
                date("2026-11-22T09:30:00[Europe/Berlin]", None, None),
                "a day is written",
            ),
            (date("10000-01-01", None, None), "a day is written"),
            (date("20261122", None, None), "a day is written"),
            (date("2026-11-22T10", None, None), "a day is written"),
            (date("2026-11-22T1030", None, None), "a day is written"),
            (date("2026-11-22Z", None, None), "a day is written"),
            (date("+002026-11-22", None, None), "a day is written"),
            (date(time, None, Some("+01:00")), "IANA"),
            (date(time, None, Some("Europe/")), "IANA"),
            (date(time, None, Some("Berlin")), "IANA"),
            (date(time, None, Some("CET")), "IANA"),
            (date(time, None, Some("right/UTC")), "IANA"),
            (date(time, None, Some("Europe Berlin")), "IANA"),
            (date(time, None, Some("posix/UTC")), "IANA"),
            (date(time, None, Some("../etc/passwd")), "IANA"),
            (date("0000-12-31", None, None), "years 1 to 9999"),
            (
                date("-000001-01-01T00:00:00Z", None, None),
                "years 1 to 9999",
            ),
            (date(day, Some("-009999-01-01"), None), "years 1 to 9999"),
            (
                date(day, None, Some("Europe/Berlin")),
                "a day does not take",
            ),
            (
                date(offset, None, Some("Europe/Berlin")),
                "an offset does not take",
            ),
            (
                date("2026-11-22T09:30:00Z", None, Some("UTC")),
                "an offset does not take",
            ),
            (
                date(time, Some(offset), Some("Europe/Berlin")),
                "an offset does not take",
            ),
            (date(time, None, Some("")), "not the name"),
            (date(day, Some(time), None), "both ends or at neither"),
            (date(time, Some(day), None), "both ends or at neither"),
            (date(day, Some("2026-11-21"), None), "ends before"),
            (
                date(offset, Some("2026-11-22T08:29:59Z"), None),
                "ends before",
            ),
            (date(time, Some("2026-11-22T09:29:00"), None), "ends before"),
        ] {
            let reason = check_date(&refused).unwrap_err();
            assert!(reason.to_string().contains(rule), "{refused:?}: {reason}");
            assert_eq!(mention_date(refused).to_request(), Err(reason));
        }
    }
}
