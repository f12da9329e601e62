//! Telling whether a value was changed, without keeping the value.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;
use serde_json::Value;

use super::Encoded;

/// Of nothing, whether it is sent as null or as an empty list, and of what Notion computes.
pub(super) const NOTHING: u64 = 0;

/// Of what would be sent. Equal content has equal fingerprints; different content has, but for one
/// case in 2⁶⁴, different ones.
pub(super) fn of_content(encoded: &Encoded) -> u64 {
    match encoded {
        Encoded::Value(content) => {
            let mut hasher = FixedState::default().build_hasher();
            hash(content, &mut hasher);
            hasher.finish()
        }
        Encoded::Empty(_) | Encoded::Computed => NOTHING,
    }
}

/// Of a value that says all that would be sent.
pub(super) fn of_value(value: impl Hash) -> u64 {
    FixedState::default().hash_one(value)
}

fn hash(value: &Value, hasher: &mut impl Hasher) {
    std::mem::discriminant(value).hash(hasher);
    match value {
        Value::Null => {}
        Value::Bool(value) => value.hash(hasher),
        Value::Number(number) => number.hash(hasher),
        Value::String(text) => text.hash(hasher),
        Value::Array(values) => {
            values.len().hash(hasher);
            values.iter().for_each(|value| hash(value, hasher));
        }
        Value::Object(map) => {
            map.len().hash(hasher);
            for (key, value) in map {
                key.hash(hasher);
                hash(value, hasher);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(content: Value) -> u64 {
        of_content(&Encoded::Value(content))
    }

    #[test]
    fn another_content_is_another_fingerprint() {
        let contents = [
            json!(null),
            json!([]),
            json!(""),
            json!(0),
            json!(1),
            json!([{ "id": "a" }]),
            json!([{ "id": "b" }]),
            json!([{ "id": "a" }, { "id": "b" }]),
            json!([[], []]),
        ];
        for (i, a) in contents.iter().enumerate() {
            for (j, b) in contents.iter().enumerate() {
                assert_eq!(of(a.clone()) == of(b.clone()), i == j, "{a} and {b}");
            }
        }
    }
}
