//! Filters: conditions on columns, put together with `&` and `|`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr};
use std::sync::Arc;

use notion_model::PageId;
use serde_json::{Value, json};

use crate::codec::PropertyIds;
use crate::error::{Error, Result};

/// The most conditions that Notion takes in one group.
const MOST: usize = 100;

/// Which rows of a data source of schema `S` a query gives.
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
    expression: Expression,
    of: PhantomData<fn() -> S>,
}

/// A condition, or several.
#[derive(Debug, Clone, PartialEq)]
enum Expression {
    Condition(Condition),
    Group(Connective, Vec<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connective {
    And,
    Or,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) on: On,
    /// The keys that lead to the operator: `number`, or `formula` and `number`.
    pub(super) path: Vec<&'static str>,
    pub(super) operator: &'static str,
    pub(super) operand: Value,
}

/// What a condition is on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum On {
    /// A property, by name.
    Property(&'static str),
    /// A property that Notion has named, and no schema.
    Named(Arc<str>),
    /// A page's own time, which no property need show.
    Timestamp(&'static str),
}

impl On {
    fn name(&self) -> &str {
        match self {
            On::Property(name) | On::Timestamp(name) => name,
            On::Named(name) => name,
        }
    }
}

impl<S> Filter<S> {
    pub(super) fn of(condition: Condition) -> Filter<S> {
        Filter {
            expression: Expression::Condition(condition),
            of: PhantomData,
        }
    }

    /// The relation of that name leads to the page.
    pub(crate) fn relates<T>(property: &str, page: PageId<T>) -> Filter<S> {
        Filter::of(Condition {
            on: On::Named(property.into()),
            path: vec!["relation"],
            operator: "contains",
            operand: page.to_string().into(),
        })
    }

    /// Both hold. Where this filter fills a group by itself, the other is not put into that group.
    pub(crate) fn within(self, other: Filter<S>) -> Filter<S> {
        let joined = self.clone() & other.clone();
        if joined.to_json().is_ok() {
            return joined;
        }
        let parts = match other.expression {
            Expression::Group(Connective::And, parts) => parts,
            one => vec![one],
        };
        let all = std::iter::once(self.expression).chain(parts).collect();
        Filter {
            expression: Expression::Group(Connective::And, all),
            of: PhantomData,
        }
    }

    /// The filter as Notion takes it: groups two deep at the most.
    ///
    /// # Errors
    ///
    /// [`Error::FilterTooLarge`], where a group would have more than 100 conditions;
    /// [`Error::Refused`], where a list of options is empty or has more than 100.
    pub fn to_json(&self) -> Result<Value> {
        self.to_json_by(&PropertyIds::default())
    }

    /// The same, with the ids of the properties where they are known.
    pub(crate) fn to_json_by(&self, ids: &PropertyIds) -> Result<Value> {
        let expression = if self.expression.depth() <= 2 {
            self.expression.clone()
        } else {
            self.expression.flattened()?
        };
        expression.check_size()?;
        Ok(expression.to_json(ids))
    }
}

impl Expression {
    /// Puts two together; groups of the same connective become one.
    fn join(connective: Connective, left: Expression, right: Expression) -> Expression {
        let mut parts = Vec::new();
        for side in [left, right] {
            match side {
                Expression::Group(of, inner) if of == connective => parts.extend(inner),
                other => parts.push(other),
            }
        }
        Expression::Group(connective, parts)
    }

    fn depth(&self) -> usize {
        match self {
            Expression::Condition(_) => 0,
            Expression::Group(_, parts) => {
                1 + parts.iter().map(Expression::depth).max().unwrap_or(0)
            }
        }
    }

    /// The same in two levels: as alternatives, each a group of conditions that all hold, or where these
    /// are too many, the other way round.
    fn flattened(&self) -> Result<Expression> {
        let in_two = |outer| {
            let inner = |parts: Vec<_>| {
                let parts = parts.into_iter().map(Expression::Condition).collect();
                Expression::Group(Connective::other(outer), parts)
            };
            let parts = self.distribute(outer)?;
            Ok(Expression::Group(
                outer,
                parts.into_iter().map(inner).collect(),
            ))
        };
        in_two(Connective::Or).or_else(|error| in_two(Connective::And).map_err(|_| error))
    }

    /// The groups whose parts the other connective joins, and which the outer one joins.
    fn distribute(&self, outer: Connective) -> Result<Vec<Vec<Condition>>> {
        let groups = match self {
            Expression::Condition(condition) => vec![vec![condition.clone()]],
            Expression::Group(connective, parts) if *connective == outer => {
                let mut groups = Vec::new();
                for part in parts {
                    groups.extend(part.distribute(outer)?);
                }
                groups
            }
            Expression::Group(_, parts) => {
                let mut groups = vec![Vec::new()];
                for part in parts {
                    let choices = part.distribute(outer)?;
                    check_count(groups.len() * choices.len())?;
                    groups = groups
                        .iter()
                        .flat_map(|before: &Vec<Condition>| {
                            choices.iter().map(|choice| [&before[..], choice].concat())
                        })
                        .collect();
                }
                groups
            }
        };
        check_count(groups.len())?;
        groups
            .iter()
            .try_for_each(|group| check_count(group.len()))?;
        Ok(groups)
    }

    fn check_size(&self) -> Result<()> {
        match self {
            Expression::Condition(condition) => condition.check(),
            Expression::Group(_, parts) => {
                check_count(parts.len())?;
                parts.iter().try_for_each(Expression::check_size)
            }
        }
    }

    fn to_json(&self, ids: &PropertyIds) -> Value {
        match self {
            Expression::Condition(condition) => condition.to_json(ids),
            Expression::Group(connective, parts) => {
                let parts: Vec<_> = parts.iter().map(|part| part.to_json(ids)).collect();
                json!({ connective.as_str(): parts })
            }
        }
    }
}

fn check_count(conditions: usize) -> Result<()> {
    if conditions > MOST {
        return Err(Error::filter_too_large(conditions, MOST));
    }
    Ok(())
}

impl Connective {
    const fn other(self) -> Connective {
        match self {
            Connective::And => Connective::Or,
            Connective::Or => Connective::And,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Connective::And => "and",
            Connective::Or => "or",
        }
    }
}

impl Condition {
    fn to_json(&self, ids: &PropertyIds) -> Value {
        let condition = json!({ self.operator: self.operand });
        let mut keys = self.path.iter().rev();
        let innermost = keys.next().copied().unwrap_or_default();
        let mut outer = innermost;
        let mut content = condition;
        for key in keys {
            content = json!({ outer: content });
            outer = key;
        }
        match &self.on {
            On::Property(name) => json!({ "property": ids.key(name), outer: content }),
            On::Named(name) => json!({ "property": &**name, outer: content }),
            On::Timestamp(name) => json!({ "timestamp": name, outer: content }),
        }
    }
}

impl<S> BitAnd for Filter<S> {
    type Output = Filter<S>;

    /// Both hold.
    fn bitand(self, other: Filter<S>) -> Filter<S> {
        Filter {
            expression: Expression::join(Connective::And, self.expression, other.expression),
            of: PhantomData,
        }
    }
}

impl<S> BitOr for Filter<S> {
    type Output = Filter<S>;

    /// One of the two holds, or both.
    fn bitor(self, other: Filter<S>) -> Filter<S> {
        Filter {
            expression: Expression::join(Connective::Or, self.expression, other.expression),
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
        self.expression.fmt(f)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expression::Condition(condition) => condition.fmt(f),
            Expression::Group(connective, parts) => {
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        write!(f, " {} ", connective.as_str())?;
                    }
                    match part {
                        Expression::Condition(condition) => condition.fmt(f)?,
                        group @ Expression::Group(..) => write!(f, "({group})")?,
                    }
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(quantifier) = self
            .path
            .iter()
            .find(|key| matches!(**key, "any" | "every" | "none"))
        {
            write!(f, "{quantifier} of ")?;
        }
        f.write_str(self.on.name())?;
        let list = self.operand.is_array();
        match self.operator {
            "equals" if list => f.write_str(" in")?,
            "does_not_equal" if list => f.write_str(" not in")?,
            "contains" if list => f.write_str(" contains one of")?,
            "does_not_contain" if list => f.write_str(" contains none of")?,
            "equals" | "status" => f.write_str(" =")?,
            "does_not_equal" => f.write_str(" ≠")?,
            "greater_than" => f.write_str(" >")?,
            "greater_than_or_equal_to" => f.write_str(" ≥")?,
            "less_than" => f.write_str(" <")?,
            "less_than_or_equal_to" => f.write_str(" ≤")?,
            // The spans of time: "Due in past week".
            word if self.operand.is_object() => write!(f, " in {}", word.replace('_', " "))?,
            word => write!(f, " {}", word.replace('_', " "))?,
        }
        match &self.operand {
            Value::Bool(true) if self.operator.starts_with("is_") => Ok(()),
            Value::Object(_) => Ok(()),
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(ToString::to_string).collect();
                write!(f, " [{}]", items.join(", "))
            }
            // Ids, days and words such as "today" speak for themselves; texts and options are quoted.
            Value::String(word) if !self.is_text() => write!(f, " {word}"),
            operand => write!(f, " {operand}"),
        }
    }
}

impl Condition {
    /// Whether the operand is a text or the name of an option.
    fn is_text(&self) -> bool {
        !self.path.last().is_some_and(|key| {
            matches!(
                *key,
                "date"
                    | "created_time"
                    | "last_edited_time"
                    | "people"
                    | "created_by"
                    | "last_edited_by"
                    | "relation"
                    | "verification"
            )
        })
    }

    /// Notion says nothing of a list without elements, and takes 100 at most.
    fn check(&self) -> Result<()> {
        let Value::Array(items) = &self.operand else {
            return Ok(());
        };
        let reason = match items.len() {
            0 => "the list has no options, so that it is not said what to find".to_owned(),
            1..=MOST => return Ok(()),
            more => {
                format!("Notion takes at most {MOST} options in a filter, and these are {more}")
            }
        };
        Err(Error::refused(self.on.name(), "filter", reason))
    }
}

/// A filter on a page's own times.
pub(super) fn on_time<S>(name: &'static str, operator: &'static str, operand: Value) -> Filter<S> {
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
    use proptest::prelude::*;

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
            assert_eq!(holds(&json, facts, 0), says(&all.expression, facts));
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
            Expression::Condition(one) => facts & (1 << one.operand.as_u64().unwrap()) != 0,
            Expression::Group(Connective::And, parts) => parts.iter().all(|p| says(p, facts)),
            Expression::Group(Connective::Or, parts) => parts.iter().any(|p| says(p, facts)),
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
                    prop_assert_eq!(holds(&json, facts, 0), says(&filter.expression, facts));
                }
            }
        }
    }
}
