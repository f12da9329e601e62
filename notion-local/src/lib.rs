#![doc = include_str!("../README.md")]

mod answer;
mod block;
mod builder;
mod clock;
mod compute;
mod control;
mod endpoint;
mod error;
mod fault;
mod form;
mod id;
mod log;
mod markdown;
mod parse;
mod property;
mod query;
mod refusal;
mod render;
mod request;
mod router;
mod schema;
mod search;
mod serve;
mod server;
mod snapshot;
mod state;
mod store;
mod validate;
mod values;

pub use builder::Builder;
pub use fault::{Fault, FaultRule};
pub use log::RecordedRequest;
pub use serve::Running;
pub use server::Server;
pub use snapshot::SnapshotError;
pub use store::OpenError;
