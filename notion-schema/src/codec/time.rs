//! Times as Notion writes them, read quickly.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// An instant: in the one form that Notion writes by itself, `2026-06-27T16:53:00.000Z`, or in any
/// other that jiff reads.
pub(crate) fn instant(text: &str) -> Result<Timestamp, jiff::Error> {
    match usual(text) {
        Some(instant) => Ok(instant),
        None => text.parse(),
    }
}

/// A day, `2026-06-27`, and nothing else.
pub(crate) fn day(text: &str) -> Option<Date> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *text.as_bytes() else {
        return None;
    };
    let year = i16::from(two(a, b)?) * 100 + i16::from(two(c, d)?);
    Date::new(year, two(e, f)?, two(g, h)?).ok()
}

fn usual(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_at_checked(10)?;
    let [
        b'T',
        a,
        b,
        b':',
        c,
        d,
        b':',
        e,
        f,
        b'.',
        b'0',
        b'0',
        b'0',
        b'Z',
    ] = *time.as_bytes()
    else {
        return None;
    };
    let time = Time::new(two(a, b)?, two(c, d)?, two(e, f)?, 0).ok()?;
    Offset::UTC.to_timestamp(day(date)?.to_datetime(time)).ok()
}

/// A number of two digits.
fn two(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.checked_sub(b'0').filter(|digit| *digit < 10);
    i8::try_from(digit(tens)? * 10 + digit(ones)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn other_forms_are_read_as_jiff_reads_them() {
        for text in [
            "2026-06-27T18:01:00.000+01:00",
            "2026-06-27T16:53:14.422+00:00",
            "2026-06-27T16:53:00Z",
        ] {
            assert_eq!(instant(text).unwrap(), text.parse::<Timestamp>().unwrap());
        }
        for text in [
            "",
            "2026-06-27",
            "2026-13-27T16:53:00.000Z",
            "2026-06-27T24:00:00.000Z",
            "é26-06-27T",
        ] {
            assert!(instant(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_usual_form_is_read_as_jiff_reads_it(second in 0i64..4_102_444_800) {
            let at = Timestamp::from_second(second).unwrap();
            let text = at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string();
            prop_assert_eq!(usual(&text), Some(at));
            prop_assert_eq!(day(&text[..10]), Some(Offset::UTC.to_datetime(at).date()));
        }

        #[test]
        fn what_is_no_day_is_none(text in "[0-9-]{8,12}") {
            prop_assert_eq!(day(&text), text.parse::<Date>().ok().filter(|_| text.len() == 10 && !text.starts_with('-')));
        }
    }
}
