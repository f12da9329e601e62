//! Formulas that somebody saves in Notion's own UI, which the API cannot do.

use notion_model::DataSourceId;
use uuid::Uuid;

use crate::property::{Formula, PropertyKind};
use crate::server::Server;
use crate::snapshot;
use crate::state::Workspace;
use crate::store::Change;
use crate::sync::lock;

/// Why a formula was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SaveFormulaError {
    /// The data source does not exist, or does not have the formula.
    NotAFormula {
        /// The data source.
        data_source: DataSourceId,
        /// The name or the id that was given.
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

impl Server {
    /// Saves a formula as if somebody had opened it in Notion's UI and saved it: from then on queries can filter by it.
    ///
    /// Notion does not filter by formulas that were created or changed through the API: it answers 400, "Unable to filter
    /// based on a formula of unknown type". The next change of the expression through the API has the same effect
    /// again. A formula whose branches have different types cannot be filtered by even if it is saved in the UI.
    ///
    /// `property` is the name or the id of the property.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use notion_local::Server;
    /// use serde_json::json;
    ///
    /// let server = Server::builder().snapshot(&json!({ "data_sources": [{
    ///     "id": "38c9ce7b-60a4-8100-8000-000000000001",
    ///     "properties": {
    ///         "Name": { "id": "title", "type": "title", "title": {} },
    ///         "One": { "id": "abcd", "type": "formula", "formula": { "expression": "1", "saved_in_ui": false } },
    ///     },
    /// }] }))?;
    /// let source = "38c9ce7b-60a4-8100-8000-000000000001".parse()?;
    /// server.save_formula(source, "One")?;
    /// assert!(server.save_formula(source, "Name").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    /// If the data source does not exist, the property is not one of its formulas, or the data file cannot be written.
    /// Nothing has changed then.
    pub fn save_formula(
        &self,
        data_source: DataSourceId,
        property: &str,
    ) -> Result<(), SaveFormulaError> {
        let id = Uuid::from(data_source);
        let missing = || SaveFormulaError::NotAFormula {
            data_source,
            property: property.to_owned(),
        };
        let mut state = lock(&self.inner.workspace);
        let found = formula(&mut state.0, id, property).ok_or_else(missing)?;
        let before = std::mem::replace(&mut found.is_saved_in_ui, true);
        let is_kept = self.inner.store.as_ref().is_none_or(|store| {
            let written = snapshot::write(&state.0, state.1);
            store.write_now(Change::Restore(written))
        });
        if !is_kept {
            if let Some(found) = formula(&mut state.0, id, property) {
                found.is_saved_in_ui = before;
            }
            return Err(SaveFormulaError::NotKept);
        }
        Ok(())
    }
}

/// The formula of a data source with this name or id.
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
