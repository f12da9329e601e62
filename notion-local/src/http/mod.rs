//! HTTP: parsing requests and writing replies.

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
