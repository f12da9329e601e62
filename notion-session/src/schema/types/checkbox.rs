//! Checkboxes.

use serde::de::{Deserialize, Deserializer};

use crate::schema::{Encoded, Property, kind};

#[diagnostic::do_not_recommend]
impl Property for bool {
    type Kind = kind::Checkbox;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        bool::deserialize(content)
    }

    fn encode(&self) -> Encoded {
        Encoded::value(*self)
    }
}
