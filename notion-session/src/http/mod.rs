//! What lies under the endpoints: one request as plain data, the transport that carries it, and the pure policies of
//! retry and pace.
//!
//! Most programs never look in here. Two things may bring them: settings ([`Retry`], [`Pace`]), and the [`Client`],
//! which sends what no method covers and counts what was sent.

mod budget;
mod client;
mod conceal;
mod credentials;
#[cfg(feature = "local")]
mod embedded;
mod failure;
mod fetch;
mod fetched;
mod network;
mod outcome;
mod pace;
mod paginate;
mod request;
mod response;
mod retry;
mod retry_after;
#[cfg(test)]
mod script;
mod tls;
mod transport;

pub use client::Client;
pub(crate) use client::Settings;
pub(crate) use conceal::{conceal, conceal_cause, conceal_json};
pub use credentials::{ClientCredentials, SecretJson};
#[cfg(feature = "local")]
pub(crate) use embedded::Embedded;
pub(crate) use failure::{Failure, FailureKind};
pub(crate) use fetch::FilePieces;
pub(crate) use network::{Http, chain, shown_address};
pub use outcome::{AnswerBody, Outcome, Verdict};
pub use pace::Pace;
pub(crate) use paginate::{Cursors, pages};
pub use request::{Body, Method, Part, Request};
pub use response::Response;
pub use retry::{Decision, Retry};
/// What secrets are held in, and what shows them.
pub use secrecy::{ExposeSecret, SecretString};
pub use tls::client_builder;
pub use transport::Transport;

/// The version of Notion's API that every request asks for.
pub const NOTION_VERSION: &str = "2026-03-11";
