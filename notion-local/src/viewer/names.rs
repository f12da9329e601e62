//! Titles and icons of pages and databases, for links.

use notion_model::{Icon, RollupKind, ValueKind};
use serde_json::Value;
use uuid::Uuid;

use super::icons::Usual;
use super::links;
use crate::render;
use crate::state::{Map, Workspace, text};

/// The title of a page without one, as in Notion.
const UNTITLED: &str = "Untitled";

/// The title, icon and address of a page or a database.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) title: String,
    pub(super) icon: Option<Icon>,
    pub(super) usual: Usual,
    pub(super) href: String,
}

impl Named {
    /// Looks up a page, database or data source.
    pub(super) fn of(workspace: &Workspace, id: Uuid) -> Option<Self> {
        if let Some(page) = workspace.pages.get(&id) {
            let title = text::plain(workspace, page.title());
            let title = if title.trim().is_empty() {
                UNTITLED.to_owned()
            } else {
                title
            };
            return Some(Self {
                title,
                icon: icon(render::icon(workspace, page.face.icon.as_ref())),
                usual: Usual::Page,
                href: links::object(id),
            });
        }
        let database = match workspace.data_sources.get(&id) {
            Some(source) => source.database,
            None => id,
        };
        let database = workspace.databases.get(&database)?;
        Some(Self {
            title: render::title_or_default(workspace, &database.face.title),
            icon: icon(render::icon(workspace, database.face.icon.as_ref())),
            usual: Usual::Database,
            href: format!("/_viewer/database/{}", database.id),
        })
    }
}

/// Parses an icon.
pub(super) fn icon(json: Value) -> Option<Icon> {
    serde_json::from_value::<Option<Icon>>(json).ok().flatten()
}

/// The names of link targets, by ID.
pub(super) type Names = Map<Uuid, Named>;

/// Adds the names of the pages that a value refers to.
pub(super) fn collect(workspace: &Workspace, value: &ValueKind, names: &mut Names) {
    match value {
        ValueKind::Relation(pages) => {
            for page in pages {
                let id = page.id.uuid();
                if !names.contains_key(&id)
                    && let Some(named) = Named::of(workspace, id)
                {
                    names.insert(id, named);
                }
            }
        }
        ValueKind::Rollup(rollup) => {
            if let RollupKind::Array(values) = &rollup.kind {
                for value in values {
                    collect(workspace, &value.kind, names);
                }
            }
        }
        _ => {}
    }
}
