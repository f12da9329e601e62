//! New properties.

use notion_vocabulary::{PropertyType, RollupFunction};
use serde_json::{Map, Value};

use super::Draft;
use crate::error::{ApiError, Result};
use crate::property::{PropertyKind, Rollup, Status};
use crate::state::{Property, PropertyId, TITLE};

/// The type and the configuration that a request gives, if it gives any.
pub(super) fn config(value: &Value) -> Option<(&'static str, &Value)> {
    PropertyType::WORDS
        .iter()
        .find_map(|name| value.get(name).map(|config| (*name, config)))
}

/// The order in which properties are made, since some name others of the same request.
fn stage(name: &str) -> u8 {
    match name {
        "relation" => 1,
        "rollup" => 2,
        "formula" => 3,
        _ => 0,
    }
}

impl Draft<'_> {
    /// Makes all properties of a new data source.
    pub(super) fn create_all(&mut self, properties: &Map<String, Value>) -> Result<()> {
        let titles = properties
            .values()
            .filter(|value| value.get("title").is_some())
            .count();
        match titles {
            0 => return Err(ApiError::validation("Title is not provided")),
            1 => {}
            // Choice: no source has the text.
            _ => {
                return Err(ApiError::validation(
                    "Only one title property can be provided",
                ));
            }
        }
        let given: Vec<(&str, &Value)> = properties
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .collect();
        self.add_all(given)
    }

    /// Adds properties: first those that stand alone, then relations, rollups and formulas. Rollups and formulas may
    /// name one another, so that those which find what they name go first.
    pub(super) fn add_all(&mut self, mut given: Vec<(&str, &Value)>) -> Result<()> {
        given.sort_by_key(|(_, value)| config(value).map_or(0, |(name, _)| stage(name)));
        while !given.is_empty() {
            let before = given.len();
            let mut failed: Option<ApiError> = None;
            let mut later = Vec::new();
            for (name, value) in given {
                match self.add(name, value) {
                    Ok(()) => {}
                    Err(error) => {
                        let names_others =
                            config(value).is_some_and(|(name, _)| stage(name) >= stage("rollup"));
                        if !names_others {
                            return Err(error);
                        }
                        failed.get_or_insert(error);
                        later.push((name, value));
                    }
                }
            }
            if let Some(error) = failed.filter(|_| later.len() == before) {
                return Err(error);
            }
            given = later;
        }
        Ok(())
    }

    fn add(&mut self, name: &str, value: &Value) -> Result<()> {
        let Some((kind, config)) = config(value) else {
            return Err(ApiError::find_property(name));
        };
        if self.own_schema().by_name(name).is_some() {
            return Err(ApiError::property_exists(name));
        }
        let own = self.own;
        let id: PropertyId = match kind {
            "title" => TITLE.into(),
            "verification" => "verification".into(),
            _ => self.new_property_id(own),
        };
        if self.own_schema().by_id(&id).is_some() {
            // Choice: no source has the text. These two kinds come once.
            return Err(ApiError::validation(format!(
                "Only one {kind} property can be provided"
            )));
        }
        let kind = self.kind(&id, name, kind, config, None)?;
        let description = value
            .get("description")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let property = Property {
            id: id.clone(),
            name: name.to_owned(),
            description,
            kind,
        };
        self.own_schema().properties.insert(id, property);
        Ok(())
    }

    /// The kind that a configuration describes. `before` is what the property was, where it exists.
    pub(super) fn kind(
        &mut self,
        id: &PropertyId,
        name: &str,
        kind: &str,
        config: &Value,
        before: Option<&PropertyKind>,
    ) -> Result<PropertyKind> {
        let text = |key: &str| config.get(key).and_then(Value::as_str);
        Ok(match kind {
            "number" => {
                let kept = match before {
                    Some(PropertyKind::Number { format }) => Some(format.as_str()),
                    _ => None,
                };
                let format = text("format").or(kept).unwrap_or("number");
                PropertyKind::Number {
                    format: format.to_owned(),
                }
            }
            "select" => PropertyKind::Select(self.choices(kind, config, before)?),
            "multi_select" => PropertyKind::MultiSelect(self.choices(kind, config, before)?),
            "status" => {
                let choices = self.choices(kind, config, before)?;
                match before {
                    Some(PropertyKind::Status(status)) => {
                        let mut status = status.clone();
                        status.replace(choices);
                        PropertyKind::Status(status)
                    }
                    _ => PropertyKind::Status(Status::new(choices, &mut self.ids)),
                }
            }
            "unique_id" => {
                let kept = match before {
                    Some(PropertyKind::UniqueId { prefix }) => prefix.clone(),
                    _ => None,
                };
                let prefix = match config.get("prefix") {
                    None => kept,
                    Some(prefix) => prefix
                        .as_str()
                        .filter(|prefix| !prefix.is_empty())
                        .map(str::to_owned),
                };
                PropertyKind::UniqueId { prefix }
            }
            "relation" => PropertyKind::Relation(self.relation(id, name, config, before)?),
            "rollup" => PropertyKind::Rollup(self.rollup(config)?),
            "formula" => {
                let kept = match before {
                    Some(PropertyKind::Formula(formula)) => Some(formula),
                    _ => None,
                };
                PropertyKind::Formula(match (text("expression"), kept) {
                    (None, Some(formula)) => formula.clone(),
                    (expression, _) => self.formula(expression.unwrap_or_default())?,
                })
            }
            plain => PropertyKind::plain(plain).ok_or_else(|| {
                ApiError::validation(format!("{name} has the unknown type {plain}."))
            })?,
        })
    }

    /// A rollup names its relation and its target by name or by id.
    fn rollup(&self, config: &Value) -> Result<Rollup> {
        let text = |key: &str| config.get(key).and_then(Value::as_str);
        let relation_key = text("relation_property_name")
            .or_else(|| text("relation_property_id"))
            .unwrap_or_default();
        let target_key = text("rollup_property_name")
            .or_else(|| text("rollup_property_id"))
            .unwrap_or_default();
        let own = self
            .schema(self.own)
            .ok_or_else(|| ApiError::find_property(relation_key))?;
        let relation = own
            .find(relation_key)
            .ok_or_else(|| ApiError::find_property(relation_key))?;
        let PropertyKind::Relation(relation_config) = &relation.kind else {
            return Err(ApiError::wrong_type(&relation.name, "relation"));
        };
        let target_schema = self
            .schema(relation_config.target)
            .ok_or_else(|| ApiError::find_property(target_key))?;
        let target = target_schema
            .find(target_key)
            .ok_or_else(|| ApiError::find_property(target_key))?;
        Ok(Rollup {
            relation: relation.id.clone(),
            target: target.id.clone(),
            function: text("function")
                .and_then(RollupFunction::parse)
                .unwrap_or(RollupFunction::ShowOriginal),
        })
    }
}
