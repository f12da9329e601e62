//! The IDs of properties, by the names that a struct gives them.

use foldhash::HashMap;
use notion_model::{DataSource, PropertyId, PropertySchema};
use serde_json::{Map, Value};

/// The IDs of one schema's properties in one data source, as far as they are known.
///
/// The names are those of the struct, and were those of the properties when the IDs were learnt. Requests and answers use the
/// IDs from then on, so that renaming a property in Notion does not break a running program.
#[derive(Debug, Clone, Default)]
pub struct PropertyIds(HashMap<&'static str, Known>);

#[derive(Debug, Clone)]
struct Known {
    id: PropertyId,
    /// True if another property has this ID as its name. Notion looks for names first, so that the ID "title" does not
    /// lead to the title if another property is called "title".
    is_a_name: bool,
}

impl PropertyIds {
    /// Returns the ID of a property.
    pub fn id(&self, name: &str) -> Option<&PropertyId> {
        self.0.get(name).map(|known| &known.id)
    }

    /// Returns the key of a property in a request: its ID if it is known, otherwise its name.
    pub fn key<'a>(&'a self, name: &'a str) -> &'a str {
        match self.0.get(name) {
            Some(known) if !known.is_a_name => known.id.as_str(),
            _ => name,
        }
    }

    /// Replaces the names of property values by their keys.
    pub fn keyed(&self, properties: Map<String, Value>) -> Map<String, Value> {
        let keyed = |(name, value): (String, Value)| (self.key(&name).to_owned(), value);
        properties.into_iter().map(keyed).collect()
    }

    /// Finds a property in a data source, whatever its name is by now.
    pub fn find<'s>(&self, source: &'s DataSource, name: &str) -> Option<&'s PropertySchema> {
        match self.id(name) {
            Some(id) => source.properties.values().find(|found| found.id == *id),
            None => source.properties.get(name),
        }
    }

    /// Takes an id to be that of a property, unless the property has one.
    pub fn learn(&mut self, name: &'static str, id: PropertyId) {
        if self.0.contains_key(name) {
            return;
        }
        for known in self.0.values_mut() {
            known.is_a_name |= known.id.as_str() == name;
        }
        let is_a_name = id.as_str() == name || self.0.contains_key(id.as_str());
        self.0.insert(name, Known { id, is_a_name });
    }

    /// Takes the ids that a data source gives to properties of these names.
    pub fn learn_from(
        &mut self,
        source: &DataSource,
        names: impl IntoIterator<Item = &'static str>,
    ) {
        for name in names {
            if let Some(property) = source.properties.get(name) {
                self.learn(name, property.id.clone());
            }
        }
    }

    /// How many are known.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_known_goes_by_its_id() {
        let mut ids = PropertyIds::default();
        ids.learn("Estimate", "es%3A".into());
        ids.learn("Estimate", "later".into());
        let Value::Object(properties) = json!({ "Estimate": 1, "Due": 2 }) else {
            unreachable!()
        };
        assert_eq!(
            Value::Object(ids.keyed(properties)),
            json!({ "es%3A": 1, "Due": 2 })
        );
    }

    #[test]
    fn an_id_that_is_another_s_name_is_not_used() {
        let mut ids = PropertyIds::default();
        ids.learn("Task", "title".into());
        assert_eq!(ids.key("Task"), "title");
        ids.learn("title", "a".into());
        assert_eq!((ids.key("Task"), ids.key("title")), ("Task", "a"));
    }
}
