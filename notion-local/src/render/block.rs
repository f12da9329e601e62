//! Blocks. Child pages and child databases are shown as blocks too.

use serde_json::{Value, json};
use uuid::Uuid;

use super::database::{name, parent};
use super::{Object, file_body, icon, partial_user, rich_text};
use crate::exchange::Version;
use crate::state::clock::minute;
use crate::state::{Block, FieldValue, History, PageParent, Parent, Run, TEXT, Workspace, text};

/// The block of this id, whatever it is. Nothing if there is none: rows of data sources have one too.
pub(crate) fn block(workspace: &Workspace, id: Uuid, version: Version) -> Option<Object> {
    let text = |runs: &[Run]| rich_text(workspace, runs);
    block_with_text(workspace, id, version, &text)
}

/// The same with an empty list as its text, for those who read [the text](Block::text) as it is kept.
#[cfg(feature = "viewer")]
pub(crate) fn block_without_text(
    workspace: &Workspace,
    id: Uuid,
    version: Version,
) -> Option<Object> {
    block_with_text(workspace, id, version, &|_: &[Run]| json!([]))
}

fn block_with_text(
    workspace: &Workspace,
    id: Uuid,
    version: Version,
    text: &dyn Fn(&[Run]) -> Value,
) -> Option<Object> {
    let in_trash = workspace.in_trash(id);
    if let Some(block) = workspace.blocks.get(&id) {
        let has_children = has_children(workspace, block);
        let object = head(
            id,
            parent(block.parent),
            &block.history,
            has_children,
            in_trash,
        );
        let object = object
            .put("type", block.kind)
            .put(block.kind, payload(workspace, block, text));
        return Some(object.put_archived(version, in_trash));
    }
    if let Some(page) = workspace.pages.get(&id) {
        let above = match page.parent {
            PageParent::Workspace => parent(Parent::Workspace),
            PageParent::Page(id) => parent(Parent::Page(id)),
            PageParent::Block(id) => parent(Parent::Block(id)),
            PageParent::DataSource(id) => {
                let database = workspace
                    .data_sources
                    .get(&id)
                    .map(|source| source.database);
                json!({ "type": "data_source_id", "data_source_id": id, "database_id": database })
            }
        };
        let title = text::plain(workspace, page.title());
        let object = head(
            id,
            above,
            &page.history,
            workspace.has_children(id),
            in_trash,
        );
        let object = object
            .put("type", "child_page")
            .put("child_page", json!({ "title": title }));
        return Some(object.put_archived(version, in_trash));
    }
    let database = workspace.databases.get(&id)?;
    let title = name(workspace, &database.face.title);
    let object = head(
        id,
        parent(database.parent),
        &database.history,
        false,
        in_trash,
    );
    let object = object
        .put("type", "child_database")
        .put("child_database", json!({ "title": title }));
    Some(object.put_archived(version, in_trash))
}

/// A synced copy shows the children of its original.
fn has_children(workspace: &Workspace, block: &Block) -> bool {
    match block.field("synced_from") {
        Some(FieldValue::SyncedFrom(Some(original))) => workspace.has_children(*original),
        _ => workspace.has_children(block.id),
    }
}

fn head(id: Uuid, parent: Value, history: &History, has_children: bool, in_trash: bool) -> Object {
    Object::new()
        .put("object", "block")
        .put("id", id.to_string())
        .put("parent", parent)
        .put("created_time", minute(history.created))
        .put("last_edited_time", minute(history.edited))
        .put("created_by", partial_user(history.created_by))
        .put("last_edited_by", partial_user(history.edited_by))
        .put("has_children", has_children)
        .put("in_trash", in_trash)
}

fn payload(workspace: &Workspace, block: &Block, text: &dyn Fn(&[Run]) -> Value) -> Value {
    let mut object = Object::new();
    for (key, value) in &block.fields {
        object = match value {
            FieldValue::Text(runs) if *key == TEXT => object.put(key, text(runs)),
            FieldValue::Text(runs) => object.put(key, rich_text(workspace, runs)),
            FieldValue::Word(word) => object.put(key, word.clone()),
            FieldValue::Flag(flag) => object.put(key, *flag),
            // A column without a width shows none.
            FieldValue::Number(None) => object,
            FieldValue::Number(Some(number)) => object.put(key, Value::Number(number.clone())),
            FieldValue::Icon(value) => object.put(key, icon(workspace, value.as_ref())),
            FieldValue::File(source) => file_body(workspace, source, object),
            FieldValue::Cells(cells) => {
                let cells: Vec<Value> = cells
                    .iter()
                    .map(|runs| rich_text(workspace, runs))
                    .collect();
                object.put(key, cells)
            }
            FieldValue::SyncedFrom(original) => object.put(
                key,
                original.map(|id| json!({ "type": "block_id", "block_id": id })),
            ),
            FieldValue::Link { kind, id } => object.put("type", *kind).put(kind, id.to_string()),
            FieldValue::Raw(Value::Object(map)) => {
                map.iter().fold(object, |object, (key, value)| {
                    object.put(key, value.clone())
                })
            }
            FieldValue::Raw(_) => object,
        };
    }
    object.into()
}
