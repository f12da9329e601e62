//! Reads a struct: its attributes, resolved and checked.

mod formula;

use darling::error::Accumulator;
use darling::{Error, FromDeriveInput, FromField};
use notion_vocabulary::{NumberFormat, RollupFunction};
use proc_macro2::Span;
use syn::{DeriveInput, Ident};

use crate::model::{Choice, Property, Schema, crate_path, title_case};
use crate::{check, docs, input};

/// Reads and checks a struct; the error holds everything that is wrong with it.
pub(crate) fn schema(input: &DeriveInput) -> Result<Schema, Error> {
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
            properties.push(unread_property(ident, field));
            continue;
        };
        if read.skip.is_present() {
            check::skipped_alone(&read, &mut errors);
            if let Some((span, _)) = choices(&read, &mut errors).first() {
                check::skipped_of_no_kind(*span, &mut errors);
            }
            skipped.push((ident, read.ty));
        } else {
            properties.push(property(ident, read, &mut errors));
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
        views: attributes.view,
        views_function: attributes.views,
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
    check::view_names(&schema.views, &mut errors);
    check::cover_or_inline(&schema, attributes.cover.as_ref(), &mut errors);
    check_properties(&schema.ident, &schema.properties, &mut errors);
    errors.finish_with(schema)
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

/// A property whose attributes cannot be read.
fn unread_property(ident: Ident, field: &syn::Field) -> Property {
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
fn property(ident: Ident, field: input::Field, errors: &mut Accumulator) -> Property {
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
