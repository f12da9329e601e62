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
            self.0 ^= u128::from(byte);
            self.0 = self.0.wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }
}
