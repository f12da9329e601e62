//! From the tree of a text to a filter: each condition by the type of its property.
//!
//! Filters have no negation, so `not` is carried down to the conditions: through groups by De Morgan's laws, and at a
//! condition into its negative operator. Text, numbers, options, people and pages have one, which holds for empty values
//! (recorded). A comparison holds for no empty value, so `not Estimate > 5` becomes `Estimate <= 5 or Estimate is empty`.
//! Dates have no "does not equal": it becomes "before, or after, or empty". What has no such form is an error.

use std::ops::Range;

use notion_model::PropertySchemas;
use serde_json::json;

use super::error::TextQueryError;
use super::grammar::{Comparison, Condition, Node, Quantifier, Test};
use super::lookup::{Known, Lookup};
use super::property::{Family, Target};
use super::token::Phrase;
use crate::column::Filter;
use crate::column::expression::Condition as FilterCondition;
use crate::column::operand::OperandValue;

/// What a text becomes.
#[derive(Debug, Clone)]
pub enum Checked<S> {
    /// The filter.
    Filter(Filter<S>),
    /// What has to be looked up first.
    Missing(Vec<Lookup>),
}

/// A check under way.
pub(super) struct Check<'a> {
    pub(super) source: &'a str,
    pub(super) properties: &'a PropertySchemas,
    pub(super) known: &'a Known,
    missing: Vec<Lookup>,
}

type Made<S> = Result<Filter<S>, TextQueryError>;

