//! `POST` and `GET /_local/webhooks`.

use serde_json::{Value, json};

use super::read::Object;
use crate::core::Core;
use crate::webhook::Webhook;

pub(super) async fn subscribe(core: &Core, body: &Value) -> Result<Value, String> {
    let body = Object::of(body, &["url", "events", "token"])?;
    let url = body.text("url")?.ok_or("url should be a string")?;
    let types = match body.get("events") {
        None => Some(Vec::new()),
        Some(types) => types
            .as_array()
            .and_then(|types| types.iter().map(Value::as_str).collect()),
    };
    let types = types.ok_or("events should be a list of texts")?;
    let token = body.text("token")?.unwrap_or(core.token());
    match core.subscribe(token, url, &types).await {
        Ok(webhook) => Ok(shown(&webhook)),
        Err(error) => Err(error.to_string()),
    }
}

/// Who is told, what was told, and how much is still to be told.
pub(super) fn show(core: &Core) -> Value {
    let webhooks: Vec<Value> = core.webhooks().iter().map(shown).collect();
    let deliveries = core.deliveries().into_iter().map(|delivery| {
        json!({
            "webhook": delivery.webhook,
            "status": delivery.status,
            "event": delivery.event,
        })
    });
    let deliveries: Vec<Value> = deliveries.collect();
    let mut shown =
        json!({ "webhooks": webhooks, "deliveries": deliveries, "left": core.events_left() });
    // Few receivers are so slow that anything is left out.
    let dropped = core.events_dropped();
    if let Some(shown) = shown.as_object_mut().filter(|_| dropped > 0) {
        shown.insert("dropped".into(), dropped.into());
    }
    shown
}

fn shown(webhook: &Webhook) -> Value {
    json!({
        "id": webhook.id,
        "url": webhook.url,
        "verification_token": webhook.verification_token,
    })
}
