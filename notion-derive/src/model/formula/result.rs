//! What a formula gives, as far as the text shows it.
//!
//! The derive sees tokens and not types: it knows the kind of a property where an attribute chooses
//! it, and the results of the struct's other formulas. Everything else may be anything, so that
//! what is found here holds whatever the types turn out to be.

use std::collections::BTreeMap;

use darling::Error;
use notion_formula::{Formula, PageKind, Reference, Schema, Type};
use proc_macro2::Span;
use syn::Ident;

use crate::model::{Choice, Property};

/// Writes the types of the results to the properties.
pub(super) fn infer(
    properties: &mut [Property],
    formulas: &[Option<Formula>],
    errors: &mut darling::error::Accumulator,
) {
    let mut known: BTreeMap<String, Type> = properties
        .iter()
        .map(|property| (property.name.clone(), by_attribute(&property.choice)))
        .collect();
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
    for (property, formula) in properties.iter_mut().zip(formulas) {
        let (Some(formula), Choice::Formula { span, gives, .. }) = (formula, &mut property.choice)
        else {
            continue;
        };
        match formula.check(&Known(&known)) {
            Ok(found) => *gives = name(&found),
            Err(error) => {
                let text = formula.to_string();
                errors.push(
                    Error::custom(format!("Notion refuses this formula, `{text}`: {error}"))
                        .with_span(span),
                );
            }
        }
    }
}

fn by_attribute(choice: &Choice) -> Type {
    match choice {
        Choice::Flag(kind) if kind == "MultiSelect" => Type::list(Type::Text),
        // Titles, text, URLs, selects, statuses and their like.
        Choice::Flag(_) | Choice::UniqueId { .. } => Type::Text,
        Choice::Number { .. } => Type::Number,
        Choice::TwoWay { .. } => Type::list(Type::Page(None)),
        Choice::ByType | Choice::Rollup { .. } | Choice::Formula { .. } => Type::Any,
    }
}

/// The runtime's name for a type of results.
fn name(found: &Type) -> Option<Ident> {
    let name = match found {
        Type::Text => "text",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Date => "date",
        _ => return None,
    };
    Some(Ident::new(name, Span::call_site()))
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
