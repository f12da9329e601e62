//! What has happened, as webhooks tell it.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::state::{PageParent, Parent, Workspace};

/// The types of events that the server tells of. Those that it does not know are of meeting notes, of uploads that fail
/// or expire, and of versions before 2025-09-03.
pub(super) const TYPES: [&str; 26] = [
    "page.created",
    "page.content_updated",
    "page.properties_updated",
    "page.moved",
    "page.deleted",
    "page.undeleted",
    "page.locked",
    "page.unlocked",
    "database.created",
    "database.moved",
    "database.deleted",
    "database.undeleted",
    "data_source.created",
    "data_source.content_updated",
    "data_source.schema_updated",
    "data_source.moved",
    "data_source.deleted",
    "data_source.undeleted",
    "view.created",
    "view.updated",
    "view.deleted",
    "comment.created",
    "comment.updated",
    "comment.deleted",
    "file_upload.created",
    "file_upload.completed",
];

/// Something that has happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    /// Such as `page.created`.
    pub(super) name: String,
    pub(super) entity: Subject,
    /// What is told beside the parent.
    more: Map<String, Value>,
}

impl Event {
    pub(super) fn new(entity: &Subject, what: &str) -> Self {
        Self {
            name: format!("{}.{what}", entity.kind),
            entity: entity.clone(),
            more: Map::new(),
        }
    }

    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.more.insert(key.into(), value.into());
        self
    }

    /// The body, but for what depends on the subscription.
    pub(super) fn render(&self) -> Map<String, Value> {
        let mut body = Map::new();
        body.insert("type".into(), self.name.as_str().into());
        body.insert(
            "entity".into(),
            json!({ "id": self.entity.id, "type": self.entity.kind }),
        );
        let mut data = self.entity.data.clone();
        data.extend(self.more.clone());
        if !data.is_empty() {
            body.insert("data".into(), data.into());
        }
        body
    }
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Subject {
    pub(super) id: Uuid,
    pub(super) kind: &'static str,
    /// Where it is.
    data: Map<String, Value>,
    /// Who sees this is told.
    pub(super) seen_with: Uuid,
}

impl Subject {
    /// A page, a database, a data source, a view, a comment or an upload.
    pub(super) fn of(workspace: &Workspace, id: Uuid) -> Option<Self> {
        let new = |kind, parent: Value, seen_with| Self {
            id,
            kind,
            data: [("parent".to_owned(), parent)].into_iter().collect(),
            seen_with,
        };
        if let Some(page) = workspace.pages.get(&id) {
            let parent = match page.parent {
                PageParent::Workspace => space(workspace),
                PageParent::Page(id) => json!({ "id": id, "type": "page" }),
                PageParent::Block(id) => json!({ "id": id, "type": "block" }),
                PageParent::DataSource(id) => in_source(workspace, id),
            };
            Some(new("page", parent, id))
        } else if let Some(database) = workspace.databases.get(&id) {
            Some(new("database", of_parent(workspace, database.parent), id))
        } else if let Some(source) = workspace.data_sources.get(&id) {
            let parent = json!({ "id": source.database, "type": "database" });
            Some(new("data_source", parent, id))
        } else if let Some(view) = workspace.views.get(&id) {
            let parent = in_source(workspace, view.data_source);
            Some(new("view", parent, view.database))
        } else if let Some(comment) = workspace.comments.get(&id) {
            let parent = of_parent(workspace, comment.parent);
            let (Parent::Page(on) | Parent::Block(on)) = comment.parent else {
                return None;
            };
            let mut subject = new("comment", parent, on);
            subject
                .data
                .insert("page_id".into(), json!(workspace.page_of(on)));
            Some(subject)
        } else {
            workspace.uploads.get(&id).map(|_| Self {
                id,
                kind: "file_upload",
                data: Map::new(),
                seen_with: id,
            })
        }
    }
}

fn space(workspace: &Workspace) -> Value {
    json!({ "id": workspace.id, "type": "space" })
}

fn of_parent(workspace: &Workspace, parent: Parent) -> Value {
    match parent {
        Parent::Workspace => space(workspace),
        Parent::Page(id) => json!({ "id": id, "type": "page" }),
        Parent::Block(id) => json!({ "id": id, "type": "block" }),
    }
}

fn in_source(workspace: &Workspace, id: Uuid) -> Value {
    let source = workspace.data_sources.get(&id);
    let database = source.map(|source| source.database);
    json!({ "id": database, "type": "database", "data_source_id": id })
}
