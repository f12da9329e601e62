//! The content of pages and blocks: writing, reading, changing.

mod append;
mod change;
mod handles;
mod read;
mod update;
mod write;

pub use append::Append;
pub(crate) use append::blocks;
pub use read::{Visit, Walk};
pub use update::BlockUpdate;
pub(crate) use write::write;
