//! Changes of properties: new names, new configurations, other types, and deletion.

use serde_json::{Map, Value};

use super::create::config;
use super::{Draft, Effect};
use crate::error::{ApiError, Result};
use crate::property::PropertyKind;
use crate::state::{PropertyId, TITLE};

impl Draft<'_> {
    /// Applies a map of changes, whose keys are names or ids. What is not there is made.
    pub(super) fn change_all(&mut self, properties: &Map<String, Value>) -> Result<()> {
        let mut new: Vec<(&str, &Value)> = Vec::new();
        let mut changes: Vec<(PropertyId, &Value)> = Vec::new();
        for (key, value) in properties {
            match self.own_schema().find(key) {
                Some(property) => changes.push((property.id.clone(), value)),
                None if config(value).is_some() => {
                    let name = value.get("name").and_then(Value::as_str).unwrap_or(key);
                    new.push((name, value));
                }
                None => return Err(ApiError::find_property(key)),
            }
        }
        // First what goes, so that its name is free for what comes.
        changes.sort_by_key(|(_, value)| !value.is_null());
        for (id, value) in changes {
            if value.is_null() {
                self.delete(&id)?;
            } else {
                self.change(&id, value)?;
            }
        }
        self.add_all(new)
    }

    fn delete(&mut self, id: &PropertyId) -> Result<()> {
        if **id == *TITLE {
            // Choice: no source has the text.
            return Err(ApiError::validation("Cannot delete the title property."));
        }
        let removed = self.own_schema().properties.shift_remove(id);
        if let Some(PropertyKind::Relation(relation)) = removed.map(|property| property.kind) {
            self.detach(&relation);
        }
        self.effects.push(Effect::Clear {
            data_source: self.own,
            property: id.clone(),
        });
        Ok(())
    }

    fn change(&mut self, id: &PropertyId, value: &Value) -> Result<()> {
        let Some(before) = self.own_schema().by_id(id).cloned() else {
            return Ok(());
        };
        let name = match value.get("name").and_then(Value::as_str) {
            Some(name) if name != before.name => {
                if self.own_schema().by_name(name).is_some() {
                    return Err(ApiError::property_exists(name));
                }
                name.to_owned()
            }
            _ => before.name.clone(),
        };
        let mut kind = before.kind.clone();
        if let Some((type_name, config)) = config(value) {
            let same = type_name == before.kind.name();
            if !same && (before.kind.name() == "title" || type_name == "title") {
                return Err(ApiError::validation(
                    "Cannot change the type of the title property.",
                ));
            }
            kind = self.kind(id, &name, type_name, config, same.then_some(&before.kind))?;
            if !same {
                if let PropertyKind::Relation(relation) = &before.kind {
                    self.detach(relation);
                }
                let effect = Effect::Convert {
                    data_source: self.own,
                    property: id.clone(),
                    from: before.kind.clone(),
                };
                self.effects.push(effect);
            }
        }
        let Some(property) = self.own_schema().properties.get_mut(id) else {
            return Ok(());
        };
        property.name = name;
        property.kind = kind;
        if let Some(description) = value.get("description") {
            property.description = description.as_str().map(str::to_owned);
        }
        Ok(())
    }
}
