//! One condition: an operator with its operand, and whether it holds for a value.
//!
//! Twenty types of properties share seven families of operators. A condition is parsed once by its family, and evaluated for
//! each row on a [`Read`] value, the form that all types are reduced to. So a number property, a formula that gives a
//! number and a rollup that sums numbers are compared by the same code:
//!
//! ```text
//! key of the filter ──► Family ──► Condition ── holds? ── Read ◄── property::read
//! ```
//!
//! Recorded: an empty value passes no comparison but every negation; `contains`, `does_not_contain` and `starts_with`
//! ignore case; a date is compared by the day if the operand is a day, otherwise by the minute. What no recording decides is
//! marked as a choice. `tests/it/recorded_queries.rs` runs the recorded queries.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

use super::shape::SPANS;
use super::span::{relative, span};
use crate::compute::Read;
use crate::state::date::{Point, cut_to_minute};
use crate::state::id;

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    Empty,
    NotEmpty,
    Text(TextOperator, String),
    Number(Comparison, f64),
    Checkbox {
        expected: bool,
    },
    /// One of these options, or none of them. Groups of a status count as their options.
    OneOf {
        names: Vec<String>,
        negated: bool,
    },
    Date(Comparison, Moment),
    /// Between two days, both included.
    Days(Date, Date),
    /// A person or a page. "me" is nobody: an internal integration is not a person.
    Contains {
        id: Option<Uuid>,
        negated: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextOperator {
    Equals,
    DoesNotEqual,
    Contains,
    DoesNotContain,
    StartsWith,
    EndsWith,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a date is compared with: a whole day, or a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Day(Date),
    Minute(Timestamp),
}

impl Condition {
    /// Reads a condition whose shape has been checked, by the operators of a family.
    pub(super) fn parse(family: Family, value: &Value, now: Timestamp) -> Option<Self> {
        let (operator, operand) = value.as_object()?.iter().next()?;
        match operator.as_str() {
            "is_empty" => return Some(Self::Empty),
            "is_not_empty" => return Some(Self::NotEmpty),
            _ => {}
        }
        Some(match family {
            Family::Text => {
                let text = operand.as_str()?;
                let operator = match operator.as_str() {
                    "equals" => TextOperator::Equals,
                    "does_not_equal" => TextOperator::DoesNotEqual,
                    "contains" => TextOperator::Contains,
                    "does_not_contain" => TextOperator::DoesNotContain,
                    "starts_with" => TextOperator::StartsWith,
                    _ => TextOperator::EndsWith,
                };
                // Choice: equality is sensitive to case, as Notion's page says "matches exactly". The others ignore it:
                // recorded, except for `ends_with`.
                let exact = matches!(operator, TextOperator::Equals | TextOperator::DoesNotEqual);
                Self::Text(
                    operator,
                    if exact {
                        text.to_owned()
                    } else {
                        text.to_lowercase()
                    },
                )
            }
            Family::Number => Self::Number(comparison(operator), operand.as_f64()?),
            Family::Checkbox => Self::Checkbox {
                expected: operand.as_bool()? == (operator == "equals"),
            },
            Family::Options => {
                let names = match operand {
                    Value::Array(names) => names
                        .iter()
                        .filter_map(Value::as_str)
                        .map(str::to_owned)
                        .collect(),
                    name => vec![name.as_str()?.to_owned()],
                };
                Self::OneOf {
                    names,
                    negated: operator.starts_with("does_not"),
                }
            }
            Family::Date => return parse_date(operator, operand, now),
            Family::Ids => {
                let id = operand.as_str().and_then(id::parse);
                Self::Contains {
                    id,
                    negated: operator.starts_with("does_not"),
                }
            }
            Family::Existence => return None,
        })
    }

    /// Returns true if the condition holds for a value. An empty value passes only `is_empty` and negations.
    pub(super) fn holds(&self, value: &Read<'_>) -> bool {
        match (self, value) {
            (Self::Empty, value) => value.is_empty(),
            (Self::NotEmpty, value) => !value.is_empty(),
            (Self::Text(operator, operand), Read::Text(text)) => {
                holds_text(*operator, operand, text)
            }
            // The result of a formula or rollup may have another type than the filter expects: it never matches.
            (Self::Number(operator, operand), Read::Number(Some(number))) => number
                .partial_cmp(operand)
                .is_some_and(|ordering| operator.allows(ordering)),
            (Self::Number(Comparison::NotEqual, _), Read::Number(None)) => true,
            (Self::Checkbox { expected }, Read::Checkbox(checked)) => checked == expected,
            (Self::OneOf { names, negated }, Read::Options(chosen)) => {
                chosen.iter().any(|name| names.iter().any(|n| n == name)) != *negated
            }
            (Self::Date(operator, moment), Read::Date(Some(date))) => {
                operator.allows(compare(date.start, *moment))
            }
            (Self::Days(first, last), Read::Date(Some(date))) => {
                let day = date.start.day();
                *first <= day && day <= *last
            }
            (Self::Contains { id, negated }, Read::Ids(ids)) => {
                id.is_some_and(|id| ids.contains(&id)) != *negated
            }
            _ => false,
        }
    }
}

/// Property types that share operators and operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Text,
    Number,
    Checkbox,
    Options,
    Date,
    Ids,
    Existence,
}

