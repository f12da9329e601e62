//! What the derives emit, and that the words they know are Notion's.

mod accumulated;
mod expansion;
mod golden;

use syn::DeriveInput;

/// The expansion, as a person would write it.
fn pretty(tokens: &proc_macro2::TokenStream) -> String {
    let file: syn::File = syn::parse2(tokens.clone()).expect("the expansion is Rust");
    prettyplease::unparse(&file)
}

fn parse(text: &str) -> DeriveInput {
    syn::parse_str(text).expect("the test is Rust")
}
