//! `#[derive(NotionProperty)]`: a struct around one value as the value of a property.

use darling::{Error, FromDeriveInput};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Type};

use crate::{input, model, read, words};

/// Expands the derive; a mistake becomes an error.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    implementations(input).unwrap_or_else(words::write)
}

fn implementations(input: &DeriveInput) -> Result<TokenStream, Error> {
    let mut unread = Error::accumulator();
    read::readable(&input.attrs, &mut unread);
    unread.finish()?;
    let inner = inner(input)?;
    let attributes = input::Newtype::from_derive_input(input)?;
    let flag = flag(&attributes)?;

    let krate = model::crate_path(attributes.krate.as_ref());
    let p = quote!(#krate::__private);
    let ident = &input.ident;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    if let Some(conditions) = conditions {
        return Err(Error::custom(
            "write the bounds of a parameter where it is declared: `struct Checked<T: Property>(T)`",
        )
        .with_span(&conditions.span()));
    }
    // The parameters without their angle brackets.
    let parameters = &input.generics.params;
    // A value that does not fit is one error, at its type: the implementations take for granted what their bound says.
    let (codec, bound) = match flag {
        Some(flag) => (
            quote!(#p::As<#p::flag::#flag, #inner>),
            quote!(#p::PropertyAs<#p::flag::#flag>),
        ),
        None => (quote!(#inner), quote!(#p::Property)),
    };
    let bound = at(inner.span(), bound);
    let bound = quote!(#inner: #bound);
    Ok(quote! {
        #p::property_via!(
            @ #[automatically_derived] #[diagnostic::do_not_recommend]
            [#parameters] [#bound] #ident #arguments, #codec,
            |content| content.map(#ident),
            |content| content.map(|content| content.map(#ident)),
            |this| &this.0,
            |this| &mut this.0
        );

        // An attribute that says the kind that the type has by itself, such as `number = euro`.
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #generics #p::PropertyAs<<#codec as #p::Codec>::Kind> for #ident #arguments
        where
            #bound
        {
            type Codec = Self;
        }
    })
}

/// The tokens as if they stood at a place of the source.
fn at(place: Span, tokens: TokenStream) -> TokenStream {
    let moved = tokens.into_iter().map(|mut token| {
        token.set_span(token.span().located_at(place));
        token
    });
    moved.collect()
}

/// The type of the one field.
fn inner(input: &DeriveInput) -> Result<&Type, Error> {
    if let Data::Struct(data) = &input.data
        && let Fields::Unnamed(fields) = &data.fields
        && let (Some(field), 1) = (fields.unnamed.first(), fields.unnamed.len())
    {
        return Ok(&field.ty);
    }
    let reason = match &input.data {
        Data::Enum(_) => {
            "`NotionProperty` is for a struct with one unnamed field, such as `struct Cents(i64);`; for an \
             enum of options derive `NotionOptions`"
        }
        Data::Struct(_) | Data::Union(_) => {
            "`NotionProperty` is for a struct with one unnamed field, such as `struct Cents(i64);`; for \
             another type implement `Property`"
        }
    };
    Err(Error::custom(reason).with_span(&input.ident.span()))
}

/// The kind that an attribute chooses, as it is called in the runtime's `flag` module.
fn flag(attributes: &input::Newtype) -> Result<Option<Ident>, Error> {
    let marks = [
        (attributes.title, "Title"),
        (attributes.rich_text, "RichText"),
        (attributes.url, "Url"),
        (attributes.email, "Email"),
        (attributes.phone_number, "PhoneNumber"),
        (attributes.status, "Status"),
    ];
    let mut chosen = marks.into_iter().filter(|(mark, _)| mark.is_present());
    let first = chosen.next();
    if let Some((second, _)) = chosen.next() {
        return Err(
            Error::custom("a property has one kind; take one of these away")
                .with_span(&second.span()),
        );
    }
    Ok(first.map(|(_, flag)| Ident::new(flag, Span::call_site())))
}
