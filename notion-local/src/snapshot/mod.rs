//! A whole workspace as one JSON file: Notion's own objects, in lists.

mod content;
mod export;
mod import;
mod page;
mod schema;
mod value;

pub(crate) use export::export;
pub(crate) use import::import;
pub use value::SnapshotError;
