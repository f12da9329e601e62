//! What may stand in a path.

use crate::error::{Error, Result};

/// A text of somebody else's making as one segment of a path.
///
/// What is percent-encoded already, as the ids of properties are, stays as it is.
pub(super) fn segment(text: &str) -> Result<String> {
    if matches!(text, "" | "." | "..") {
        return Err(Error::invalid_id(
            text,
            "it cannot stand in the path of a request",
        ));
    }
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            segment.push_str(&format!("%{byte:02X}"));
        }
    }
    // The URL's rules take `%2e` for a dot.
    let dots = segment.replace("%2e", ".").replace("%2E", ".");
    if matches!(dots.as_str(), "." | "..") {
        return Err(Error::invalid_id(
            text,
            "it cannot stand in the path of a request",
        ));
    }
    Ok(segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_ids_stay_and_the_rest_is_encoded() {
        assert_eq!(segment("title").unwrap(), "title");
        assert_eq!(segment("%5B%3Dyq").unwrap(), "%5B%3Dyq");
        assert_eq!(segment("a/../b?c#d").unwrap(), "a%2F..%2Fb%3Fc%23d");
        assert_eq!(segment("é").unwrap(), "%C3%A9");
    }

    #[test]
    fn what_would_lead_to_another_path_is_refused() {
        for text in ["", ".", "..", "%2e", "%2E%2e", ".%2E"] {
            assert!(segment(text).is_err(), "{text}");
        }
    }
}
