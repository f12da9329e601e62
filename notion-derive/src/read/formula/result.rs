//! What a formula gives, as far as the text shows it.
//!
//! The derive sees tokens and not types: it knows the kind of a property where an attribute chooses
//! it, and the results of the struct's other formulas. What follows from these alone holds whatever
//! the types turn out to be. What follows from what the types are called is a [`Guess`].

use std::collections::BTreeMap;

use darling::Error;
use notion_formula::{Formula, PageKind, Reference, Schema, Type};
use notion_vocabulary::{RollupFunction, RollupOutput};
use proc_macro2::Span;
use syn::Ident;

use super::guess;
use crate::model::{Choice, FormulaCheck, Guess, Property};

/// Writes the types of the results to the properties.
pub(super) fn infer(
    properties: &mut [Property],
    formulas: &[Option<Formula>],
    mentioned: &[Vec<usize>],
    errors: &mut darling::error::Accumulator,
) {
    let certain = known(properties, formulas, |property| {
        by_attribute(&property.choice)
    });
    let guessed = known(properties, formulas, |property| {
        match guess::by_type(property) {
            Some(kind) => kind.formula_type().into(),
            None => by_attribute(&property.choice),
        }
    });
    let guesses: Vec<_> = (0..properties.len())
        .map(|at| guess::assumed(properties, mentioned, at))
        .collect();
    for ((property, formula), assumed) in properties.iter_mut().zip(formulas).zip(guesses) {
        let (
            Some(formula),
            Choice::Formula {
                span, gives, guess, ..
            },
        ) = (formula, &mut property.choice)
        else {
            continue;
        };
        let refused = |error: &dyn std::fmt::Display| {
            format!("Notion refuses this formula, `{formula}`: {error}")
        };
        match formula.check(&Known(&certain)) {
            Ok(found) => *gives = name(&found).map(|name| Ident::new(name, Span::call_site())),
            Err(error) => {
                errors.push(Error::custom(refused(&error)).with_span(span));
                continue;
            }
        }
        let outcome = match formula.check(&Known(&guessed)) {
            Ok(found) => name(&found).map(FormulaCheck::Gives),
            Err(error) => Some(FormulaCheck::Refused(refused(&error))),
        };
        let is_news = gives.is_none() || matches!(outcome, Some(FormulaCheck::Refused(_)));
        if let Some(outcome) = outcome.filter(|_| is_news) {
            *guess = Some(Guess { assumed, outcome });
        }
    }
}

/// What the properties are in a formula, those that are formulas included.
fn known(
    properties: &[Property],
    formulas: &[Option<Formula>],
    of: impl Fn(&Property) -> Type,
) -> BTreeMap<String, Type> {
    let named = |property: &Property| (property.name.clone(), of(property));
    let mut known: BTreeMap<String, Type> = properties.iter().map(named).collect();
    // A formula that needs others is known once they are: as many rounds as there are formulas do.
    for _ in formulas.iter().flatten() {
        let mut changed = false;
        for (property, formula) in properties.iter().zip(formulas) {
            if let Some(Ok(found)) = formula.as_ref().map(|it| it.check(&Known(&known)))
                && known.get(&property.name) != Some(&found)
            {
                known.insert(property.name.clone(), found);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    known
}

fn by_attribute(choice: &Choice) -> Type {
    match choice {
        Choice::Flag(kind) if kind == "MultiSelect" => Type::list(Type::Text),
        // Titles, text, URLs, selects, statuses and their like.
        Choice::Flag(_) | Choice::UniqueId { .. } => Type::Text,
        Choice::Number { .. } => Type::Number,
        Choice::TwoWay { .. } => Type::list(Type::Page(None)),
        Choice::Rollup { rollup } => {
            match RollupFunction::parse(&rollup.function.to_string()).map(RollupFunction::output) {
                Some(RollupOutput::Number) => Type::Number,
                Some(RollupOutput::Date) => Type::Date,
                Some(RollupOutput::List) => Type::list(Type::Any),
                Some(RollupOutput::Unknown) | None => Type::Any,
            }
        }
        Choice::ByType | Choice::Formula { .. } => Type::Any,
    }
}

/// The runtime's name for a type of results.
fn name(found: &Type) -> Option<&'static str> {
    Some(match found {
        Type::Text => "text",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Date => "date",
        _ => return None,
    })
}

/// The struct's properties; that all are there has been checked.
struct Known<'a>(&'a BTreeMap<String, Type>);

impl Schema for Known<'_> {
    fn property(&self, of: Option<PageKind>, property: &Reference) -> Option<Type> {
        let found = match (of, property) {
            (None, Reference::Name(name)) => self.0.get(name).cloned(),
            _ => None,
        };
        Some(found.unwrap_or(Type::Any))
    }
}
