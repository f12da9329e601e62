//! What values are as text and as numbers, whether they are equal, and which one is greater.

use std::cmp::Ordering;
use std::fmt::Write;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::Host;
use super::calendar;
use super::format_date;
use super::moment::{Date, Moment};
use super::value::Value;
use crate::print::number_to_text;

/// A value as `format()` and `+` write it.
pub(crate) fn to_text<H: Host>(value: &Value<H::Page>, host: &H) -> Arc<str> {
    match value {
        Value::Text(text) => text.clone(),
        Value::Empty => "".into(),
        Value::Number(number) => number_to_text(*number).into(),
        Value::Boolean(value) => if *value { "true" } else { "false" }.into(),
        Value::Date(date) => format_date::plain(date, &host.time_zone()).into(),
        Value::Person(person) => person.name.as_deref().unwrap_or_default().into(),
        Value::Page(page) => host.title(page).into(),
        Value::List(items) => join(items, ",", host).into(),
    }
}

/// The number that a value is or begins with. `None` if there is none.
pub(crate) fn to_number<H: Host>(value: &Value<H::Page>, host: &H) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Boolean(value) => Some(f64::from(u8::from(*value))),
        Value::Date(date) => calendar::milliseconds(date.start, &host.time_zone()),
        Value::Text(text) => leading_number(text),
        Value::Empty => None,
        // A list of one reads as its item, as in JavaScript.
        value => leading_number(&to_text(value, host)),
    }
}

/// The items as text, with a separator between them. An empty item is an empty text.
pub(crate) fn join<H: Host>(items: &[Value<H::Page>], separator: &str, host: &H) -> String {
    let mut result = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            result.push_str(separator);
        }
        // The common ones without a text of their own.
        match item {
            Value::Text(text) => result.push_str(text),
            Value::Boolean(value) => write!(result, "{value}").unwrap_or_default(),
            item => result.push_str(&to_text(item, host)),
        }
    }
    result
}

/// About how many bytes a value has as text; never less than a list has items.
pub(crate) fn text_size<P>(value: &Value<P>) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(|item| text_size(item) + 1).sum(),
        _ => 32,
    }
}

/// Returns true if two values are equal, as `==` has it: an empty value equals an empty value alone, not `0` or `""`; values of different
/// types are not equal; a day equals the midnight that it begins with.
pub(crate) fn equal<P: PartialEq>(a: &Value<P>, b: &Value<P>, zone: &dyn Fn() -> TimeZone) -> bool {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) => a == b || equal_dates(a, b, &zone()),
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b, zone))
        }
        (Value::Person(a), Value::Person(b)) => a.id == b.id,
        (a, b) => a == b,
    }
}

fn equal_dates(a: &Date, b: &Date, zone: &TimeZone) -> bool {
    let same = |a: &Moment, b: &Moment| a.timestamp(zone) == b.timestamp(zone);
    let ends = match (&a.end, &b.end) {
        (Some(a), Some(b)) => same(a, b),
        (None, None) => true,
        _ => false,
    };
    ends && same(&a.start, &b.start)
}

/// Which of two values is greater, where they are of one type that has an order. Dates are compared by their starts.
///
/// A choice: beside a number an empty value counts as 0, as it does in arithmetic; beside anything else it has no order.
pub(crate) fn compare<P>(
    a: &Value<P>,
    b: &Value<P>,
    zone: &dyn Fn() -> TimeZone,
) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        (Value::Number(a), Value::Empty) => a.partial_cmp(&0.0),
        (Value::Empty, Value::Number(b)) => 0.0.partial_cmp(b),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => {
            let zone = zone();
            Some(a.start.timestamp(&zone).cmp(&b.start.timestamp(&zone)))
        }
        _ => None,
    }
}

/// The order in which `sort` puts values: by type, then as [`compare`].
pub(crate) fn order<P>(a: &Value<P>, b: &Value<P>, zone: &dyn Fn() -> TimeZone) -> Ordering {
    let rank = |value: &Value<P>| match value {
        Value::Boolean(_) => 0,
        Value::Number(_) => 1,
        Value::Date(_) => 2,
        Value::Text(_) => 3,
        Value::Person(_) => 4,
        Value::Page(_) => 5,
        Value::List(_) => 6,
        // Where it is kept at all, behind everything.
        Value::Empty => 7,
    };
    let by_rank = rank(a).cmp(&rank(b));
    by_rank.then_with(|| match (a, b) {
        (Value::Person(a), Value::Person(b)) => a.name.cmp(&b.name),
        (a, b) => compare(a, b, zone).unwrap_or(Ordering::Equal),
    })
}

/// The number at the beginning of a text.
fn leading_number(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = text.len() - unsigned.len();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(unsigned);
    let mut length = whole;
    if let Some(fraction) = unsigned
        .get(whole..)
        .and_then(|rest| rest.strip_prefix('.'))
    {
        let places = digits(fraction);
        if whole + places == 0 {
            return None;
        }
        length += 1 + places;
    } else if whole == 0 {
        return None;
    }
    if let Some(exponent) = unsigned
        .get(length..)
        .and_then(|rest| rest.strip_prefix(['e', 'E']))
    {
        let digits_at = usize::from(exponent.starts_with(['+', '-']));
        let count = exponent.get(digits_at..).map_or(0, digits);
        if count > 0 {
            length += 1 + digits_at + count;
        }
    }
    text.get(..sign + length)?
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}
