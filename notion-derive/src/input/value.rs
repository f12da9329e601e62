//! What stands in an attribute: nothing, a text, or a word.

use std::ops::Deref;

use darling::{Error, FromMeta, Result};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Ident, Lit, Meta};

/// An attribute that is there or is not, such as `skip`.
#[derive(Clone, Copy)]
pub(crate) struct Mark(Option<Span>);

impl Mark {
    pub(crate) fn is_present(self) -> bool {
        self.0.is_some()
    }

    /// Where it is.
    pub(crate) fn span(self) -> Span {
        self.0.unwrap_or_else(Span::call_site)
    }
}

impl FromMeta for Mark {
    fn from_none() -> Option<Mark> {
        Some(Mark(None))
    }

    fn from_meta(item: &Meta) -> Result<Mark> {
        match item {
            Meta::Path(path) => Ok(Mark(Some(path.span()))),
            Meta::List(_) | Meta::NameValue(_) => {
                let name = name(item);
                Err(Error::custom(format!("`{name}` takes no value")).with_span(&value_span(item)))
            }
        }
    }
}

/// A text, such as that of `name = "Due"`.
#[derive(Clone)]
pub(crate) struct Text {
    text: String,
    span: Span,
}

impl Text {
    /// Where the text is.
    pub(crate) fn span(&self) -> Span {
        self.span
    }
}

impl Deref for Text {
    type Target = String;

    fn deref(&self) -> &String {
        &self.text
    }
}

impl FromMeta for Text {
    fn from_meta(item: &Meta) -> Result<Text> {
        if let Meta::NameValue(value) = item
            && let Expr::Lit(literal) = &value.value
            && let Lit::Str(text) = &literal.lit
        {
            return Ok(Text {
                text: text.value(),
                span: text.span(),
            });
        }
        let name = name(item);
        Err(
            Error::custom(format!("`{name}` takes a string: `{name} = \"..\"`"))
                .with_span(&value_span(item)),
        )
    }
}

fn name(item: &Meta) -> String {
    let ident = item.path().get_ident();
    ident.map_or_else(String::new, ToString::to_string)
}

/// The value where there is one, else the name.
fn value_span(item: &Meta) -> Span {
    match item {
        Meta::Path(path) => path.span(),
        Meta::List(list) => list.span(),
        Meta::NameValue(value) => value.value.span(),
    }
}

/// A bare word as a value, such as `euro` in `number = euro`; a string does as well.
#[derive(Clone)]
pub(crate) struct Word(pub(crate) Ident);

impl FromMeta for Word {
    fn from_meta(item: &Meta) -> Result<Self> {
        let word = match item {
            Meta::NameValue(value) => Self::from_expr(&value.value).ok(),
            Meta::Path(_) | Meta::List(_) => None,
        };
        word.ok_or_else(|| {
            let name = name(item);
            let example = match &*name {
                "number" => "euro",
                "two_way" => "project",
                "group" => "complete",
                _ => "green",
            };
            Error::custom(format!(
                "`{name}` takes an identifier, such as `{name} = {example}`"
            ))
            .with_span(&value_span(item))
        })
    }

    fn from_expr(expr: &Expr) -> Result<Self> {
        let word = match expr {
            Expr::Path(path) => path.path.get_ident().cloned(),
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => text.parse::<Ident>().ok(),
                _ => None,
            },
            _ => None,
        };
        word.map(Word)
            .ok_or_else(|| Error::custom("expected an identifier here").with_span(&expr.span()))
    }
}
