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
        if let Some(instead) = instead_of(name.trim_matches('`')) {
            return format!("{name} is not an attribute; {instead}");
        }
        return match hint.strip_prefix("Available values: ") {
            Some(known) => format!("{name} is not an attribute here; expected one of {known}"),
            None if hint.is_empty() => format!("{name} is not an attribute here"),
            None => format!(
                "{name} is not an attribute; {}",
                hint.replace("Did you mean", "did you mean")
            ),
        };
    }
    if let Some(name) = message.strip_prefix("Duplicate field ") {
        return format!("the attribute {name} is given twice");
    }
    message.to_owned()
}

/// What to write instead of a word that other libraries, or Notion's own JSON, suggest. The nearest attribute by spelling
/// would mislead here: `rename` is near `renamed_from`, and `format` near `formula`.
fn instead_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "rename" | "property" | "column" | "key" | "label" => {
            "write `name = \"..\"` for the name in Notion, and `renamed_from = \"..\"` for a former one"
        }
        "rename_all" => "names are the fields' in title case; write `name = \"..\"` on the field",
        "alias" | "was" | "old_name" => "write `renamed_from = \"..\"` for a former name",
        "format" | "number_format" | "currency" => "write `number = euro`",
        "text" | "string" => "the field's type determines it: `String` or `RichText`",
        "date" | "datetime" | "time" => {
            "the field's type determines it: `Date`, `DateTime` or `DateRange`"
        }
        "checkbox" | "bool" | "boolean" => "the field's type determines it: `bool`",
        "people" | "person" | "user" => "the field's type determines it: `People`",
        "files" | "file" => "the field's type determines it: `Files`",
        "relation" => {
            "the field's type determines it: `Relation<T>`, with `two_way = field` for both sides"
        }
        "place" | "location" => "the field's type determines it: `Place`",
        "verification" => "the field's type determines it: `Verification`",
        "button" => "the field's type determines it: `Button`",
        "created_time" => "the field's type determines it: `CreatedTime`",
        "created_by" => "the field's type determines it: `CreatedBy`",
        "last_edited_time" => "the field's type determines it: `LastEditedTime`",
        "last_edited_by" => "the field's type determines it: `LastEditedBy`",
        "unique_id" => {
            "the field's type determines it: `UniqueId`, with `prefix = \"..\"` for a prefix"
        }
        "phone" => "write `phone_number`",
        "link" => "write `url`",
        "options" | "option" => {
            "options are the variants of an enum with `#[derive(NotionOptions)]`"
        }
        "optional" | "required" | "nullable" => "the field's type determines it: `Option<T>`",
        "ignore" => "write `skip`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::reword;

    #[test]
    fn fields_are_attributes() {
        assert_eq!(
            reword("Unknown field: `nmae`. Did you mean `name`?"),
            "`nmae` is not an attribute; did you mean `name`?"
        );
        assert_eq!(
            reword("Unknown field: `x`. Available values: `a`, `b`"),
            "`x` is not an attribute here; expected one of `a`, `b`"
        );
        assert_eq!(
            reword("Duplicate field `name`"),
            "the attribute `name` is given twice"
        );
    }

    #[test]
    fn words_of_other_libraries_lead_to_ours() {
        for (word, hint, expected) in [
            ("rename", "Did you mean `renamed_from`?", "`name = \"..\"`"),
            ("format", "Did you mean `formula`?", "`number = euro`"),
            ("date", "", "`Date`, `DateTime` or `DateRange`"),
            ("checkbox", "", "`bool`"),
            ("text", "", "`String` or `RichText`"),
            ("phone", "Did you mean `phone_number`?", "`phone_number`"),
        ] {
            let message = match hint {
                "" => format!("Unknown field: `{word}`"),
                hint => format!("Unknown field: `{word}`. {hint}"),
            };
            let message = reword(&message);
            assert!(message.contains(expected), "{message}");
            assert!(!message.contains("did you mean"), "{message}");
        }
    }

    #[test]
    fn without_a_hint_nothing_trails() {
        assert_eq!(
            reword("Unknown field: `frobnicate`"),
            "`frobnicate` is not an attribute here"
        );
    }

    #[test]
    fn what_is_ours_stays() {
        assert_eq!(reword("an option needs a name"), "an option needs a name");
    }
}
