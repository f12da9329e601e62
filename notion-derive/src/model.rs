//! The schema with everything resolved: one name and one choice of kind a field.

use heck::ToTitleCase;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Path, Type, Visibility};

use crate::input;

/// A struct that is a database's schema.
pub(crate) struct Schema {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// The path of the runtime crate.
    pub(crate) krate: TokenStream,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) icon: Option<String>,
    pub(crate) cover: Option<String>,
    pub(crate) inline: bool,
    pub(crate) views: Vec<input::View>,
    /// A function that gives more views.
    pub(crate) views_function: Option<Path>,
    pub(crate) properties: Vec<Property>,
    /// Fields that are no property: `#[notion(skip)]`.
    pub(crate) skipped: Vec<(Ident, Type)>,
}

/// A field that is a property.
pub(crate) struct Property {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    /// The property's name in Notion.
    pub(crate) name: String,
    /// Where the name was written.
    pub(crate) name_span: Span,
    /// The property's id in Notion, where it was written, and where.
    pub(crate) id: Option<input::Text>,
    /// The names that the property had before.
    pub(crate) renamed_from: Vec<input::Text>,
    pub(crate) description: String,
    pub(crate) choice: Choice,
}

/// What the attributes say of a property's kind.
pub(crate) enum Choice {
    /// Nothing: the type decides.
    ByType,
    /// A kind by its name, in Rust's camel case, as it is called in the runtime's `flag` module.
    Flag(Ident),
    Number {
        format: Option<String>,
    },
    UniqueId {
        prefix: String,
        span: Span,
    },
    TwoWay {
        /// The field of the target that is the other side.
        field: Ident,
    },
    Rollup {
        rollup: input::Rollup,
    },
    Formula {
        expression: String,
        span: Span,
        /// The runtime's name for the type of the result, where the text shows it.
        gives: Option<Ident>,
        /// What the types' names tell beyond that.
        guess: Option<Guess>,
    },
}

/// What is said of a formula, if properties are of these kinds.
pub(crate) struct Guess {
    /// Properties by their places, each with the name of a kind in Notion's API.
    pub(crate) assumed: Vec<(usize, &'static str)>,
    pub(crate) outcome: FormulaCheck,
}

/// The result of checking it.
pub(crate) enum FormulaCheck {
    /// The runtime's name for the type of the result.
    Gives(&'static str),
    /// Notion refuses it, and why.
    Refused(String),
}

impl Choice {
    /// The name in the runtime's `flag` module, where one was chosen.
    pub(crate) fn flag(&self) -> Option<Ident> {
        let flag = |name| Some(Ident::new(name, Span::call_site()));
        match self {
            Choice::ByType => None,
            Choice::Flag(flag) => Some(flag.clone()),
            Choice::Number { .. } => flag("Number"),
            Choice::UniqueId { .. } => flag("UniqueId"),
            Choice::TwoWay { .. } => flag("Relation"),
            Choice::Rollup { .. } => flag("Rollup"),
            Choice::Formula { .. } => flag("Formula"),
        }
    }
}

impl Property {
    /// Where the field's type stands.
    pub(crate) fn ty_span(&self) -> Span {
        self.ty.span()
    }
}

/// The name in Notion that an identifier becomes: `due_date` is "Due Date".
pub(crate) fn title_case(ident: &Ident) -> String {
    ident.unraw().to_string().to_title_case()
}

/// The kind that an attribute chooses, by the name of the attribute.
pub(crate) fn flag_of(attribute: &str) -> Option<&'static str> {
    Some(match attribute {
        "title" => "Title",
        "rich_text" => "RichText",
        "url" => "Url",
        "email" => "Email",
        "phone_number" => "PhoneNumber",
        "select" => "Select",
        "status" => "Status",
        "multi_select" => "MultiSelect",
        "number" => "Number",
        "prefix" => "UniqueId",
        "two_way" => "Relation",
        "rollup" => "Rollup",
        "formula" => "Formula",
        _ => return None,
    })
}

/// The path of the runtime crate, `::notion_session` unless told otherwise.
pub(crate) fn crate_path(path: Option<&Path>) -> TokenStream {
    path.map_or_else(|| quote!(::notion_session), |path| quote!(#path))
}
