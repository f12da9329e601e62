//! The properties that a formula mentions.

use crate::ast::{Expr, ExprKind, Reference};
use crate::error::Span;

/// A property that a formula mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention<'a> {
    /// The property.
    pub reference: &'a Reference,
    /// Where it is named: `prop("Name")` or the token, without what stands before a dot.
    pub span: Span,
    /// Whose property it is.
    pub reach: Reach,
}

/// Whose property a formula mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// A property of the page that the formula belongs to.
    Own,
    /// A property of a page that the formula reaches through another value: `current.prop("Name")`.
    Other,
}

pub(crate) fn mentions<'a>(expr: &'a Expr, found: &mut Vec<Mention<'a>>) {
    for child in expr.children() {
        mentions(child, found);
    }
    match &expr.kind {
        ExprKind::Property(reference) => found.push(Mention {
            reference,
            span: expr.span,
            reach: Reach::Own,
        }),
        ExprKind::Member { page, property } => found.push(Mention {
            reference: &property.value,
            span: property.span,
            reach: if page.kind == ExprKind::ThisPage {
                Reach::Own
            } else {
                Reach::Other
            },
        }),
        _ => {}
    }
}

pub(crate) fn rename<E>(
    expr: &mut Expr,
    new: &mut impl FnMut(Mention<'_>) -> Result<Option<Reference>, E>,
) -> Result<(), E> {
    for child in expr.children_mut() {
        rename(child, new)?;
    }
    let span = expr.span;
    match &mut expr.kind {
        ExprKind::Property(reference) => {
            let mention = Mention {
                reference,
                span,
                reach: Reach::Own,
            };
            if let Some(renamed) = new(mention)? {
                *reference = renamed;
            }
        }
        ExprKind::Member { page, property } => {
            let own = page.kind == ExprKind::ThisPage;
            let mention = Mention {
                reference: &property.value,
                span: property.span,
                reach: if own { Reach::Own } else { Reach::Other },
            };
            if let Some(renamed) = new(mention)? {
                property.value = renamed;
            }
        }
        _ => {}
    }
    Ok(())
}
