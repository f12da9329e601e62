//! How a row is read into the struct, and how its fields are gone through to be written.

use proc_macro2::TokenStream;
use quote::quote;

use super::Expand;

impl Expand<'_> {
    pub(super) fn read(&self) -> TokenStream {
        let Expand { schema, p } = self;
        let consts = self.field_consts();
        let indices = 0..schema.properties.len();
        let idents = schema.properties.iter().map(|property| &property.ident);
        let skipped = &schema.skipped;
        quote! {
            fn read(
                values: &#p::Values<'_>,
            ) -> ::core::result::Result<Self, #p::ReadError> {
                ::core::result::Result::Ok(Self {
                    #(#idents: values.read(#indices, &#consts)?,)*
                    #(#skipped: ::core::default::Default::default(),)*
                })
            }
        }
    }

    pub(super) fn visit(&self) -> TokenStream {
        let Expand { schema, p } = self;
        let consts = self.field_consts();
        let idents = schema.properties.iter().map(|property| &property.ident);
        quote! {
            fn visit<__V: #p::Visit>(&self, visitor: &mut __V) {
                #(visitor.field(&#consts, &self.#idents);)*
            }
        }
    }
}
