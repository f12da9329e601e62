//! The functions of rollups that give one value.

use std::collections::HashSet;

use notion_vocabulary::RollupFunction;

use super::Read;
use crate::state::DateValue;
use crate::state::date::Point;

/// What an aggregate gives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Aggregate {
    Number(Option<f64>),
    Date(Option<DateValue>),
}

/// Applies a function to the values of the related rows. Nothing where the function shows the values themselves, or counts groups.
///
/// Choices, because no recording shows them: percentages are fractions of one; the sum of nothing is 0, other
/// numbers of nothing are null; a date range is a date with an end; a checkbox counts as empty while unchecked.
pub(crate) fn aggregate(function: RollupFunction, values: &[Read<'_>]) -> Option<Aggregate> {
    use RollupFunction as F;
    let number = |n: f64| Some(Aggregate::Number(Some(n)));
    match function {
        F::Count => number(len(values.len())),
        F::CountValues => number(len(values.iter().map(Read::count).sum())),
        F::Empty => number(len(empty(values))),
        F::NotEmpty => number(len(values.len() - empty(values))),
        F::PercentEmpty => Some(share(empty(values), values.len())),
        F::PercentNotEmpty => Some(share(values.len() - empty(values), values.len())),
        F::Unique => number(len(unique(values))),
        F::Checked => number(len(checked(values))),
        F::Unchecked => number(len(values.len() - checked(values))),
        F::PercentChecked => Some(share(checked(values), values.len())),
        F::PercentUnchecked => Some(share(values.len() - checked(values), values.len())),
        F::Sum => number(numbers(values).iter().sum()),
        F::Average | F::Median | F::Min | F::Max | F::Range => {
            Some(Aggregate::Number(of_numbers(function, numbers(values))))
        }
        F::EarliestDate | F::LatestDate | F::DateRange => {
            Some(Aggregate::Date(of_dates(function, values)))
        }
        F::ShowOriginal | F::ShowUnique | F::CountPerGroup | F::PercentPerGroup => None,
    }
}

#[allow(clippy::cast_precision_loss)]
fn len(count: usize) -> f64 {
    count as f64
}

fn share(part: usize, whole: usize) -> Aggregate {
    Aggregate::Number((whole > 0).then(|| len(part) / len(whole)))
}

fn empty(values: &[Read<'_>]) -> usize {
    values
        .iter()
        .filter(|value| value.is_empty() || **value == Read::Checkbox(false))
        .count()
}

fn checked(values: &[Read<'_>]) -> usize {
    values
        .iter()
        .filter(|value| **value == Read::Checkbox(true))
        .count()
}

fn unique(values: &[Read<'_>]) -> usize {
    let mut seen: HashSet<String> = HashSet::new();
    for value in values {
        match value {
            Read::Options(names) => seen.extend(names.iter().map(|name| (*name).to_owned())),
            Read::Ids(ids) => seen.extend(ids.iter().map(ToString::to_string)),
            value if value.is_empty() => {}
            value => {
                seen.insert(format!("{value:?}"));
            }
        }
    }
    seen.len()
}

fn numbers(values: &[Read<'_>]) -> Vec<f64> {
    let number = |value: &Read<'_>| match value {
        Read::Number(number) => *number,
        _ => None,
    };
    values
        .iter()
        .flat_map(|value| match value {
            Read::Array(values) => values.iter().filter_map(number).collect::<Vec<_>>(),
            value => number(value).into_iter().collect(),
        })
        .collect()
}

fn of_numbers(function: RollupFunction, mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let (min, max) = (*numbers.first()?, *numbers.last()?);
    Some(match function {
        RollupFunction::Average => numbers.iter().sum::<f64>() / len(numbers.len()),
        RollupFunction::Median => {
            let middle = numbers.len() / 2;
            let upper = *numbers.get(middle)?;
            if numbers.len() % 2 == 1 {
                upper
            } else {
                f64::midpoint(*numbers.get(middle - 1)?, upper)
            }
        }
        RollupFunction::Min => min,
        RollupFunction::Max => max,
        _ => max - min,
    })
}

fn of_dates(function: RollupFunction, values: &[Read<'_>]) -> Option<DateValue> {
    let dates: Vec<&DateValue> = values
        .iter()
        .filter_map(|value| match value {
            Read::Date(Some(date)) => Some(&**date),
            _ => None,
        })
        .collect();
    let by_instant = |point: &&Point| point.instant();
    let ends: Vec<Point> = dates.iter().map(|date| date.last()).collect();
    let starts: Vec<Point> = dates.iter().map(|date| date.start).collect();
    let earliest = *starts.iter().min_by_key(by_instant)?;
    let latest = *ends.iter().max_by_key(by_instant)?;
    Some(match function {
        RollupFunction::EarliestDate => DateValue {
            start: earliest,
            end: None,
        },
        RollupFunction::LatestDate => DateValue {
            start: latest,
            end: None,
        },
        _ => DateValue {
            start: earliest,
            end: Some(latest),
        },
    })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn aggregate(function: &str, values: &[Read<'_>]) -> Option<Aggregate> {
        super::aggregate(RollupFunction::parse(function).unwrap(), values)
    }

    fn number(function: &str, values: &[Option<f64>]) -> Option<f64> {
        let values: Vec<_> = values.iter().map(|n| Read::Number(*n)).collect();
        match aggregate(function, &values) {
            Some(Aggregate::Number(number)) => number,
            other => panic!("{function}: {other:?}"),
        }
    }

    #[test]
    fn numbers_leave_empty_rows_out() {
        let values = [Some(1.0), None, Some(4.0), Some(2.0), Some(3.0)];
        let expected = [
            ("sum", 10.0),
            ("average", 2.5),
            ("median", 2.5),
            ("min", 1.0),
            ("max", 4.0),
            ("range", 3.0),
        ];
        for (function, result) in expected {
            assert_eq!(number(function, &values), Some(result), "{function}");
        }
        assert_eq!(
            number("median", &[Some(3.0), Some(9.0), Some(4.0)]),
            Some(4.0)
        );
    }

    #[test]
    fn of_nothing_a_count_is_zero_and_a_maximum_is_null() {
        assert_eq!(number("count", &[]), Some(0.0));
        assert_eq!(number("max", &[]), None);
        assert_eq!(number("percent_empty", &[]), None);
        assert_eq!(aggregate("earliest_date", &[]), Some(Aggregate::Date(None)));
    }

    #[test]
    fn counts_tell_rows_from_values() {
        let values = [
            Read::Options(vec!["a", "b"]),
            Read::Options(vec![]),
            Read::Options(vec!["b"]),
            Read::Options(vec!["c"]),
        ];
        let count = |function| aggregate(function, &values);
        assert_eq!(count("count"), Some(Aggregate::Number(Some(4.0))));
        assert_eq!(count("count_values"), Some(Aggregate::Number(Some(4.0))));
        assert_eq!(count("unique"), Some(Aggregate::Number(Some(3.0))));
        assert_eq!(count("empty"), Some(Aggregate::Number(Some(1.0))));
        assert_eq!(
            count("percent_not_empty"),
            Some(Aggregate::Number(Some(0.75)))
        );
    }

    #[test]
    fn checkboxes_are_counted_by_their_state() {
        let values = [
            Read::Checkbox(true),
            Read::Checkbox(false),
            Read::Checkbox(false),
            Read::Checkbox(false),
        ];
        assert_eq!(
            aggregate("checked", &values),
            Some(Aggregate::Number(Some(1.0)))
        );
        assert_eq!(
            aggregate("percent_unchecked", &values),
            Some(Aggregate::Number(Some(0.75)))
        );
    }

    #[test]
    fn dates_reach_from_the_first_start_to_the_last_end() {
        let date = |start: &str, end: Option<&str>| {
            let point = |text| Point::parse(text, None).unwrap();
            Read::Date(Some(Cow::Owned(DateValue {
                start: point(start),
                end: end.map(point),
            })))
        };
        let values = [
            date("2026-03-02", Some("2026-05-01")),
            date("2026-04-01", None),
            Read::Date(None),
        ];
        let Some(Aggregate::Date(Some(range))) = aggregate("date_range", &values) else {
            panic!()
        };
        assert_eq!(
            (range.start.print(), range.end.unwrap().print()),
            ("2026-03-02".into(), "2026-05-01".into())
        );
        let Some(Aggregate::Date(Some(latest))) = aggregate("latest_date", &values) else {
            panic!()
        };
        assert_eq!(
            (latest.start.print(), latest.end),
            ("2026-05-01".into(), None)
        );
    }

    #[test]
    fn functions_that_show_values_have_no_aggregate() {
        assert_eq!(aggregate("show_original", &[]), None);
        assert_eq!(aggregate("show_unique", &[]), None);
    }
}
