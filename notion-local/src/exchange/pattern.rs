//! Patterns of paths, such as `/v1/pages/{page_id}/markdown`.

/// What every path of the API begins with.
pub(crate) const API: &str = "/v1/";

/// Returns true if a path fits a pattern. A part of the pattern in braces fits any part of the path; a pattern that ends with a
/// slash fits all paths below it.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    let path: Vec<&str> = path.split('/').collect();
    match pattern.strip_suffix('/') {
        Some(above) => {
            let above: Vec<&str> = above.split('/').collect();
            let begins = path.get(..above.len());
            path.len() > above.len() && begins.is_some_and(|begins| parts_fit(&above, begins))
        }
        None => parts_fit(&pattern.split('/').collect::<Vec<_>>(), &path),
    }
}

/// The same for the parts of a pattern without a slash at its end, and those of a path.
pub(crate) fn parts_fit(pattern: &[&str], path: &[impl AsRef<str>]) -> bool {
    let mut parts = pattern.iter().zip(path);
    pattern.len() == path.len()
        && parts.all(|(wanted, part)| *wanted == part.as_ref() || parameter(wanted).is_some())
}

/// The name of a part of a pattern that is in braces.
pub(crate) fn parameter(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// The value of a parameter of a pattern in a path that fits it, given by its parts.
pub(crate) fn value<'a>(pattern: &str, parts: &'a [String], name: &str) -> Option<&'a str> {
    let at = pattern
        .split('/')
        .position(|part| parameter(part) == Some(name))?;
    parts.get(at).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_an_endpoint_or_all_below_it() {
        for (pattern, path, expected) in [
            ("/v1/pages/{id}", "/v1/pages/x", true),
            ("/v1/pages/{id}", "/v1/pages", false),
            ("/v1/pages/{id}", "/v1/pages/x/move", false),
            ("/v1/pages/{id}/move", "/v1/pages/x/move", true),
            ("/v1/pages/{id}/move", "/v1/pages/x/markdown", false),
            ("/v1/pages/", "/v1/pages/x/move", true),
            ("/v1/pages/", "/v1/pages/x", true),
            ("/v1/pages/", "/v1/pages", false),
            ("/v1/", "/v1/pages", true),
            ("/", "/v1/pages", true),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_parameter_has_the_value_of_its_part() {
        let parts = ["views", "a", "queries", "b"].map(String::from);
        let pattern = "views/{view_id}/queries/{query_id}";
        assert_eq!(value(pattern, &parts, "view_id"), Some("a"));
        assert_eq!(value(pattern, &parts, "query_id"), Some("b"));
        assert_eq!(value(pattern, &parts, "page_id"), None);
    }
}
