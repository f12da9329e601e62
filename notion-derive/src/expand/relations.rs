//! What holds between two schemas, as the bodies of closures that are never called: the compiler
//! checks their types and evaluates nothing, so that schemas may refer to each other.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Expand;
use crate::model::Choice;

impl Expand<'_> {
    pub(super) fn relation_checks(&self) -> TokenStream {
        let Expand { schema, p } = self;
        let ident = &schema.ident;
        let checks = schema
            .properties
            .iter()
            .filter_map(|property| match &property.choice {
                Choice::TwoWay { field, .. } => {
                    let target = self.target(&property.ty);
                    let check = quote_spanned!(field.span()=> #p::points_back::<#ident, _, _>);
                    Some(quote! {
                        const _: fn() = || #check(<#target as #p::NotionSchema>::COLUMNS.#field);
                    })
                }
                _ => None,
            });
        quote!(#(#checks)*)
    }
}
