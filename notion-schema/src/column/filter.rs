//! Filters: conditions on columns, combined with `&` and `|`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr};
use std::sync::Arc;

use notion_model::PageId;
use serde_json::Value;

use super::expression::{Condition, Connective, Expression, FilterProperty, Measured, On};
use super::operand::OperandValue;
use crate::codec::PropertyIds;
use crate::error::Result;

/// A filter of the rows of a data source with the schema `S`.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema)]
/// # struct Task { #[notion(title)] task: String, done: bool, budget: Option<f64> }
/// let t = Task::COL;
/// let filter = t.done.eq(false) & (t.budget.gt(100) | t.budget.is_empty());
/// assert_eq!(
///     filter.to_string(),
///     "Done = false and (Budget > 100 or Budget is empty)"
/// );
/// ```
#[must_use = "a filter does nothing until a query has it"]
pub struct Filter<S> {
    pub(super) expression: Measured,
    of: PhantomData<fn() -> S>,
}

impl<S> Filter<S> {
    pub(crate) fn of(condition: Condition) -> Filter<S> {
        Filter::of_expression(Measured::of(condition))
    }

    pub(super) fn of_expression(expression: Measured) -> Filter<S> {
        Filter {
            expression,
            of: PhantomData,
        }
    }

    /// Combines filters so that all must hold. Returns `None`, which filters nothing, if there are none.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Task { #[notion(title)] task: String }
    /// let words = ["write", "report"].map(|word| Task::COL.task.contains(word));
    /// let filter = Filter::all(words).expect("there are two");
    /// assert_eq!(filter.to_string(), "Task contains \"write\" and Task contains \"report\"");
    /// assert!(Filter::<Task>::all([]).is_none());
    /// ```
    pub fn all(filters: impl IntoIterator<Item = Filter<S>>) -> Option<Filter<S>> {
        filters.into_iter().reduce(|all, filter| all & filter)
    }

    /// Combines filters so that at least one must hold. Without filters, which no row could pass, the query is an error before
    /// it is sent.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Task { #[notion(title)] task: String }
    /// let words = ["write", "report"].map(|word| Task::COL.task.contains(word));
    /// assert_eq!(Filter::any(words).to_string(), "Task contains \"write\" or Task contains \"report\"");
    ///
    /// let error = Filter::<Task>::any([]).to_json().unwrap_err();
    /// assert!(error.to_string().contains("`Filter::any` of no filters"));
    /// ```
    pub fn any(filters: impl IntoIterator<Item = Filter<S>>) -> Filter<S> {
        let any = filters.into_iter().reduce(|any, filter| any | filter);
        any.unwrap_or_else(|| {
            Filter::of(Condition {
                on: On::Property("title"),
                path: vec!["title"],
                operator: "equals",
                operand: OperandValue::refused("`Filter::any` of no filters: no row could pass it"),
            })
        })
    }

    /// Matches rows whose relation contains the page.
    #[doc(hidden)]
    pub fn relates<T>(property: &str, page: PageId<T>) -> Filter<S> {
        Filter::of(Condition {
            on: On::Named(Arc::new(FilterProperty {
                name: property.into(),
                key: property.into(),
            })),
            path: vec!["relation"],
            operator: "contains",
            operand: page.to_string().into(),
        })
    }

    /// Matches rows whose property equals a value, in Notion's JSON for the kind.
    #[doc(hidden)]
    pub fn equals(property: &'static str, kind: &'static str, value: Value) -> Filter<S> {
        Filter::of(Condition {
            on: On::Property(property),
            path: vec![kind],
            operator: "equals",
            operand: value.into(),
        })
    }

    /// Combines two filters so that both must hold. If this filter fills a group by itself, the other is not added to it.
    #[doc(hidden)]
    pub fn within(self, other: Filter<S>) -> Filter<S> {
        let joined = self.clone() & other.clone();
        if joined.to_json().is_ok() {
            return joined;
        }
        Filter {
            expression: self.expression.beside(other.expression),
            of: PhantomData,
        }
    }

    /// Returns the filter in Notion's JSON, with at most two levels of groups.
    ///
    /// # Errors
    ///
    /// [`Error::FilterTooLarge`](crate::Error::FilterTooLarge) if a group would have more than 100 conditions;
    /// [`Error::Refused`](crate::Error::Refused) if Notion does not accept the value of a condition, such as a number that is
    /// not finite or a day before year 1, or if a list of options is empty or has more than 100.
    pub fn to_json(&self) -> Result<Value> {
        self.to_json_by(&PropertyIds::default())
    }

