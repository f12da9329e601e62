//! `relation`: pages of another data source. With two-way relations both ends keep their list.

use indexmap::IndexSet;
use notion_vocabulary::limits::MAX_SHOWN_REFERENCES;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::render::Object;
use crate::state::id;
use crate::state::{Cell, PropertyId, Workspace};

/// The configuration of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    /// The data source whose pages it holds.
    pub(crate) target: Uuid,
    /// The property at the other end of a two-way relation.
    pub(crate) synced: Option<PropertyId>,
}

impl Relation {
    pub(super) fn render_config(&self, workspace: &Workspace) -> Value {
        let target = workspace.data_sources.get(&self.target);
        let object = Object::new()
            .put(
                "database_id",
                target.map(|target| target.database.to_string()),
            )
            .put("data_source_id", self.target.to_string());
        match &self.synced {
            None => object.put("type", "single_property").put("single_property", json!({})),
            Some(synced) => {
                let name = target.and_then(|target| target.schema.by_id(synced)).map(|property| property.name.clone());
                object.put("type", "dual_property").put(
                    "dual_property",
                    json!({ "synced_property_name": name, "synced_property_id": id::encode_property(synced) }),
                )
            }
        }
        .into()
    }
}

/// Choice: a page that is not in the related data source is refused. No source says what Notion does.
pub(super) fn parse(
    relation: &Relation,
    value: &Value,
    workspace: &Workspace,
) -> Result<Option<Cell>> {
    let mut pages = IndexSet::new();
    for page in value.as_array().into_iter().flatten() {
        let Some(id) = page.get("id").and_then(Value::as_str).and_then(id::parse) else {
            continue;
        };
        if workspace.importing {
            pages.insert(id);
            continue;
        }
        let found = workspace.page(id)?;
        if found.data_source() != Some(relation.target) {
            return Err(ApiError::validation(format!(
                "Page {id} is not in the data source {} that the relation points to.",
                relation.target
            )));
        }
        pages.insert(id);
    }
    Ok((!pages.is_empty()).then_some(Cell::Relation(pages)))
}

/// The pages of a relation that are not in the trash, and that the integration sees.
pub(crate) fn visible(workspace: &Workspace, cell: Option<&Cell>) -> Vec<Uuid> {
    match cell {
        Some(Cell::Relation(pages)) => pages
            .iter()
            .copied()
            .filter(|id| {
                workspace
                    .pages
                    .get(id)
                    .is_none_or(|page| !page.face.in_trash)
                    && workspace.sees(*id)
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// At most 25 references; whether there are more is told beside the value.
pub(super) fn render(workspace: &Workspace, cell: Option<&Cell>) -> Value {
    visible(workspace, cell)
        .iter()
        .take(MAX_SHOWN_REFERENCES)
        .map(|id| json!({ "id": id }))
        .collect()
}

/// Returns true if a page object leaves references out.
pub(crate) fn has_more(workspace: &Workspace, cell: Option<&Cell>) -> bool {
    visible(workspace, cell).len() > MAX_SHOWN_REFERENCES
}
