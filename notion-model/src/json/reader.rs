//! Reading the keys of an object.

use serde_json::{Map, Value};

use crate::json::{Extra, FieldIndex, Form, FromJson, Misfit};

/// An object that is being read: its keys, and which of them have found their place.
pub(crate) struct Reader<'a> {
    keys: &'a Map<String, Value>,
    /// The keys that belong to fields, and so cannot be a content.
    fields: &'static [&'static str],
    taken: Vec<&'a str>,
    extra: Extra,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(keys: &'a Map<String, Value>, fields: &'static [&'static str]) -> Self {
        Self {
            keys,
            fields,
            taken: Vec::with_capacity(keys.len()),
            extra: Extra::default(),
        }
    }

    /// All keys, taken or not.
    pub(crate) fn keys(&self) -> &'a Map<String, Value> {
        self.keys
    }

    /// The value of a key, which has found its place by that.
    pub(crate) fn take(&mut self, key: &str) -> Option<&'a Value> {
        let (key, value) = self.keys.get_key_value(key)?;
        self.taken.push(key);
        Some(value)
    }

    /// The content of a type: the value of the key that the type names, unless that key has another meaning.
    pub(crate) fn take_content(&mut self, kind: &str) -> Option<&'a Value> {
        let meant = ["", "object", "type"].contains(&kind) || self.fields.contains(&kind);
        if meant { None } else { self.take(kind) }
    }

    /// The value of a key if it fits; else the key stays among the unknown ones.
    pub(crate) fn take_fitting<T: FromJson>(&mut self, key: &str) -> Option<T> {
        let value = T::from_json(self.keys.get(key)?).ok()?;
        self.take(key);
        Some(value)
    }

    pub(crate) fn set_form(&mut self, field: FieldIndex, form: Form) {
        self.extra.set_form(field, form);
    }

    /// The key `object`, which tells objects apart.
    pub(crate) fn object(&mut self, field: FieldIndex, expected: &str) -> Result<(), Misfit> {
        match self.take("object") {
            None => self.set_form(field, Form::Absent),
            Some(Value::String(found)) if found == expected => {}
            Some(found) => {
                let misfit = Misfit::expected(format_args!("{expected:?}"), found);
                return Err(misfit.at_key("object"));
            }
        }
        Ok(())
    }

    /// A key that must be there.
    pub(crate) fn required<T: FromJson>(&mut self, key: &str) -> Result<T, Misfit> {
        let json = self
            .take(key)
            .ok_or_else(|| Misfit::new(format!("the key {key:?} is missing")))?;
        T::from_json(json).map_err(|misfit| misfit.at_key(key))
    }

    /// A key whose value may be blank.
    pub(crate) fn blankable<T: FromJson + Default + PartialEq>(
        &mut self,
        key: &str,
        field: FieldIndex,
    ) -> Result<T, Misfit> {
        let (value, form) = match self.keys.get(key) {
            None => (T::default(), Form::Absent),
            Some(Value::Null) => (T::default(), Form::Null),
            Some(json) => match T::from_json(json) {
                Ok(value) => (value, Form::Written),
                // It is not taken, and so stays among the unknown keys.
                Err(_) if T::LENIENT => {
                    self.set_form(field, Form::Absent);
                    return Ok(T::default());
                }
                Err(misfit) => return Err(misfit.at_key(key)),
            },
        };
        self.take(key);
        // The form is that of the blank value: should the field become blank later, its default form holds.
        if value == T::default() {
            self.set_form(field, form);
        }
        Ok(value)
    }

    /// What has found no place.
    pub(crate) fn finish(mut self) -> Extra {
        if self.taken.len() < self.keys.len() {
            for (key, value) in self.keys {
                if !self.taken.contains(&key.as_str()) {
                    self.extra.insert(key, value.clone());
                }
            }
        }
        self.extra
    }
}
