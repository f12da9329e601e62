//! From property values to the struct.

use serde_json::value::RawValue;

use crate::schema::{Field, Schema};

/// The property values of a row, each at the place of its field, not read yet.
#[derive(Debug)]
pub struct Values<'a> {
    schema: &'static Schema,
    slots: Vec<Option<&'a RawValue>>,
}

/// A value that does not fit its field.
#[derive(Debug)]
pub struct ReadError {
    pub(crate) property: &'static str,
    pub(crate) source: serde_json::Error,
}

impl<'a> Values<'a> {
    pub(super) fn new(schema: &'static Schema) -> Values<'a> {
        Values {
            schema,
            slots: vec![None; schema.properties.len()],
        }
    }

    pub(super) fn set(&mut self, column: usize, json: &'a RawValue) {
        if let Some(slot) = self.slots.get_mut(column) {
            *slot = Some(json);
        }
    }

    /// The value of one field.
    #[doc(hidden)]
    pub fn read<T>(&self, column: usize, field: &Field<T>) -> Result<T, ReadError> {
        let json = self.slots.get(column).copied().flatten();
        let value = match json {
            Some(json) => (field.decode)(json.get()),
            None => Err(serde::de::Error::custom(format!(
                "Notion sent no property of this name; is it another data source than that of `{}`, \
                 or was the property renamed?",
                self.schema.type_name
            ))),
        };
        value.map_err(|source| ReadError {
            property: field.property.name,
            source,
        })
    }
}
