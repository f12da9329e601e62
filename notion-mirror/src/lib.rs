#![doc = include_str!("../README.md")]
// On docs.rs an item shows the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod columns;
mod error;
#[cfg(feature = "parquet")]
mod export;
mod mirror;
mod plan;
mod query;
mod read;
mod search;
mod status;
mod store;
mod sync;
mod typed;
mod watch;

pub use error::{Error, Result};
#[cfg(feature = "parquet")]
pub use export::{Export, ExportReport, ExportedTable};
pub use mirror::Mirror;
pub use query::Rows;
pub use read::verify::{Difference, DifferenceKind};
pub use search::Hit;
pub use status::{Status, TableStatus};
pub use sync::Run;
pub use sync::report::{Progress, Report, SourceReport};
