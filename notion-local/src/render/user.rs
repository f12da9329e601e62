//! Users, whole and in part.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Object;
use crate::state::{User, UserKind, Workspace};

/// A user as `GET /users` shows it. The bot that asks sees itself in full, other bots are empty.
pub(crate) fn full_user(workspace: &Workspace, user: &User) -> Object {
    let object = head(user);
    match &user.kind {
        UserKind::Person { email } => object
            .put("type", "person")
            .put("person", person(email.as_deref())),
        UserKind::Bot if user.id == workspace.bot => object.put("type", "bot").put(
            "bot",
            json!({
                "owner": { "type": "workspace", "workspace": true },
                "workspace_name": workspace.name,
                "workspace_id": workspace.id,
                "workspace_limits": { "max_file_upload_size_in_bytes": workspace.max_upload },
            }),
        ),
        UserKind::Bot => object.put("type", "bot").put("bot", json!({})),
    }
}

/// A user as `created_by` of pages and blocks shows it.
pub(crate) fn partial_user(id: Uuid) -> Value {
    json!({ "object": "user", "id": id })
}

fn head(user: &User) -> Object {
    Object::new()
        .put("object", "user")
        .put("id", user.id.to_string())
        .put("name", user.name.clone())
        .put("avatar_url", user.avatar_url.clone())
}

fn person(email: Option<&str>) -> Value {
    email.map_or_else(|| json!({}), |email| json!({ "email": email }))
}

/// A user as property values and mentions show it: whole, but bots are empty. Of a user that is not there, the id.
pub(crate) fn user_value(workspace: &Workspace, id: Uuid) -> Value {
    let Some(user) = workspace.users.get(&id) else {
        return partial_user(id);
    };
    let object = head(user);
    match &user.kind {
        UserKind::Person { email } => object
            .put("type", "person")
            .put("person", person(email.as_deref())),
        UserKind::Bot => object.put("type", "bot").put("bot", json!({})),
    }
    .into()
}
