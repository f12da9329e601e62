//! Dates and times in words. The exact value is in the tooltip.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use maud::{Markup, html};
use notion_model::DateValue;

/// Renders a date or a range of dates.
pub(super) fn date(date: &DateValue) -> Markup {
    html! {
        (moment(date.start.as_str()))
        @if let Some(end) = &date.end { " → " (moment(end.as_str())) }
    }
}

/// Renders a date or a time in ISO 8601.
pub(super) fn moment(iso: &str) -> Markup {
    html! { time datetime=(iso) title=(iso) { (words(iso)) } }
}

/// Renders an instant in UTC.
pub(super) fn instant(at: Timestamp) -> Markup {
    let iso = at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    html! { time datetime=(iso) title=(iso) { (at.strftime("%b %-d, %Y %H:%M:%S")) } }
}

/// Returns `Nov 29, 2026` for a date, `Nov 29, 2026 14:30 +01:00` for a time.
fn words(iso: &str) -> String {
    let Some((day, time, offset)) = parts(iso) else {
        return iso.to_owned();
    };
    let mut words = day.strftime("%b %-d, %Y").to_string();
    if let Some(time) = time {
        words.push(' ');
        words.push_str(&time.strftime("%H:%M").to_string());
        match offset {
            None | Some(0) => words.push_str(" UTC"),
            Some(seconds) => {
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs() / 60;
                words.push_str(&format!(" {sign}{:02}:{:02}", minutes / 60, minutes % 60));
            }
        }
    }
    words
}

fn parts(iso: &str) -> Option<(Date, Option<jiff::civil::Time>, Option<i32>)> {
    let pieces = Pieces::parse(iso).ok()?;
    let offset = pieces.to_numeric_offset().map(jiff::tz::Offset::seconds);
    Some((pieces.date(), pieces.time(), offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_people_do() {
        for (iso, expected) in [
            ("2026-11-29", "Nov 29, 2026"),
            ("2026-11-02T09:05:00.000+00:00", "Nov 2, 2026 09:05 UTC"),
            ("2026-11-02T09:05:00.000Z", "Nov 2, 2026 09:05 UTC"),
            ("2026-11-02T09:05:00.000-03:30", "Nov 2, 2026 09:05 -03:30"),
            ("soon", "soon"),
        ] {
            assert_eq!(words(iso), expected);
        }
    }
}
