//! What is being typed: items that the parser refuses, with everything else of them kept.
//!
//! While somebody types, a field or an attribute is unfinished at every second keystroke. One error at that place is right; that
//! the columns are gone and every use of them is marked is not.

use darling::ast::NestedMeta;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Attribute, DeriveInput, Field, Meta};

/// Reads an item. If fields of a struct cannot be parsed, returns it without them, and the first error.
///
/// # Errors
///
/// The parser's, if the item is not a struct with named fields or is unfinished elsewhere.
pub(crate) fn read(tokens: TokenStream) -> syn::Result<(DeriveInput, Option<syn::Error>)> {
    let error = match syn::parse2::<DeriveInput>(tokens.clone()) {
        Ok(input) => return Ok((input, None)),
        Err(error) => error,
    };
    let Some((tokens, first)) = without_broken_fields(tokens) else {
        return Err(error);
    };
    match syn::parse2(tokens) {
        Ok(input) => Ok((input, Some(first))),
        Err(_) => Err(error),
    }
}

/// The item with the fields that can be parsed, and the error of the first other one.
fn without_broken_fields(tokens: TokenStream) -> Option<(TokenStream, syn::Error)> {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let Some(TokenTree::Group(body)) = tokens.pop() else {
        return None;
    };
    let is_struct = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "struct");
    if body.delimiter() != Delimiter::Brace || !tokens.iter().any(is_struct) {
        return None;
    }
    let mut first = None;
    let mut kept = TokenStream::new();
    for field in fields(body.stream()) {
        match Field::parse_named.parse2(field.clone()) {
            Ok(_) => kept.extend([field, quote::quote!(,)]),
            Err(error) => {
                first.get_or_insert_with(|| at_the_last_token(error, field));
            }
        }
    }
    let mut body_kept = Group::new(Delimiter::Brace, kept);
    body_kept.set_span(body.span());
    tokens.push(TokenTree::Group(body_kept));
    Some((tokens.into_iter().collect(), first?))
}

/// The body of a struct, split at the commas between fields: those within `<..>` belong to a type.
fn fields(body: TokenStream) -> Vec<TokenStream> {
    let mut fields = vec![TokenStream::new()];
    let mut depth = 0_usize;
    let mut arrow = false;
    for token in body {
        if let TokenTree::Punct(sign) = &token {
            match sign.as_char() {
                '<' => depth += 1,
                '>' if !arrow => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    fields.push(TokenStream::new());
                    continue;
                }
                _ => {}
            }
            arrow = sign.as_char() == '-';
        } else {
            arrow = false;
        }
        if let Some(last) = fields.last_mut() {
            last.extend([token]);
        }
    }
    fields.retain(|field| !field.is_empty());
    fields
}

/// What is wrong with the attributes `#[notion(..)]` that cannot be read, each where it is: syn places an unexpected end at the
/// derive itself.
pub(crate) fn attributes(attrs: &[Attribute]) -> Vec<darling::Error> {
    let lists = attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::List(list) if list.path.is_ident("notion") => Some(&list.tokens),
        Meta::List(_) | Meta::Path(_) | Meta::NameValue(_) => None,
    });
    lists
        .filter_map(|tokens| {
            let unread = || {
                let error = NestedMeta::parse_meta_list(tokens.clone()).err()?;
                Some(at_the_last_token(error, tokens.clone()))
            };
            missing_value(tokens).or_else(unread).map(Into::into)
        })
        .collect()
}

/// The attribute that has a `=` and no value.
fn missing_value(tokens: &TokenStream) -> Option<syn::Error> {
    let is = |token: Option<&TokenTree>, sign: char| match token {
        Some(TokenTree::Punct(punct)) => punct.as_char() == sign,
        _ => false,
    };
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let name = tokens.iter().enumerate().find_map(|(at, token)| {
        let next = tokens.get(at + 2);
        let ends = is(tokens.get(at + 1), '=') && (next.is_none() || is(next, ','));
        match token {
            TokenTree::Ident(name) if ends => Some(name),
            _ => None,
        }
    })?;
    let example = match name.to_string().as_str() {
        "number" => "euro",
        "two_way" => "field",
        "rollup" => "sum(relation.property)",
        "group" => "complete",
        "color" => "green",
        "crate" => "path",
        _ => "\"..\"",
    };
    let message = format!("`{name}` needs a value: `{name} = {example}`");
    Some(syn::Error::new(name.span(), message))
}

/// The error, moved from the derive to the last token that was read, if the parser met the end.
fn at_the_last_token(error: syn::Error, tokens: TokenStream) -> syn::Error {
    let message = error.to_string();
    if !message.starts_with("unexpected end of input") {
        return error;
    }
    let span = tokens
        .into_iter()
        .last()
        .map_or_else(Span::call_site, |token| token.span());
    syn::Error::new(span, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(input: &DeriveInput) -> Vec<String> {
        let syn::Data::Struct(data) = &input.data else {
            panic!("a struct")
        };
        let fields = data.fields.iter();
        fields
            .filter_map(|field| field.ident.as_ref().map(ToString::to_string))
            .collect()
    }

    #[test]
    fn broken_fields_are_left_out_and_the_others_stay() {
        for broken in [
            "du",
            "due:",
            "due: Option<",
            "due Date",
            "pub",
            "due: Date Date",
            "1: u8",
        ] {
            for text in [
                format!(
                    "struct Task {{ name: Title, {broken}, map: HashMap<String, u8>, done: bool }}"
                ),
                format!(
                    "struct Task {{ name: Title, map: HashMap<String, u8>, done: bool, {broken} }}"
                ),
            ] {
                // An open `<` takes in what is after it, as it does for the compiler.
                if broken.ends_with('<') && text.contains(&format!("{broken},")) {
                    continue;
                }
                let (input, error) = read(text.parse().unwrap()).unwrap();
                assert_eq!(names(&input), ["name", "map", "done"], "{text}");
                assert!(error.is_some(), "{text}");
            }
        }
    }

    #[test]
    fn a_whole_struct_has_no_error() {
        let text =
            "pub struct Task<T> { #[notion(title)] pub name: Title, f: fn(u8) -> Vec<(u8, T)> }";
        let (input, error) = read(text.parse().unwrap()).unwrap();
        assert_eq!(names(&input), ["name", "f"]);
        assert!(error.is_none());
    }

    #[test]
    fn what_is_not_a_struct_with_named_fields_is_refused() {
        for text in ["struct Task", "fn f() {}", "struct", "", "enum A { B, 1 }"] {
            assert!(read(text.parse().unwrap()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_missing_value_is_named() {
        for (text, expected) in [
            ("two_way = ", "`two_way` needs a value: `two_way = field`"),
            ("name =, url", "`name` needs a value: `name = \"..\"`"),
            ("title, number =", "`number` needs a value: `number = euro`"),
        ] {
            let tokens: TokenStream = text.parse().unwrap();
            let errors = attributes(&[syn::parse_quote!(#[notion(#tokens)])]);
            let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
            assert_eq!(errors, [expected]);
        }
    }
}
