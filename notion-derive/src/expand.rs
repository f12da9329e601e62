//! The tokens that a schema becomes. Tokens name things; the runtime does things.

mod columns;
mod fields;
mod formulas;
mod rollups;
mod row;
mod two_way;
mod views;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::Schema;

/// What every piece needs to know.
struct Expand<'a> {
    schema: &'a Schema,
    /// The runtime's hidden module, by its short name inside the expansion's block.
    p: TokenStream,
    /// The same, by its path.
    path: TokenStream,
}

/// Everything that the derive emits for a schema.
pub(crate) fn schema(schema: &Schema) -> TokenStream {
    let krate = &schema.krate;
    let expand = Expand {
        schema,
        p: quote!(__p),
        path: quote!(#krate::__private),
    };
    let path = &expand.path;
    let columns = expand.columns();
    let fields = expand.fields();
    let schema_impl = expand.schema_impl();
    let two_way = expand.two_way_checks();
    let formulas = expand.formula_checks();
    let rollups = expand.rollup_checks();
    quote! {
        #columns
        const _: () = {
            use #path as __p;
            #fields
            #schema_impl
            #two_way
            #formulas
            #rollups
        };
    }
}

impl Expand<'_> {
    fn schema_impl(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let ident = &schema.ident;
        let columns = self.columns_name();
        let column_values = self.column_values();
        let (read, visit, visit_mut) = (self.read(), self.visit(), self.visit_mut());
        let (title, description) = (&schema.title, &schema.description);
        let (icon, cover) = (option(schema.icon.as_ref()), option(schema.cover.as_ref()));
        let inline = schema.inline;
        let consts = self.field_consts();
        let two_way = self.two_way_fields();
        let counts = self.counts();
        let views = self.views();
        quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
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
                    views: #views,
                };

                const SIDES: #p::Sides = #p::Sides {
                    path: ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#ident)),
                    two_way: &[#(#two_way,)*],
                };

                #read

                #visit

                #visit_mut
            }
            #counts
        }
    }

    /// What a database has once, or once at the most. The kinds are the compiler's to know, so it
    /// counts them.
    fn counts(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let ident = &schema.ident;
        let no_title = format!(
            "`{ident}` needs exactly one title property: give one field the type `Title`, or mark \
             one text field `#[notion(title)]`"
        );
        let titles = format!("`{ident}` has more than one title property; in Notion there is one");
        let ids = format!("`{ident}` has more than one unique id; Notion takes one in a database");
        quote_spanned! {ident.span()=>
            const _: () = {
                let schema = <#ident as #p::NotionSchema>::SCHEMA;
                ::core::assert!(#p::count_titles(&schema) != 0, #no_title);
                ::core::assert!(#p::count_titles(&schema) < 2, #titles);
                ::core::assert!(#p::count_unique_ids(&schema) < 2, #ids);
            };
        }
    }
}

fn option(value: Option<&String>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
