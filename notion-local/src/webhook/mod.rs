//! Webhooks: what requests change is told to programs on this machine, in the words and with the signature of Notion.
//!
//! A request is looked at before and after it is carried out ([`watch`]); what has happened is queued for each
//! subscription that wants it ([`hooks`]), and sent by a thread of its own ([`deliver`]).

mod deliver;
mod error;
mod event;
mod hooks;
mod signature;

mod watch;

pub use error::WebhookError;
pub use hooks::{Delivery, Webhook};

pub(crate) use hooks::Hooks;

pub(crate) use watch::{Events, Watch};
