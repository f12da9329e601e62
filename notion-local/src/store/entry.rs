//! One request that changed a workspace, as it is kept and carried out again.

use base64::Engine as _;
use bytes::Bytes;
use http::{Request, header};
use serde_json::{Value, json};

use crate::fetch::{Fetched, File};
use crate::form;
use crate::integration;
use crate::router;
use crate::state::Workspace;

/// A request with all that its effect depends on: its time, and the ids that it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(super) head: String,
    pub(super) body: Bytes,
}

impl Entry {
    /// A request, before it is carried out.
    pub(crate) fn of(request: &Request<Bytes>, workspace: &Workspace) -> Self {
        let header = |name: &str| {
            let value = request.headers().get(name);
            value.and_then(|value| value.to_str().ok())
        };
        let head = json!({
            "at": workspace.clock.now().to_string(),
            "ids": workspace.ids.position(),
            "method": request.method().as_str(),
            "uri": request.uri().to_string(),
            "bot": integration::bot_of(request.headers(), &workspace.integrations).ok(),
            "version": header("notion-version"),
            "content_type": header(header::CONTENT_TYPE.as_str()),
            "ignores_synced_names": workspace.ignores_synced_names,
            "fetched": request.extensions().get::<Fetched>().and_then(kept),
        });
        Self {
            head: head.to_string(),
            body: request.body().clone(),
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
        let mut request = Request::builder()
            .method(text("method").unwrap_or_default())
            .uri(text("uri").unwrap_or_default())
            .header(header::AUTHORIZATION, format!("Bearer {}", asked.token));
        for (name, key) in [
            ("notion-version", "version"),
            ("content-type", "content_type"),
        ] {
            if let Some(value) = text(key) {
                request = request.header(name, value);
            }
        }
        let mut request = request.body(self.body).map_err(|error| error.to_string())?;
        if let Some(form) = form::read(&request).await {
            request.extensions_mut().insert(form);
        }
        if let Some(file) = head.get("fetched").and_then(unpacked) {
            request.extensions_mut().insert::<Fetched>(Ok(file));
        }
        let at = text("at")
            .and_then(|at| at.parse().ok())
            .ok_or("it has no time")?;
        if !text("ids").is_some_and(|ids| workspace.ids.go_on_from(ids)) {
            return Err("it has no ids".into());
        }
        workspace.ignores_synced_names =
            head.get("ignores_synced_names") == Some(&Value::Bool(true));
        workspace.clock.hold(at);
        let answer = router::answer(workspace, request);
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
