//! Options of selects and statuses.

use serde_json::{Value, json};

use crate::render::Object;
use crate::state::OptionId;

/// An option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) id: OptionId,
    pub(crate) name: String,
    pub(crate) color: String,
    pub(crate) description: Option<String>,
}

impl Choice {
    /// As a page's value shows it: without the description.
    pub(super) fn render(&self) -> Value {
        json!({ "id": &*self.id, "name": self.name, "color": self.color })
    }

    /// As a schema shows it.
    pub(super) fn render_config(&self) -> Value {
        Object::new()
            .put("id", &*self.id)
            .put("name", self.name.clone())
            .put("color", self.color.clone())
            .put("description", self.description.clone())
            .into()
    }
}
