//! `formatDate`: dates as text, by the patterns of Moment.js in English.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::moment::{Date, Moment};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// All tokens, a longer one before its beginnings.
const TOKENS: [&str; 73] = [
    "Mo", "MMMM", "MMM", "MM", "M", "Qo", "Q", "DDDo", "DDDD", "DDD", "Do", "DD", "D", "dddd",
    "ddd", "dd", "do", "d", "e", "E", "wo", "ww", "w", "Wo", "WW", "W", "YYYYYY", "YYYYY", "YYYY",
    "YY", "Y", "yyyy", "yyy", "yy", "yo", "y", "gggg", "gg", "GGGG", "GG", "A", "a", "hmmss",
    "hmm", "hh", "h", "Hmmss", "Hmm", "HH", "H", "kk", "k", "mm", "m", "ss", "s", "zz", "z", "ZZ",
    "Z", "X", "x", "LTS", "LT", "LLLL", "LLL", "LL", "L", "llll", "lll", "ll", "l", "N",
];

/// A date as `format()` and `+` write it: `August 30, 2023 17:55`, without a time where it has none, both ends of a range.
pub(crate) fn plain(date: &Date, zone: &TimeZone) -> String {
    let mut result = plain_moment(&date.start, zone);
    if let Some(end) = &date.end {
        result.push_str(" → ");
        result.push_str(&plain_moment(end, zone));
    }
    result
}

fn plain_moment(moment: &Moment, zone: &TimeZone) -> String {
    let pattern = match moment {
        Moment::Day(_) => "MMMM D, YYYY",
        Moment::Time { .. } => "MMMM D, YYYY HH:mm",
    };
    format_date(moment, pattern, zone)
}

/// The date by a pattern: letters that are tokens are replaced, `[words]` are kept without their brackets.
pub(crate) fn format_date(moment: &Moment, pattern: &str, zone: &TimeZone) -> String {
    let shown = Shown {
        local: moment.local(zone),
        moment,
        zone,
    };
    let mut result = String::with_capacity(pattern.len() * 2);
    shown.write(pattern, &mut result);
    result
}

struct Shown<'a> {
    local: DateTime,
    moment: &'a Moment,
    zone: &'a TimeZone,
}

