//! The tokens that a schema becomes. Tokens name things; the runtime does things.

mod columns;
mod fields;
mod relations;
mod row;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::Schema;

/// What every piece needs to know.
struct Expand<'a> {
    schema: &'a Schema,
    /// The runtime's hidden module.
    p: TokenStream,
}

/// Everything that the derive emits for a schema.
pub(crate) fn schema(schema: &Schema) -> TokenStream {
    let krate = &schema.krate;
    let expand = Expand {
        schema,
        p: quote!(#krate::__private),
    };
    let columns = expand.columns();
    let fields = expand.fields();
    let checks = expand.relation_checks();
    let schema_impl = expand.schema_impl();
    quote! {
        #columns
        const _: () = {
            #fields
            #schema_impl
            #checks
        };
    }
}

impl Expand<'_> {
    fn schema_impl(&self) -> TokenStream {
        let Expand { schema, p } = self;
        let ident = &schema.ident;
        let columns = self.columns_name();
        let column_values = self.column_values();
        let (read, visit, visit_mut) = (self.read(), self.visit(), self.visit_mut());
        let (title, description) = (&schema.title, &schema.description);
        let (icon, cover) = (option(schema.icon.as_ref()), option(schema.cover.as_ref()));
        let inline = schema.inline;
        let consts = self.field_consts();
        let one_title = format!(
            "`{ident}` needs exactly one title property: give one field the type `Title`, or mark \
             one text field `#[notion(title)]`"
        );
        let titles = quote_spanned! {ident.span()=>
            const _: () = ::core::assert!(
                #p::count_titles(&<#ident as #p::NotionSchema>::SCHEMA) == 1,
                #one_title
            );
        };
        quote! {
            #[automatically_derived]
            impl #p::NotionSchema for #ident {
                type Columns = #columns;

                const COLUMNS: #columns = #column_values;

                const SCHEMA: #p::Schema = #p::Schema {
                    type_id: ::core::any::TypeId::of::<#ident>(),
                    type_name: ::core::stringify!(#ident),
                    title: #title,
                    description: #description,
                    icon: #icon,
                    cover: #cover,
                    inline: #inline,
                    properties: &[#(#consts.property,)*],
                };

                #read

                #visit

                #visit_mut
            }
            #titles
        }
    }
}

fn option(value: Option<&String>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
