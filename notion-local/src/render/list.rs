//! The envelope of lists.

use serde_json::{Value, json};

use super::Object;

/// A list as Notion sends it: `type` says what the results are, and a key of that name holds an empty object.
pub(crate) fn list(kind: &str, results: Vec<Value>, next_cursor: Option<String>) -> Object {
    let has_more = next_cursor.is_some();
    Object::new()
        .put("object", "list")
        .put("results", results)
        .put("next_cursor", next_cursor)
        .put("has_more", has_more)
        .put("type", kind)
        .put(kind, json!({}))
}
