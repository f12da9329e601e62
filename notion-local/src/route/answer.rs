//! Asking the endpoint of a request.

use super::{RouteMatch, access};
use crate::error::{ApiError, Result};
use crate::exchange::{Call, Incoming, Reply};
use crate::state::Workspace;

/// Answers a request, whose path was looked up in the table.
pub(crate) fn answer(
    workspace: &mut Workspace,
    call: &Call,
    found: Option<&RouteMatch>,
) -> Result<Reply> {
    let found = found.ok_or_else(ApiError::invalid_request_url)?;
    let route = found.route;
    let incoming = Incoming::open(call, route.path, &found.parts, &workspace.integrations)?;
    workspace.free_expired();
    let first = workspace.bot;
    workspace.bot = incoming.bot;
    let reply = access::check(workspace, route.about, &incoming)
        .and_then(|()| (route.endpoint)(workspace, &incoming));
    if let Ok(reply) = &reply {
        access::give(workspace, reply);
        workspace.attach(&incoming.attached());
    }
    workspace.bot = first;
    reply
}
