//! The rules that one attribute alone cannot show to be kept.

use std::collections::HashMap;

use darling::Error;
use darling::error::Accumulator;
use notion_vocabulary::IconColor;
use notion_vocabulary::limits::MAX_DESCRIPTION_CHARACTERS;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Fields, Generics, Ident};

use crate::icon;
use crate::input;
use crate::model::{Choice, Property, Schema};
use crate::suggest::did_you_mean;

/// A schema is a struct whose fields have names.
pub(crate) fn a_struct(input: &DeriveInput) -> Result<impl Iterator<Item = &Field>, Error> {
    let reason = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Ok(fields.named.iter()),
            Fields::Unnamed(_) => {
                "the fields of a schema need names, from which the properties of the database have \
                 theirs: `struct Task { name: Title }`"
            }
            Fields::Unit => "a schema has at least a title: `struct Task { name: Title }`",
        },
        Data::Enum(_) => {
            "a schema is a struct with one field for each property; an enum is a set of options: \
             `#[derive(NotionOptions)]`"
        }
        Data::Union(_) => "a schema is a struct with one field for each property",
    };
    Err(Error::custom(reason).with_span(&input.ident.span()))
}

/// A set of options is an enum.
pub(crate) fn an_enum(input: &DeriveInput) -> Result<(), Error> {
    let reason = match &input.data {
        Data::Enum(data) if data.variants.is_empty() => {
            "a set of options has at least one: each variant is an option"
        }
        Data::Enum(_) => return Ok(()),
        Data::Struct(_) | Data::Union(_) => {
            "a set of options is an enum with one variant for each; a struct is the schema of a \
             database: `#[derive(NotionSchema)]`"
        }
    };
    Err(Error::custom(reason).with_span(&input.ident.span()))
}

/// A schema is one database, so it has no parameters.
pub(crate) fn no_generics(generics: &Generics, errors: &mut Accumulator) {
    if !generics.params.is_empty() {
        errors.push(
            Error::custom("a schema is one database in Notion and takes no generic parameters")
                .with_span(&generics.params.span()),
        );
    }
}

/// A field that is no property has nothing else to say.
pub(crate) fn skipped_alone(field: &input::Field, errors: &mut Accumulator) {
    if let Some(name) = &field.name {
        errors.push(
            Error::custom("a skipped field is not a property and has no name in Notion")
                .with_span(&name.span()),
        );
    }
    if let Some(id) = &field.id {
        errors.push(
            Error::custom("a skipped field is not a property and has no id in Notion")
                .with_span(&id.span()),
        );
    }
    for before in &field.renamed_from {
        errors.push(
            Error::custom("a skipped field is not a property and had no name in Notion")
                .with_span(&before.span()),
        );
    }
    if let Some(description) = &field.description {
        errors.push(
            Error::custom("a skipped field is not a property and has no description in Notion")
                .with_span(&description.span()),
        );
    }
}

/// The kinds that attributes chose; there is one at the most.
pub(crate) fn skipped_of_no_kind(kind: Span, errors: &mut Accumulator) {
    errors.push(
        Error::custom("a skipped field is not a property and has no kind in Notion")
            .with_span(&kind),
    );
}

/// A property's name: something to read.
pub(crate) fn name(name: &str, span: Span, errors: &mut Accumulator) {
    if name.trim().is_empty() {
        errors.push(Error::custom("a property needs a name in Notion").with_span(&span));
    }
}

/// A property's id: as Notion's API shows it.
pub(crate) fn id(id: &input::Text, errors: &mut Accumulator) {
    let fits = |c: char| c.is_ascii_graphic();
    if id.is_empty() || !id.chars().all(fits) {
        errors.push(
            Error::custom(
                "a property's id is what Notion's API shows as the `id` of the property, such as \
                 \"title\" or \"%5B%3Dyq\"",
            )
            .with_span(&id.span()),
        );
    }
}

