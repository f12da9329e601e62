//! The schema with everything resolved: one name and one choice of kind a field.

mod formula;
mod names;

use darling::util::SpannedValue;
use darling::{Error, FromDeriveInput};
use heck::ToTitleCase;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{DeriveInput, Ident, Path, Type, Visibility};

use crate::{check, docs, input};

pub(crate) use names::{COLORS, NUMBER_FORMATS, ROLLUP_FUNCTIONS};

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
    pub(crate) properties: Vec<Property>,
    /// Fields that are no property: `#[notion(skip)]`.
    pub(crate) skipped: Vec<Ident>,
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
        flag: Ident,
        format: Option<String>,
    },
    UniqueId {
        flag: Ident,
        prefix: String,
    },
    TwoWay {
        flag: Ident,
        /// The field of the target that is the other side.
        field: Ident,
    },
    Rollup {
        flag: Ident,
        rollup: input::Rollup,
    },
    Formula {
        flag: Ident,
        expression: String,
        span: Span,
    },
}

impl Choice {
    /// The name in the runtime's `flag` module, where one was chosen.
    pub(crate) fn flag(&self) -> Option<&Ident> {
        match self {
            Choice::ByType => None,
            Choice::Flag(flag)
            | Choice::Number { flag, .. }
            | Choice::UniqueId { flag, .. }
            | Choice::TwoWay { flag, .. }
            | Choice::Rollup { flag, .. }
            | Choice::Formula { flag, .. } => Some(flag),
        }
    }
}

impl Schema {
    /// Reads and checks a struct; the error holds everything that is wrong with it.
    pub(crate) fn read(input: &DeriveInput) -> Result<Schema, Error> {
        let input = input::Schema::from_derive_input(input)?;
        let mut errors = Error::accumulator();
        check::no_generics(&input.generics, &mut errors);

        let fields = input.data.take_struct().map(|fields| fields.fields);
        let mut properties = Vec::new();
        let mut skipped = Vec::new();
        for field in fields.unwrap_or_default() {
            let Some(ident) = field.ident.clone() else {
                continue;
            };
            if field.skip.is_present() {
                check::skipped_alone(&field, &mut errors);
                skipped.push(ident);
            } else if let Some(property) = errors.handle(Property::read(ident, field)) {
                properties.push(property);
            }
        }

        formula::resolve(&input.ident, &mut properties, &mut errors);
        let schema = Schema {
            title: input
                .title
                .unwrap_or_else(|| input.ident.unraw().to_string().to_title_case()),
            description: describe(input.description.as_ref(), &input.attrs, &mut errors),
            icon: input.icon,
            cover: input.cover.as_ref().map(|cover| cover.as_ref().clone()),
            inline: input.inline.is_present(),
            krate: crate_path(input.krate.as_ref()),
            ident: input.ident,
            vis: input.vis,
            properties,
            skipped,
        };
        check::cover_or_inline(&schema, input.cover.as_ref(), &mut errors);
        check::unique_names(&schema, &mut errors);
        check::rollups_go_through_fields(&schema, &mut errors);
        errors.finish_with(schema)
    }
}

impl Property {
    fn read(ident: Ident, field: input::Field) -> Result<Property, Error> {
        let mut errors = Error::accumulator();
        let name = match &field.name {
            Some(name) => name.as_ref().clone(),
            None => ident.unraw().to_string().to_title_case(),
        };
        let name_span = field.name.as_ref().map_or(ident.span(), SpannedValue::span);
        check::name(&name, name_span, &mut errors);
        let description = describe(field.description.as_ref(), &field.attrs, &mut errors);
        let choice = errors.handle(choice(&field)).unwrap_or(Choice::ByType);
        errors.finish_with(Property {
            ident,
            vis: field.vis,
            ty: field.ty,
            name,
            name_span,
            description,
            choice,
        })
    }
}

/// The path of the runtime crate, `::notion_session` unless told otherwise.
pub(crate) fn crate_path(path: Option<&Path>) -> TokenStream {
    path.map_or_else(|| quote!(::notion_session), |path| quote!(#path))
}

/// The one choice of kind that the attributes make.
fn choice(field: &input::Field) -> Result<Choice, Error> {
    let mut errors = Error::accumulator();
    let mut choices: Vec<(Span, Choice)> = Vec::new();

    for (flag, name) in [
        (&field.title, "Title"),
        (&field.rich_text, "RichText"),
        (&field.url, "Url"),
        (&field.email, "Email"),
        (&field.phone_number, "PhoneNumber"),
        (&field.select, "Select"),
        (&field.status, "Status"),
        (&field.multi_select, "MultiSelect"),
    ] {
        if flag.is_present() {
            let span = flag.span();
            choices.push((span, Choice::Flag(Ident::new(name, span))));
        }
    }
    if let Some(number) = &field.number {
        let format = number.as_ref().as_ref().explicit().map(|word| {
            check::known("number format", &word.0, &NUMBER_FORMATS, &mut errors);
            word.0.to_string()
        });
        let flag = Ident::new("Number", number.span());
        choices.push((number.span(), Choice::Number { flag, format }));
    }
    if let Some(prefix) = &field.prefix {
        let flag = Ident::new("UniqueId", prefix.span());
        let prefix_text = prefix.as_ref().clone();
        choices.push((
            prefix.span(),
            Choice::UniqueId {
                flag,
                prefix: prefix_text,
            },
        ));
    }
    if let Some(input::Word(back)) = &field.two_way {
        let flag = Ident::new("Relation", back.span());
        choices.push((
            back.span(),
            Choice::TwoWay {
                flag,
                field: back.clone(),
            },
        ));
    }
    if let Some(rollup) = &field.rollup {
        let span = rollup.function.span();
        check::known(
            "rollup function",
            &rollup.function,
            &ROLLUP_FUNCTIONS,
            &mut errors,
        );
        let flag = Ident::new("Rollup", span);
        choices.push((
            span,
            Choice::Rollup {
                flag,
                rollup: rollup.clone(),
            },
        ));
    }
    if let Some(formula) = &field.formula {
        let span = formula.span();
        let flag = Ident::new("Formula", span);
        let expression = formula.as_ref().clone();
        choices.push((
            span,
            Choice::Formula {
                flag,
                expression,
                span,
            },
        ));
    }

    let mut choices = choices.into_iter();
    let first = choices.next();
    for (span, _) in choices {
        errors.push(
            Error::custom("a property has one kind; take one of these away").with_span(&span),
        );
    }
    errors.finish_with(first.map_or(Choice::ByType, |(_, choice)| choice))
}

/// The description that was written, or the doc comment's.
fn describe(
    written: Option<&SpannedValue<String>>,
    attrs: &[syn::Attribute],
    errors: &mut darling::error::Accumulator,
) -> String {
    match written {
        Some(text) => {
            check::description(text, text.span(), errors);
            text.as_ref().clone()
        }
        None => docs::description(attrs),
    }
}
