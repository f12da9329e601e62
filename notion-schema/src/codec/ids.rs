//! The ids of properties, by the names that a struct gives them.

use foldhash::HashMap;
use notion_model::{DataSource, PropertyId, PropertySchema};
use serde_json::{Map, Value};

/// The ids that one data source gives to the properties of one schema, as far as they are known.
///
/// The names are those of the struct. They are what the properties were called when the ids were
/// learnt; whatever they are called since, requests and answers go by the ids.
#[derive(Debug, Clone, Default)]
pub struct PropertyIds(HashMap<&'static str, Known>);

#[derive(Debug, Clone)]
struct Known {
    id: PropertyId,
    /// Whether another property is called that. Notion looks for names first, so that the id "title"
    /// is no word for the title where another property has that name.
    is_a_name: bool,
}

impl PropertyIds {
    /// The id of a property.
    pub fn id(&self, name: &str) -> Option<&PropertyId> {
        self.0.get(name).map(|known| &known.id)
    }

    /// What a request calls a property: its id where that is known, else its name.
    pub fn key<'a>(&'a self, name: &'a str) -> &'a str {
        match self.0.get(name) {
            Some(known) if !known.is_a_name => known.id.as_str(),
            _ => name,
        }
    }

    /// Property values under their keys.
    pub fn keyed(&self, properties: Map<String, Value>) -> Map<String, Value> {
        let keyed = |(name, value): (String, Value)| (self.key(&name).to_owned(), value);
        properties.into_iter().map(keyed).collect()
    }

    /// A property of a data source, whatever it is called there by now.
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
