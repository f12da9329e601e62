//! Days around today, by the words of filters.

use jiff::ToSpan as _;
use jiff::civil::Date;

/// The day that a keyword names. Beyond the first and the last day that there are, it is that day.
pub(super) fn relative(word: &str, today: Date) -> Option<Date> {
    let span = match word {
        "today" => 0.days(),
        "tomorrow" => 1.day(),
        "yesterday" => -1.days(),
        "one_week_ago" => -1.weeks(),
        "one_week_from_now" => 1.week(),
        "one_month_ago" => -1.months(),
        "one_month_from_now" => 1.month(),
        _ => return None,
    };
    Some(today.saturating_add(span))
}

/// Both ends included, around today. Choice: weeks begin on Sunday.
pub(super) fn span(operator: &str, today: Date) -> (Date, Date) {
    let until = |span: jiff::Span| today.saturating_add(span);
    match operator {
        "past_week" => (until(-1.weeks()), today),
        "past_month" => (until(-1.months()), today),
        "past_year" => (until(-1.years()), today),
        "next_week" => (today, until(1.week())),
        "next_month" => (today, until(1.month())),
        "next_year" => (today, until(1.year())),
        _ => {
            let since_sunday = i64::from(today.weekday().to_sunday_zero_offset());
            (
                until(-(since_sunday.days())),
                until((6 - since_sunday).days()),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::shape::{RELATIVE, SPANS};

    #[test]
    fn keywords_have_a_day_and_spans_hold_today_at_both_ends_of_time() {
        for today in [Date::MIN, Date::constant(2026, 2, 28), Date::MAX] {
            for word in RELATIVE {
                assert!(relative(word, today).is_some(), "{word} {today}");
            }
            for operator in SPANS {
                let (first, last) = span(operator, today);
                assert!(first <= today && today <= last, "{operator} {today}");
            }
        }
        assert_eq!(relative("tomorrow", Date::MAX), Some(Date::MAX));
        assert_eq!(span("past_week", Date::MIN), (Date::MIN, Date::MIN));
        let today = Date::constant(2026, 2, 28);
        assert_eq!(
            span("next_week", today),
            (today, Date::constant(2026, 3, 7))
        );
    }
}
