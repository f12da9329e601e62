#![doc = include_str!("../README.md")]
// On docs.rs an item shows the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod background;
mod block;
mod builder;
mod compute;
mod control;
mod core;
mod endpoint;
mod error;
mod exchange;
mod face;
mod http;
mod markdown;
mod parse;
mod pieces;
#[cfg(feature = "program")]
pub mod program;
mod property;
mod query;
mod render;
mod route;
mod schema;
mod server;
mod snapshot;
mod state;
mod store;
mod sync;
mod validate;
#[cfg(feature = "viewer")]
mod viewer;
mod webhook;

pub use self::builder::Builder;
pub use self::core::fault::{Fault, FaultRule};
pub use self::core::formulas::SaveFormulaError;
pub use self::core::log::RecordedRequest;
pub use self::core::options::MoveOptionError;
pub use self::http::BrokenConnection;
pub use self::server::{Running, Server};
pub use self::snapshot::SnapshotError;
pub use self::store::OpenError;
pub use self::webhook::{Delivery, Webhook, WebhookError};

#[doc = include_str!("docs/clients.md")]
pub mod clients {}
