//! The content of pages and blocks: written, read, changed.

mod append;
mod change;
mod handles;
mod read;
mod write;

pub use append::Append;
pub use read::{Visit, Walk};
pub(super) use write::write;
