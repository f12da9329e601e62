//! Databases.

use serde_json::{Value, json};

use super::{Object, cover, icon, plain_url, rich_text};
use crate::exchange::Version;
use crate::state::clock::precise;
use crate::state::{Database, Parent, Run, Workspace, text};

/// A database.
pub(crate) fn database(workspace: &Workspace, database: &Database, version: Version) -> Object {
    let in_trash = workspace.in_trash(database.id);
    let sources: Vec<Value> = database
        .data_sources
        .iter()
        .filter_map(|id| workspace.data_sources.get(id))
        .map(|source| json!({ "id": source.id, "name": name(workspace, &source.face.title) }))
        .collect();
    Object::new()
        .put("object", "database")
        .put("id", database.id.to_string())
        .put("title", rich_text(workspace, &database.face.title))
        .put(
            "description",
            rich_text(workspace, &database.face.description),
        )
        .put("parent", parent(database.parent))
        .put("is_inline", database.face.is_inline)
        .put("in_trash", in_trash)
        .put("is_locked", database.face.is_locked)
        .put("created_time", precise(database.history.created))
        .put("last_edited_time", precise(database.history.edited))
        .put("data_sources", sources)
        .put("icon", icon(workspace, database.face.icon.as_ref()))
        .put("cover", cover(workspace, database.face.cover.as_ref()))
        .put("url", plain_url(database.id))
        .put("public_url", Value::Null)
        .put_archived(version, in_trash)
}

/// What a database or a data source without a title is called.
pub(crate) const UNTITLED: &str = "New database";

/// A title as text.
pub(crate) fn name(workspace: &Workspace, title: &[Run]) -> String {
    let plain = text::plain(workspace, title);
    if plain.is_empty() {
        UNTITLED.to_owned()
    } else {
        plain
    }
}

/// The parent of a database or a block.
pub(crate) fn parent(parent: Parent) -> Value {
    match parent {
        Parent::Workspace => json!({ "type": "workspace", "workspace": true }),
        Parent::Page(id) => json!({ "type": "page_id", "page_id": id }),
        Parent::Block(id) => json!({ "type": "block_id", "block_id": id }),
    }
}
