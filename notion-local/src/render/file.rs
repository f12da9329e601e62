//! Files, icons and covers.

use jiff::ToSpan as _;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Object;
use crate::state::id;
use crate::state::{FileSource, Icon, NamedFile, UPLOADS, Workspace};

/// `type` and the type's key: `external` or `file`.
pub(crate) fn file_body(workspace: &Workspace, source: &FileSource, object: Object) -> Object {
    match source {
        FileSource::External(url) => object
            .put("type", "external")
            .put("external", json!({ "url": url })),
        FileSource::Hosted(url) => object
            .put("type", "file")
            .put("file", hosted(workspace, url)),
        FileSource::Upload(id) => object
            .put("type", "file")
            .put("file", uploaded(workspace, *id)),
    }
}

/// `{url, expiry_time}` of an upload.
pub(super) fn uploaded(workspace: &Workspace, id: Uuid) -> Value {
    // Like Notion's, the address ends with the name of the file.
    let name = workspace
        .uploads
        .get(&id)
        .and_then(|upload| upload.filename.as_deref())
        .filter(|name| !matches!(*name, "." | ".."))
        .map(|name| format!("/{}", id::encode_property(name)));
    let name = name.unwrap_or_default();
    hosted(
        workspace,
        &format!("{}{UPLOADS}{id}{name}", workspace.base_url),
    )
}

/// A file of a files property.
pub(crate) fn named_file(workspace: &Workspace, file: &NamedFile) -> Value {
    file_body(
        workspace,
        &file.source,
        Object::new().put("name", file.name.clone()),
    )
    .into()
}

/// A cover, or null.
pub(crate) fn cover(workspace: &Workspace, cover: Option<&FileSource>) -> Value {
    cover.map_or(Value::Null, |source| {
        file_body(workspace, source, Object::new()).into()
    })
}

/// An icon, or null.
pub(crate) fn icon(workspace: &Workspace, icon: Option<&Icon>) -> Value {
    match icon {
        None => Value::Null,
        Some(Icon::Emoji(emoji)) => json!({ "type": "emoji", "emoji": emoji }),
        Some(Icon::CustomEmoji(id)) => {
            json!({ "type": "custom_emoji", "custom_emoji": custom_emoji(workspace, *id) })
        }
        Some(Icon::File(source)) => file_body(workspace, source, Object::new()).into(),
        Some(Icon::Native { name, color }) => {
            json!({ "type": "icon", "icon": { "name": name, "color": color } })
        }
    }
}

/// `{id, name, url}`.
pub(super) fn custom_emoji(workspace: &Workspace, id: Uuid) -> Value {
    match workspace.emojis.get(&id) {
        Some(emoji) => json!({ "id": id, "name": emoji.name, "url": emoji.url }),
        None => json!({ "id": id }),
    }
}

/// An address that is good for an hour.
fn hosted(workspace: &Workspace, url: &str) -> Value {
    let expiry = workspace
        .clock
        .now()
        .checked_add(1.hour())
        .unwrap_or_else(|_| workspace.clock.now());
    json!({
        "url": format!("{url}?expires={}", expiry.as_second()),
        "expiry_time": expiry.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
    })
}
