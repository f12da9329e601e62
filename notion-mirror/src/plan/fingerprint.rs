//! What shows that an object has changed.
//!
//! A fingerprint of the JSON, not the edit time: edit times are cut to the minute, and computed values have none. Addresses of
//! uploaded files are signed anew with each answer, and are compared without the signature.

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

/// The fingerprint of a JSON text.
pub(crate) fn of(json: &str) -> i64 {
    let hash = if json.contains("\"expiry_time\"") {
        match serde_json::from_str::<Value>(json) {
            Ok(mut value) => {
                unsign(&mut value);
                xxh3_64(value.to_string().as_bytes())
            }
            Err(_) => xxh3_64(json.as_bytes()),
        }
    } else {
        xxh3_64(json.as_bytes())
    };
    hash.cast_signed()
}

/// Removes what changes with each answer: the expiry time of a file's address and the query of that address.
pub(crate) fn unsign(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(unsign),
        Value::Object(object) => {
            if object.remove("expiry_time").is_some()
                && let Some(Value::String(url)) = object.get_mut("url")
                && let Some(at) = url.find('?')
            {
                url.truncate(at);
            }
            object.values_mut().for_each(unsign);
        }
        _ => {}
    }
}

/// A string in which escapes of lone surrogates are replaced by U+FFFD: JSON has them, and no string of Rust, SQLite or
/// PostgreSQL. `None` if there are none, which is the rule.
pub(crate) fn without_lone_surrogates(json: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| -> Option<u16> {
        let escape = json.get(at..at + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut result: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', json.get(at..)?) {
        let start = at + found;
        at = match unit(start) {
            Some(0xd800..=0xdbff) if matches!(unit(start + 6), Some(0xdc00..=0xdfff)) => start + 12,
            Some(0xd800..=0xdfff) => {
                let all = result.get_or_insert_with(|| json.to_vec());
                all[start + 2..start + 6].copy_from_slice(b"fffd");
                start + 6
            }
            // An escape of two bytes: the second may be a backslash, which begins nothing.
            _ => start + 2,
        };
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_no_change() {
        let file = |signature: &str, name: &str| {
            format!(
                r#"{{"file":{{"url":"https://files/{name}?s={signature}","expiry_time":"{signature}"}}}}"#
            )
        };
        assert_eq!(of(&file("1", "a")), of(&file("2", "a")));
        assert_ne!(of(&file("1", "a")), of(&file("1", "b")));
        assert_ne!(of(r#"{"a":1}"#), of(r#"{"a":2}"#));
    }

    #[test]
    fn lone_surrogates_are_replaced_and_pairs_stay() {
        let replaced = |json: &str| {
            without_lone_surrogates(json.as_bytes()).map(|json| String::from_utf8(json).unwrap())
        };
        assert_eq!(replaced(r#"{"a":"\ud83d\ude00 \n \\ud800"}"#), None);
        assert_eq!(
            replaced(r#"{"a":"x\ud800y"}"#).as_deref(),
            Some(r#"{"a":"x\ufffdy"}"#)
        );
        assert_eq!(
            replaced(r#"{"a":"\uDC00"}"#).as_deref(),
            Some(r#"{"a":"\ufffd"}"#)
        );
        assert_eq!(
            replaced(r#"{"a":"\ud800"#).as_deref(),
            Some(r#"{"a":"\ufffd"#)
        );
    }
}
