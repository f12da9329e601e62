//! `#[derive(NotionOptions)]`: an enum as the options of a select, status or multi-select.

use std::collections::HashMap;

use darling::{Error, FromDeriveInput, ast};
use notion_vocabulary::limits::{MAX_OPTION_NAME_CHARACTERS, MAX_OPTIONS};
use notion_vocabulary::{OptionColor, StatusGroup};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Ident, Type};

use crate::suggest::did_you_mean;
use crate::{check, input, model, read};

/// An enum of options.
pub(crate) struct Options {
    ident: Ident,
    krate: TokenStream,
    options: Vec<Choice>,
    /// The variant that takes whatever name the others do not.
    other: Option<(Ident, Type)>,
}

struct Choice {
    ident: Ident,
    name: String,
    color: Option<String>,
    /// The group of a status, as Notion calls it.
    group: Option<&'static str>,
}

impl Options {
    /// Reads and checks an enum; the error holds everything that is wrong with it.
    pub(crate) fn read(input: &DeriveInput) -> Result<Options, Error> {
        check::an_enum(input)?;
        let mut unread = Error::accumulator();
        read::readable(&input.attrs, &mut unread);
        if let syn::Data::Enum(data) = &input.data {
            for variant in &data.variants {
                read::readable(&variant.attrs, &mut unread);
            }
        }
        unread.finish()?;
        let input = input::Options::from_derive_input(input)?;
        let mut errors = Error::accumulator();
        if !input.generics.params.is_empty() {
            errors.push(
                Error::custom("a set of options takes no generic parameters")
                    .with_span(&input.generics.params.span()),
            );
        }

        let mut options = Vec::new();
        let mut other: Option<(Ident, Type)> = None;
        let mut seen: HashMap<String, Ident> = HashMap::new();
        for variant in input.data.take_enum().unwrap_or_default() {
            if variant.other.is_present() {
                if other.is_some() {
                    errors.push(
                        Error::custom("one variant at most can take the other names")
                            .with_span(&variant.ident.span()),
                    );
                }
                other = errors.handle(catch_all(&variant)).or(other);
                continue;
            }
            let Some(choice) = errors.handle(option(&variant)) else {
                continue;
            };
            // Notion tells options apart whatever their letter case.
            let first = seen.insert(choice.name.to_lowercase(), choice.ident.clone());
            if let Some(first) = first {
                errors.push(
                    Error::custom(format!(
                        "\"{}\" is the name of two options: `{first}` and `{}`",
                        choice.name, choice.ident
                    ))
                    .with_span(&name_span(&variant)),
                );
            }
            options.push(choice);
        }
        if options.len() > MAX_OPTIONS {
            errors.push(
                Error::custom(format!(
                    "a property in Notion has at most {MAX_OPTIONS} options, this enum has {}",
                    options.len()
                ))
                .with_span(&input.ident.span()),
            );
        }
        errors.finish_with(Options {
            krate: model::crate_path(input.krate.as_ref()),
            ident: input.ident,
            options,
            other,
        })
    }

