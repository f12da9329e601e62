#![doc = include_str!("../README.md")]

pub mod api;
pub mod error;
pub mod http;
#[doc(hidden)]
pub mod internal;

pub use api::Api;
pub use error::{Error, Result};
pub use http::{Client, ClientBuilder};
/// Notion's JSON objects as Rust types.
pub use notion_model as model;