/// A description that somebody wrote is not cut behind their back.
pub(crate) fn description(text: &str, span: Span, errors: &mut Accumulator) {
    let length = text.chars().count();
    if length > MAX_DESCRIPTION_CHARACTERS {
        errors.push(
            Error::custom(format!(
                "a description in Notion has at most {MAX_DESCRIPTION_CHARACTERS} characters, this one has {length}"
            ))
            .with_span(&span),
        );
    }
}

/// A word that has to be one of Notion's.
pub(crate) fn known(what: &str, word: &Ident, names: &[&str], errors: &mut Accumulator) {
    let written = word.to_string();
    if !names.contains(&written.as_str()) {
        let hint = did_you_mean(&written, names.iter().copied());
        errors.push(
            Error::custom(format!("Notion has no {what} `{written}`{hint}"))
                .with_span(&word.span()),
        );
    }
}

/// An icon is an emoji, the address of a picture, or one of Notion's icons in one of its colours.
pub(crate) fn icon_of_database(icon: &input::Text, errors: &mut Accumulator) {
    if is_url(icon) || icon::is_emoji(icon) {
        return;
    }
    let (name, color) = match icon.split_once(':') {
        Some((name, color)) => (name, Some(color)),
        None => (icon.as_str(), None),
    };
    if !icon::is_native_name(name) {
        errors.push(
            Error::custom("an icon is an emoji, a URL, or the name of one of Notion's icons")
                .with_span(&icon.span()),
        );
        return;
    }
    if let Some(color) = color
        && IconColor::parse(color).is_none()
    {
        let hint = did_you_mean(color, IconColor::WORDS.iter().copied());
        errors.push(
            Error::custom(format!("Notion has no icons of the colour `{color}`{hint}"))
                .with_span(&icon.span()),
        );
    }
}

