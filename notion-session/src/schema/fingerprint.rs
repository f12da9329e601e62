//! Telling whether a value was changed, without keeping the value.

use std::hash::{BuildHasher, Hash, Hasher};
use std::io;

use foldhash::quality::{FixedState, FoldHasher};
use notion_content::Part;
use serde_json::{Error, Serializer};

/// Of nothing, whether it is sent as null or as an empty list, and of what Notion computes.
pub(super) const NOTHING: u64 = 0;

/// Of a value that cannot be written. No value that was read from Notion has it.
pub(super) const UNWRITABLE: u64 = !0;

/// Of what would be sent. Equal content has equal fingerprints; different content has, but for one
/// case in 2⁶⁴, different ones.
pub(super) fn of_content(
    is_empty: bool,
    encode: impl FnOnce(&mut Serializer<Written>) -> Result<(), Error>,
) -> u64 {
    if is_empty {
        return NOTHING;
    }
    let mut json = Serializer::new(Written(FixedState::default().build_hasher()));
    match encode(&mut json) {
        Ok(()) => json.into_inner().0.finish(),
        Err(_) => UNWRITABLE,
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

/// JSON that is not kept.
pub(super) struct Written(FoldHasher<'static>);

impl io::Write for Written {
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        self.0.write(json);
        Ok(json.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use serde_json::{Value, json};

    fn of(content: &Value) -> u64 {
        of_content(false, |json| content.serialize(json))
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
                assert_eq!(of(a) == of(b), i == j, "{a} and {b}");
            }
        }
    }
}
