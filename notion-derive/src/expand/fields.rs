//! One const a field: its place in the schema, and how its values are read and written. The
//! field's type is named here with its one obligation, so that a type which does not fit is one
//! error, at that type.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;

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
                let ty = self.field_type(property);
                let value = self.field(property);
                quote! { const #name: #p::Field<#ty> = #value; }
            });
        quote!(#(#fields)*)
    }

    fn field(&self, property: &Property) -> TokenStream {
        let p = &self.p;
        let Property {
            ident,
            name,
            id,
            renamed_from,
            description,
            ..
        } = property;
        let field = ident.unraw().to_string();
        let mut names = quote!(#p::Names::new(#field, #name, #description));
        if let Some(id) = id {
            let id = id.as_str();
            names = quote!(#names.id(#id));
        }
        if !renamed_from.is_empty() {
            let before = renamed_from.iter().map(|before| before.as_str());
            names = quote!(#names.renamed_from(&[#(#before),*]));
        }
        // The path around the type carries the type's span: this is where the compiler lays the
        // blame for a type that does not fit.
        let span = property.ty_span();
        let ty = self.field_type(property);
        let make = |function: TokenStream, types: TokenStream, arguments: TokenStream| {
            let path = self.at(span, &function);
            quote_spanned!(span=> #path::<#types>(#names, #arguments))
        };
        match &property.choice {
            Choice::ByType => make(quote!(field), quote!(#ty), quote!()),
            Choice::Flag(flag) => make(quote!(field_as), quote!(#p::flag::#flag, #ty), quote!()),
            Choice::Number { format } => {
                let field = make(quote!(field_as), quote!(#p::flag::Number, #ty), quote!());
                match format {
                    Some(format) => quote!(#field.number_format(#format)),
                    None => field,
                }
            }
            Choice::UniqueId { prefix, .. } => {
                let field = make(quote!(field_as), quote!(#p::flag::UniqueId, #ty), quote!());
                quote!(#field.prefix(#prefix))
            }
            Choice::TwoWay { field: back } => self.two_way_field(property, back, &names),
            Choice::Rollup { rollup } => {
                let Some(relation) = self.property(&rollup.relation) else {
                    return make(quote!(field_as), quote!(#p::flag::Rollup, #ty), quote!());
                };
                let (function, property) = (&rollup.function, &rollup.property);
                let at = rollup.relation.span();
                let through = self.type_alias(relation, at);
                let columns = self.at(at, &quote!(columns));
                let columns = quote_spanned!(at=> #columns::<#through, _>());
                let rolled_up = self.at(function.span(), &quote!(rolled_up));
                let (relation, name) = (&relation.name, function.to_string());
                // What these two give is not known.
                let field = if name.ends_with("_per_group") {
                    quote_spanned!(span=> unknown_field::<#ty>)
                } else {
                    quote_spanned!(span=> field::<#ty>)
                };
                quote_spanned! {function.span()=>
                    {
                        let property = #columns.#property;
                        #rolled_up::<#p::function::#function, _, _, _>(property)
                            .#field(#names, #name, #relation)
                    }
                }
            }
            Choice::Formula {
                expression, gives, ..
            } => match gives {
                Some(gives) => make(
                    quote!(formula_field_of),
                    quote!(#p::result::#gives, #ty),
                    quote!(#expression),
                ),
                None => make(quote!(formula_field), quote!(#ty), quote!(#expression)),
            },
        }
    }

    /// `__private::item`, every token of it at `span`.
    pub(super) fn at(&self, span: Span, item: &TokenStream) -> TokenStream {
        let p = &self.p;
        quote!(#p::#item)
            .into_iter()
            .map(|mut token| {
                token.set_span(span.resolved_at(Span::mixed_site()));
                token
            })
            .collect()
    }

    pub(super) fn property(&self, field: &Ident) -> Option<&Property> {
        self.schema
            .properties
            .iter()
            .find(|property| property.ident == *field)
    }
}
