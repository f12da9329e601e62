//! HTTP: from bytes to requests, and from replies to bytes.

mod answer;
mod body;
mod exchange;
mod files;
mod hosts;
mod serve;
mod settings;

pub use exchange::BrokenConnection;
pub(crate) use exchange::{Exchange, authorization};
pub(crate) use serve::Listening;
pub(crate) use settings::HttpSettings;
