//! One const a field: its place in the schema, and how its values are read and written. The
//! field's type is named here with its one obligation, so that a type which does not fit is one
//! error, at that type.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::Expand;
use crate::model::{Choice, Property};

impl Expand<'_> {
    /// The names of the consts, in the order of the properties.
    pub(super) fn field_consts(&self) -> Vec<Ident> {
        (0..self.schema.properties.len())
            .map(|index| format_ident!("__FIELD_{index}", span = Span::mixed_site()))
            .collect()
    }

    pub(super) fn fields(&self) -> TokenStream {
        let p = &self.p;
        let consts = self.field_consts();
        let fields = self
            .schema
            .properties
            .iter()
            .zip(consts)
            .map(|(property, name)| {
                let ty = &property.ty;
                let value = self.field(property);
                quote! { const #name: #p::Field<#ty> = #value; }
            });
        quote!(#(#fields)*)
    }

    fn field(&self, property: &Property) -> TokenStream {
        let Property {
            ident,
            ty,
            name,
            description,
            ..
        } = property;
        let p = &self.p;
        let names = quote! {
            #p::Names {
                field: ::core::stringify!(#ident),
                name: #name,
                description: #description,
            }
        };
        // The path around the type carries the type's span: this is where the compiler lays the
        // blame for a type that does not fit.
        let span = ty.span();
        let field = match property.choice.flag() {
            None => {
                let path = self.at(span, &quote!(field));
                quote_spanned!(span=> #path::<#ty>(#names))
            }
            Some(flag) => {
                let path = self.at(span, &quote!(field_as));
                quote_spanned!(span=> #path::<#p::flag::#flag, #ty>(#names))
            }
        };
        match &property.choice {
            Choice::ByType | Choice::Flag(_) | Choice::Number { format: None, .. } => field,
            Choice::Number {
                format: Some(format),
                ..
            } => quote!(#field.number_format(#format)),
            Choice::UniqueId { prefix, .. } => quote!(#field.prefix(#prefix)),
            Choice::Formula { expression, .. } => quote!(#field.formula(#expression)),
            Choice::TwoWay { field: back, .. } => {
                let target = self.target(ty);
                quote!(#field.two_way(|| <#target as #p::NotionSchema>::COLUMNS.#back.name()))
            }
            Choice::Rollup { rollup, .. } => {
                let Some(relation) = self.property(&rollup.relation) else {
                    return field;
                };
                let (target, relation) = (self.target(&relation.ty), &relation.name);
                let (function, property) = (rollup.function.to_string(), &rollup.property);
                quote! {
                    #field.rollup(
                        #function,
                        #relation,
                        || <#target as #p::NotionSchema>::COLUMNS.#property.name(),
                    )
                }
            }
        }
    }

    /// `__private::item`, every token of it at `span`.
    fn at(&self, span: Span, item: &TokenStream) -> TokenStream {
        let p = &self.p;
        quote!(#p::#item)
            .into_iter()
            .map(|mut token| {
                token.set_span(span.resolved_at(Span::mixed_site()));
                token
            })
            .collect()
    }

    /// The schema that a field's relation leads to.
    pub(super) fn target(&self, ty: &syn::Type) -> TokenStream {
        let p = &self.p;
        quote_spanned!(ty.span()=> <#ty as #p::Relates>::Target)
    }

    pub(super) fn property(&self, field: &Ident) -> Option<&Property> {
        self.schema
            .properties
            .iter()
            .find(|property| property.ident == *field)
    }
}
