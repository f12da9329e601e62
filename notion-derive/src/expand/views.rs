//! The views of a schema.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::Expand;
use crate::input::View;

impl Expand<'_> {
    /// A function that gives the views, for the schema's constant.
    pub(super) fn views(&self) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let ident = &schema.ident;
        if schema.views.is_empty() && schema.views_function.is_none() {
            return quote!(#p::no_views);
        }
        let views = schema.views.iter().map(|view| self.view(view));
        let function = schema.views_function.iter();
        quote! {
            || {
                let mut __views = ::std::vec::Vec::new();
                let __c = <#ident as #p::NotionSchema>::COLUMNS;
                #(__views.push(#views);)*
                #(for __view in #function() {
                    let __view: #p::ViewDefinition<#ident> = __view;
                    __views.push(__view.into_node());
                })*
                let _ = __c;
                __views
            }
        }
    }

    fn view(&self, view: &View) -> TokenStream {
        let Expand { schema, p, .. } = self;
        let ident = &schema.ident;
        let (kind, name) = (&view.kind, &*view.name);
        let kind_name = kind.to_string();
        let column = view
            .group_by
            .as_ref()
            .or(view.date.as_ref())
            .or(view.place.as_ref());
        let new = match (kind_name.as_str(), &view.chart, column) {
            ("chart", Some(chart), _) if chart == "number" => {
                quote!(#p::ViewDefinition::<#ident>::count(#name))
            }
            ("chart", Some(chart), Some(column)) => {
                let chart = format_ident!(
                    "{}",
                    heck::ToUpperCamelCase::to_upper_camel_case(&*chart.to_string())
                );
                quote!(#p::ViewDefinition::<#ident>::chart(#name, #p::ChartType::#chart, __c.#column))
            }
            ("board" | "calendar" | "timeline" | "map", _, Some(column)) => {
                let span = column.span();
                quote_spanned!(span=> #p::ViewDefinition::<#ident>::#kind(#name, __c.#column))
            }
            _ => quote!(#p::ViewDefinition::<#ident>::#kind(#name)),
        };
        let group_by = view.group_by.iter().filter(|_| kind_name == "table");
        let (sub_group_by, until) = (view.sub_group_by.iter(), view.end.iter());
        let filter = view.filter.iter();
        let sort_fields = view.sorts.iter().map(|sort| &sort.field);
        let directions = view.sorts.iter().map(|sort| &sort.direction);
        let (show, hide) = (&view.show, &view.hide);
        quote! {
            #new
                #(.group_by(__c.#group_by))*
                #(.sub_group_by(__c.#sub_group_by))*
                #(.until(__c.#until))*
                #(.filter(#p::filter_with::<#ident>(#filter)))*
                #(.sort(__c.#sort_fields.#directions()))*
                #(.show(__c.#show))*
                #(.hide(__c.#hide))*
                .into_node()
        }
    }
}
