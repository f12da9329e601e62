//! `TaskColumns` and `Task::COL`: the typed columns to query and assign with.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;

use super::Expand;
use super::rollups::ends;
use crate::model::Property;

impl Expand<'_> {
    pub(super) fn columns_name(&self) -> Ident {
        format_ident!("{}Columns", self.schema.ident.unraw())
    }

    /// The columns' struct, and the short way to its one value.
    pub(super) fn columns(&self) -> TokenStream {
        let Expand {
            schema, path: p, ..
        } = self;
        let (ident, vis) = (&schema.ident, &schema.vis);
        let columns = self.columns_name();
        let doc = format!("The columns of [`{ident}`], to filter, sort and assign with.");
        let col_doc = format!(
            "The columns of `{ident}`: `{ident}::COL.{}`.",
            self.example()
        );
        let fields = schema.properties.iter().map(|property| {
            let Property {
                ident: field,
                vis,
                name,
                ..
            } = property;
            let ty = self.column_type(property);
            let doc = format!("The property \"{name}\".");
            quote! { #[doc = #doc] #vis #field: #p::Column<#ident, #ty>, }
        });
        let aliases = self.type_aliases();
        quote! {
            #aliases

            #[doc = #doc]
            #[allow(dead_code, non_snake_case)]
            #vis struct #columns { #(#fields)* }

            #[automatically_derived]
            impl #ident {
                #[doc = #col_doc]
                #[allow(dead_code)]
                #vis const COL: #columns = <#ident as #p::NotionSchema>::COLUMNS;
            }
        }
    }

    /// The value of the columns' struct.
    pub(super) fn column_values(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let columns = self.columns_name();
        let fields = schema.properties.iter().map(|property| {
            let Property { ident, name, .. } = property;
            quote!(#ident: #p::Column::named(#name),)
        });
        quote!(#columns { #(#fields)* })
    }

    /// A private alias of each field's type. The expansion names the type nowhere else.
    ///
    /// A type that is not in scope is then one error. The compiler drops an error that is equal to an earlier one, and what
    /// it advises depends on the item that the type stands in: beside the struct, an alias at the name of the struct gets
    /// the same words as the field itself, and a generic argument or a const would get others.
    fn type_aliases(&self) -> TokenStream {
        let aliases = self.schema.properties.iter().map(|property| {
            let (alias, ty) = (
                self.type_alias(property, self.schema.ident.span()),
                &property.ty,
            );
            quote! {
                #[allow(dead_code, non_camel_case_types)]
                type #alias = #ty;
            }
        });
        quote!(#(#aliases)*)
    }

    /// The name of the alias of a field's type.
    pub(super) fn type_alias(&self, property: &Property, span: Span) -> Ident {
        let (schema, field) = (self.schema.ident.unraw(), property.ident.unraw());
        format_ident!("__{schema}_{field}", span = span)
    }

    /// A field's type by its alias, with the span of the whole type: an error about the type underlines all of it. Empty
    /// generic arguments carry the end of the span.
    pub(super) fn field_type(&self, property: &Property) -> TokenStream {
        let (first, last) = ends(property);
        let alias = self.type_alias(property, first);
        let end = quote_spanned!(last=> <>);
        quote!(#alias #end)
    }

    /// What stands for a property's value in the type of its column: the field's type, and the
    /// kind where one was chosen.
    fn column_type(&self, property: &Property) -> TokenStream {
        let (p, ty) = (&self.path, self.field_type(property));
        match property.choice.flag() {
            Some(flag) => quote!(#p::As<#p::flag::#flag, #ty>),
            None => quote!(#ty),
        }
    }

    fn example(&self) -> String {
        self.schema
            .properties
            .first()
            .map_or_else(String::new, |property| property.ident.to_string())
    }
}
