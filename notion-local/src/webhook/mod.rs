//! Webhooks: what requests change is told to programs on this machine, in the words and with the signature of Notion.
//!
//! A request is looked at before and after it is carried out ([`watch`]); what has happened is queued for each
//! subscription that wants it ([`hooks`]), and sent by a thread of its own ([`deliver`]).

mod deliver;
mod event;
mod hooks;
mod signature;
mod target;
mod watch;

pub use hooks::{Delivery, Webhook};
pub use target::WebhookError;

pub(crate) use hooks::Hooks;
pub(crate) use target::Target;
pub(crate) use watch::Watch;
