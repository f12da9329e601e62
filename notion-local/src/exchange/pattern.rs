//! Patterns of paths, such as `/v1/pages/{page_id}/markdown`.

/// What every path of the API begins with.
pub(crate) const API: &str = "/v1/";

/// Whether a path fits a pattern. A part of the pattern in braces fits any part of the path; a pattern that ends with a
/// slash fits all paths below it.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('/') {
        Some(above) => {
            let depth = above.split('/').count();
            let parts: Vec<&str> = path.split('/').collect();
            parts.len() > depth && parts_fit(above, parts.into_iter().take(depth))
        }
        None => parts_fit(pattern, path.split('/')),
    }
}

/// The same for a pattern without a slash at its end, and the parts of a path.
pub(crate) fn parts_fit<'a>(pattern: &str, mut parts: impl Iterator<Item = &'a str>) -> bool {
    let fits = pattern.split('/').all(|wanted| {
        let part = parts.next();
        part.is_some_and(|part| part == wanted || parameter(wanted).is_some())
    });
    fits && parts.next().is_none()
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
