//! "Did you mean": the name nearest to what was written.

/// `; did you mean ..?` where a name is near, else nothing.
pub(crate) fn did_you_mean<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    notion_formula::suggest(written, names)
        .map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