    /// Returns the filter in Notion's JSON, with the IDs of the properties as far as they are known.
    #[doc(hidden)]
    pub fn to_json_by(&self, ids: &PropertyIds) -> Result<Value> {
        self.expression.to_json(ids)
    }
}

/// Arguments of a query's filter: a [`Filter`], or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a filter of `{S}`",
    label = "not a `Filter<{S}>`",
    note = "a filter is made of columns of the query's schema: `.filter(Task::COL.done.eq(false))`, or with a closure: `.filter_with(|t| t.done.eq(false))`"
)]
pub trait IntoFilter<S> {
    /// Returns the filter; `None` filters nothing.
    fn into_filter(self) -> Option<Filter<S>>;
}

#[diagnostic::do_not_recommend]
impl<S> IntoFilter<S> for Filter<S> {
    fn into_filter(self) -> Option<Filter<S>> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<S> IntoFilter<S> for Option<Filter<S>> {
    fn into_filter(self) -> Option<Filter<S>> {
        self
    }
}

impl<S> BitAnd for Filter<S> {
    type Output = Filter<S>;

    /// Combines two filters so that both must hold.
    fn bitand(self, other: Filter<S>) -> Filter<S> {
        Filter {
            expression: self.expression.join(Connective::And, other.expression),
            of: PhantomData,
        }
    }
}

impl<S> BitOr for Filter<S> {
    type Output = Filter<S>;

    /// Combines two filters so that at least one must hold.
    fn bitor(self, other: Filter<S>) -> Filter<S> {
        Filter {
            expression: self.expression.join(Connective::Or, other.expression),
            of: PhantomData,
        }
    }
}

impl<S> Clone for Filter<S> {
    fn clone(&self) -> Filter<S> {
        Filter {
            expression: self.expression.clone(),
            of: PhantomData,
        }
    }
}

impl<S> fmt::Debug for Filter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({self})")
    }
}

impl<S> fmt::Display for Filter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.expression.expression {
            Expression::TooLarge => write!(f, "{} conditions", self.expression.conditions),
            expression => expression.fmt(f),
        }
    }
}

