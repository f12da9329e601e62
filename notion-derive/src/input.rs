//! The attributes as they are written: what darling reads, before anything is resolved.

mod rollup;

use darling::util::{Flag, Override, SpannedValue};
use darling::{FromDeriveInput, FromField, FromMeta, FromVariant, ast};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Generics, Ident, Path, Type, Visibility};

pub(crate) use rollup::Rollup;

/// `#[derive(NotionSchema)] #[notion(..)] struct`.
#[derive(FromDeriveInput)]
#[darling(attributes(notion), forward_attrs(doc), supports(struct_named))]
pub(crate) struct Schema {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) generics: Generics,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) data: ast::Data<darling::util::Ignored, Field>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<SpannedValue<String>>,
    pub(crate) icon: Option<String>,
    pub(crate) cover: Option<SpannedValue<String>>,
    pub(crate) inline: Flag,
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Path>,
}

/// One field and what `#[notion(..)]` says of it.
#[derive(FromField)]
#[darling(attributes(notion), forward_attrs(doc))]
pub(crate) struct Field {
    pub(crate) ident: Option<Ident>,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) attrs: Vec<Attribute>,

    pub(crate) name: Option<SpannedValue<String>>,
    pub(crate) description: Option<SpannedValue<String>>,
    pub(crate) skip: Flag,

    // The kinds that a type can be told to hold.
    pub(crate) title: Flag,
    pub(crate) rich_text: Flag,
    pub(crate) url: Flag,
    pub(crate) email: Flag,
    pub(crate) phone_number: Flag,
    pub(crate) select: Flag,
    pub(crate) status: Flag,
    pub(crate) multi_select: Flag,
    pub(crate) number: Option<SpannedValue<Override<Word>>>,

    // What belongs to one kind alone.
    pub(crate) prefix: Option<SpannedValue<String>>,
    pub(crate) two_way: Option<Word>,
    pub(crate) rollup: Option<Rollup>,
    pub(crate) formula: Option<SpannedValue<String>>,
}

/// `#[derive(NotionOptions)] enum`.
#[derive(FromDeriveInput)]
#[darling(attributes(notion), supports(enum_any))]
pub(crate) struct Options {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) data: ast::Data<Variant, darling::util::Ignored>,
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Path>,
}

/// One option.
#[derive(FromVariant)]
#[darling(attributes(notion))]
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) fields: ast::Fields<Type>,
    pub(crate) name: Option<SpannedValue<String>>,
    pub(crate) color: Option<Word>,
    pub(crate) other: Flag,
}

/// A bare word as a value, such as `euro` in `number = euro`; a string does as well.
#[derive(Clone)]
pub(crate) struct Word(pub(crate) Ident);

impl FromMeta for Word {
    fn from_expr(expr: &Expr) -> darling::Result<Self> {
        let word = match expr {
            Expr::Path(path) => path.path.get_ident().cloned(),
            Expr::Lit(lit) => match &lit.lit {
                syn::Lit::Str(text) => text.parse::<Ident>().ok(),
                _ => None,
            },
            _ => None,
        };
        word.map(Word).ok_or_else(|| {
            darling::Error::custom("expected a single word here").with_span(&expr.span())
        })
    }
}
