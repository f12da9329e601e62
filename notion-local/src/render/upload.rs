//! File uploads.

use serde_json::{Value, json};

use super::Object;
use crate::exchange::Version;
use crate::exchange::pattern::API;
use crate::state::clock::{minute, precise};
use crate::state::{Upload, UploadContent, UserKind, Workspace};

/// An upload. Where to send it is told while it is awaited.
pub(crate) fn upload(workspace: &Workspace, upload: &Upload, version: Version) -> Object {
    let author = workspace
        .users
        .get(&upload.history.created_by)
        .map(|user| &user.kind);
    let kind = if matches!(author, Some(UserKind::Person { .. })) {
        "person"
    } else {
        "bot"
    };
    let status = upload.status(workspace.clock.now());
    // What has expired or is used does not expire any more.
    let awaited = !upload.attached && status != "expired";
    let address = format!("{}{API}file_uploads/{}", workspace.api_url(), upload.id);
    let mut object = Object::new()
        .put("object", "file_upload")
        .put("id", upload.id.to_string())
        .put("created_time", minute(upload.history.created))
        .put(
            "created_by",
            json!({ "id": upload.history.created_by, "type": kind }),
        )
        .put("last_edited_time", minute(upload.history.edited))
        .put("expiry_time", awaited.then(|| minute(upload.expires)));
    if status == "pending" {
        object = object.put("upload_url", format!("{address}/send"));
        if matches!(upload.content, UploadContent::Parts { .. }) {
            object = object.put("complete_url", format!("{address}/complete"));
        }
    }
    object = object
        .put("in_trash", false)
        .put("status", status)
        .put("filename", upload.filename.clone())
        .put("content_type", upload.content_type.clone())
        .put("content_length", length(upload));
    match &upload.content {
        UploadContent::Parts { total, sent } => {
            let sent = sent.iter().flatten().count();
            object = object.put("number_of_parts", json!({ "total": total, "sent": sent }));
        }
        UploadContent::Elsewhere {
            imported: Some(imported),
            ..
        } => {
            let result =
                json!({ "type": "success", "success": {}, "imported_time": precise(*imported) });
            object = object.put("file_import_result", result);
        }
        _ => {}
    }
    object.put_archived(version, false)
}

fn length(upload: &Upload) -> Value {
    match &upload.content {
        UploadContent::Here(bytes) => bytes.len().into(),
        UploadContent::Elsewhere {
            length: Some(length),
            ..
        }
        | UploadContent::Gone {
            length: Some(length),
        } => (*length).into(),
        _ => Value::Null,
    }
}
