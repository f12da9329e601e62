//! Data sources.

use serde_json::{Map, Value, json};

use super::database::parent;
use super::{Object, cover, icon, partial_user, plain_url, rich_text};
use crate::exchange::Version;
use crate::state::clock::minute;
use crate::state::id::encode_property;
use crate::state::{DataSource, Property, Workspace};

/// A data source with its schema.
pub(crate) fn data_source(workspace: &Workspace, source: &DataSource, version: Version) -> Object {
    let in_trash = workspace.in_trash(source.id);
    let database = workspace.databases.get(&source.database);
    let properties: Map<String, Value> = source
        .schema
        .in_order()
        .into_iter()
        .map(|property| {
            (
                property.name.clone(),
                self::property(workspace, source, property),
            )
        })
        .collect();
    Object::new()
        .put("object", "data_source")
        .put("id", source.id.to_string())
        .put("cover", cover(workspace, source.face.cover.as_ref()))
        .put("icon", icon(workspace, source.face.icon.as_ref()))
        .put("created_time", minute(source.history.created))
        .put("created_by", partial_user(source.history.created_by))
        .put("last_edited_by", partial_user(source.history.edited_by))
        .put("last_edited_time", minute(source.history.edited))
        .put("title", rich_text(workspace, &source.face.title))
        .put(
            "description",
            rich_text(workspace, &source.face.description),
        )
        .put("is_inline", source.face.is_inline)
        .put("properties", properties)
        .put(
            "parent",
            json!({ "type": "database_id", "database_id": source.database }),
        )
        .put(
            "database_parent",
            database.map_or(Value::Null, |database| parent(database.parent)),
        )
        .put("url", plain_url(source.database))
        .put("public_url", Value::Null)
        .put("in_trash", in_trash)
        .put_archived(version, in_trash)
}

fn property(workspace: &Workspace, source: &DataSource, property: &Property) -> Value {
    let kind = property.kind.name();
    Object::new()
        .put("id", encode_property(&property.id))
        .put("name", property.name.clone())
        .put("description", property.description.clone())
        .put("type", kind)
        .put(kind, property.kind.render_config(workspace, source.id))
        .into()
}
