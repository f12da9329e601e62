//! Formulas held to what the names of types tell, where the types are what they are called.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Expand;
use crate::model::{Choice, FormulaCheck, Guess};

impl Expand<'_> {
    /// The checks go by the fields' consts, and so say nothing where a type is wrong.
    pub(super) fn formula_checks(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let consts = self.field_consts();
        let properties = schema.properties.iter().zip(&consts);
        let checks = properties.filter_map(|(property, field)| {
            let Choice::Formula {
                span,
                guess: Some(Guess { assumed, outcome }),
                ..
            } = &property.choice
            else {
                return None;
            };
            let fields = assumed.iter().map(|(at, _)| &consts[*at]);
            let kinds = assumed.iter().map(|(_, kind)| kind);
            let known = quote!(true #(&& #p::is_of_kind(&#fields.property, #kinds))*);
            Some(match outcome {
                FormulaCheck::Gives(result) => {
                    let declared = match *result {
                        "text" => "String",
                        "number" => "f64",
                        "boolean" => "bool",
                        _ => "Date",
                    };
                    let message = format!(
                        "this formula gives a {result}, and the field holds something else; one of \
                         type `Formula<{declared}>` holds it"
                    );
                    quote_spanned! {property.ty_span()=>
                        const _: () = ::core::assert!(
                            !(#known) || #p::gives(&#field, #result), #message
                        );
                    }
                }
                FormulaCheck::Refused(message) => quote_spanned! {*span=>
                    const _: () = ::core::assert!(!(#known), #message);
                },
            })
        });
        quote!(#(#checks)*)
    }
}
