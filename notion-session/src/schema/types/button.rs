//! Buttons.

use serde::de::{Deserialize, Deserializer, IgnoredAny};

use crate::schema::{Encoded, Property, kind};

/// A button. It holds nothing, and Notion's API neither creates nor presses it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Button;

#[diagnostic::do_not_recommend]
impl Property for Button {
    type Kind = kind::Button;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(content).map(|_| Button)
    }
    fn encode(&self) -> Encoded {
        Encoded::Computed
    }
}
