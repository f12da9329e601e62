//! Relations, and the other end of two-way relations.

use serde_json::Value;
use uuid::Uuid;

use super::{Draft, Effect};
use crate::error::{ApiError, Result};
use crate::property::{PropertyKind, Relation};
use crate::state::id;
use crate::state::{Property, PropertyId};

impl Draft<'_> {
    /// Makes a relation, or changes what `before` says.
    pub(super) fn relation(
        &mut self,
        own_id: &PropertyId,
        own_name: &str,
        config: &Value,
        before: Option<&PropertyKind>,
    ) -> Result<Relation> {
        let target = config
            .get("data_source_id")
            .and_then(Value::as_str)
            .and_then(id::parse)
            .unwrap_or_default();
        if self.schema(target).is_none() || self.workspace.in_trash(target) {
            return Err(self.workspace.not_found("data_source", target));
        }
        let dual = config.get("dual_property");
        let before = match before {
            Some(PropertyKind::Relation(relation)) => Some(relation.clone()),
            _ => None,
        };
        if dual.is_some() && target == self.own {
            // Reported: Notion's API fails at two-way relations of a data source with itself.
            return Err(ApiError::of_status(500));
        }
        let same_target = before
            .as_ref()
            .is_some_and(|before| before.target == target);
        if let Some(before) = &before {
            if same_target && dual.is_some() == before.synced.is_some() {
                return Ok(before.clone());
            }
            if !same_target {
                self.effects.push(Effect::Clear {
                    data_source: self.own,
                    property: own_id.clone(),
                });
            }
            self.detach(before);
        }
        let Some(dual) = dual else {
            return Ok(Relation {
                target,
                synced: None,
            });
        };
        let synced = self.attach(target, own_id, own_name, dual)?;
        if same_target {
            let (data_source, property) = (self.own, own_id.clone());
            self.effects.push(Effect::Mirror {
                data_source,
                property,
                target,
                synced: synced.clone(),
            });
        }
        Ok(Relation {
            target,
            synced: Some(synced),
        })
    }

    /// Adds the other end to the target.
    fn attach(
        &mut self,
        target: Uuid,
        own_id: &PropertyId,
        own_name: &str,
        dual: &Value,
    ) -> Result<PropertyId> {
        // The documentation says that a name that is given counts. No recording shows it, so that a server can be told
        // to keep to the default name, which recordings do show.
        let given = dual
            .get("synced_property_name")
            .and_then(Value::as_str)
            .filter(|_| !self.workspace.ignores_synced_names);
        let name = given.map_or_else(
            || format!("Related to {} ({own_name})", self.own_title),
            str::to_owned,
        );
        if self
            .schema(target)
            .is_some_and(|schema| schema.by_name(&name).is_some())
        {
            return Err(ApiError::property_exists(&name));
        }
        let id = self.new_property_id(target);
        let kind = PropertyKind::Relation(Relation {
            target: self.own,
            synced: Some(own_id.clone()),
        });
        let property = Property {
            id: id.clone(),
            name,
            description: None,
            kind,
        };
        self.schema_mut(target)
            .properties
            .insert(id.clone(), property);
        Ok(id)
    }

    /// Choice: when one end of a two-way relation goes or becomes one-way, the other end stays, as a one-way
    /// relation.
    pub(super) fn detach(&mut self, relation: &Relation) {
        let Some(synced) = &relation.synced else {
            return;
        };
        if let Some(other) = self.schema_mut(relation.target).properties.get_mut(synced)
            && let PropertyKind::Relation(other) = &mut other.kind
        {
            other.synced = None;
        }
    }
}