/// A cover is a picture somewhere.
pub(crate) fn cover(cover: &input::Text, errors: &mut Accumulator) {
    if !is_url(cover) {
        errors.push(
            Error::custom("a cover is the URL of a picture: `cover = \"https://..\"`")
                .with_span(&cover.span()),
        );
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// A plan finds a view by its name.
pub(crate) fn view_names(views: &[input::View], errors: &mut Accumulator) {
    for (place, view) in views.iter().enumerate() {
        if views[..place]
            .iter()
            .any(|before| *before.name == *view.name)
        {
            let text = format!(
                "another view has the name {:?}: give one of them another",
                *view.name
            );
            errors.push(Error::custom(text).with_span(&view.name.span()));
        }
    }
}

/// Notion refuses a cover on an inline database.
pub(crate) fn cover_or_inline(
    schema: &Schema,
    cover: Option<&input::Text>,
    errors: &mut Accumulator,
) {
    if let Some(cover) = cover
        && schema.inline
    {
        errors.push(
            Error::custom("an inline database has no cover; take `inline` or `cover` away")
                .with_span(&cover.span()),
        );
    }
}

/// Two properties of one name cannot be told apart.
pub(crate) fn unique_names(properties: &[Property], errors: &mut Accumulator) {
    let mut seen: HashMap<&str, &Ident> = HashMap::new();
    for property in properties {
        if let Some(first) = seen.insert(&property.name, &property.ident) {
            errors.push(
                Error::custom(format!(
                    "\"{}\" is the name of two properties: the fields `{first}` and `{}`",
                    property.name, property.ident
                ))
                .with_span(&property.name_span),
            );
        }
    }
}

/// An id is that of one property.
pub(crate) fn unique_ids(properties: &[Property], errors: &mut Accumulator) {
    let mut seen: HashMap<&str, &Ident> = HashMap::new();
    for property in properties {
        let Some(id) = &property.id else { continue };
        if let Some(first) = seen.insert(id.as_str(), &property.ident) {
            errors.push(
                Error::custom(format!(
                    "\"{}\" is the id of two properties: the fields `{first}` and `{}`",
                    id.as_str(),
                    property.ident
                ))
                .with_span(&id.span()),
            );
        }
    }
}

/// A name that a property had before is one that no property has now, and that no other had.
pub(crate) fn former_names(properties: &[Property], errors: &mut Accumulator) {
    let mut seen: HashMap<&str, &Ident> = HashMap::new();
    for property in properties {
        for before in &property.renamed_from {
            let name = before.as_str();
            let now = properties.iter().find(|other| other.name == name);
            let reason = if name.trim().is_empty() {
                Some("a property needs a name in Notion, and had one before".to_owned())
            } else if property.id.is_some() {
                Some(
                    "`id` finds the property, whatever it was called: take one of the two away"
                        .to_owned(),
                )
            } else if let Some(now) = now {
                Some(if now.ident == property.ident {
                    format!("\"{name}\" is the name that the property has now")
                } else {
                    format!("\"{name}\" is the name of the field `{}` now", now.ident)
                })
            } else {
                seen.insert(name, &property.ident).map(|first| {
                    format!(
                        "\"{name}\" was the name of one property: the fields `{first}` and `{}` both declare it",
                        property.ident
                    )
                })
            };
            errors.extend(reason.map(|reason| Error::custom(reason).with_span(&before.span())));
        }
    }
}

/// What a database has once, as far as attributes show it; the compiler counts by types.
pub(crate) fn once(properties: &[Property], errors: &mut Accumulator) {
    let titles = properties
        .iter()
        .filter_map(|property| match &property.choice {
            Choice::Flag(flag) if flag == "Title" => Some(flag.span()),
            _ => None,
        });
    for second in titles.skip(1) {
        errors.push(
            Error::custom(
                "a database in Notion has one title, and another field is marked already",
            )
            .with_span(&second),
        );
    }
    let ids = properties
        .iter()
        .filter_map(|property| match &property.choice {
            Choice::UniqueId { span, .. } => Some(*span),
            _ => None,
        });
    for second in ids.skip(1) {
        errors.push(
            Error::custom("Notion takes one unique id in a database, and this is another")
                .with_span(&second),
        );
    }
}

/// A rollup goes through a field of its own struct.
pub(crate) fn rollups_go_through_fields(
    schema: &Ident,
    properties: &[Property],
    errors: &mut Accumulator,
) {
    let fields: Vec<String> = properties.iter().map(|p| p.ident.to_string()).collect();
    for property in properties {
        let Choice::Rollup { rollup } = &property.choice else {
            continue;
        };
        if rollup.relation == property.ident {
            errors.push(
                Error::custom(
                    "a rollup goes through a relation of this struct, and not through itself",
                )
                .with_span(&rollup.relation.span()),
            );
            continue;
        }
        if fields.iter().any(|field| rollup.relation == *field) {
            continue;
        }
        let hint = relation_to(&rollup.relation, properties).map_or_else(
            || {
                did_you_mean(
                    &rollup.relation.to_string(),
                    fields.iter().map(String::as_str),
                )
            },
            |relation| {
                format!(
                    "; it is the type that `{relation}` relates to: write `{}({relation}.{})`",
                    rollup.function, rollup.property
                )
            },
        );
        errors.push(
            Error::custom(format!(
                "`{}` is not a field of `{}`; a rollup goes through a relation of this struct{hint}",
                rollup.relation, schema
            ))
            .with_span(&rollup.relation.span()),
        );
    }
}

/// The field that relates to this type, if there is one: the type was written where the field belongs.
fn relation_to<'a>(target: &Ident, properties: &'a [Property]) -> Option<&'a Ident> {
    let names_target = |tokens: TokenStream| {
        let mut words = tokens.into_iter().filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word),
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
        });
        words.any(|word| word == "Relation" || word == "PageId")
            && words.any(|word| word == *target)
    };
    properties
        .iter()
        .find(|property| names_target(property.ty.to_token_stream()))
        .map(|property| &property.ident)
}
