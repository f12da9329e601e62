//! Two-way relations: that the other side is there, that it leads back, and that both sides name
//! each other.
//!
//! The constants here read names of the target and nothing that needs this schema, so that schemas
//! may refer to each other in circles.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;

use super::Expand;
use crate::model::{Choice, Property};

impl Expand<'_> {
    /// The fields that are sides of two-way relations, each with the name of the other side.
    pub(super) fn two_way_fields(&self) -> impl Iterator<Item = TokenStream> {
        let properties = self.schema.properties.iter();
        properties.filter_map(|property| match &property.choice {
            Choice::TwoWay { field: back } => {
                let field = property.ident.unraw().to_string();
                let back = back.unraw().to_string();
                Some(quote!((#field, #back)))
            }
            _ => None,
        })
    }

    /// The field with the name of its other side.
    pub(super) fn two_way_field(
        &self,
        property: &Property,
        back: &Ident,
        names: &TokenStream,
    ) -> TokenStream {
        let (own, span) = (&self.schema.ident, property.ty_span());
        let ty = self.field_type(property);
        let two_way_field = self.at(span, &quote!(two_way_field));
        let made = quote_spanned!(span=> #two_way_field::<#ty, _>(#names));
        let points_back = self.at(back.span(), &quote!(points_back));
        quote_spanned! {back.span()=>
            {
                let made = #made;
                let back = made.columns.#back;
                made.field.two_way(#points_back::<#own, _, _>(back))
            }
        }
    }

    /// That both sides name each other. It goes by the field's const and not by its type, and so
    /// says nothing where the type is wrong.
    pub(super) fn two_way_checks(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let own = &schema.ident;
        let consts = self.field_consts();
        let properties = schema.properties.iter().zip(consts).enumerate();
        let checks = properties.filter_map(|(index, (property, field))| {
            let Choice::TwoWay { field: back } = &property.choice else {
                return None;
            };
            // Two fields of one struct that name each other are one mistake, told at the first.
            let mut earlier = schema.properties.iter().take(index);
            let told = earlier.any(|earlier| earlier.ident == *back);
            let (this, other) = (property.ident.unraw().to_string(), back.unraw().to_string());
            let not_back = format!(
                "`{other}` names another relation as its other side: write `#[notion(two_way = \
                 {this})]` there, or name here the one that names `{this}`"
            );
            let itself = format!(
                "Notion makes no two-way relation of a database to itself: take `two_way` away, \
                 and `{this}` is a relation to `{own}` that can be read from one side"
            );
            Some(quote_spanned! {back.span()=>
                const _: () = {
                    let (own, target) = (<#own as #p::NotionSchema>::SIDES, #field.target);
                    ::core::assert!(#told || !#p::is_same(&own, &target), #itself);
                    ::core::assert!(#p::names_back(&own, &target, #other, #this), #not_back);
                };
            })
        });
        quote!(#(#checks)*)
    }
}
