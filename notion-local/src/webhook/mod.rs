//! Webhooks: the changes of requests are sent to programs on this machine, in Notion's format and with its signature.
//!
//! The objects of a request are compared before and after it ([`watch`]). The events are queued for each subscription that
//! includes them ([`hooks`]), and a separate thread sends them ([`deliver`]).

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
