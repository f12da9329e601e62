//! Typed Notion databases: a Rust struct is the schema, a session does the rest.

// The layers are laid from the ground up; what the upper ones will call is there before them.
#![allow(dead_code, unused_imports)]

pub mod error;
pub mod http;
pub mod session;

pub use error::{Error, Result};
pub use session::{Builder, Config, Found, Session};
