//! A faithful local Notion API server, as a library and as a program.
//!
//! It answers the public Notion API from memory, strictly: what it takes, Notion takes, and what Notion
//! refuses, it refuses with the same codes and texts. It is a test double for development, continuous
//! integration and teaching. It is no place to keep data in.
//!
//! ```
//! # async fn demo() -> Result<(), Box<dyn std::error::Error>> {
//! use notion_local::Server;
//!
//! let server = Server::new();
//! let request = http::Request::get("/v1/users/me")
//!     .header("authorization", format!("Bearer {}", server.token()))
//!     .header("notion-version", "2026-03-11")
//!     .body(bytes::Bytes::new())?;
//! let response = server.call(request).await;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(demo()).unwrap();
//! ```
//!
//! A fresh server holds one page, "Home" ([`Server::home`]), one bot and one person. It accepts one token
//! ([`Server::token`]). [`Server::start`] serves it over TCP, for clients in other processes and languages.

mod answer;
mod block;
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
mod render;
mod request;
mod router;
mod schema;
mod search;
mod serve;
mod server;
mod snapshot;
mod state;
mod validate;
mod values;

pub use fault::{Fault, FaultRule};
pub use log::RecordedRequest;
pub use serve::Running;
pub use server::{Builder, Server};
pub use snapshot::SnapshotError;