impl Family {
    /// Returns the family of a filter's key.
    pub(super) fn of(key: &str) -> Option<Self> {
        Some(match key {
            "title" | "rich_text" | "url" | "email" | "phone_number" | "string" => Self::Text,
            "number" | "unique_id" => Self::Number,
            "checkbox" => Self::Checkbox,
            "select" | "multi_select" | "status" => Self::Options,
            "date" | "created_time" | "last_edited_time" => Self::Date,
            "people" | "created_by" | "last_edited_by" | "relation" => Self::Ids,
            "files" => Self::Existence,
            _ => return None,
        })
    }
}

impl Comparison {
    fn allows(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

fn comparison(operator: &str) -> Comparison {
    match operator {
        "does_not_equal" => Comparison::NotEqual,
        "less_than" | "before" => Comparison::Less,
        "less_than_or_equal_to" | "on_or_before" => Comparison::LessOrEqual,
        "greater_than" | "after" => Comparison::Greater,
        "greater_than_or_equal_to" | "on_or_after" => Comparison::GreaterOrEqual,
        _ => Comparison::Equal,
    }
}

fn holds_text(operator: TextOperator, operand: &str, text: &str) -> bool {
    match operator {
        TextOperator::Equals => text == operand,
        TextOperator::DoesNotEqual => text != operand,
        TextOperator::Contains => text.to_lowercase().contains(operand),
        TextOperator::DoesNotContain => !text.to_lowercase().contains(operand),
        TextOperator::StartsWith => text.to_lowercase().starts_with(operand),
        TextOperator::EndsWith => text.to_lowercase().ends_with(operand),
    }
}

/// Compares by the day if the operand is a day, otherwise by the minute.
fn compare(value: Point, moment: Moment) -> std::cmp::Ordering {
    match moment {
        Moment::Day(day) => value.day().cmp(&day),
        Moment::Minute(at) => cut_to_minute(value.instant()).cmp(&at),
    }
}

fn parse_date(operator: &str, operand: &Value, now: Timestamp) -> Option<Condition> {
    let today = jiff::tz::Offset::UTC.to_datetime(now).date();
    if SPANS.contains(&operator) {
        let (first, last) = span(operator, today);
        return Some(Condition::Days(first, last));
    }
    let text = operand.as_str()?;
    let moment = match relative(text, today) {
        Some(day) => Moment::Day(day),
        None => match Point::parse(text, None)? {
            Point::Day(day) => Moment::Day(day),
            Point::Minute { at, .. } => Moment::Minute(at),
        },
    };
    Some(Condition::Date(comparison(operator), moment))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::json;

    use super::*;
    use crate::state::DateValue;

    fn now() -> Timestamp {
        "2026-06-27T16:53:14Z".parse().unwrap()
    }

    fn holds(family: Family, condition: &Value, value: &Read<'_>) -> bool {
        Condition::parse(family, condition, now())
            .unwrap()
            .holds(value)
    }

    fn date(text: &str) -> Read<'static> {
        Read::Date(Some(Cow::Owned(DateValue {
            start: Point::parse(text, None).unwrap(),
            end: None,
        })))
    }

    #[test]
    fn text_is_searched_without_case() {
        let text = Read::Text("john.doe@gmail.com".into());
        assert!(holds(Family::Text, &json!({ "contains": "Doe" }), &text));
        assert!(holds(
            Family::Text,
            &json!({ "starts_with": "John" }),
            &text
        ));
        assert!(!holds(
            Family::Text,
            &json!({ "does_not_contain": "DOE" }),
            &text
        ));
        assert!(!holds(
            Family::Text,
            &json!({ "equals": "John.doe@gmail.com" }),
            &text
        ));
    }

    #[test]
    fn negations_hold_for_empty_values_and_comparisons_do_not() {
        assert!(holds(
            Family::Text,
            &json!({ "does_not_equal": "a" }),
            &Read::Text("".into())
        ));
        assert!(holds(
            Family::Number,
            &json!({ "does_not_equal": 1 }),
            &Read::Number(None)
        ));
        assert!(holds(
            Family::Options,
            &json!({ "does_not_equal": "a" }),
            &Read::Options(vec![])
        ));
        assert!(holds(
            Family::Ids,
            &json!({ "does_not_contain": "me" }),
            &Read::Ids(vec![])
        ));
        assert!(!holds(
            Family::Number,
            &json!({ "less_than": 1 }),
            &Read::Number(None)
        ));
        assert!(!holds(
            Family::Date,
            &json!({ "before": "2026-01-01" }),
            &Read::Date(None)
        ));
    }

    #[test]
    fn dates_compare_by_minute_or_by_day_as_the_operand_says() {
        let value = date("2026-06-27T18:01:00Z");
        assert!(!holds(
            Family::Date,
            &json!({ "before": "2026-06-27T18:01:15Z" }),
            &value
        ));
        assert!(holds(
            Family::Date,
            &json!({ "equals": "2026-06-27T18:01:15.37Z" }),
            &value
        ));
        assert!(holds(
            Family::Date,
            &json!({ "equals": "2026-06-27" }),
            &value
        ));
        assert!(!holds(
            Family::Date,
            &json!({ "after": "2026-06-27" }),
            &value
        ));
    }

    #[test]
    fn spans_include_both_ends() {
        for (operator, inside, outside) in [
            ("past_week", "2026-06-20", "2026-06-19"),
            ("next_week", "2026-07-04", "2026-07-05"),
            ("past_month", "2026-05-27", "2026-05-26"),
            ("next_year", "2027-06-27", "2027-06-28"),
            ("this_week", "2026-06-21", "2026-06-28"),
        ] {
            assert!(
                holds(Family::Date, &json!({ operator: {} }), &date(inside)),
                "{operator} {inside}"
            );
            assert!(
                !holds(Family::Date, &json!({ operator: {} }), &date(outside)),
                "{operator} {outside}"
            );
        }
        assert!(holds(
            Family::Date,
            &json!({ "equals": "tomorrow" }),
            &date("2026-06-28")
        ));
    }

    #[test]
    fn me_is_nobody() {
        let people = Read::Ids(vec![Uuid::nil()]);
        assert!(!holds(Family::Ids, &json!({ "contains": "me" }), &people));
        assert!(holds(
            Family::Ids,
            &json!({ "does_not_contain": "me" }),
            &people
        ));
    }
}
