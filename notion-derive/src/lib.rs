#![doc = include_str!("docs/lib.md")]

mod check;
mod docs;
mod dummy;
mod expand;
mod input;
mod model;
mod options;
mod suggest;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("docs/notion_schema.md")]
#[proc_macro_derive(NotionSchema, attributes(notion))]
pub fn notion_schema(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let tokens = match model::Schema::read(&input) {
        Ok(schema) => expand::schema(&schema),
        Err(error) => dummy::schema(&input, error),
    };
    tokens.into()
}

#[doc = include_str!("docs/notion_options.md")]
#[proc_macro_derive(NotionOptions, attributes(notion))]
pub fn notion_options(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let tokens = match options::Options::read(&input) {
        Ok(options) => options.expand(),
        Err(error) => dummy::options(&input, error),
    };
    tokens.into()
}
