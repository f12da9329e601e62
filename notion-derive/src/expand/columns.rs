//! `TaskColumns` and `Task::COL`: the typed columns to query and assign with.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt;

use super::Expand;
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
        quote! {
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

    /// What stands for a property's value in the type of its column: the field's type, and the
    /// kind where one was chosen.
    fn column_type(&self, property: &Property) -> TokenStream {
        let (p, ty) = (&self.path, &property.ty);
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
