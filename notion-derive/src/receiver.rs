//! `Self` in the type of a field: the derive names the type where `Self` is something else.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Data, DeriveInput, Fields, Type};

/// Writes the struct's name for `Self` in the types of its fields.
pub(crate) fn replace(input: &mut DeriveInput) {
    let ident = input.ident.clone();
    let Data::Struct(data) = &mut input.data else {
        return;
    };
    let Fields::Named(fields) = &mut data.fields else {
        return;
    };
    for field in &mut fields.named {
        let tokens = field.ty.to_token_stream();
        if mentions(tokens.clone()) {
            field.ty = Type::Verbatim(named(tokens, &ident));
        }
    }
}

fn mentions(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "Self",
        TokenTree::Group(group) => mentions(group.stream()),
        _ => false,
    })
}

fn named(tokens: TokenStream, name: &Ident) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => {
            let mut name = name.clone();
            name.set_span(ident.span());
            name.into()
        }
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), named(group.stream(), name));
            inner.set_span(group.span());
            inner.into()
        }
        token => token,
    });
    tokens.collect()
}

#[cfg(test)]
mod tests {
    use super::replace;
    use quote::ToTokens;

    #[test]
    fn self_is_named_at_every_depth() {
        let mut input = syn::parse_quote! {
            struct Person { a: Relation<Self>, b: Option<(Self, [Self; 2])>, c: Selfish }
        };
        replace(&mut input);
        let expected: syn::DeriveInput = syn::parse_quote! {
            struct Person { a: Relation<Person>, b: Option<(Person, [Person; 2])>, c: Selfish }
        };
        assert_eq!(
            input.to_token_stream().to_string(),
            expected.to_token_stream().to_string()
        );
    }
}
