#![doc = include_str!("../README.md")]
// On docs.rs an item shows the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod api;
mod conceal;
pub mod error;
pub mod http;
#[doc(hidden)]
pub mod internal;

pub use api::Api;
pub use error::{Error, Result};
pub use http::{Client, ClientBuilder};
/// Notion's JSON objects as Rust types.
pub use notion_model as model;
