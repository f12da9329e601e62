//! Moving options of a status between its groups, which people do in Notion and its API cannot.

use std::fmt;

use uuid::Uuid;

use crate::property::PropertyKind;
use crate::state::Workspace;

/// An option that cannot be moved to a group: the data source, the property, the option or the group does not exist, or the
/// data file cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveOptionError(String);

impl MoveOptionError {
    pub(super) fn not_kept() -> Self {
        Self("the data file cannot be written; the option was not moved".into())
    }
}

impl fmt::Display for MoveOptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MoveOptionError {}

/// Moves an option to the end of a group.
pub(crate) fn move_option(
    workspace: &mut Workspace,
    data_source: Uuid,
    property: &str,
    option: &str,
    group: &str,
) -> Result<(), MoveOptionError> {
    let missing = |what: &str, names: Vec<&str>| {
        let names: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
        Err(MoveOptionError(format!(
            "{what}; there are: {}",
            names.join(", ")
        )))
    };
    let Some(source) = workspace.data_sources.get_mut(&data_source) else {
        return Err(MoveOptionError(format!(
            "there is no data source {data_source}"
        )));
    };
    let properties = &mut source.schema.properties;
    let mut statuses = Vec::new();
    for candidate in properties.values_mut() {
        let PropertyKind::Status(status) = &mut candidate.kind else {
            continue;
        };
        if candidate.name != property && *candidate.id != *property {
            statuses.push(candidate.name.as_str());
            continue;
        }
        let Some(choice) = status.choices.iter().find(|choice| choice.name == option) else {
            let options = status.choices.iter().map(|choice| choice.name.as_str());
            return missing(
                &format!("\"{option}\" is not an option of \"{property}\""),
                options.collect(),
            );
        };
        if !status.groups.iter().any(|known| known.name == group) {
            let groups = status.groups.iter().map(|known| known.name.as_str());
            return missing(
                &format!("\"{group}\" is not a group of \"{property}\""),
                groups.collect(),
            );
        }
        for known in &mut status.groups {
            known.options.retain(|id| *id != choice.id);
            if known.name == group {
                known.options.push(choice.id.clone());
            }
        }
        return Ok(());
    }
    missing(
        &format!("\"{property}\" is not a status property of the data source"),
        statuses,
    )
}
