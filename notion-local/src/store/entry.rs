//! One request that changed a workspace, as it is kept and carried out again.

use base64::Engine as _;
use bytes::Bytes;
use http::{Method, Uri};
use serde_json::{Value, json};

use crate::exchange::fetch::{Fetched, File};
use crate::exchange::{Call, form};
use crate::route::{self, RouteMatch};
use crate::state::{Workspace, integration};

/// A request with all that its effect depends on: its time, and the ids that it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(super) head: String,
    pub(super) body: Bytes,
}

impl Entry {
    /// A request, before it is answered.
    pub(crate) fn of(call: &Call, workspace: &Workspace) -> Self {
        let authorization = call.authorization.as_deref();
        let content_type = call.content_type.as_deref();
        let head = json!({
            "at": workspace.clock.now().to_string(),
            "ids": workspace.ids.position(),
            "method": call.method.as_str(),
            "uri": call.uri.to_string(),
            "bot": integration::bot_of(authorization, &workspace.integrations).ok(),
            "version": call.version,
            "content_type": content_type.filter(|kind| kind.is_ascii()),
            "ignores_synced_names": workspace.ignores_synced_names,
            "fetched": call.fetched.as_ref().and_then(kept),
        });
        Self {
            head: head.to_string(),
            body: call.body.clone(),
        }
    }

    /// Does to a workspace what the request did.
    pub(crate) async fn repeat(self, workspace: &mut Workspace) -> Result<(), String> {
        let head: Value = serde_json::from_str(&self.head).map_err(|error| error.to_string())?;
        let text = |key: &str| head.get(key).and_then(Value::as_str);
        // Tokens are kept with their integrations, and nowhere else.
        let bot = text("bot").and_then(|bot| bot.parse().ok());
        let asked = workspace
            .integrations
            .iter()
            .find(|one| Some(one.bot) == bot)
            .ok_or("nobody has made it")?;
        let method: Method = text("method")
            .unwrap_or_default()
            .parse()
            .map_err(|_| "it has no method")?;
        let uri: Uri = text("uri")
            .unwrap_or_default()
            .parse()
            .map_err(|_| "it has no address")?;
        let found = RouteMatch::of(&method, uri.path());
        let mut call = Call::new(method, uri, self.body);
        call.authorization = Some(format!("Bearer {}", asked.token));
        call.version = text("version").map(str::to_owned);
        call.content_type = text("content_type").map(str::to_owned);
        call.form = form::read(call.content_type.as_deref(), &call.body).await;
        call.fetched = head.get("fetched").and_then(unpacked).map(Ok);
        let at = text("at")
            .and_then(|at| at.parse().ok())
            .ok_or("it has no time")?;
        if !text("ids").is_some_and(|ids| workspace.ids.go_on_from(ids)) {
            return Err("it has no ids".into());
        }
        workspace.ignores_synced_names =
            head.get("ignores_synced_names") == Some(&Value::Bool(true));
        workspace.clock.hold(at);
        let answer = route::answer(workspace, &call, found.as_ref());
        workspace.clock.let_go();
        answer.map(|_| ()).map_err(|error| error.message)
    }
}

/// A file that a request brought along. Where there was none, the request has failed, and is not kept.
fn kept(fetched: &Fetched) -> Option<Value> {
    let file = fetched.as_ref().ok()?;
    let content = base64::engine::general_purpose::STANDARD.encode(&file.bytes);
    Some(json!({ "content": content, "content_type": file.content_type }))
}

fn unpacked(kept: &Value) -> Option<File> {
    let content = kept.get("content")?.as_str()?;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(content)
        .ok()?;
    let content_type = kept.get("content_type").and_then(Value::as_str);
    Some(File {
        bytes: bytes.into(),
        content_type: content_type.map(str::to_owned),
    })
}
