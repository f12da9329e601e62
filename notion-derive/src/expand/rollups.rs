//! Rollups held to the numbers that they give.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;

use super::Expand;
use crate::model::{Choice, Property};

impl Expand<'_> {
    /// The checks go by the fields' consts, and so say nothing where something else is wrong.
    pub(super) fn rollup_checks(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let consts = self.field_consts();
        let properties = schema.properties.iter().zip(consts);
        let checks = properties.filter_map(|(property, field)| {
            let Choice::Rollup { rollup } = &property.choice else {
                return None;
            };
            let (function, relation) = (rollup.function.unraw(), rollup.relation.unraw());
            let written = format!("{function}({relation}.{})", rollup.property.unraw());
            let (first, last) = ends(property);
            // The compiler underlines the call, from the first token of the type to its last.
            let check = respan(quote!(#p::check_numbers), first);
            let mut arguments = Group::new(Delimiter::Parenthesis, quote!(&#field, #written));
            arguments.set_span(last);
            Some(quote_spanned! {first=> const _: () = #check #arguments; })
        });
        quote!(#(#checks)*)
    }
}

/// The same tokens at `span`.
fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let tokens = tokens.into_iter();
    let respanned = tokens.map(|mut token| {
        token.set_span(span);
        token
    });
    respanned.collect()
}

/// Where the first and the last token of a field's type are.
pub(super) fn ends(property: &Property) -> (Span, Span) {
    let first = property.ty_span();
    let last = property.ty.to_token_stream().into_iter().last();
    (first, last.map_or(first, |last| last.span()))
}
