//! The attributes as they are written: what darling reads, before anything is resolved.

mod rollup;
mod value;
mod view;

use darling::util::{Override, SpannedValue};
use darling::{FromDeriveInput, FromField, FromVariant, ast};
use syn::{Attribute, Generics, Ident, Path, Type, Visibility};

pub(crate) use rollup::Rollup;
pub(crate) use value::{Mark, Text, Word};
pub(crate) use view::View;

/// `#[derive(NotionSchema)] #[notion(..)] struct`.
///
/// The fields are read one by one, so that one that cannot be read hides nothing of the others.
#[derive(FromDeriveInput)]
#[darling(attributes(notion), forward_attrs(doc))]
pub(crate) struct Schema {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) title: Option<Text>,
    pub(crate) description: Option<Text>,
    pub(crate) icon: Option<Text>,
    pub(crate) cover: Option<Text>,
    pub(crate) inline: Mark,
    #[darling(multiple, rename = "view")]
    pub(crate) view: Vec<View>,
    /// A function that gives more views.
    pub(crate) views: Option<Path>,
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Path>,
}

/// One field and what `#[notion(..)]` says of it.
#[derive(FromField)]
#[darling(attributes(notion), forward_attrs(doc))]
pub(crate) struct Field {
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) attrs: Vec<Attribute>,

    pub(crate) name: Option<Text>,
    pub(crate) id: Option<Text>,
    /// The names that the property had before.
    #[darling(multiple)]
    pub(crate) renamed_from: Vec<Text>,
    pub(crate) description: Option<Text>,
    pub(crate) skip: Mark,

    // The kinds that a type can be told to hold.
    pub(crate) title: Mark,
    pub(crate) rich_text: Mark,
    pub(crate) url: Mark,
    pub(crate) email: Mark,
    pub(crate) phone_number: Mark,
    pub(crate) select: Mark,
    pub(crate) status: Mark,
    pub(crate) multi_select: Mark,
    pub(crate) number: Option<SpannedValue<Override<Word>>>,

    // What belongs to one kind alone.
    pub(crate) prefix: Option<Text>,
    pub(crate) two_way: Option<Word>,
    pub(crate) rollup: Option<Rollup>,
    pub(crate) formula: Option<Text>,
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
    pub(crate) name: Option<Text>,
    pub(crate) color: Option<Word>,
    pub(crate) group: Option<Word>,
    pub(crate) other: Mark,
}

/// `#[derive(NotionProperty)] struct Cents(i64);`.
#[derive(FromDeriveInput)]
#[darling(attributes(notion))]
pub(crate) struct Newtype {
    pub(crate) title: Mark,
    pub(crate) rich_text: Mark,
    pub(crate) url: Mark,
    pub(crate) email: Mark,
    pub(crate) phone_number: Mark,
    pub(crate) status: Mark,
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Path>,
}
