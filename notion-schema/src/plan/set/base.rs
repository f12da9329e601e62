//! What a plan was computed from, and how that has changed since.

use std::collections::BTreeMap;

use notion_model::{DataSource, plain_text};
use serde::{Deserialize, Serialize};

use crate::plan::base::checksum;

/// The schema that a data source had when a plan was made: enough to report what has changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetBase {
    title: String,
    description: String,
    /// By their IDs.
    properties: BTreeMap<String, KnownProperty>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KnownProperty {
    name: String,
    settings: String,
}

impl SetBase {
    /// The schema that a data source has.
    pub fn of(source: &DataSource) -> SetBase {
        let property = |live: &notion_model::PropertySchema| {
            // What was read as JSON is written as JSON.
            let settings = serde_json::to_string(live).unwrap_or_default();
            let known = KnownProperty {
                name: live.name.clone(),
                settings: checksum([settings.as_str()]),
            };
            (live.id.as_str().to_owned(), known)
        };
        SetBase {
            title: plain_text(&source.title),
            description: checksum([plain_text(&source.description).as_str()]),
            properties: source.properties.values().map(property).collect(),
        }
    }

    /// What differs between this and a later state, as clauses; empty if nothing does.
    #[doc(hidden)]
    pub fn changes_since(&self, now: &SetBase) -> Vec<String> {
        let mut changes = Vec::new();
        if self.title != now.title {
            changes.push(format!(
                "the title \"{}\" is now \"{}\"",
                self.title, now.title
            ));
        }
        if self.description != now.description {
            changes.push("the description differs".to_owned());
        }
        for (id, before) in &self.properties {
            match now.properties.get(id) {
                None => changes.push(format!("`{}` was deleted", before.name)),
                Some(after) if after.name != before.name => {
                    changes.push(format!("`{}` is now `{}`", before.name, after.name));
                }
                Some(after) if after.settings != before.settings => {
                    changes.push(format!("`{}` has other settings", before.name));
                }
                Some(_) => {}
            }
        }
        let new = now
            .properties
            .iter()
            .filter(|(id, _)| !self.properties.contains_key(*id));
        changes.extend(new.map(|(_, new)| format!("`{}` was added", new.name)));
        changes
    }
}
