//! Checkboxes.

use serde::{Deserialize, Deserializer, Serializer};

use crate::schema::{Property, kind};

#[diagnostic::do_not_recommend]
impl Property for bool {
    type Kind = kind::Checkbox;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        bool::deserialize(content)
    }

    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        content.serialize_bool(*self)
    }
}
