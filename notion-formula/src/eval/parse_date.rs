//! `parseDate`: the date that an ISO 8601 text tells.

use jiff::civil::{self, ISOWeekDate, Weekday};
use jiff::tz::{Offset, TimeZone};

use super::moment::Moment;

/// The date, or nothing if the text tells none: `2024`, `2024-02`, `2024-02-29`, `20240229`, `2024-W09-4`, `2024-060`, each
/// day with or without a time behind a `T`, a time with or without an offset. Without one it is a time in `zone`.
pub(crate) fn parse_date(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let day = parse_day(date)?;
    let Some(time) = time else {
        return Some(Moment::Day(day));
    };
    let at_offset = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, offset) = time.split_at_checked(at_offset)?;
    let local = day.to_datetime(parse_clock(clock)?);
    if offset.is_empty() {
        return Moment::from_local(local, zone);
    }
    let at = parse_offset(offset)?.to_timestamp(local).ok()?;
    Some(Moment::at(at, zone))
}

fn parse_day(text: &str) -> Option<civil::Date> {
    let year = number(text.get(..4)?, 4)?;
    let rest = text.get(4..)?;
    let dashed = rest.starts_with('-');
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    if let Some(week) = rest.strip_prefix('W') {
        return parse_week(year, week, dashed);
    }
    match (rest.len(), dashed) {
        (0, false) => civil::Date::new(year, 1, 1).ok(),
        (2, true) => civil::Date::new(year, narrow(rest)?, 1).ok(),
        (3, _) => day_of_year(year, number(rest, 3)?),
        (4, false) => civil::Date::new(year, narrow(rest.get(..2)?)?, narrow(rest.get(2..)?)?).ok(),
        (5, true) => {
            let (month, day) = rest.split_once('-')?;
            civil::Date::new(year, narrow(month)?, narrow(day)?).ok()
        }
        _ => None,
    }
}

/// `09`, `09-4` or `094`.
fn parse_week(year: i16, text: &str, dashed: bool) -> Option<civil::Date> {
    let week = narrow(text.get(..2)?)?;
    let weekday = match (text.get(2..)?, dashed) {
        ("", _) => 1,
        (day, true) => narrow(&format!("0{}", day.strip_prefix('-')?))?,
        (day, false) => narrow(&format!("0{day}"))?,
    };
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    ISOWeekDate::new(year, week, weekday)
        .ok()
        .map(ISOWeekDate::date)
}

fn day_of_year(year: i16, day: i16) -> Option<civil::Date> {
    let first = civil::Date::new(year, 1, 1).ok()?;
    let date = first
        .checked_add(jiff::Span::new().try_days(day - 1).ok()?)
        .ok()?;
    (day > 0 && date.year() == year).then_some(date)
}

/// `10`, `10:30`, `1030`, `10:30:59.5`. Seconds are read and dropped.
fn parse_clock(text: &str) -> Option<civil::Time> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let parts: Vec<&str> = if clock.contains(':') {
        clock.split(':').collect()
    } else {
        let end = |index: usize| (index + 2).min(clock.len());
        (0..clock.len())
            .step_by(2)
            .map(|index| clock.get(index..end(index)))
            .collect::<Option<_>>()?
    };
    let is_fraction = fraction.is_empty()
        || (parts.len() == 3 && fraction.bytes().all(|byte| byte.is_ascii_digit()));
    let field = |index: usize| parts.get(index).map_or(Some(0), |part| narrow(part));
    let (hour, minute, second) = (field(0)?, field(1)?, field(2)?);
    if parts.is_empty() || parts.len() > 3 || !is_fraction {
        return None;
    }
    civil::Time::new(hour, minute, second, 0).ok()
}

/// `Z`, `+02:00`, `-0230`, `+02`.
fn parse_offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("Z" | "z", "") => return Some(Offset::UTC),
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.len() {
        2 => (narrow(digits)?, 0),
        4 => (narrow(digits.get(..2)?)?, narrow(digits.get(2..)?)?),
        5 => {
            let (hours, minutes) = digits.split_once(':')?;
            (narrow(hours)?, narrow(minutes)?)
        }
        _ => return None,
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).ok()
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// A number of two digits.
fn narrow(text: &str) -> Option<i8> {
    number(text, 2).and_then(|number| i8::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> String {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        parse_date(text, &zone).map_or("nothing".to_owned(), |moment| moment.to_string())
    }

    #[test]
    fn forms_of_a_day() {
        assert_eq!(parse("2024"), "2024-01-01");
        assert_eq!(parse("2024-02"), "2024-02-01");
        assert_eq!(parse(" 2024-02-29 "), "2024-02-29");
        assert_eq!(parse("20240229"), "2024-02-29");
        assert_eq!(parse("2024-060"), "2024-02-29");
        assert_eq!(parse("2024060"), "2024-02-29");
        assert_eq!(parse("2024-W09-4"), "2024-02-29");
        assert_eq!(parse("2024W094"), "2024-02-29");
        assert_eq!(parse("2024-W09"), "2024-02-26");
    }

    #[test]
    fn forms_of_a_time() {
        assert_eq!(parse("2024-02-29T10"), "2024-02-29T10:00+02:00");
        assert_eq!(parse("2024-02-29T10:30:59.123"), "2024-02-29T10:30+02:00");
        assert_eq!(parse("20240229T1030"), "2024-02-29T10:30+02:00");
        assert_eq!(parse("2024-02-29T10:30Z"), "2024-02-29T12:30+02:00");
        assert_eq!(parse("2024-02-29T10:30-0330"), "2024-02-29T16:00+02:00");
        assert_eq!(parse("2024-02-29T10:30+05"), "2024-02-29T07:30+02:00");
    }

    #[test]
    fn no_dates() {
        for text in [
            "",
            "soon",
            "24",
            "2024-13",
            "2023-02-29",
            "2024-366-1",
            "2023-366",
            "2024-000",
            "2024-2-9",
            "29.02.2024",
            "2024-02-29 10:30",
            "2024-02-29T",
            "2024-02-29T25:00",
            "2024-02-29T10:30+25:00",
            "2024-02-29T10:30+2",
            "2024-02-29T10:3",
            "2024-02-29T1:30",
            "2024-W60",
            "2024-W09-8",
            "2024-02-29T10.5",
            "éééé",
            "2024-02-29Té",
            "99999-01-01",
            "2024-02-29T10:30é",
            "2024-02-29T10:30:00:00",
        ] {
            assert_eq!(parse(text), "nothing", "{text}");
        }
    }
}
