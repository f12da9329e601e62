//! The schema with everything resolved: one name and one choice of kind a field.

mod formula;

use darling::error::Accumulator;
use darling::{Error, FromDeriveInput, FromField};
use heck::ToTitleCase;
use notion_vocabulary::{NumberFormat, RollupFunction};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{DeriveInput, Ident, Path, Type, Visibility};

use crate::{check, docs, input};

pub(crate) use formula::{Guess, Outcome};

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
        guess: Option<formula::Guess>,
    },
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

impl Schema {
    /// Reads and checks a struct; the error holds everything that is wrong with it.
    pub(crate) fn read(input: &DeriveInput) -> Result<Schema, Error> {
        let fields = check::a_struct(input)?;
        let mut errors = Error::accumulator();
        check::no_generics(&input.generics, &mut errors);
        let attributes = readable(&input.attrs, &mut errors)
            .then(|| errors.handle(input::Schema::from_derive_input(input)))
            .flatten();

        let mut properties = Vec::new();
        let mut skipped = Vec::new();
        // A field whose attributes cannot be read may be called anything.
        let mut all_are_known = true;
        for field in fields {
            let Some(ident) = field.ident.clone() else {
                continue;
            };
            let read = readable(&field.attrs, &mut errors)
                .then(|| errors.handle(input::Field::from_field(field)))
                .flatten();
            let Some(read) = read else {
                all_are_known = false;
                properties.push(Property::unread(ident, field));
                continue;
            };
            if read.skip.is_present() {
                check::skipped_alone(&read, &mut errors);
                if let Some((span, _)) = choices(&read, &mut errors).first() {
                    check::skipped_of_no_kind(*span, &mut errors);
                }
                skipped.push((ident, read.ty));
            } else {
                properties.push(Property::read(ident, read, &mut errors));
            }
        }

        formula::resolve(&input.ident, &mut properties, all_are_known, &mut errors);
        let Some(attributes) = attributes else {
            check_properties(&input.ident, &properties, &mut errors);
            return Err(errors.finish().err().unwrap_or_else(|| Error::custom("")));
        };
        let schema = Schema {
            title: attributes
                .title
                .as_deref()
                .cloned()
                .unwrap_or_else(|| title_case(&input.ident)),
            description: describe(
                attributes.description.as_ref(),
                &attributes.attrs,
                &mut errors,
            ),
            icon: attributes.icon.as_deref().cloned(),
            cover: attributes.cover.as_deref().cloned(),
            inline: attributes.inline.is_present(),
            krate: crate_path(attributes.krate.as_ref()),
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            properties,
            skipped,
        };
        if let Some(icon) = &attributes.icon {
            check::icon_of_database(icon, &mut errors);
        }
        if let Some(cover) = &attributes.cover {
            check::cover(cover, &mut errors);
        }
        check::cover_or_inline(&schema, attributes.cover.as_ref(), &mut errors);
        check_properties(&schema.ident, &schema.properties, &mut errors);
        errors.finish_with(schema)
    }
}

/// Whether the parser takes the attributes; what it refuses becomes errors.
pub(crate) fn readable(attrs: &[syn::Attribute], errors: &mut Accumulator) -> bool {
    let unfinished = crate::unfinished::attributes(attrs);
    let readable = unfinished.is_empty();
    errors.extend(unfinished);
    readable
}

/// What properties have to keep among each other.
fn check_properties(schema: &Ident, properties: &[Property], errors: &mut Accumulator) {
    check::unique_names(properties, errors);
    check::unique_ids(properties, errors);
    check::former_names(properties, errors);
    check::once(properties, errors);
    check::rollups_go_through_fields(schema, properties, errors);
}

impl Property {
    /// Where the field's type stands.
    pub(crate) fn ty_span(&self) -> Span {
        self.ty.span()
    }

    /// A property whose attributes cannot be read.
    fn unread(ident: Ident, field: &syn::Field) -> Property {
        Property {
            name: title_case(&ident),
            name_span: ident.span(),
            ident,
            vis: field.vis.clone(),
            ty: field.ty.clone(),
            id: None,
            renamed_from: Vec::new(),
            description: String::new(),
            choice: Choice::ByType,
        }
    }

    /// A property, whatever is wrong with it: what names it is not to be blamed for that.
    fn read(ident: Ident, field: input::Field, errors: &mut Accumulator) -> Property {
        let name = field
            .name
            .as_deref()
            .cloned()
            .unwrap_or_else(|| title_case(&ident));
        let name_span = field.name.as_ref().map_or(ident.span(), input::Text::span);
        check::name(&name, name_span, errors);
        let description = describe(field.description.as_ref(), &field.attrs, errors);
        let choice = choice(&field, errors);
        if let Some(id) = &field.id {
            check::id(id, errors);
        }
        Property {
            ident,
            vis: field.vis,
            ty: field.ty,
            name,
            name_span,
            id: field.id,
            renamed_from: field.renamed_from,
            description,
            choice,
        }
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

/// The one choice of kind that the attributes make.
fn choice(field: &input::Field, errors: &mut Accumulator) -> Choice {
    let mut choices = choices(field, errors).into_iter();
    let first = choices.next();
    for (span, _) in choices {
        errors.push(
            Error::custom("a property has one kind; take one of these away").with_span(&span),
        );
    }
    first.map_or(Choice::ByType, |(_, choice)| choice)
}

/// Every choice of kind that the attributes make, and where.
fn choices(field: &input::Field, errors: &mut Accumulator) -> Vec<(Span, Choice)> {
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
            check::known("number format", &word.0, NumberFormat::WORDS, errors);
            word.0.to_string()
        });
        choices.push((number.span(), Choice::Number { format }));
    }
    if let Some(prefix) = &field.prefix {
        let span = prefix.span();
        let prefix = String::clone(prefix);
        choices.push((span, Choice::UniqueId { prefix, span }));
    }
    if let Some(input::Word(back)) = &field.two_way {
        let field = back.clone();
        choices.push((back.span(), Choice::TwoWay { field }));
    }
    if let Some(rollup) = &field.rollup {
        let span = rollup.function.span();
        check::known(
            "rollup function",
            &rollup.function,
            RollupFunction::WORDS,
            errors,
        );
        let rollup = rollup.clone();
        choices.push((span, Choice::Rollup { rollup }));
    }
    if let Some(formula) = &field.formula {
        let span = formula.span();
        let formula = Choice::Formula {
            expression: String::clone(formula),
            span,
            gives: None,
            guess: None,
        };
        choices.push((span, formula));
    }
    choices
}

/// The description that was written, or the doc comment's.
fn describe(
    written: Option<&input::Text>,
    attrs: &[syn::Attribute],
    errors: &mut Accumulator,
) -> String {
    match written {
        Some(text) => {
            check::description(text, text.span(), errors);
            String::clone(text)
        }
        None => docs::description(attrs),
    }
}
