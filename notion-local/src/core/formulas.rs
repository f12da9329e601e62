//! Saving formulas as if in Notion's UI, which its API cannot do.

use notion_model::DataSourceId;
use uuid::Uuid;

use crate::property::{Formula, PropertyKind};
use crate::state::Workspace;

/// The reason why a formula was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SaveFormulaError {
    /// The data source does not exist, or does not have the formula.
    NotAFormula {
        /// The data source.
        data_source: DataSourceId,
        /// The name or ID that was passed.
        property: String,
    },
    /// The data file cannot be written.
    NotKept,
}

impl std::fmt::Display for SaveFormulaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAFormula {
                data_source,
                property,
            } => write!(
                f,
                "the data source {data_source} does not have a formula with the name or id {property:?}"
            ),
            Self::NotKept => {
                f.write_str("the data file cannot be written; the formula was not saved")
            }
        }
    }
}

impl std::error::Error for SaveFormulaError {}

/// Marks a formula as saved in Notion's UI, or not. Returns what it was before.
pub(super) fn save_formula(
    workspace: &mut Workspace,
    data_source: DataSourceId,
    property: &str,
    is_saved: bool,
) -> Result<bool, SaveFormulaError> {
    let found = formula(workspace, data_source.into(), property);
    let found = found.ok_or_else(|| SaveFormulaError::NotAFormula {
        data_source,
        property: property.to_owned(),
    })?;
    Ok(std::mem::replace(&mut found.is_saved_in_ui, is_saved))
}

/// Finds the formula of a data source by its name or ID.
fn formula<'a>(
    workspace: &'a mut Workspace,
    data_source: Uuid,
    property: &str,
) -> Option<&'a mut Formula> {
    let schema = &mut workspace.data_sources.get_mut(&data_source)?.schema;
    let id = schema.find(property)?.id.clone();
    match &mut schema.properties.get_mut(&id)?.kind {
        PropertyKind::Formula(formula) => Some(formula),
        _ => None,
    }
}