    /// The impls.
    pub(crate) fn expand(&self) -> TokenStream {
        let Options {
            ident,
            krate,
            options,
            other,
        } = self;
        let p = quote!(#krate::__private);
        let names: Vec<_> = options.iter().map(|option| &option.name).collect();
        let idents: Vec<_> = options.iter().map(|option| &option.ident).collect();
        let some_or_none = |value: Option<&str>| match value {
            Some(value) => quote!(::core::option::Option::Some(#value)),
            None => quote!(::core::option::Option::None),
        };
        let colors = options
            .iter()
            .map(|option| some_or_none(option.color.as_deref()));
        let groups = options.iter().map(|option| some_or_none(option.group));
        let from_other = match other {
            Some((other, ty)) => {
                let made = quote_spanned!(ty.span()=> <#ty as #p::OtherName>::from_name(name));
                quote!(_ => ::core::option::Option::Some(Self::#other(#made)),)
            }
            None => quote!(_ => ::core::option::Option::None,),
        };
        let name_of_other = other.as_ref().map(|(other, ty)| {
            let name = quote_spanned!(ty.span()=> <#ty as #p::OtherName>::as_name(name));
            quote!(Self::#other(name) => #name,)
        });
        quote! {
            const _: () = {
                #[automatically_derived]
                #[diagnostic::do_not_recommend]
                impl #p::NotionOptions for #ident {
                    const OPTIONS: &'static [#p::Choice] =
                        &[#(#p::Choice { name: #names, color: #colors, group: #groups },)*];

                    fn from_name(name: &str) -> ::core::option::Option<Self> {
                        match name {
                            #(#names => ::core::option::Option::Some(Self::#idents),)*
                            #from_other
                        }
                    }

                    fn name(&self) -> &str {
                        match self {
                            #(Self::#idents => #names,)*
                            #name_of_other
                        }
                    }
                }
                #p::options_as_property!(#ident);

                #[automatically_derived]
                #[diagnostic::do_not_recommend]
                impl ::core::fmt::Display for #ident {
                    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.pad(#p::NotionOptions::name(self))
                    }
                }

                #[automatically_derived]
                #[diagnostic::do_not_recommend]
                impl ::core::str::FromStr for #ident {
                    type Err = #p::ParseOptionError;

                    fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                        #p::parse_option(text)
                    }
                }
            };
        }
    }
}

/// `#[notion(other)] Other(String)`.
fn catch_all(variant: &input::Variant) -> Result<(Ident, Type), Error> {
    let ([ty], ast::Style::Tuple) = (&variant.fields.fields[..], variant.fields.style) else {
        return Err(Error::custom(format!(
            "the variant for other names holds the name: write `{}(String)`",
            variant.ident
        ))
        .with_span(&variant.ident.span()));
    };
    let own = [
        ("name", variant.name.as_ref().map(input::Text::span)),
        ("colour", variant.color.as_ref().map(|word| word.0.span())),
        ("group", variant.group.as_ref().map(|word| word.0.span())),
    ];
    for (what, span) in own {
        if let Some(span) = span {
            let message = format!("the variant for other names has no {what} of its own");
            return Err(Error::custom(message).with_span(&span));
        }
    }
    Ok((variant.ident.clone(), ty.clone()))
}

fn option(variant: &input::Variant) -> Result<Choice, Error> {
    let mut errors = Error::accumulator();
    if variant.fields.style != ast::Style::Unit {
        errors.push(
            Error::custom(
                "an option is a name and holds no values; for names that are not known yet, mark \
                 one variant `#[notion(other)] Other(String)`",
            )
            .with_span(&variant.ident.span()),
        );
    }
    let name = variant.name.as_deref().cloned();
    let name = name.unwrap_or_else(|| model::title_case(&variant.ident));
    if name.contains(',') {
        errors.push(
            Error::custom("Notion takes no commas in the name of an option")
                .with_span(&name_span(variant)),
        );
    }
    let length = name.encode_utf16().count();
    if length > MAX_OPTION_NAME_CHARACTERS {
        errors.push(
            Error::custom(format!(
                "Notion takes at most {MAX_OPTION_NAME_CHARACTERS} characters in the name of an option, this one has {length}"
            ))
            .with_span(&name_span(variant)),
        );
    }
    if name.trim().is_empty() {
        errors.push(Error::custom("an option needs a name").with_span(&name_span(variant)));
    }
    let color = variant.color.as_ref().map(|color| {
        let written = color.0.to_string();
        if OptionColor::parse(&written).is_none() {
            let hint = did_you_mean(&written, OptionColor::WORDS.iter().copied());
            errors.push(
                Error::custom(format!(
                    "Notion has no colour `{written}` for options{hint}"
                ))
                .with_span(&color.0.span()),
            );
        }
        written
    });
    let group = variant.group.as_ref().and_then(|group| {
        let written = group.0.to_string();
        let known = StatusGroup::parse(&written);
        if known.is_none() {
            let hint = did_you_mean(&written, StatusGroup::WORDS.iter().copied());
            errors.push(
                Error::custom(format!(
                    "a status in Notion has the groups `to_do`, `in_progress` and `complete`, and not \
                     `{written}`{hint}"
                ))
                .with_span(&group.0.span()),
            );
        }
        known.map(StatusGroup::name)
    });
    errors.finish_with(Choice {
        ident: variant.ident.clone(),
        name,
        color,
        group,
    })
}

fn name_span(variant: &input::Variant) -> proc_macro2::Span {
    variant
        .name
        .as_ref()
        .map_or(variant.ident.span(), input::Text::span)
}
