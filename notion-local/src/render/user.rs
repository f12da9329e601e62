//! Users, whole and in part.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Object;
use crate::state::{User, UserKind, Workspace};

/// A user as `GET /users` shows it. The bot that asks sees itself in full, other bots are empty.
pub(crate) fn full_user(workspace: &Workspace, user: &User) -> Object {
    let UserKind::Bot { owner } = &user.kind else {
        return with_kind(user);
    };
    if user.id != workspace.bot {
        return with_kind(user);
    }
    let workspace_owner = || json!({ "type": "workspace", "workspace": true });
    head(user).put("type", "bot").put(
        "bot",
        json!({
            "owner": owner.clone().unwrap_or_else(workspace_owner),
            "workspace_name": workspace.name,
            "workspace_id": workspace.id,
            "workspace_limits": { "max_file_upload_size_in_bytes": workspace.max_upload },
        }),
    )
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

/// A person, or a bot without anything about it.
fn with_kind(user: &User) -> Object {
    let object = head(user);
    match &user.kind {
        UserKind::Person { email, is_verified } => {
            let mut person = Object::new();
            if let Some(email) = email {
                person = person.put("email", email.clone());
            }
            if let Some(is_verified) = is_verified {
                person = person.put("email_verified", *is_verified);
            }
            object.put("type", "person").put("person", person)
        }
        UserKind::Bot { .. } => object.put("type", "bot").put("bot", json!({})),
    }
}

/// A user as property values and mentions show it: whole, but bots are empty. Of a user that is not there, the id.
pub(crate) fn user_value(workspace: &Workspace, id: Uuid) -> Value {
    match workspace.users.get(&id) {
        Some(user) => with_kind(user).into(),
        None => partial_user(id),
    }
}
