//! Options of select, multi-select and status properties.

use crate::color::SelectColor;
use crate::id::OptionId;
use crate::json::object;

object! {
    /// An option: as a value of a page, and as part of a property's schema.
    ///
    /// In a request either `id` or `name` says which option is meant.
    pub struct SelectOption {
        /// The option's id.
        absent id: Option<OptionId>,
        /// The option's name, as the user sees it.
        absent name: String,
        /// The option's colour.
        absent color: Option<SelectColor>,
        /// The option's description. Notion says it in schemas only.
        absent description: Option<String>,
    }
}

impl SelectOption {
    /// The option of that name.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The same option in a colour.
    #[must_use]
    pub fn colored(mut self, color: SelectColor) -> Self {
        self.color = Some(color);
        self
    }
}
