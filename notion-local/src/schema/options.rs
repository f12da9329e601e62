//! Lists of options.

use serde_json::Value;

use super::Draft;
use crate::error::{ApiError, Result};
use crate::property::select::{by_name, check_name};
use crate::property::{Choice, PropertyKind};

impl Draft<'_> {
    /// The options that a configuration gives, in its order. Options that are there already are found by id or by
    /// name and stay what they are; those that are not listed are gone. Without a list everything stays.
    pub(super) fn choices(
        &mut self,
        kind: &str,
        config: &Value,
        before: Option<&PropertyKind>,
    ) -> Result<Vec<Choice>> {
        let before = before.and_then(PropertyKind::choices).unwrap_or_default();
        let Some(given) = config.get("options").and_then(Value::as_array) else {
            return Ok(before.to_vec());
        };
        let mut choices: Vec<Choice> = Vec::with_capacity(given.len());
        for option in given {
            let choice = self.choice(kind, option, before)?;
            if choices
                .iter()
                .any(|other| other.name.to_lowercase() == choice.name.to_lowercase())
            {
                // Choice: no source has the text.
                return Err(ApiError::validation(format!(
                    "Duplicate {kind} option name: {}",
                    choice.name
                )));
            }
            choices.push(choice);
        }
        Ok(choices)
    }

    fn choice(&mut self, kind: &str, option: &Value, before: &[Choice]) -> Result<Choice> {
        let text = |key: &str| option.get(key).and_then(Value::as_str);
        let by_id = text("id").and_then(|id| before.iter().find(|choice| *choice.id == *id));
        let found = by_id.or_else(|| text("name").and_then(|name| by_name(before, name)));
        let is_by_id = by_id.is_some();
        let description = text("description").map(str::to_owned);
        if let Some(found) = found {
            let mut choice = found.clone();
            // Found by its name, an option keeps the letter case that it has.
            if let Some(name) = text("name").filter(|_| is_by_id) {
                check_name(kind, name)?;
                name.clone_into(&mut choice.name);
            }
            if text("color").is_some_and(|color| color != choice.color) {
                return Err(ApiError::validation(format!(
                    "Cannot update color of select with name: {}.",
                    choice.name
                )));
            }
            if description.is_some() {
                choice.description = description;
            }
            return Ok(choice);
        }
        let Some(name) = text("name") else {
            return Err(ApiError::unknown_option_id(
                kind,
                text("id").unwrap_or_default(),
            ));
        };
        check_name(kind, name)?;
        Ok(Choice {
            id: self.ids.random().to_string().into(),
            name: name.to_owned(),
            color: text("color").unwrap_or("default").to_owned(),
            description,
        })
    }
}
