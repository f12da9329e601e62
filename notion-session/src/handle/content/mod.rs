//! The content of pages and blocks: writing, reading, changing.

mod append;
mod change;
mod handles;
mod read;
mod write;

pub use append::Append;
pub(crate) use append::blocks;
pub use read::{Visit, Walk};
pub(crate) use write::write;
