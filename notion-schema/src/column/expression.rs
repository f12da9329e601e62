//! Filter expressions in the form that Notion accepts: two levels of groups with at most 100 parts.
//!
//! Users combine conditions with `&` and `|` as deep as they like, and Notion accepts two levels. Flattening distributes one
//! connective over the other, `(a & b | c) & d` = `a & b & d | c & d`, which can grow exponentially. It is tried both ways, as
//! alternatives of conjunctions and the other way round. An expression is measured as it grows (depth and number of
//! conditions); one that cannot fit in any form becomes `TooLarge`, so that no code has to walk an arbitrarily deep tree, and
//! the query reports [`Error::FilterTooLarge`](crate::Error::FilterTooLarge) before anything is sent.

use std::fmt;
use std::sync::Arc;

use notion_vocabulary::limits::MAX_ARRAY_ELEMENTS;
use serde_json::{Value, json};

use super::operand::OperandValue;
use crate::codec::PropertyIds;
use crate::error::{Error, Result};

/// The maximum number of conditions that Notion accepts in one group.
const MOST: usize = MAX_ARRAY_ELEMENTS;

/// The maximum number of conditions of a filter: a full group of full groups.
const MOST_CONDITIONS: usize = MOST * MOST;

/// The deepest nesting of groups that fits in two levels. Where groups of the two kinds take turns, every second level adds
/// an alternative, whichever way it is turned, and Notion takes 100.
const MAX_DEPTH: usize = 2 * MOST + 1;

/// A condition, or several.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Condition(Condition),
    Group(Connective, Vec<Expression>),
    /// More than Notion takes in any form. The conditions are not kept, so that nothing that walks an expression, as a clone
    /// or a drop, has to go deeper than [`MAX_DEPTH`].
    TooLarge,
}

/// An expression with its size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    pub(super) expression: Expression,
    /// How deep groups are nested; 0 for a condition.
    pub(super) depth: usize,
    /// How many conditions there are.
    pub(super) conditions: usize,
}

impl Measured {
    pub(super) fn of(condition: Condition) -> Measured {
        Measured {
            expression: Expression::Condition(condition),
            depth: 0,
            conditions: 1,
        }
    }

    /// Combines two expressions. Groups with the same connective are merged.
    pub(super) fn join(self, connective: Connective, other: Measured) -> Measured {
        // Both are parts of the new group, or their parts are.
        let inside = |side: &Measured| match &side.expression {
            Expression::Group(of, _) if *of == connective => side.depth,
            _ => side.depth.saturating_add(1),
        };
        let depth = inside(&self).max(inside(&other));
        let conditions = self.conditions.saturating_add(other.conditions);
        let expression = Expression::join(connective, self.expression, other.expression);
        Measured::bounded(expression, depth, conditions)
    }

    /// The conjunction of an expression and the parts of another, or of the whole of it where it is not a conjunction.
    pub(super) fn beside(self, other: Measured) -> Measured {
        let depth = self.depth.max(other.depth).saturating_add(1);
        let conditions = self.conditions.saturating_add(other.conditions);
        let parts = match other.expression {
            Expression::Group(Connective::And, parts) => parts,
            one => vec![one],
        };
        let all = std::iter::once(self.expression).chain(parts).collect();
        Measured::bounded(Expression::Group(Connective::And, all), depth, conditions)
    }

    fn bounded(expression: Expression, depth: usize, conditions: usize) -> Measured {
        let fits = depth <= MAX_DEPTH && conditions <= MOST_CONDITIONS;
        Measured {
            expression: if fits {
                expression
            } else {
                Expression::TooLarge
            },
            depth,
            conditions,
        }
    }

