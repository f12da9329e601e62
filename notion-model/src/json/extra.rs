//! What an object carries beyond its fields.

use std::fmt;

use serde::ser::SerializeMap;
use serde_json::{Map, Value};

/// How a value that says nothing (`None`, an empty list, `false`) stands in the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The key is left out.
    Absent,
    /// The key is there, its value is `null`.
    Null,
    /// The key is there with the empty value itself: `false`, `""`, `[]`, `{}`.
    Written,
}

/// What a JSON object carried beyond the fields of its struct: keys that this version of the crate does not know, known keys whose
/// value has another shape than the one known here, and in which [`Form`] each blank value came.
///
/// Two objects that differ only in form are equal: `null` and absent mean the same.
#[derive(Clone, Default)]
pub struct Extra {
    /// Boxed, because nearly every object has none.
    unknown: Option<Box<Map<String, Value>>>,
    /// Two bits a field: 0 for the default form of that field, else 1 more than the form.
    forms: u64,
}

impl Extra {
    /// Returns the value of an unknown key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.unknown.as_ref()?.get(key)
    }

    /// Adds a key that the struct does not know, to be written after the others. Returns what was there before.
    ///
    /// A key that has a field is written from here only as long as the field is not written.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.unknown
            .get_or_insert_default()
            .insert(key.into(), value.into())
    }

    /// Takes an unknown key out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.unknown.as_mut()?.shift_remove(key)
    }

    /// The unknown keys and their values, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.unknown
            .iter()
            .flat_map(|keys| keys.iter())
            .map(|(key, value)| (key.as_str(), value))
    }

    /// Returns true if there is no unknown key.
    pub fn is_empty(&self) -> bool {
        self.unknown.as_ref().is_none_or(|keys| keys.is_empty())
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.iter().count() == other.iter().count()
            && self
                .iter()
                .all(|(key, value)| other.get(key) == Some(value))
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// A field's place in its struct, by which `Extra` knows its form.
pub(crate) type FieldIndex = usize;

/// The place of the key `object`, before all fields.
pub(crate) const OBJECT_KEY: FieldIndex = 0;

impl Extra {
    /// The most fields that a struct may have.
    pub(crate) const MAX_FIELDS: usize = 32;

    pub(crate) fn form(&self, field: FieldIndex) -> Option<Form> {
        match (self.forms >> (2 * field)) & 0b11 {
            1 => Some(Form::Absent),
            2 => Some(Form::Null),
            3 => Some(Form::Written),
            _ => None,
        }
    }

    pub(crate) fn set_form(&mut self, field: FieldIndex, form: Form) {
        let bits = match form {
            Form::Absent => 1,
            Form::Null => 2,
            Form::Written => 3,
        };
        self.forms = self.forms & !(0b11 << (2 * field)) | bits << (2 * field);
    }

    /// Writes the unknown keys, but for those that have been written as fields.
    pub(crate) fn write<M: SerializeMap>(
        &self,
        map: &mut M,
        written: impl Fn(&str) -> bool,
    ) -> Result<(), M::Error> {
        self.iter()
            .filter(|(key, _)| !written(key))
            .try_for_each(|(key, value)| map.serialize_entry(key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_can_be_read_and_changed() {
        let mut extra = Extra::default();
        assert!(extra.is_empty() && extra.get("a").is_none() && extra.remove("a").is_none());
        assert_eq!(extra.insert("a", 1), None);
        assert_eq!(extra.insert("a", "x"), Some(1.into()));
        assert_eq!(extra.iter().collect::<Vec<_>>(), [("a", &Value::from("x"))]);
        assert_eq!(format!("{extra:?}"), r#"{"a": String("x")}"#);
        assert_ne!(extra, Extra::default());
        assert_eq!(extra.remove("a"), Some("x".into()));
        assert_eq!(extra, Extra::default());
    }

    #[test]
    fn forms_do_not_touch_each_other() {
        let mut extra = Extra::default();
        let forms = [Form::Absent, Form::Null, Form::Written];
        for field in 0..Extra::MAX_FIELDS {
            extra.set_form(field, forms[field % 3]);
        }
        extra.set_form(0, Form::Written);
        for field in 1..Extra::MAX_FIELDS {
            assert_eq!(extra.form(field), Some(forms[field % 3]));
        }
        assert_eq!(extra.form(0), Some(Form::Written));
        assert_eq!(Extra::default().form(5), None);
    }
}
