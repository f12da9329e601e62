//! Buttons.

use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde::ser::Serializer;

use crate::schema::{Property, kind};

/// A button. It has no value, and Notion's API can neither create nor press it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Button;

#[diagnostic::do_not_recommend]
impl Property for Button {
    type Kind = kind::Button;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(content).map(|_| Button)
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        content.serialize_unit()
    }
}
