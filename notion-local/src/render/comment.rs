//! Comments.

use serde_json::{Value, json};

use super::database::parent;
use super::{Object, partial_user, rich_text};
use crate::state::clock::minute;
use crate::state::{Comment, ShownAs, UserKind, Workspace};

/// A comment. No version has `archived` here.
pub(crate) fn comment(workspace: &Workspace, comment: &Comment) -> Object {
    let author = workspace.users.get(&comment.history.created_by);
    let name = author.and_then(|author| author.name.clone());
    let display_name = match (&comment.shown_as, author.map(|author| &author.kind)) {
        (ShownAs::Custom(name), _) => json!({ "type": "custom", "resolved_name": name }),
        (ShownAs::Author, Some(UserKind::Bot { .. })) => {
            json!({ "type": "integration", "resolved_name": name })
        }
        (ShownAs::Author, _) => json!({ "type": "user", "resolved_name": name }),
    };
    let object = Object::new()
        .put("object", "comment")
        .put("id", comment.id.to_string())
        .put("parent", parent(comment.parent))
        .put("discussion_id", comment.discussion.to_string())
        .put("created_time", minute(comment.history.created))
        .put("last_edited_time", minute(comment.history.edited))
        .put("created_by", partial_user(comment.history.created_by))
        .put("rich_text", rich_text(workspace, &comment.text))
        .put("display_name", display_name);
    if comment.attachments.is_empty() {
        return object;
    }
    let attachments: Vec<Value> = comment
        .attachments
        .iter()
        .map(|id| {
            let kind = workspace.uploads.get(id).and_then(|upload| upload.content_type.as_deref());
            json!({ "category": category(kind.unwrap_or_default()), "file": super::file::uploaded(workspace, *id) })
        })
        .collect();
    object.put("attachments", attachments)
}

/// What kind of file an attachment is.
fn category(content_type: &str) -> &'static str {
    match content_type.split('/').next() {
        Some("audio") => "audio",
        Some("image") => "image",
        Some("video") => "video",
        _ if content_type == "application/pdf" => "pdf",
        _ => "productivity",
    }
}
