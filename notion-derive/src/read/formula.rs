//! Formulas: parsed while compiling, `{field}` and `prop("Name")` held against the struct.

mod guess;
mod result;

use darling::Error;
use notion_formula::{Formula, Reach, Reference, Syntax};
use proc_macro2::Span;
use syn::Ident;
use syn::ext::IdentExt;

use crate::model::{Choice, Property};
use crate::suggest::did_you_mean;

/// Parses the formula of every property and puts Notion's names in place of fields.
pub(super) fn resolve(
    schema: &Ident,
    properties: &mut [Property],
    all_are_known: bool,
    errors: &mut darling::error::Accumulator,
) {
    let names: Vec<(String, String)> = properties
        .iter()
        .map(|p| (p.ident.unraw().to_string(), p.name.clone()))
        .collect();
    let mut mentioned: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
    let mut formulas: Vec<Option<Formula>> = vec![None; names.len()];
    for (index, property) in properties.iter_mut().enumerate() {
        let Choice::Formula {
            expression, span, ..
        } = &mut property.choice
        else {
            continue;
        };
        let known = Known {
            names: &names,
            all: all_are_known,
        };
        match one(schema, expression, *span, &known, &mut mentioned[index]) {
            Ok(formula) => {
                *expression = formula.to_string();
                formulas[index] = Some(formula);
            }
            Err(error) => errors.push(error),
        }
    }
    no_cycles(properties, &mentioned, errors);
    result::infer(properties, &formulas, &mentioned, errors);
}

/// The names of fields, and what they are in Notion.
struct Known<'a> {
    names: &'a [(String, String)],
    /// Whether the names in Notion are known of all of them.
    all: bool,
}

/// One formula with Notion's names; `mentioned` gets the properties of the struct that it uses.
fn one(
    schema: &Ident,
    text: &str,
    span: Span,
    known: &Known<'_>,
    mentioned: &mut Vec<usize>,
) -> Result<Formula, Error> {
    let names = known.names;
    let at = |message: String| Error::custom(message).with_span(&span);
    let formula = Syntax::new()
        .placeholders(true)
        .parse(text)
        .map_err(|error| {
            at(format!(
                "this formula cannot be read\n{}",
                error.report(text).trim_end()
            ))
        })?;
    formula.try_rename(|mention| {
        if mention.reach == Reach::Other {
            return match mention.reference {
                Reference::Field(field) => Err(at(format!(
                    "`{{{field}}}` names a field of this struct; a property of another page is \
                     named as it is in Notion: `.prop(\"..\")`"
                ))),
                _ => Ok(None),
            };
        }
        match mention.reference {
            Reference::Field(field) => match names.iter().position(|(ident, _)| ident == field) {
                Some(index) => {
                    mentioned.push(index);
                    Ok(Some(Reference::Name(names[index].1.clone())))
                }
                None => {
                    let hint = did_you_mean(field, names.iter().map(|(ident, _)| ident.as_str()));
                    Err(at(format!("`{schema}` has no field `{field}`{hint}")))
                }
            },
            Reference::Name(name) => match names.iter().position(|(_, known)| known == name) {
                Some(index) => {
                    mentioned.push(index);
                    Ok(None)
                }
                None if !known.all => Ok(None),
                None => {
                    let hint = did_you_mean(name, names.iter().map(|(_, known)| known.as_str()));
                    Err(at(format!("`{schema}` has no property `{name}`{hint}")))
                }
            },
            _ => Ok(None),
        }
    })
}

/// A formula cannot need its own result, however many formulas lie between.
fn no_cycles(
    properties: &[Property],
    mentioned: &[Vec<usize>],
    errors: &mut darling::error::Accumulator,
) {
    for start in 0..properties.len() {
        let mut path = vec![start];
        if let Some(path) = cycle(start, mentioned, &mut path)
            // Each cycle is told once, at the first of its formulas.
            && path.iter().all(|index| *index >= start)
            && let Choice::Formula { span, .. } = &properties[start].choice
        {
            let names: Vec<_> = path
                .iter()
                .map(|index| properties[*index].name.as_str())
                .collect();
            errors.push(
                Error::custom(format!(
                    "this formula needs its own result: {} → {}",
                    names.join(" → "),
                    names[0]
                ))
                .with_span(span),
            );
        }
    }
}

fn cycle(start: usize, mentioned: &[Vec<usize>], path: &mut Vec<usize>) -> Option<Vec<usize>> {
    let last = *path.last()?;
    for &next in &mentioned[last] {
        if next == start {
            return Some(path.clone());
        }
        if !path.contains(&next) {
            path.push(next);
            if let Some(found) = cycle(start, mentioned, path) {
                return Some(found);
            }
            path.pop();
        }
    }
    None
}