impl Shown<'_> {
    fn write(&self, pattern: &str, result: &mut String) {
        let mut rest = pattern;
        while let Some(first) = rest.chars().next() {
            if let Some((words, behind)) = bracketed(rest) {
                result.push_str(words);
                rest = behind;
                continue;
            }
            // A backslash takes the meaning from what follows.
            let (escaped, behind) = match rest.strip_prefix('\\') {
                Some(behind) if !behind.is_empty() => (true, behind),
                _ => (false, rest),
            };
            match TOKENS.iter().find(|token| behind.starts_with(**token)) {
                Some(token) if escaped => {
                    result.push_str(token);
                    rest = behind.get(token.len()..).unwrap_or_default();
                }
                Some(token) => {
                    self.write_token(token, result);
                    rest = behind.get(token.len()..).unwrap_or_default();
                }
                None => {
                    let shown = behind.chars().next().unwrap_or(first);
                    rest = behind.get(shown.len_utf8()..).unwrap_or_default();
                    // A fraction of a second is always zero here.
                    result.push(if shown == 'S' && !escaped { '0' } else { shown });
                }
            }
        }
    }

    fn write_token(&self, token: &str, result: &mut String) {
        let local = self.local;
        let date = local.date();
        let (year, month, day) = (
            i64::from(local.year()),
            i64::from(local.month()),
            i64::from(local.day()),
        );
        let (hour, minute) = (i64::from(local.hour()), i64::from(local.minute()));
        let weekday = i64::from(date.weekday().to_sunday_zero_offset());
        let day_of_year = i64::from(date.day_of_year());
        let iso = date.iso_week_date();
        let (week_year, week) = week_of_year(
            date.year(),
            day_of_year,
            weekday,
            i64::from(date.days_in_year()),
        );
        let quarter = (month - 1) / 3 + 1;
        let half = if hour % 12 == 0 { 12 } else { hour % 12 };
        let name = |names: &[&'static str], index: i64| {
            usize::try_from(index)
                .ok()
                .and_then(|index| names.get(index).copied())
                .unwrap_or_default()
        };
        let start = |text: &'static str, letters: usize| text.get(..letters).unwrap_or(text);
        let written = match token {
            "M" => write!(result, "{month}"),
            "Mo" => ordinal(month, result),
            "MM" => write!(result, "{month:02}"),
            "MMM" => write!(result, "{}", start(name(&MONTHS, month - 1), 3)),
            "MMMM" => write!(result, "{}", name(&MONTHS, month - 1)),
            "Q" => write!(result, "{quarter}"),
            "Qo" => ordinal(quarter, result),
            "D" => write!(result, "{day}"),
            "Do" => ordinal(day, result),
            "DD" => write!(result, "{day:02}"),
            "DDD" => write!(result, "{day_of_year}"),
            "DDDo" => ordinal(day_of_year, result),
            "DDDD" => write!(result, "{day_of_year:03}"),
            "d" | "e" => write!(result, "{weekday}"),
            "do" => ordinal(weekday, result),
            "dd" => write!(result, "{}", start(name(&DAYS, weekday), 2)),
            "ddd" => write!(result, "{}", start(name(&DAYS, weekday), 3)),
            "dddd" => write!(result, "{}", name(&DAYS, weekday)),
            "E" => write!(result, "{}", if weekday == 0 { 7 } else { weekday }),
            "w" => write!(result, "{week}"),
            "wo" => ordinal(week, result),
            "ww" => write!(result, "{week:02}"),
            "W" => write!(result, "{}", iso.week()),
            "Wo" => ordinal(i64::from(iso.week()), result),
            "WW" => write!(result, "{:02}", iso.week()),
            "Y" | "y" => write!(result, "{year}"),
            "yo" => ordinal(year, result),
            "YY" => write!(result, "{:02}", year.rem_euclid(100)),
            "YYYY" => write!(result, "{year:04}"),
            "YYYYY" => write!(result, "{year:05}"),
            "YYYYYY" => write!(result, "{year:+07}"),
            "yy" => write!(result, "{year:02}"),
            "yyy" => write!(result, "{year:03}"),
            "yyyy" => write!(result, "{year:04}"),
            "gg" => write!(result, "{:02}", week_year.rem_euclid(100)),
            "gggg" => write!(result, "{week_year:04}"),
            "GG" => write!(result, "{:02}", iso.year().rem_euclid(100)),
            "GGGG" => write!(result, "{:04}", iso.year()),
            "N" => write!(result, "{}", if year > 0 { "AD" } else { "BC" }),
            "A" => write!(result, "{}", if hour < 12 { "AM" } else { "PM" }),
            "a" => write!(result, "{}", if hour < 12 { "am" } else { "pm" }),
            "h" => write!(result, "{half}"),
            "hh" => write!(result, "{half:02}"),
            "hmm" => write!(result, "{half}{minute:02}"),
            "hmmss" => write!(result, "{half}{minute:02}00"),
            "H" => write!(result, "{hour}"),
            "HH" => write!(result, "{hour:02}"),
            "Hmm" => write!(result, "{hour}{minute:02}"),
            "Hmmss" => write!(result, "{hour}{minute:02}00"),
            "k" => write!(result, "{}", if hour == 0 { 24 } else { hour }),
            "kk" => write!(result, "{:02}", if hour == 0 { 24 } else { hour }),
            "m" => write!(result, "{minute}"),
            "mm" => write!(result, "{minute:02}"),
            "s" => write!(result, "0"),
            "ss" => write!(result, "00"),
            "Z" => self.write_offset(":", result),
            "ZZ" => self.write_offset("", result),
            "z" | "zz" => self.write_zone(result),
            "X" => write!(result, "{}", self.seconds()),
            "x" => write!(result, "{}", self.seconds() * 1000),
            _ => {
                self.write(long_form(token), result);
                Ok(())
            }
        };
        // Writing into a text does not fail.
        written.unwrap_or_default();
    }

    fn seconds(&self) -> i64 {
        self.moment
            .timestamp(self.zone)
            .map_or(0, Timestamp::as_second)
    }

    fn write_offset(&self, separator: &str, result: &mut String) -> std::fmt::Result {
        let seconds = self
            .moment
            .timestamp(self.zone)
            .map_or(0, |at| self.zone.to_offset(at).seconds());
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.abs() / 60;
        write!(
            result,
            "{sign}{:02}{separator}{:02}",
            minutes / 60,
            minutes % 60
        )
    }

    fn write_zone(&self, result: &mut String) -> std::fmt::Result {
        match self.moment.timestamp(self.zone) {
            Some(at) => write!(result, "{}", self.zone.to_offset_info(at).abbreviation()),
            None => Ok(()),
        }
    }
}

