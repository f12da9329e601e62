//! How a row is read into the struct, and how its fields are gone through to be written.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::Expand;

impl Expand<'_> {
    /// The properties come in the order of the answer and are gone through once: each goes into a
    /// slot, whose type follows from the field's const.
    pub(super) fn read(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let consts = self.field_consts();
        let indices = 0..schema.properties.len();
        let idents: Vec<_> = schema
            .properties
            .iter()
            .map(|property| &property.ident)
            .collect();
        let slots: Vec<_> = (0..idents.len())
            .map(|index| format_ident!("__value_{index}", span = Span::mixed_site()))
            .collect();
        let skipped = schema.skipped.iter().map(|(ident, ty)| {
            let value = quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default());
            quote!(#ident: #value,)
        });
        quote! {
            fn read(
                values: &mut #p::Values<'_, '_>,
            ) -> ::core::result::Result<Self, #p::ReadError> {
                #(let mut #slots = ::core::option::Option::None;)*
                while let ::core::option::Option::Some(column) = values.next_column()? {
                    match column {
                        #(#indices => {
                            #slots = ::core::option::Option::Some(values.value(&#consts)?);
                        })*
                        _ => {}
                    }
                }
                ::core::result::Result::Ok(Self {
                    #(#idents: values.found(#slots, &#consts)?,)*
                    #(#skipped)*
                })
            }
        }
    }

    /// The same for a visitor that may put another value in place of a field's.
    pub(super) fn visit_mut(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let consts = self.field_consts();
        let idents = schema.properties.iter().map(|property| &property.ident);
        quote! {
            fn visit_mut<__V: #p::VisitMut>(&mut self, visitor: &mut __V) {
                #(visitor.field(&#consts, &mut self.#idents);)*
            }
        }
    }

    pub(super) fn visit(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let consts = self.field_consts();
        let idents = schema.properties.iter().map(|property| &property.ident);
        quote! {
            fn visit<__V: #p::Visit>(&self, visitor: &mut __V) {
                #(visitor.field(&#consts, &self.#idents);)*
            }
        }
    }
}
