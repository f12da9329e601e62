//! darling's errors in our words: what darling calls a field is an attribute to the user, and a
//! field is something else.

use darling::Error;
use proc_macro2::TokenStream;

/// The errors as tokens.
pub(crate) fn write(error: Error) -> TokenStream {
    let errors = syn::Error::from(error).into_iter();
    errors
        .map(|error| syn::Error::new(error.span(), reword(&error.to_string())).into_compile_error())
        .collect()
}

fn reword(message: &str) -> String {
    if let Some(unknown) = message.strip_prefix("Unknown field: ") {
        let (name, hint) = unknown.split_once(". ").unwrap_or((unknown, ""));
        let hint = hint
            .replace("Did you mean", "; did you mean")
            .replace("Available values:", "here; there are");
        let space = if hint.starts_with(';') { "" } else { " " };
        return format!("there is no attribute {name}{space}{hint}");
    }
    if let Some(name) = message.strip_prefix("Duplicate field ") {
        return format!("the attribute {name} is given twice");
    }
    message.to_owned()
}

#[cfg(test)]
mod tests {
    use super::reword;

    #[test]
    fn fields_are_attributes() {
        assert_eq!(
            reword("Unknown field: `nmae`. Did you mean `name`?"),
            "there is no attribute `nmae`; did you mean `name`?"
        );
        assert_eq!(
            reword("Unknown field: `x`. Available values: `a`, `b`"),
            "there is no attribute `x` here; there are `a`, `b`"
        );
        assert_eq!(
            reword("Duplicate field `name`"),
            "the attribute `name` is given twice"
        );
    }

    #[test]
    fn what_is_ours_stays() {
        assert_eq!(reword("an option needs a name"), "an option needs a name");
    }
}
