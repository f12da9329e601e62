//! What lies under the endpoints: one request as plain data, the transport that carries it, and the pure policies of
//! retry and pace.
//!
//! Most programs never look in here. Two things may bring them: settings ([`Retry`], [`Pace`]), and the [`Client`],
//! which sends what no method covers and counts what was sent.

mod budget;
mod builder;
mod client;
mod connections;
mod credentials;
#[cfg(feature = "local")]
mod embedded;
pub(crate) mod failure;
pub(crate) mod fetch;
pub(crate) mod fetched;
pub(crate) mod network;
mod outcome;
mod pace;
mod pacer;
pub(crate) mod paginate;
#[cfg(feature = "redis")]
mod redis_pace;
mod request;
mod response;
mod retry;
mod retry_after;
#[cfg(test)]
mod script;
mod settings;
mod tls;
mod transport;

pub use builder::ClientBuilder;
pub use client::Client;
pub use credentials::{ClientCredentials, SecretJson};
pub use outcome::{AnswerBody, Outcome, Verdict};
pub use pace::Pace;
pub use pacer::{Limit, Paced, Pacer};
#[cfg(feature = "redis")]
pub use redis_pace::RedisPace;
pub use request::{Body, Method, Part, Request};
pub use response::Response;
pub use retry::{Decision, Retry};
/// The container of secrets, and the trait that exposes them.
pub use secrecy::{ExposeSecret, SecretString};
pub use settings::{
    DEFAULT_BASE_URL, DEFAULT_CONNECT_TIMEOUT, DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_TIMEOUT,
    TOKEN_VARIABLE,
};
pub use tls::client_builder;
pub use transport::Transport;

/// The version of Notion's API that every request asks for.
pub const NOTION_VERSION: &str = "2026-03-11";
