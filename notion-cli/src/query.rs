//! Rows of a data source as Notion has them.

mod read;
mod whole;

pub(crate) use read::{Question, read};
pub(crate) use whole::values;
