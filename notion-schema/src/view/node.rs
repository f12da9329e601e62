//! A view as owned data.

use notion_model::ViewType;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A view of a schema's database: which rows it shows, in which order, and how. Properties are given by their names
/// wherever Notion takes their IDs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ViewNode {
    /// The name, by which a plan finds the view.
    pub name: String,
    /// What it looks like.
    #[serde(rename = "type")]
    pub kind: ViewType,
    /// Which rows it shows, as Notion's filter; all of them if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Value>,
    /// In which order, as Notion's sorts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sorts: Vec<Value>,
    /// How it shows them, as Notion's configuration. What it does not name stays as it is.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub configuration: Map<String, Value>,
    /// Why Notion would not take the view.
    #[serde(skip)]
    pub(crate) invalid: Option<String>,
}

/// The keys under which Notion names a property.
const KEYS: [&str; 8] = [
    "property",
    "property_id",
    "date_property_id",
    "end_date_property_id",
    "x_axis_property_id",
    "y_axis_property_id",
    "map_by",
    "toggle_column_id",
];

impl ViewNode {
    /// A view of this name that shows all rows.
    pub fn new(name: impl Into<String>, kind: ViewType) -> ViewNode {
        ViewNode {
            name: name.into(),
            kind,
            filter: None,
            sorts: Vec::new(),
            configuration: Map::new(),
            invalid: None,
        }
    }

    /// The names of the properties that the view needs.
    pub fn properties(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut note = |name: &str| {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
            None
        };
        self.clone().replace(&mut note);
        names
    }

    /// Puts other names or IDs in place of those of the properties.
    pub(crate) fn replace(&mut self, with: &mut dyn FnMut(&str) -> Option<String>) {
        self.filter.iter_mut().for_each(|it| replace(it, with));
        self.sorts.iter_mut().for_each(|it| replace(it, with));
        self.configuration
            .iter_mut()
            .for_each(|(key, value)| replace_at(key, value, with));
    }
}

fn replace(value: &mut Value, with: &mut dyn FnMut(&str) -> Option<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, with)),
        Value::Object(map) => map
            .iter_mut()
            .for_each(|(key, value)| replace_at(key, value, with)),
        _ => {}
    }
}

fn replace_at(key: &str, value: &mut Value, with: &mut dyn FnMut(&str) -> Option<String>) {
    match value {
        Value::String(property) if KEYS.contains(&key) => {
            if let Some(other) = with(property) {
                *property = other;
            }
        }
        value => replace(value, with),
    }
}
