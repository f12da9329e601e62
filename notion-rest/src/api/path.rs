//! What may stand in a path.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Result};

/// What is encoded in a segment: all but the characters that no URL changes, and the percent sign of what is encoded already.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'%');

/// Returns a string of any origin as one segment of a path.
///
/// What is percent-encoded already, as the ids of properties are, stays as it is.
pub(super) fn segment(text: &str) -> Result<String> {
    // The URL's rules take `%2e` for a dot.
    let dots = text.replace("%2e", ".").replace("%2E", ".");
    if matches!(dots.as_str(), "" | "." | "..") {
        return Err(Error::invalid_id(
            text,
            "it cannot be part of the path of a request",
        ));
    }
    Ok(utf8_percent_encode(text, SEGMENT).to_string())
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
