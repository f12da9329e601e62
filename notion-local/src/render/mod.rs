//! From state to JSON, keys in Notion's order.

mod list;
mod user;

pub(crate) use list::list;
pub(crate) use user::{full_user, partial_user};

/// A JSON object in the making: keys stay in the order in which they are put.
#[derive(Debug, Default)]
pub(crate) struct Object(serde_json::Map<String, serde_json::Value>);

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a key.
    #[must_use]
    pub(crate) fn put(mut self, key: &str, value: impl Into<serde_json::Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    pub(crate) fn into_map(self) -> serde_json::Map<String, serde_json::Value> {
        self.0
    }
}

impl From<Object> for serde_json::Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}