/// What Moment.js writes for `LT`, `LL` and their like.
fn long_form(token: &str) -> &'static str {
    match token {
        "LT" => "h:mm A",
        "LTS" => "h:mm:ss A",
        "L" => "MM/DD/YYYY",
        "LL" => "MMMM D, YYYY",
        "LLL" => "MMMM D, YYYY h:mm A",
        "LLLL" => "dddd, MMMM D, YYYY h:mm A",
        "l" => "M/D/YYYY",
        "ll" => "MMM D, YYYY",
        "lll" => "MMM D, YYYY h:mm A",
        "llll" => "ddd, MMM D, YYYY h:mm A",
        _ => "",
    }
}

/// `[words]` at the beginning, and what follows. The words end at the last bracket before the next one opens.
fn bracketed(pattern: &str) -> Option<(&str, &str)> {
    let inner = pattern.strip_prefix('[')?;
    let reach = inner.find('[').unwrap_or(inner.len());
    let end = inner.get(..reach)?.rfind(']')?;
    Some((inner.get(..end)?, inner.get(end + 1..)?))
}

/// `1st`, `2nd`, `3rd`, `4th`, `11th`.
fn ordinal(number: i64, result: &mut String) -> std::fmt::Result {
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    write!(result, "{number}{suffix}")
}

/// Year and number of the week as America counts: from Sunday, the first is the one with January 1.
fn week_of_year(year: i16, day_of_year: i64, weekday: i64, days_in_year: i64) -> (i64, i64) {
    // The Sunday of this week, in days of this year.
    let sunday = day_of_year - weekday;
    let next_year = sunday + 6 > days_in_year;
    if next_year {
        return (i64::from(year) + 1, 1);
    }
    (i64::from(year), (sunday + 5) / 7 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(year: i16, month: i8, day: i8, pattern: &str) -> String {
        format_date(
            &Moment::Day(date(year, month, day)),
            pattern,
            &TimeZone::UTC,
        )
    }

    #[test]
    fn weeks() {
        // 2023 began on a Sunday, 2024 on a Monday, 2022 on a Saturday.
        assert_eq!(
            day(2023, 1, 1, "gggg-ww GGGG-WW E e"),
            "2023-01 2022-52 7 0"
        );
        assert_eq!(
            day(2024, 1, 1, "gggg-ww GGGG-WW E e"),
            "2024-01 2024-01 1 1"
        );
        assert_eq!(day(2022, 1, 1, "gggg-w GGGG-W"), "2022-1 2021-52");
        assert_eq!(day(2022, 1, 2, "gggg-w GGGG-W"), "2022-2 2021-52");
        assert_eq!(day(2022, 12, 31, "gggg-w"), "2022-53");
        assert_eq!(day(2024, 12, 29, "gggg-w"), "2025-1");
    }

    #[test]
    fn brackets_and_backslashes() {
        assert_eq!(day(2024, 2, 3, "[Day] D \\D [a]b]"), "Day 3 D a]b");
        assert_eq!(day(2024, 2, 3, "[D D"), "[3 3");
        assert_eq!(day(2024, 2, 3, "é D\\"), "é 3\\");
        assert_eq!(day(2024, 2, 3, "SSS"), "000");
    }

    #[test]
    fn every_token_is_found_before_its_beginnings() {
        for (index, token) in TOKENS.iter().enumerate() {
            let first = TOKENS.iter().position(|other| token.starts_with(*other));
            assert_eq!(first, Some(index), "{token}");
        }
    }
}
