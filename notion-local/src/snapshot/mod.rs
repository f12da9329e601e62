//! A whole workspace as one JSON file: Notion's own objects, in lists.

mod import;

pub use import::SnapshotError;
pub(crate) use import::import;
