//! What is emitted beside an error: impls of the right shape, so that one mistake is one error and
//! not a trail of "trait not implemented".

use darling::Error;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Fields};

/// The errors of a struct, and a schema without properties whose columns are all there.
pub(crate) fn schema(input: &DeriveInput, error: Error) -> TokenStream {
    let errors = error.write_errors();
    let Data::Struct(data) = &input.data else {
        return errors;
    };
    let Fields::Named(fields) = &data.fields else {
        return errors;
    };
    if !input.generics.params.is_empty() {
        return errors;
    }
    let (ident, vis) = (&input.ident, &input.vis);
    let columns = format_ident!("{ident}Columns");
    let names: Vec<_> = fields
        .named
        .iter()
        .filter_map(|field| field.ident.as_ref())
        .collect();
    let types: Vec<_> = fields.named.iter().map(|field| &field.ty).collect();
    let viss: Vec<_> = fields.named.iter().map(|field| &field.vis).collect();
    quote! {
        #errors
        #[doc(hidden)]
        #vis struct #columns { #(#viss #names: ::notion_session::__private::Column<#ident, #types>,)* }
        impl #ident {
            #[doc(hidden)]
            #vis const COL: #columns = <#ident as ::notion_session::__private::NotionSchema>::COLUMNS;
        }
        impl ::notion_session::__private::NotionSchema for #ident {
            type Columns = #columns;
            const COLUMNS: #columns = #columns {
                #(#names: ::notion_session::__private::Column::named(""),)*
            };
            const SCHEMA: ::notion_session::__private::Schema =
                ::notion_session::__private::Schema::broken::<#ident>();
            fn read(
                _: &mut ::notion_session::__private::Values<'_, '_>,
            ) -> ::core::result::Result<Self, ::notion_session::__private::ReadError> {
                ::core::unreachable!()
            }
            fn visit<V: ::notion_session::__private::Visit>(&self, _: &mut V) {}
            fn visit_mut<V: ::notion_session::__private::VisitMut>(&mut self, _: &mut V) {}
        }
    }
}

/// The errors of an enum, and an empty set of options.
pub(crate) fn options(input: &DeriveInput, error: Error) -> TokenStream {
    let errors = error.write_errors();
    if !matches!(input.data, Data::Enum(_)) || !input.generics.params.is_empty() {
        return errors;
    }
    let ident = &input.ident;
    quote! {
        #errors
        impl ::notion_session::__private::NotionOptions for #ident {
            const OPTIONS: &'static [::notion_session::__private::Choice] = &[];
            fn from_name(_: &str) -> ::core::option::Option<Self> { ::core::unreachable!() }
            fn name(&self) -> &str { ::core::unreachable!() }
        }
        ::notion_session::__private::options_as_property!(#ident);
    }
}
