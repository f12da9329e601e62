//! `rollup = function(relation.property)`.

use darling::FromMeta;
use syn::spanned::Spanned;
use syn::{Expr, Ident, Member};

/// A rollup as it is written, e.g. `sum(tasks.estimate)`.
#[derive(Clone)]
pub(crate) struct Rollup {
    /// `sum`: one of Notion's rollup functions.
    pub(crate) function: Ident,
    /// `tasks`: a relation of this struct.
    pub(crate) relation: Ident,
    /// `estimate`: a field of the struct that the relation leads to.
    pub(crate) property: Ident,
}

impl FromMeta for Rollup {
    fn from_expr(expr: &Expr) -> darling::Result<Self> {
        read(expr).ok_or_else(|| {
            darling::Error::custom(
                "expected `function(relation.property)`, for example `sum(tasks.estimate)`",
            )
            .with_span(&expr.span())
        })
    }
}

fn read(expr: &Expr) -> Option<Rollup> {
    let Expr::Call(call) = expr else { return None };
    let function = word(&call.func)?;
    let [Expr::Field(through)] = call.args.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    let Member::Named(property) = &through.member else {
        return None;
    };
    Some(Rollup {
        function,
        relation: word(&through.base)?,
        property: property.clone(),
    })
}

fn word(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}
