//! `GET /users`, `GET /users/me`, `GET /users/{id}`.

use serde_json::Value;

use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::render::{full_user, list as render_list};
use crate::state::Workspace;

/// The users of the workspace: people first, then bots.
pub(crate) fn list(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let page = crate::validate::paging_of_query(request, crate::validate::Cursor::Opaque)?;
    let users: Vec<_> = workspace.users.values().collect();
    let (users, next) = page.cut(&users, |user| user.id)?;
    let results = users
        .iter()
        .map(|user| Value::from(full_user(workspace, user)))
        .collect();
    Ok(Reply::ok(render_list("user", results, next).into_map()))
}

/// The bot that the token belongs to.
pub(crate) fn me(workspace: &mut Workspace, _request: &Incoming<'_>) -> Result<Reply> {
    let bot = workspace.bot;
    reply(workspace, bot)
}

/// One user.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("user_id")?;
    reply(workspace, id)
}

fn reply(workspace: &Workspace, id: uuid::Uuid) -> Result<Reply> {
    let user = workspace
        .users
        .get(&id)
        .ok_or_else(|| ApiError::user_not_found(id, workspace.bot))?;
    Ok(Reply::ok(full_user(workspace, user).into_map()))
}