impl<'a> Check<'a> {
    pub(super) const fn new(
        source: &'a str,
        properties: &'a PropertySchemas,
        known: &'a Known,
    ) -> Check<'a> {
        Check {
            source,
            properties,
            known,
            missing: Vec::new(),
        }
    }

    /// The whole. What is missing is found along the way; a filter with gaps is thrown away.
    pub(super) fn filter<S>(mut self, node: &'a Node) -> Result<Checked<S>, TextQueryError> {
        let filter = self.node(node, false)?;
        Ok(match (filter, self.missing) {
            (Some(filter), missing) if missing.is_empty() => Checked::Filter(filter),
            (_, missing) => Checked::Missing(missing),
        })
    }

    pub(super) fn look_up(&mut self, lookup: Lookup) {
        if !self.missing.contains(&lookup) {
            self.missing.push(lookup);
        }
    }

    pub(super) fn error(&self, span: Range<usize>, message: impl Into<Box<str>>) -> TextQueryError {
        TextQueryError::new(self.source, span, message)
    }

    /// A part of the tree, or its negation; `None` if it cannot be made before something is looked up.
    fn node<S>(
        &mut self,
        node: &'a Node,
        negated: bool,
    ) -> Result<Option<Filter<S>>, TextQueryError> {
        let (parts, is_all) = match node {
            Node::Condition(condition) => return self.condition(condition, negated),
            Node::Not(inner) => return self.node(inner, !negated),
            Node::All(parts) => (parts, !negated),
            Node::Any(parts) => (parts, negated),
        };
        let mut filters = Vec::with_capacity(parts.len());
        for part in parts {
            filters.push(self.node(part, negated)?);
        }
        let filters: Option<Vec<_>> = filters.into_iter().collect();
        Ok(filters.and_then(|filters| joined(filters, is_all)))
    }

    fn condition<S>(
        &mut self,
        condition: &'a Condition,
        outer: bool,
    ) -> Result<Option<Filter<S>>, TextQueryError> {
        let (test, inner) = match &condition.test {
            Test::Not(test) => (&**test, true),
            test => (test, false),
        };
        // Outside of `any of` and its like, `not` turns the quantifier; inside, as in `not contains`, the operator.
        let (quantifier, negated) = match (condition.quantifier, outer) {
            (None, outer) => (None, outer != inner),
            (Some(quantifier), false) => (Some(quantifier), inner),
            (Some(Quantifier::Any), true) => (Some(Quantifier::None), inner),
            (Some(Quantifier::None), true) => (Some(Quantifier::Any), inner),
            (Some(Quantifier::Every), true) => {
                let message = "Notion has no condition for `not every of`; write `any of` with the opposite operator, which \
                               leaves out the rows without values";
                return Err(self.error(condition.property.span.clone(), message));
            }
        };
        let Some(target) = self.target(condition, quantifier)? else {
            return Ok(None);
        };
        let making = Making {
            target: &target,
            negated,
            condition,
        };
        self.test(&making, test).map(Some)
    }

    fn test<S>(&mut self, making: &Making<'a, '_>, test: &'a Test) -> Made<S> {
        let Making {
            target, negated, ..
        } = *making;
        if let Test::Empty = test
            && !matches!(target.family, Family::Checkbox | Family::Verification)
        {
            let operator = if negated { "is_not_empty" } else { "is_empty" };
            return Ok(target.condition(operator, true));
        }
        match target.family {
            Family::Text => self.text_test(making, test),
            Family::Number => self.number_test(making, test, None),
            Family::UniqueId(prefix) => self.number_test(making, test, prefix),
            Family::Checkbox => self.checkbox_test(making, test),
            Family::Date => self.date_test(making, test),
            Family::Verification => match test {
                Test::Compare(comparison, value) => {
                    let differs = self.equality(making, *comparison)?;
                    let state = self.state(value)?;
                    Ok(target.condition(if differs { "does_not_equal" } else { "status" }, state))
                }
                _ => Err(self.inapplicable(making)),
            },
            Family::Choice(options) => match test {
                Test::Compare(comparison, value) => {
                    let differs = self.equality(making, *comparison)?;
                    let option = self.option(value, target.name, options)?;
                    Ok(target.condition(equals(differs), option))
                }
                Test::OneOf(values) => {
                    let mut options_of = |value| self.option(value, target.name, options);
                    let options = list(values, &mut options_of)?;
                    Ok(target.condition(equals(negated), options))
                }
                _ => Err(self.inapplicable(making)),
            },
            Family::Choices(options) => match test {
                Test::Compare(comparison, value) => {
                    let differs = self.equality(making, *comparison)?;
                    let option = self.option(value, target.name, options)?;
                    Ok(target.condition(contains(differs), option))
                }
                Test::Contains(values) | Test::OneOf(values) => {
                    let mut options_of = |value| self.option(value, target.name, options);
                    let options = list(values, &mut options_of)?;
                    Ok(target.condition(contains(negated), options))
                }
                _ => Err(self.inapplicable(making)),
            },
            Family::People | Family::Relation(_) => self.membership_test(making, test),
            Family::Files => Err(self.inapplicable(making)),
        }
    }

    fn text_test<S>(&mut self, making: &Making<'a, '_>, test: &'a Test) -> Made<S> {
        let Making {
            target, negated, ..
        } = *making;
        match test {
            Test::Compare(comparison, value) => {
                let differs = self.equality(making, *comparison)?;
                Ok(target.condition(equals(differs), self.text(value)))
            }
            Test::OneOf(values) => self.each(making, values, |check, value| {
                Ok(target.condition(equals(negated), check.text(value)))
            }),
            Test::Contains(values) => self.each(making, values, |check, value| {
                Ok(target.condition(contains(negated), check.text(value)))
            }),
            Test::StartsWith(_) | Test::EndsWith(_) if negated => {
                Err(self.no_negation(making, "`starts_with` or `ends_with`"))
            }
            Test::StartsWith(value) => Ok(target.condition("starts_with", self.text(value))),
            Test::EndsWith(value) => Ok(target.condition("ends_with", self.text(value))),
            _ => Err(self.inapplicable(making)),
        }
    }

    fn number_test<S>(
        &mut self,
        making: &Making<'a, '_>,
        test: &'a Test,
        prefix: Option<&str>,
    ) -> Made<S> {
        let Making {
            target, negated, ..
        } = *making;
        match test {
            Test::Compare(comparison, value) => {
                let number = self.number(value, prefix)?;
                match (*comparison, negated) {
                    (Comparison::Equal, false) | (Comparison::NotEqual, true) => {
                        Ok(target.condition("equals", number))
                    }
                    (Comparison::NotEqual, false) | (Comparison::Equal, true) => {
                        Ok(target.condition("does_not_equal", number))
                    }
                    (comparison, _) => self.ordered(making, number_operators(comparison), number),
                }
            }
            Test::Between(from, to) => {
                let ends = [self.number(from, prefix)?, self.number(to, prefix)?];
                let operators = [Comparison::GreaterOrEqual, Comparison::LessOrEqual];
                self.between(making, operators.map(number_operators), ends)
            }
            Test::OneOf(values) => self.each(making, values, |check, value| {
                Ok(target.condition(equals(negated), check.number(value, prefix)?))
            }),
            _ => Err(self.inapplicable(making)),
        }
    }

    fn date_test<S>(&mut self, making: &Making<'a, '_>, test: &'a Test) -> Made<S> {
        let Making {
            target, negated, ..
        } = *making;
        match test {
            Test::Compare(comparison, value) => {
                let date = self.date(value)?;
                match (*comparison, negated) {
                    (Comparison::Equal, false) | (Comparison::NotEqual, true) => {
                        Ok(target.condition("equals", date))
                    }
                    (Comparison::NotEqual, false) | (Comparison::Equal, true) => {
                        self.another_date(making, date)
                    }
                    (comparison, _) => self.ordered(making, date_operators(comparison), date),
                }
            }
            Test::Between(from, to) => {
                let ends = [self.date(from)?, self.date(to)?];
                let operators = [Comparison::GreaterOrEqual, Comparison::LessOrEqual];
                self.between(making, operators.map(date_operators), ends)
            }
            Test::OneOf(values) => self.each(making, values, |check, value| {
                let date = check.date(value)?;
                if negated {
                    return check.another_date(making, date);
                }
                Ok(target.condition("equals", date))
            }),
            Test::Within(_) if negated => Err(self.no_negation(making, "`within`")),
            Test::Within(span) => {
                let operator = self.span_of_time(span)?;
                Ok(target.condition(operator, json!({})))
            }
            _ => Err(self.inapplicable(making)),
        }
    }

    fn checkbox_test<S>(&mut self, making: &Making<'a, '_>, test: &'a Test) -> Made<S> {
        let Making {
            target, negated, ..
        } = *making;
        match test {
            Test::Checked => Ok(target.condition(equals(negated), true)),
            Test::Compare(comparison, value) => {
                let differs = self.equality(making, *comparison)?;
                let checked = self.checkbox(value)?;
                Ok(target.condition(equals(differs), checked))
            }
            _ => Err(self.inapplicable(making)),
        }
    }

    /// People and pages: `=` and `in` are `contains`.
    fn membership_test<S>(&mut self, making: &Making<'a, '_>, test: &'a Test) -> Made<S> {
        let Making { target, .. } = *making;
        let (values, differs) = match test {
            Test::Compare(comparison, value) => {
                let differs = self.equality(making, *comparison)?;
                (std::slice::from_ref(value), differs)
            }
            Test::Contains(values) | Test::OneOf(values) => (values.as_slice(), making.negated),
            _ => return Err(self.inapplicable(making)),
        };
        let making = Making {
            negated: differs,
            ..*making
        };
        self.each(&making, values, |check, value| {
            let operand = match target.family {
                Family::Relation(source) => check.page(value, target.name, source)?,
                _ => check.user(value)?,
            };
            Ok(target.condition(contains(differs), operand))
        })
    }

    /// Whether a comparison asks for other values than this one, with the negation around it; an error for `<` and its like.
    fn equality(
        &self,
        making: &Making<'_, '_>,
        comparison: Comparison,
    ) -> Result<bool, TextQueryError> {
        match comparison {
            Comparison::Equal => Ok(making.negated),
            Comparison::NotEqual => Ok(!making.negated),
            _ => Err(self.inapplicable(making)),
        }
    }

    /// A comparison by order; `operators` are its operator and that of its opposite.
    fn ordered<S>(
        &self,
        making: &Making<'_, '_>,
        operators: [&'static str; 2],
        operand: OperandValue,
    ) -> Made<S> {
        let target = making.target;
        if !making.negated {
            return Ok(target.condition(operators[0], operand));
        }
        self.check_single(making)?;
        let opposite = target.condition(operators[1], operand);
        Ok(opposite | target.condition("is_empty", true))
    }

    fn between<S>(
        &self,
        making: &Making<'_, '_>,
        [lower, upper]: [[&'static str; 2]; 2],
        [from, to]: [OperandValue; 2],
    ) -> Made<S> {
        let target = making.target;
        self.check_single(making)?;
        if !making.negated {
            return Ok(target.condition(lower[0], from) & target.condition(upper[0], to));
        }
        let outside = target.condition(lower[1], from) | target.condition(upper[1], to);
        Ok(outside | target.condition("is_empty", true))
    }

    /// Another date, or none.
    fn another_date<S>(&self, making: &Making<'_, '_>, date: OperandValue) -> Made<S> {
        let target = making.target;
        self.check_single(making)?;
        let other = target.condition("before", date.clone()) | target.condition("after", date);
        Ok(other | target.condition("is_empty", true))
    }

    /// A condition for each value: one of them holds, or all if they are negative.
    fn each<S>(
        &mut self,
        making: &Making<'_, '_>,
        values: &'a [Phrase],
        mut condition: impl FnMut(&mut Self, &'a Phrase) -> Made<S>,
    ) -> Made<S> {
        if values.len() > 1 {
            self.check_single(making)?;
        }
        let mut filters = Vec::with_capacity(values.len());
        for value in values {
            filters.push(condition(self, value)?);
        }
        joined(filters, making.negated).ok_or_else(|| self.inapplicable(making))
    }

    /// An error if several conditions are needed on the values that a rollup shows.
    fn check_single(&self, making: &Making<'_, '_>) -> Result<(), TextQueryError> {
        if !making.target.is_element {
            return Ok(());
        }
        let message = "Notion takes one condition on the values of a rollup, and this needs several: write them one by one, \
                       with `and` or `or` between them";
        Err(self.error(making.condition.operator.clone(), message))
    }

    /// The property does not have the operator.
    fn inapplicable(&self, making: &Making<'_, '_>) -> TextQueryError {
        let target = making.target;
        let name = target.name;
        let (what, operators) = target.family.describe();
        let condition = making.condition;
        if condition.test == Test::Checked {
            let message = format!(
                "`{name}` is {what} and not a checkbox, so that it needs an operator: {operators}"
            );
            return self.error(condition.property.span.clone(), message);
        }
        let span = condition.operator.clone();
        let operator = self.source.get(span.clone()).unwrap_or_default();
        let message =
            format!("`{operator}` does not apply to `{name}`, which is {what}; it has {operators}");
        self.error(span, message)
    }

    fn no_negation(&self, making: &Making<'_, '_>, operator: &str) -> TextQueryError {
        let message = format!("Notion has no condition for the negation of {operator}");
        self.error(making.condition.operator.clone(), message)
    }
}

/// A condition that is being made.
#[derive(Clone, Copy)]
struct Making<'a, 't> {
    target: &'t Target<'a>,
    negated: bool,
    condition: &'t Condition,
}

impl Target<'_> {
    fn condition<S>(&self, operator: &'static str, operand: impl Into<OperandValue>) -> Filter<S> {
        Filter::of(FilterCondition {
            on: self.on.clone(),
            path: self.path.clone(),
            operator,
            operand: operand.into(),
        })
    }
}

/// All of the filters, or any of them; `None` if there are none.
fn joined<S>(filters: Vec<Filter<S>>, is_all: bool) -> Option<Filter<S>> {
    let filters = filters.into_iter();
    filters.reduce(|left, right| if is_all { left & right } else { left | right })
}

/// One value as it is, several as a list.
fn list<'a>(
    values: &'a [Phrase],
    value: &mut dyn FnMut(&'a Phrase) -> Result<OperandValue, TextQueryError>,
) -> Result<OperandValue, TextQueryError> {
    if let [one] = values {
        return value(one);
    }
    let values: Vec<_> = values.iter().map(value).collect::<Result<_, _>>()?;
    Ok(OperandValue::list(values.into_iter()))
}

const fn equals(negated: bool) -> &'static str {
    if negated { "does_not_equal" } else { "equals" }
}

const fn contains(negated: bool) -> &'static str {
    if negated {
        "does_not_contain"
    } else {
        "contains"
    }
}

/// The operator of a comparison of numbers, and that of its opposite.
const fn number_operators(comparison: Comparison) -> [&'static str; 2] {
    match comparison {
        Comparison::Equal => ["equals", "does_not_equal"],
        Comparison::NotEqual => ["does_not_equal", "equals"],
        Comparison::Less => ["less_than", "greater_than_or_equal_to"],
        Comparison::LessOrEqual => ["less_than_or_equal_to", "greater_than"],
        Comparison::Greater => ["greater_than", "less_than_or_equal_to"],
        Comparison::GreaterOrEqual => ["greater_than_or_equal_to", "less_than"],
    }
}

/// The same for dates, which have no operator for "does not equal".
const fn date_operators(comparison: Comparison) -> [&'static str; 2] {
    match comparison {
        Comparison::Less => ["before", "on_or_after"],
        Comparison::LessOrEqual => ["on_or_before", "after"],
        Comparison::Greater => ["after", "on_or_before"],
        Comparison::GreaterOrEqual => ["on_or_after", "before"],
        Comparison::Equal | Comparison::NotEqual => ["equals", "equals"],
    }
}
