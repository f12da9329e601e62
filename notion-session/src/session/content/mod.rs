//! The content of pages and blocks: written, read, changed.

mod append;
mod change;
mod handles;
mod read;
mod write;

pub use append::Append;
pub(super) use append::blocks;
pub use read::{Visit, Walk};
pub(super) use write::write;
