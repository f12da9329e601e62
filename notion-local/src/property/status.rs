//! `status`: options in three groups. A row that says nothing has the first one.

use notion_vocabulary::StatusGroup;
use serde_json::{Value, json};

use super::Choice;
use crate::error::{ApiError, Result};
use crate::state::id::Ids;
use crate::state::{Cell, OptionId};

/// The configuration of a status property.
#[derive(Debug, Clone)]
pub(crate) struct Status {
    pub(crate) choices: Vec<Choice>,
    pub(crate) groups: Vec<Group>,
}

/// A group of options.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) color: String,
    pub(crate) options: Vec<OptionId>,
}

impl Status {
    /// Options that a request gave all land in the first group. Without any there are three, one a group.
    pub(crate) fn new(given: Vec<Choice>, ids: &mut Ids) -> Self {
        let mut groups: Vec<Group> = StatusGroup::ALL
            .iter()
            .map(|group| Group {
                id: ids.random().to_string(),
                name: group.name().into(),
                color: group.color().as_str().into(),
                options: Vec::new(),
            })
            .collect();
        if !given.is_empty() {
            if let Some(first) = groups.first_mut() {
                first.options = given.iter().map(|choice| choice.id.clone()).collect();
            }
            return Self {
                choices: given,
                groups,
            };
        }
        let mut choices = Vec::new();
        for (group, known) in groups.iter_mut().zip(StatusGroup::ALL) {
            let (name, color) = known.default_option();
            let id: OptionId = ids.random().to_string().into();
            group.options.push(id.clone());
            choices.push(Choice {
                id,
                name: name.into(),
                color: color.as_str().into(),
                description: None,
            });
        }
        Self { choices, groups }
    }

    /// Takes a new list of options: those that are gone leave their groups, new ones join the first.
    pub(crate) fn replace(&mut self, choices: Vec<Choice>) {
        for group in &mut self.groups {
            group
                .options
                .retain(|id| choices.iter().any(|choice| choice.id == *id));
        }
        for choice in &choices {
            let grouped = self
                .groups
                .iter()
                .any(|group| group.options.contains(&choice.id));
            if !grouped && let Some(first) = self.groups.first_mut() {
                first.options.push(choice.id.clone());
            }
        }
        self.choices = choices;
    }

    /// The option of a row that says nothing.
    pub(crate) fn default_choice(&self) -> Option<&Choice> {
        let first = self.groups.iter().flat_map(|group| &group.options).next();
        self.choices.iter().find(|choice| Some(&choice.id) == first)
    }

    pub(super) fn render_config(&self) -> Value {
        let groups: Vec<Value> = self
            .groups
            .iter()
            .map(|group| {
                let options: Vec<&str> = group.options.iter().map(|id| &**id).collect();
                json!({ "id": group.id, "name": group.name, "color": group.color, "option_ids": options })
            })
            .collect();
        json!({ "options": super::select::render_config(&self.choices), "groups": groups })
    }

    pub(super) fn render(&self, cell: Option<&Cell>) -> Value {
        self.chosen(cell).map_or(Value::Null, Choice::render)
    }

    /// The name of the option of a cell.
    pub(super) fn read(&self, cell: Option<&Cell>) -> Vec<&str> {
        self.chosen(cell)
            .map(|choice| choice.name.as_str())
            .into_iter()
            .collect()
    }

    fn chosen(&self, cell: Option<&Cell>) -> Option<&Choice> {
        let chosen = match cell {
            Some(Cell::Option(id)) => self.choices.iter().find(|choice| choice.id == *id),
            _ => None,
        };
        chosen.or_else(|| self.default_choice())
    }
}

/// Options of a status are not made by writing them.
pub(super) fn parse(status: &Status, value: &Value) -> Result<Option<Cell>> {
    if value.is_null() {
        // Choice: clearing gives the default back.
        return Ok(None);
    }
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let by_id = text("id").and_then(|id| status.choices.iter().find(|choice| *choice.id == *id));
    let found = by_id
        .or_else(|| text("name").and_then(|name| super::select::by_name(&status.choices, name)));
    found
        .map(|choice| Some(Cell::Option(choice.id.clone())))
        .ok_or_else(|| {
            let named = text("name").or_else(|| text("id")).unwrap_or_default();
            ApiError::validation(format!(
                "Invalid status option. Status option \"{named}\" does not exist\"."
            ))
        })
}
