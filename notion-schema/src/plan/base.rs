//! What a plan was worked out from: enough to tell whether it is still so.

use notion_model::{DataSource, plain_text};
use serde::{Deserialize, Serialize};

/// Stands for the schema that a data source had. Two that are equal stand for the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// That of the schema that a data source has: title, description, and properties with all their settings.
    pub fn of(source: &DataSource) -> Fingerprint {
        let mut properties: Vec<_> = source.properties.values().collect();
        properties.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
        let mut hash = Fnv::new();
        hash.take(&plain_text(&source.title));
        hash.take(&plain_text(&source.description));
        for property in properties {
            // What was read as JSON is written as JSON.
            hash.take(&serde_json::to_string(property).unwrap_or_default());
        }
        Fingerprint(format!("{:032x}", hash.0))
    }
}

/// The hash of these strings.
pub(super) fn checksum<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Fnv::new();
    texts.into_iter().for_each(|text| hash.take(text));
    format!("{:032x}", hash.0)
}

/// FNV-1a with 128 bits. Plans are stored and compared by other machines and other versions of this crate, so that
/// the hash must be one that never changes, which the hash of maps is not.
struct Fnv(u128);

impl Fnv {
    fn new() -> Fnv {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn take(&mut self, text: &str) {
        // No text has this byte, so that it tells where one ends.
        for byte in text.bytes().chain([0xff]) {
            self.byte(byte);
        }
    }

    fn byte(&mut self, byte: u8) {
        self.0 ^= u128::from(byte);
        self.0 = self.0.wrapping_mul(0x0100_0000_0000_0000_0000_013b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn source(properties: &Value) -> DataSource {
        serde_json::from_value(json!({
            "object": "data_source", "id": "38c9ce7b-60a4-8100-8000-000000000001",
            "title": [], "properties": properties,
        }))
        .unwrap()
    }

    #[test]
    fn the_hash_is_the_one_that_others_publish() {
        let mut hash = Fnv::new();
        hash.byte(b'a');
        assert_eq!(hash.0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }

    #[test]
    fn it_stands_for_the_schema_and_not_for_the_order_of_its_properties() {
        let name = json!({ "id": "title", "name": "Name", "type": "title", "title": {} });
        let done = json!({ "id": "a", "name": "Done", "type": "checkbox", "checkbox": {} });
        let one = source(&json!({ "Name": name, "Done": done }));
        let other = source(&json!({ "Done": done, "Name": name }));
        assert_eq!(Fingerprint::of(&one), Fingerprint::of(&other));
        let renamed = json!({ "id": "a", "name": "Ready", "type": "checkbox", "checkbox": {} });
        let renamed = source(&json!({ "Name": name, "Ready": renamed }));
        assert_ne!(Fingerprint::of(&one), Fingerprint::of(&renamed));
    }
}