    /// Returns the expression in the form that Notion accepts: two levels.
    ///
    /// # Errors
    ///
    /// [`Error::FilterTooLarge`] if it does not fit; [`Error::Refused`] if Notion would not accept a condition.
    pub(super) fn to_json(&self, ids: &PropertyIds) -> Result<Value> {
        if self.expression == Expression::TooLarge {
            return Err(Error::filter_too_large(self.conditions, MOST));
        }
        if self.depth <= 2 {
            self.expression.check()?;
            return Ok(self.expression.to_json(ids));
        }
        let expression = self.expression.flattened()?;
        expression.check()?;
        Ok(expression.to_json(ids))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Connective {
    And,
    Or,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    pub(crate) on: On,
    /// The keys that lead to the operator: `number`, or `formula` and `number`.
    pub(crate) path: Vec<&'static str>,
    pub(crate) operator: &'static str,
    pub(crate) operand: OperandValue,
}

/// A property that a filter uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterProperty {
    /// The name for messages.
    pub name: Arc<str>,
    /// The key in a filter: the name in a struct, or the ID without a struct.
    pub key: Arc<str>,
}

/// The subject of a condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum On {
    /// A property, by name.
    Property(&'static str),
    /// A property of the live schema, without a struct.
    Named(Arc<FilterProperty>),
    /// A page's own time.
    Timestamp(&'static str),
}

impl On {
    fn name(&self) -> &str {
        match self {
            On::Property(name) | On::Timestamp(name) => name,
            On::Named(property) => &property.name,
        }
    }
}

impl Expression {
    pub(super) fn join(connective: Connective, left: Expression, right: Expression) -> Expression {
        if matches!(left, Expression::TooLarge) || matches!(right, Expression::TooLarge) {
            return Expression::TooLarge;
        }
        // Chains grow to the right of what is there.
        let mut parts = match left {
            Expression::Group(of, parts) if of == connective => parts,
            other => vec![other],
        };
        match right {
            Expression::Group(of, inner) if of == connective => parts.extend(inner),
            other => parts.push(other),
        }
        Expression::Group(connective, parts)
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
            Expression::TooLarge => return Err(Error::filter_too_large(MOST_CONDITIONS, MOST)),
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

    fn check(&self) -> Result<()> {
        match self {
            Expression::Condition(condition) => condition.check(),
            Expression::Group(_, parts) => {
                check_count(parts.len())?;
                parts.iter().try_for_each(Expression::check)
            }
            Expression::TooLarge => Err(Error::filter_too_large(MOST_CONDITIONS, MOST)),
        }
    }

    fn to_json(&self, ids: &PropertyIds) -> Value {
        match self {
            Expression::Condition(condition) => condition.to_json(ids),
            Expression::Group(connective, parts) => {
                let parts: Vec<_> = parts.iter().map(|part| part.to_json(ids)).collect();
                json!({ connective.as_str(): parts })
            }
            Expression::TooLarge => Value::Null,
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
    pub(super) fn to_json(&self, ids: &PropertyIds) -> Value {
        let condition = json!({ self.operator: self.operand.value });
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
            On::Named(property) => json!({ "property": &*property.key, outer: content }),
            On::Timestamp(name) => json!({ "timestamp": name, outer: content }),
        }
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
                        group => write!(f, "({group})")?,
                    }
                }
                Ok(())
            }
            Expression::TooLarge => f.write_str("more conditions than Notion takes"),
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
        let operand = &self.operand.value;
        let list = operand.is_array();
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
            word if operand.is_object() => write!(f, " in {}", word.replace('_', " "))?,
            word => write!(f, " {}", word.replace('_', " "))?,
        }
        match operand {
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
    /// Returns true if the operand is a text or the name of an option.
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
        if let Some(refusal) = &self.operand.refusal {
            let place = match &self.operand.place {
                Some(place) => format!("filter by {place}"),
                None => "filter".to_owned(),
            };
            return Err(Error::refused(self.on.name(), place, refusal.0.as_str()));
        }
        let Value::Array(items) = &self.operand.value else {
            return Ok(());
        };
        let reason = match items.len() {
            0 => "the list of options is empty: pass at least one".to_owned(),
            1..=MOST => return Ok(()),
            more => {
                format!("Notion takes at most {MOST} options in a filter, and these are {more}")
            }
        };
        Err(Error::refused(self.on.name(), "filter", reason))
    }
}
