//! From the struct to property values: all that is filled, or what was changed.

use std::marker::PhantomData;

use serde_json::{Map, Value};

use super::Row;
use crate::codec::PropertyIds;
use crate::error::{Error, Result};
use crate::schema::{Field, NotionSchema, PropertyDefinition, Refusal, Visit};

/// Writes the property values of a new row as JSON, each under the key that the ids say: everything
/// but what is empty, so that Notion's own defaults apply, and what Notion computes. They are written
/// as they stand: to make a JSON object of them first costs as much as all the rest of a request.
///
/// # Errors
///
/// [`Error::Refused`] if Notion would not accept a value.
pub fn write_filled<S: NotionSchema>(row: &S, ids: &PropertyIds, json: &mut Vec<u8>) -> Result<()> {
    struct Filled<'a, S> {
        of: PhantomData<fn() -> S>,
        ids: &'a PropertyIds,
        json: &'a mut Vec<u8>,
        is_first: bool,
        outcome: Result<()>,
    }
    impl<S: NotionSchema> Visit for Filled<'_, S> {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            if self.outcome.is_ok() {
                self.outcome = self.put(field, value);
            }
        }
    }
    impl<S: NotionSchema> Filled<'_, S> {
        /// `,"id":{"number":5}`.
        fn put<T>(&mut self, field: &Field<T>, value: &T) -> Result<()> {
            if !is_filled::<S, T>(field, value)? {
                return Ok(());
            }
            let before: &[u8] = if self.is_first { b"" } else { b"," };
            self.is_first = false;
            self.json.extend_from_slice(before);
            let key = self.ids.key(field.property.name);
            serde_json::to_writer(&mut *self.json, key)
                .map_err(|error| unwritten::<S, T>(field, &error))?;
            self.json.extend_from_slice(b":{\"");
            let wire = field.property.config.wire();
            self.json.extend_from_slice(wire.as_bytes());
            self.json.extend_from_slice(b"\":");
            (field.encode)(value, self.json).map_err(|error| unwritten::<S, T>(field, &error))?;
            self.json.push(b'}');
            Ok(())
        }
    }
    json.push(b'{');
    let mut filled = Filled::<S> {
        of: PhantomData,
        ids,
        json,
        is_first: true,
        outcome: Ok(()),
    };
    row.visit(&mut filled);
    filled.outcome?;
    json.push(b'}');
    Ok(())
}

/// The property values of a new row, by their names, that are filled and not what they were before.
///
/// # Errors
///
/// [`Error::Refused`] if Notion would not accept a value.
pub fn differing<S: NotionSchema>(row: &S, before: &[u64]) -> Result<Map<String, Value>> {
    struct Differing<'a, S> {
        of: PhantomData<fn() -> S>,
        before: std::slice::Iter<'a, u64>,
        properties: Result<Map<String, Value>>,
    }
    impl<S: NotionSchema> Visit for Differing<'_, S> {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            let same = self.before.next() == Some(&fingerprint(field, value));
            if let Ok(properties) = &mut self.properties
                && let Err(error) = put_filled::<S, T>(properties, field, value, same)
            {
                self.properties = Err(error);
            }
        }
    }
    fn put_filled<S: NotionSchema, T>(
        properties: &mut Map<String, Value>,
        field: &Field<T>,
        value: &T,
        same: bool,
    ) -> Result<()> {
        if is_filled::<S, T>(field, value)? && !same {
            let content =
                (field.content)(value).map_err(|error| unwritten::<S, T>(field, &error))?;
            put(properties, &field.property, content);
        }
        Ok(())
    }
    let mut differing = Differing::<S> {
        of: PhantomData,
        before: before.iter(),
        properties: Ok(Map::new()),
    };
    row.visit(&mut differing);
    differing.properties
}

/// The properties that an insertion would send, by their names.
///
/// # Errors
///
/// [`Error::Refused`] if Notion would not accept a value.
pub fn filled<S: NotionSchema>(row: &S) -> Result<Vec<&'static str>> {
    struct Filled<S>(Result<Vec<&'static str>>, PhantomData<fn() -> S>);
    impl<S: NotionSchema> Visit for Filled<S> {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            let Ok(names) = &mut self.0 else {
                return;
            };
            match is_filled::<S, T>(field, value) {
                Ok(true) => names.push(field.property.name),
                Ok(false) => {}
                Err(error) => self.0 = Err(error),
            }
        }
    }
    let mut filled = Filled::<S>(Ok(Vec::new()), PhantomData);
    row.visit(&mut filled);
    filled.0
}

