//! Telling whether a value was changed, without keeping the value.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;
use notion_content::Part;
use serde_json::Value;

/// Of nothing, whether it is sent as null or as an empty list, and of what Notion computes.
pub(super) const NOTHING: u64 = 0;

/// Of a value that cannot be written. No value that was read from Notion has it.
pub(super) const UNWRITABLE: u64 = !0;

/// Of what would be sent. Equal content has equal fingerprints, in whatever order Notion sent the keys of its objects;
/// different content has, but for one case in 2⁶⁴, different ones.
pub(super) fn of_content(
    is_empty: bool,
    content: impl FnOnce() -> Result<Value, serde_json::Error>,
) -> u64 {
    if is_empty {
        return NOTHING;
    }
    match content() {
        Ok(content) => {
            let mut hasher = FixedState::default().build_hasher();
            hash(&content, &mut hasher);
            hasher.finish()
        }
        Err(_) => UNWRITABLE,
    }
}

/// Hashes JSON with the keys of objects in one order. Each value begins with its type and its length, so that no two run
/// into each other.
fn hash(json: &Value, hasher: &mut impl Hasher) {
    match json {
        Value::Null => hasher.write_u8(0),
        Value::Bool(on) => (1_u8, on).hash(hasher),
        Value::Number(number) => (2_u8, number.to_string()).hash(hasher),
        Value::String(text) => (3_u8, text).hash(hasher),
        Value::Array(items) => {
            (4_u8, items.len()).hash(hasher);
            items.iter().for_each(|item| hash(item, hasher));
        }
        Value::Object(map) => {
            (5_u8, map.len()).hash(hasher);
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_unstable_by_key(|(key, _)| *key);
            for (key, value) in keys {
                key.hash(hasher);
                hash(value, hasher);
            }
        }
    }
}

/// Of a value that says all that would be sent.
pub(super) fn of_value(value: impl Hash) -> u64 {
    FixedState::default().hash_one(value)
}

/// Of a value that may be a part: parts of two rows are never equal, however equal what is known of them looks.
pub(super) fn of_part(part: Part, content: u64) -> u64 {
    match part.number() {
        Some(number) => of_value((number, content)),
        None => content,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(content: &Value) -> u64 {
        of_content(false, || Ok(content.clone()))
    }

    #[test]
    fn the_order_of_keys_does_not_count_and_that_of_items_does() {
        let one = json!([{ "a": 1, "b": [{ "c": null, "d": "x" }] }, 2]);
        let other = json!([{ "b": [{ "d": "x", "c": null }], "a": 1 }, 2]);
        assert_ne!(one.to_string(), other.to_string());
        assert_eq!(of(&one), of(&other));
        let turned = json!([2, { "a": 1, "b": [{ "c": null, "d": "x" }] }]);
        assert_ne!(of(&one), of(&turned));
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
            json!({}),
            json!([{}]),
            json!({ "a": "b" }),
            json!({ "b": "a" }),
            json!(["a", "b"]),
            json!([["a"], "b"]),
        ];
        for (i, a) in contents.iter().enumerate() {
            for (j, b) in contents.iter().enumerate() {
                assert_eq!(of(a) == of(b), i == j, "{a} and {b}");
            }
        }
    }
}
