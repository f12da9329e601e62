//! Notion's rules for values, checked before anything is sent: from Notion's page on request limits, and from its recorded
//! and published errors.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil;
use notion_model::SchemaKind;
use notion_vocabulary::limits::{MAX_OPTION_NAME_CHARACTERS, MAX_VALUE_ELEMENTS};

use super::refusal::Refusal;

/// Checks the name of an option.
pub fn option_name(name: &str) -> Result<(), Refusal> {
    let reason = if name.is_empty() {
        "an option needs a name, and \"\" is not one".to_owned()
    } else if name.contains(',') {
        format!(
            "the name of an option cannot have a comma, as {:?} has; two options are a list of two",
            excerpt(name)
        )
    } else {
        return length("the name of an option", MAX_OPTION_NAME_CHARACTERS, name);
    };
    Err(Refusal::new(reason))
}

/// Checks the options of a property in a schema: each by its name, and that no two have the same name.
pub(crate) fn options<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut seen = HashSet::new();
    for name in names {
        option_name(name)?;
        if !seen.insert(folded(name)) {
            return Err(Refusal::new(format!(
                "\"{name}\" is the name of two options, which Notion takes for one in any letter case"
            )));
        }
    }
    Ok(())
}

/// The name of an option as Notion compares it: two names that differ in letter case alone are the same option.
pub(super) fn folded(name: &str) -> Cow<'_, str> {
    if name.is_ascii() && !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.to_lowercase())
}

/// Checks how many characters a string has, which Notion counts in UTF-16.
pub fn length(what: &str, most: usize, text: &str) -> Result<(), Refusal> {
    // No string has more units than bytes.
    if text.len() <= most {
        return Ok(());
    }
    let length = text.encode_utf16().count();
    if length <= most {
        return Ok(());
    }
    Err(Refusal::new(format!(
        "Notion takes at most {most} characters in {what}, and {:?} has {length}",
        excerpt(text)
    )))
}

/// Checks the type of a property in a schema and its settings.
pub fn schema(kind: &SchemaKind) -> Result<(), Refusal> {
    let named = match kind {
        SchemaKind::Select(select) | SchemaKind::MultiSelect(select) => &select.options,
        SchemaKind::Status(status) => &status.options,
        _ => return Ok(()),
    };
    options(named.iter().map(|option| option.name.as_str()))
}

/// Checks how many elements a list has.
pub fn count(what: &str, count: usize) -> Result<(), Refusal> {
    if count <= MAX_VALUE_ELEMENTS {
        return Ok(());
    }
    Err(Refusal::new(format!(
        "Notion takes at most {MAX_VALUE_ELEMENTS} {what}, and these are {count}"
    )))
}

/// Checks that Notion can hold a day: its years are 1 to 9999.
pub(crate) fn day(day: civil::Date) -> Result<(), Refusal> {
    if day.year() >= 1 {
        return Ok(());
    }
    Err(Refusal::new(format!(
        "{day} lies before year 1, and Notion takes the years 1 to 9999"
    )))
}

/// The beginning of a string, in an error.
fn excerpt(text: &str) -> String {
    const SHOWN: usize = 40;

    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_option_is_neither_empty_nor_long_and_has_no_comma() {
        for name in [
            "a",
            "a b",
            "ä;b",
            &"x".repeat(100),
            &"é".repeat(100),
            &"🕐".repeat(50),
        ] {
            assert_eq!(option_name(name), Ok(()), "{name}");
        }
        for (name, rule) in [
            ("", "needs a name"),
            ("a, b", "a comma"),
            (",", "a comma"),
            (&"x".repeat(101), "at most 100 characters"),
            // Two units of UTF-16 each.
            (&"🕐".repeat(51), "has 102"),
        ] {
            let refusal = option_name(name).unwrap_err();
            assert!(refusal.0.contains(rule), "{name}: {}", refusal.0);
            assert!(refusal.0.len() < 300, "{}", refusal.0);
        }
    }

    #[test]
    fn days_are_in_the_years_1_to_9999() {
        for (year, fits) in [
            (-9999, false),
            (-1, false),
            (0, false),
            (1, true),
            (9999, true),
        ] {
            let first = civil::Date::new(year, 1, 1).unwrap();
            assert_eq!(day(first).is_ok(), fits, "{year}");
        }
    }
}
