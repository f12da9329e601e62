#![doc = include_str!("docs/lib.md")]

mod check;
mod docs;
mod dummy;
mod expand;
mod icon;
mod input;
mod model;
mod newtype;
mod options;
mod read;
mod receiver;
mod suggest;
#[cfg(test)]
mod tests;
mod unfinished;
mod words;

use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("docs/notion_schema.md")]
#[proc_macro_derive(NotionSchema, attributes(notion))]
pub fn notion_schema(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let expansion = match unfinished::read(input.into()) {
        Ok((input, None)) => schema(input),
        // Everything that was read is there to use, so that the one mistake is one error.
        Ok((mut input, Some(error))) => {
            receiver::replace(&mut input);
            dummy::schema(&input, error.into())
        }
        Err(error) => error.into_compile_error(),
    };
    expansion.into()
}

#[doc = include_str!("docs/notion_options.md")]
#[proc_macro_derive(NotionOptions, attributes(notion))]
pub fn notion_options(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    options(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("docs/notion_property.md")]
#[proc_macro_derive(NotionProperty, attributes(notion))]
pub fn notion_property(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    newtype::expand(&parse_macro_input!(input as DeriveInput)).into()
}

fn schema(mut input: DeriveInput) -> proc_macro2::TokenStream {
    receiver::replace(&mut input);
    match read::schema(&input) {
        Ok(schema) => expand::schema(&schema),
        Err(error) => dummy::schema(&input, error),
    }
}

fn options(input: &DeriveInput) -> proc_macro2::TokenStream {
    match options::Options::read(input) {
        Ok(options) => options.expand(),
        Err(error) => dummy::options(input, error),
    }
}