/// A filter on a page's own times.
pub(super) fn on_time<S>(
    name: &'static str,
    operator: &'static str,
    operand: OperandValue,
) -> Filter<S> {
    Filter::of(Condition {
        on: On::Timestamp(name),
        path: vec![name],
        operator,
        operand,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use proptest::prelude::*;
    use serde_json::json;

    fn condition(number: u32) -> Filter<()> {
        Filter::of(Condition {
            on: On::Property("N"),
            path: vec!["number"],
            operator: "equals",
            operand: number.into(),
        })
    }

    #[test]
    fn one_condition_stands_alone() {
        let json = condition(1).to_json().unwrap();
        assert_eq!(json, json!({ "property": "N", "number": { "equals": 1 } }));
    }

    #[test]
    fn a_path_of_two_keys_nests() {
        let filter: Filter<()> = Filter::of(Condition {
            on: On::Property("F"),
            path: vec!["formula", "number"],
            operator: "equals",
            operand: 1.into(),
        });
        let expected = json!({ "property": "F", "formula": { "number": { "equals": 1 } } });
        assert_eq!(filter.to_json().unwrap(), expected);
    }

    #[test]
    fn a_chain_of_one_connective_is_one_group() {
        let json = (condition(1) & condition(2) & condition(3))
            .to_json()
            .unwrap();
        assert_eq!(json["and"].as_array().map(Vec::len), Some(3));
    }

    #[test]
    fn too_many_conditions_are_an_error_with_their_number() {
        let many = (1..=101).map(condition).reduce(|a, b| a | b).unwrap();
        let error = many.to_json().unwrap_err();
        assert!(matches!(error, Error::FilterTooLarge(_)), "{error}");
        assert!(error.to_string().contains("101"), "{error}");
    }

    #[test]
    fn what_has_too_many_alternatives_is_turned_round() {
        // Ten times "both or the third": 1,024 alternatives, and 20 conditions that all hold.
        let third = |number: u32| condition(number) & condition(number + 1) | condition(number + 2);
        let all = (0..10)
            .map(|number| third(3 * number))
            .reduce(|a, b| a & b)
            .unwrap();
        let json = all.to_json().unwrap();
        assert_eq!(json["and"].as_array().map(Vec::len), Some(20));
        for facts in [0b111, 0b011, 0b100, 0b001, 0b010] {
            let facts = (0..10).fold(0, |all, number| all | facts << (3 * number));
            assert_eq!(
                holds(&json, facts, 0),
                says(&all.expression.expression, facts)
            );
        }

        // With as much that has too many the other way it is refused.
        let other =
            |number: u32| (condition(number) | condition(number + 1)) & condition(number + 2);
        let any = (0..10)
            .map(|number| other(3 * number))
            .reduce(|a, b| a | b)
            .unwrap();
        assert!(any.to_json().is_ok());
        let error = (all | any).to_json().err();
        assert!(matches!(error, Some(Error::FilterTooLarge(_))), "{error:?}");
    }

    #[test]
    fn a_filter_that_fills_a_group_can_be_narrowed_all_the_same() {
        let full = || (1..=100).map(condition).reduce(|a, b| a & b).unwrap();
        assert!((full() & condition(101)).to_json().is_err());
        let json = full()
            .within(condition(101) & condition(102))
            .to_json()
            .unwrap();
        let parts = json["and"].as_array().unwrap();
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0]["and"].as_array().map(Vec::len), Some(100));
    }

    #[test]
    fn groups_that_take_turns_are_refused_before_they_are_walked() {
        // On the stack of a small thread: each level that was walked would take some of it.
        let on_a_small_stack = || {
            let mut filter = condition(0);
            for number in 1..100_000 {
                let one = condition(number);
                filter = match number % 4 {
                    0 => filter & one,
                    1 => one | filter,
                    2 => one & filter,
                    _ => filter | one,
                };
            }
            let words = format!("{filter} {filter:?}");
            assert!(words.contains("100000 conditions"), "{words}");
            let clone = filter.clone();
            drop(filter);
            for filter in [
                clone.clone(),
                clone.clone() & clone.clone(),
                clone | condition(1),
            ] {
                let error = filter.to_json().unwrap_err();
                assert!(matches!(error, Error::FilterTooLarge(_)), "{error}");
                assert!(
                    error
                        .to_string()
                        .contains("conditions of the filter do not fit"),
                    "{error}"
                );
            }
        };
        let thread = std::thread::Builder::new().stack_size(512 * 1024);
        thread.spawn(on_a_small_stack).unwrap().join().unwrap();
    }

    #[test]
    fn the_deepest_nesting_that_fits_is_sent() {
        // With each turn the alternatives, or the conditions that all hold, become one more.
        let nested = |depth: u32| {
            (1..=depth).fold(condition(0), |filter, number| match number % 2 {
                0 => filter & condition(number),
                _ => filter | condition(number),
            })
        };
        let fits = |depth| nested(depth).to_json().is_ok();
        let deepest = (1..300).rev().find(|depth| fits(*depth)).unwrap();
        assert!((1..=deepest).all(fits), "{deepest}");
        assert_eq!(deepest, 198);
    }

    #[test]
    fn many_conditions_in_a_row_are_counted_and_refused() {
        for count in [101, 10_000, 200_000] {
            let many = (0..count).map(condition).reduce(|a, b| a & b).unwrap();
            let error = many.to_json().unwrap_err();
            assert!(matches!(error, Error::FilterTooLarge(_)), "{error}");
            assert!(error.to_string().contains(&count.to_string()), "{error}");
        }
    }

    /// What a filter in Notion's form says of a set of numbers that are said to hold.
    fn holds(json: &Value, facts: u32, depth: usize) -> bool {
        assert!(depth <= 2, "Notion takes two levels");
        if let Some(parts) = json["and"].as_array() {
            return parts.iter().all(|part| holds(part, facts, depth + 1));
        }
        if let Some(parts) = json["or"].as_array() {
            return parts.iter().any(|part| holds(part, facts, depth + 1));
        }
        facts & (1 << json["number"]["equals"].as_u64().unwrap()) != 0
    }

    fn says(expression: &Expression, facts: u32) -> bool {
        match expression {
            Expression::Condition(one) => facts & (1 << one.operand.value.as_u64().unwrap()) != 0,
            Expression::Group(Connective::And, parts) => parts.iter().all(|p| says(p, facts)),
            Expression::Group(Connective::Or, parts) => parts.iter().any(|p| says(p, facts)),
            Expression::TooLarge => unreachable!(),
        }
    }

    fn filters() -> impl Strategy<Value = Filter<()>> {
        (0u32..5)
            .prop_map(condition)
            .prop_recursive(4, 12, 2, |inner| {
                (inner.clone(), inner, any::<bool>())
                    .prop_map(|(a, b, and)| if and { a & b } else { a | b })
            })
    }

    proptest! {
        #[test]
        fn what_is_sent_means_the_same(filter in filters()) {
            if let Ok(json) = filter.to_json() {
                for facts in 0..32 {
                    prop_assert_eq!(holds(&json, facts, 0), says(&filter.expression.expression, facts));
                }
            }
        }
    }
}
