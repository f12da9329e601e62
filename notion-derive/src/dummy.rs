//! What is emitted beside an error: impls of the right shape, so that one mistake is one error and
//! not a trail of "trait not implemented".

use darling::Error;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Path};

use crate::{model, words};

/// The errors of a schema, and one without properties whose columns are all there.
pub(crate) fn schema(input: &DeriveInput, error: Error) -> TokenStream {
    let errors = words::write(error);
    if !input.generics.params.is_empty() {
        return errors;
    }
    let (ident, vis) = (&input.ident, &input.vis);
    let p = private(&input.attrs);
    let columns = format_ident!("{}Columns", ident.unraw());
    let fields: Vec<_> = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields.named.iter().collect(),
            Fields::Unnamed(_) | Fields::Unit => Vec::new(),
        },
        Data::Enum(_) | Data::Union(_) => Vec::new(),
    };
    let fields: Vec<_> = fields
        .into_iter()
        .filter(|field| !words(&field.attrs).iter().any(|word| word == "skip"))
        .collect();
    let names: Vec<_> = fields.iter().map(|field| &field.ident).collect();
    let viss = fields.iter().map(|field| &field.vis);
    let types = fields.iter().map(|field| {
        let ty = &field.ty;
        match flag(&field.attrs) {
            Some(flag) => quote!(#p::As<#p::flag::#flag, #ty>),
            None => quote!(#ty),
        }
    });
    quote! {
        #errors
        #[doc(hidden)]
        #vis struct #columns { #(#viss #names: #p::Column<#ident, #types>,)* }
        impl #ident {
            #[doc(hidden)]
            #vis const COL: #columns = <#ident as #p::NotionSchema>::COLUMNS;
        }
        #[diagnostic::do_not_recommend]
        impl #p::NotionSchema for #ident {
            type Columns = #columns;
            const COLUMNS: #columns = #columns { #(#names: #p::Column::named(""),)* };
            const SCHEMA: #p::Schema = #p::Schema::broken::<#ident>();
            const SIDES: #p::Sides = #p::Sides::UNKNOWN;
            fn read(
                _: &mut #p::Values<'_, '_>,
            ) -> ::core::result::Result<Self, #p::ReadError> {
                ::core::unreachable!()
            }
            fn visit<__V: #p::Visit>(&self, _: &mut __V) {}
            fn visit_mut<__V: #p::VisitMut>(&mut self, _: &mut __V) {}
        }
    }
}

/// The errors of a set of options, and an empty one.
pub(crate) fn options(input: &DeriveInput, error: Error) -> TokenStream {
    let errors = words::write(error);
    if !input.generics.params.is_empty() {
        return errors;
    }
    let ident = &input.ident;
    let p = private(&input.attrs);
    quote! {
        #errors
        #[diagnostic::do_not_recommend]
        impl #p::NotionOptions for #ident {
            const OPTIONS: &'static [#p::Choice] = &[];
            fn from_name(_: &str) -> ::core::option::Option<Self> { ::core::unreachable!() }
            fn name(&self) -> &str { ::core::unreachable!() }
        }
        #p::options_as_property!(#ident);
    }
}

/// The runtime's hidden module, where `crate = path` says.
fn private(attrs: &[Attribute]) -> TokenStream {
    let mut path: Option<Path> = None;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("notion")) {
        // What cannot be read is among the errors already.
        let _ = attr.parse_nested_meta(|meta| {
            if meta.path.is_ident("crate") {
                path = Some(meta.value()?.parse()?);
            } else {
                skip_value(&meta)?;
            }
            Ok(())
        });
    }
    let krate = model::crate_path(path.as_ref());
    quote!(#krate::__private)
}

/// The words in `#[notion(..)]`, as far as they can be read.
fn words(attrs: &[Attribute]) -> Vec<String> {
    let mut words = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("notion")) {
        let _ = attr.parse_nested_meta(|meta| {
            words.extend(meta.path.get_ident().map(ToString::to_string));
            skip_value(&meta)
        });
    }
    words
}

fn skip_value(meta: &syn::meta::ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(syn::Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    }
    Ok(())
}

/// The kind that the attributes choose, as it is called in the runtime's `flag` module.
fn flag(attrs: &[Attribute]) -> Option<Ident> {
    let flag = words(attrs).iter().find_map(|word| model::flag_of(word))?;
    Some(Ident::new(flag, Span::call_site()))
}
