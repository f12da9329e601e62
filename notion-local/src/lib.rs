#![doc = include_str!("../README.md")]

mod access;
mod answer;
mod background;
mod block;
mod builder;
mod clock;
mod compute;
mod control;
mod endpoint;
mod error;
mod exchange;
mod fault;
mod fetch;
mod files;
mod form;
mod formulas;
mod hosts;
mod id;
mod integration;
mod log;
mod markdown;
mod options;
mod parse;
mod pieces;
#[cfg(feature = "program")]
pub mod program;
mod property;
mod query;
mod refusal;
mod render;
mod reply;
mod request;
mod router;
mod schema;
mod search;
mod serve;
mod server;
mod slices;
mod snapshot;
mod state;
mod store;
mod sync;
mod validate;
mod values;
mod webhook;

pub use builder::Builder;
pub use exchange::BrokenConnection;
pub use fault::{Fault, FaultRule};
pub use formulas::SaveFormulaError;
pub use log::RecordedRequest;
pub use options::MoveOptionError;
pub use serve::Running;
pub use server::Server;
pub use snapshot::SnapshotError;
pub use store::OpenError;
pub use webhook::{Delivery, Webhook, WebhookError};

#[doc = include_str!("docs/clients.md")]
pub mod clients {}
