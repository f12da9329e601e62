//! What a formula gives if the types of the struct's fields are what they are called.
//!
//! A type called `f64` is a number unless somebody has another of that name, or an alias. So a guess
//! comes with what it assumes, and the compiler, which knows the types, holds the formula to it only
//! where that is so.

use notion_vocabulary::PropertyType;
use syn::{GenericArgument, PathArguments, PathSegment};

use crate::model::{Choice, Property};

/// The type of property that a field's type is by its name.
pub(super) fn by_type(property: &Property) -> Option<PropertyType> {
    let Choice::ByType = property.choice else {
        return None;
    };
    let segment = last_segment(&property.ty)?;
    let name = segment.ident.to_string();
    Some(match (&*name, argument(segment)) {
        ("Option", Some(inner)) => {
            let inner = last_segment(inner)?.ident.to_string();
            single(&inner).unwrap_or(PropertyType::Select)
        }
        ("Vec", Some(_)) => PropertyType::MultiSelect,
        ("Relation", Some(_)) => PropertyType::Relation,
        _ => single(&name)?,
    })
}

/// What the formula of a property assumes, by way of other formulas, too.
pub(super) fn assumed(
    properties: &[Property],
    mentioned: &[Vec<usize>],
    formula: usize,
) -> Vec<(usize, &'static str)> {
    let mut seen = vec![formula];
    let mut next = 0;
    while let Some(at) = seen.get(next).copied() {
        next += 1;
        for other in &mentioned[at] {
            if !seen.contains(other) {
                seen.push(*other);
            }
        }
    }
    seen.sort_unstable();
    let guess = |at: usize| by_type(&properties[at]).map(|kind| (at, kind.as_str()));
    seen.into_iter().filter_map(guess).collect()
}

fn single(name: &str) -> Option<PropertyType> {
    Some(match name {
        "Title" => PropertyType::Title,
        "String" | "RichText" => PropertyType::RichText,
        "bool" => PropertyType::Checkbox,
        "f64" | "f32" | "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => {
            PropertyType::Number
        }
        "Date" | "DateTime" | "DateRange" => PropertyType::Date,
        "CreatedTime" => PropertyType::CreatedTime,
        "LastEditedTime" => PropertyType::LastEditedTime,
        "CreatedBy" => PropertyType::CreatedBy,
        "LastEditedBy" => PropertyType::LastEditedBy,
        "People" => PropertyType::People,
        "Files" => PropertyType::Files,
        "UniqueId" => PropertyType::UniqueId,
        "PageId" => PropertyType::Relation,
        _ => return None,
    })
}

fn last_segment(ty: &syn::Type) -> Option<&PathSegment> {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        syn::Type::Group(group) => last_segment(&group.elem),
        syn::Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

fn argument(segment: &PathSegment) -> Option<&syn::Type> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}
