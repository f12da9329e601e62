//! Days around today, by the words of filters.

use jiff::ToSpan as _;
use jiff::civil::Date;

/// The day that a word stands for.
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
    today.checked_add(span).ok()
}

/// Both ends included, around today. Choice: weeks begin on Sunday.
pub(super) fn span(operator: &str, today: Date) -> Option<(Date, Date)> {
    let until = |span: jiff::Span| today.checked_add(span).ok();
    Some(match operator {
        "past_week" => (until(-1.weeks())?, today),
        "past_month" => (until(-1.months())?, today),
        "past_year" => (until(-1.years())?, today),
        "next_week" => (today, until(1.week())?),
        "next_month" => (today, until(1.month())?),
        "next_year" => (today, until(1.year())?),
        _ => {
            let since_sunday = i64::from(today.weekday().to_sunday_zero_offset());
            (
                until(-(since_sunday.days()))?,
                until((6 - since_sunday).days())?,
            )
        }
    })
}
