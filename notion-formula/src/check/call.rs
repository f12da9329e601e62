//! The types of calls: what a function takes, and what it gives for it.

use super::{Checker, add, may_be, type_error};
use crate::ast::Expr;
use crate::error::{Error, Result};
use crate::function::{Accepts, Function, Output, Signature};
use crate::types::Type;

impl<'a> Checker<'a> {
    pub(super) fn call(
        &mut self,
        signature: &'static Signature,
        arguments: &'a [Expr],
    ) -> Result<Type> {
        let mut types: Vec<Type> = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let accepts = signature
                .parameter(index)
                .map_or(Accepts::Any, |parameter| parameter.accepts);
            let found = match (accepts, types.first()) {
                (Accepts::Each, Some(list)) => {
                    let item = list.item().unwrap_or(Type::Any);
                    let outer = std::mem::replace(&mut self.current, item);
                    let found = self.check(argument);
                    self.current = outer;
                    found?
                }
                _ => self.check(argument)?,
            };
            if !accepts.takes(&found) {
                return Err(refuse(signature, accepts, argument, &found));
            }
            types.push(found);
        }
        match signature.output {
            Output::Sum => match (
                types.first().zip(arguments.first()),
                types.get(1).zip(arguments.get(1)),
            ) {
                (Some((left, one)), Some((right, other))) => {
                    add((left, one.span), (right, other.span))
                }
                _ => Ok(Type::Any),
            },
            output => Ok(result(signature.function, output, &types)),
        }
    }
}

impl Accepts {
    /// Returns true if a value of that type may stand there.
    ///
    /// An `empty()` as such is refused but for [`Accepts::Any`], as Notion does: `sum(empty())` is an error. What may
    /// be empty among other things is taken.
    pub(crate) fn takes(self, found: &Type) -> bool {
        if *found == Type::Empty {
            return matches!(self, Self::Any | Self::Each);
        }
        let list = |member: &Type| matches!(member, Type::List(_) | Type::Any);
        match self {
            Self::Any | Self::Each => true,
            Self::Text => may_be_only(found, &[Type::Text, Type::Number, Type::Boolean]),
            Self::Number => may_be_only(found, &[Type::Number]),
            Self::Date => may_be_only(found, &[Type::Date]),
            Self::Person => may_be_only(found, &[Type::Person]),
            Self::Page => found
                .members()
                .iter()
                .any(|member| matches!(member, Type::Page(_) | Type::Any)),
            Self::List => found.members().iter().any(list),
            Self::TextOrList => Self::Text.takes(found) || Self::List.takes(found),
            // Every item must be a number: `sum([2, empty(), 4])` is an error.
            Self::Numbers => {
                Self::Number.takes(found) || found.item().is_some_and(|item| all_numbers(&item))
            }
        }
    }
}

/// As [`may_be`], but what can only be empty does not do.
fn may_be_only(found: &Type, kinds: &[Type]) -> bool {
    found
        .members()
        .iter()
        .any(|member| *member != Type::Empty && may_be(member, kinds))
}

fn all_numbers(item: &Type) -> bool {
    item.members()
        .iter()
        .all(|member| matches!(member, Type::Number | Type::Any))
}

fn refuse(signature: &Signature, accepts: Accepts, argument: &Expr, found: &Type) -> Error {
    let name = signature.name;
    let wanted = match accepts {
        Accepts::Any | Accepts::Each => "a value",
        Accepts::Text => "text",
        Accepts::Number => "a number",
        Accepts::Date => "a date",
        Accepts::Person => "a person",
        Accepts::Page => "a page",
        Accepts::List => "a list",
        Accepts::TextOrList => "text or a list",
        Accepts::Numbers => "numbers or lists of numbers",
    };
    let error = type_error(
        argument.span,
        format!("`{name}` takes {wanted}, found {found}"),
    );
    let one = |kind: &Type| found == kind;
    match accepts {
        Accepts::Number | Accepts::Numbers if one(&Type::Text) || one(&Type::Boolean) => {
            error.with_help("turn it into a number with `toNumber`")
        }
        Accepts::Text if !one(&Type::Empty) => error.with_help("turn it into text with `format`"),
        Accepts::Date if one(&Type::Text) => {
            error.with_help("turn it into a date with `parseDate`")
        }
        Accepts::Date if one(&Type::Number) => {
            error.with_help("turn it into a date with `fromTimestamp`")
        }
        Accepts::Person | Accepts::Page if found.item().is_some() => {
            error.with_help("take one with `first()`, or look at each with `map`")
        }
        _ => error,
    }
}

fn result(function: Function, output: Output, types: &[Type]) -> Type {
    let item = || types.first().and_then(Type::item).unwrap_or(Type::Any);
    match output {
        Output::Text => Type::Text,
        Output::Number | Output::Sum => Type::Number,
        Output::Boolean if function == Function::Empty && types.is_empty() => Type::Empty,
        Output::Boolean => Type::Boolean,
        Output::Date => Type::Date,
        Output::Texts => Type::list(Type::Text),
        Output::Branch => branches(function, types),
        Output::Item => item(),
        Output::SameList => Type::list(item()),
        Output::Joined => joined(function, types),
        Output::Mapped => Type::list(types.get(1).cloned().unwrap_or(Type::Any)),
        Output::Flattened => {
            let flat = item()
                .members()
                .iter()
                .map(|member| member.item().unwrap_or(member.clone()))
                .collect::<Vec<_>>();
            Type::list(Type::any_of(flat))
        }
    }
}

/// `if` has its values in the last two places, `ifs` in every second one, and perhaps a last one for all other cases.
fn branches(function: Function, types: &[Type]) -> Type {
    let last = types.len().saturating_sub(1);
    let is_value = |index: usize| match function {
        Function::If => index > 0,
        _ => index % 2 == 1 || index == last,
    };
    let values = types
        .iter()
        .enumerate()
        .filter(|&(index, _)| is_value(index));
    Type::branches(values.map(|(_, found)| found.clone()))
}

/// `concat` joins lists, `splice` puts items into one.
fn joined(function: Function, types: &[Type]) -> Type {
    let mut items: Vec<Type> = Vec::new();
    match function {
        Function::Splice => {
            items.extend(types.first().and_then(Type::item));
            items.extend(types.iter().skip(3).cloned());
        }
        _ => items.extend(types.iter().filter_map(Type::item)),
    }
    Type::list(Type::any_of(items))
}