/// Returns true if an insertion sends a value.
///
/// # Errors
///
/// [`Error::Refused`], where Notion would not take it.
fn is_filled<S: NotionSchema, T>(field: &Field<T>, value: &T) -> Result<bool> {
    (field.check)(value).map_err(|reason| refused::<S>(&field.property, &reason))?;
    Ok(!field.is_computed && !(field.is_empty)(value))
}

/// The fingerprint of a value, whose lowest bit says whether the value is a part: whatever a type makes of its content, a
/// truncated value never has the fingerprint of a whole one.
pub fn fingerprint<T>(field: &Field<T>, value: &T) -> u64 {
    let content = (field.fingerprint)(value);
    if (field.is_complete)(value) {
        content & !1
    } else {
        content | 1
    }
}

/// Returns true if a fingerprint is that of a part.
pub const fn is_part(fingerprint: u64) -> bool {
    fingerprint & 1 == 1
}

/// What each writable property is now.
pub(crate) fn fingerprints<S: NotionSchema>(row: &S) -> Vec<u64> {
    struct Fingerprints(Vec<u64>);
    impl Visit for Fingerprints {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            self.0.push(fingerprint(field, value));
        }
    }
    let mut fingerprints = Fingerprints(Vec::with_capacity(S::SCHEMA.properties.len()));
    row.visit(&mut fingerprints);
    fingerprints.0
}

/// The fingerprints that the properties of a row had when it was read.
pub fn read_as<S>(row: &Row<S>) -> &[u64] {
    &row.fingerprints
}

/// What of a row was changed since it was read.
#[derive(Debug, Default)]
pub struct Changes {
    /// Each with its content, or why it cannot be sent.
    changed: Vec<(PropertyDefinition, Result<Value>)>,
}

/// Compares a row with what it was.
pub fn changed<S: NotionSchema>(row: &S, before: &[u64]) -> Changes {
    struct Compare<'a, S> {
        of: PhantomData<fn() -> S>,
        before: std::slice::Iter<'a, u64>,
        changes: Changes,
    }
    impl<S: NotionSchema> Visit for Compare<'_, S> {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            // A value that was read and cannot be sent, such as a truncated one, is not a change
            // while it is as it was.
            let same = self.before.next() == Some(&fingerprint(field, value));
            if same || field.is_computed {
                return;
            }
            let content = match (field.check)(value) {
                Err(reason) => Err(refused::<S>(&field.property, &reason)),
                Ok(()) => (field.content)(value).map_err(|error| unwritten::<S, T>(field, &error)),
            };
            self.changes.changed.push((field.property, content));
        }
    }
    let mut compare = Compare::<S> {
        of: PhantomData,
        before: before.iter(),
        changes: Changes::default(),
    };
    row.visit(&mut compare);
    compare.changes
}

impl Changes {
    /// Returns true if nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }

    /// Returns the properties, by their names in Notion.
    pub fn names(&self) -> Vec<&'static str> {
        self.changed
            .iter()
            .map(|(property, ..)| property.name)
            .collect()
    }

    /// What to send.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if Notion would not accept a value.
    pub fn into_properties(self) -> Result<Map<String, Value>> {
        let mut properties = Map::new();
        for (property, content) in self.changed {
            put(&mut properties, &property, content?);
        }
        Ok(properties)
    }
}

/// Adds a property value to those of a request.
pub(crate) fn put(
    properties: &mut Map<String, Value>,
    property: &PropertyDefinition,
    content: Value,
) {
    let value = Map::from_iter([(property.config.wire().to_owned(), content)]);
    properties.insert(property.name.to_owned(), value.into());
}

/// The error for a value that Notion would not take.
fn refused<S: NotionSchema>(property: &PropertyDefinition, reason: &Refusal) -> Error {
    Error::refused(property.name, place::<S>(property), reason.0.as_str())
}

/// Returns the place of a property in a struct, for errors.
pub(crate) fn place<S: NotionSchema>(property: &PropertyDefinition) -> String {
    format!("field `{}` of `{}`", property.field, S::SCHEMA.type_name)
}

/// The error for a value that a type of the user's own cannot write.
fn unwritten<S: NotionSchema, T>(field: &Field<T>, error: &serde_json::Error) -> Error {
    let reason = Refusal::new(format!("it cannot be written as JSON: {error}"));
    refused::<S>(&field.property, &reason)
}
