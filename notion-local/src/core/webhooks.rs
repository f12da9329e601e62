//! Receivers of events.

use super::Core;
use super::changes::Part;
use crate::sync::lock;
use crate::webhook::{Delivery, Hooks, Webhook, WebhookError};

impl Core {
    /// Tells a receiver of what the integration with this token sees.
    pub(crate) async fn subscribe(
        &self,
        token: &str,
        url: &str,
        types: &[&str],
    ) -> Result<Webhook, WebhookError> {
        let types: Vec<String> = types.iter().map(|&name| name.to_owned()).collect();
        let (bot, webhook) = {
            let workspace = &mut lock(&self.workspace).0;
            let bot = workspace.bot_with(token).ok_or(WebhookError::Token)?;
            let ids = &mut workspace.fleeting_ids;
            let webhook = Webhook {
                id: ids.random(),
                url: url.to_owned(),
                verification_token: format!("secret_{:016x}{:016x}", ids.next(), ids.next()),
            };
            (bot, webhook)
        };
        Hooks::verify(&webhook, &types).await?;
        self.hooks.add(webhook.clone(), bot, types)?;
        self.changes.note(Part::Controls);
        Ok(webhook)
    }

    pub(crate) fn webhooks(&self) -> Vec<Webhook> {
        self.hooks.all()
    }

    pub(crate) fn clear_webhooks(&self) {
        self.hooks.clear();
        self.changes.note(Part::Controls);
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.hooks.deliveries()
    }

    /// Returns the number of events that wait to be sent.
    pub(crate) fn events_left(&self) -> usize {
        self.hooks.left()
    }

    /// Returns the number of events that were dropped because too many were waiting.
    pub(crate) fn events_dropped(&self) -> usize {
        self.hooks.dropped()
    }
}
