#![doc = include_str!("../README.md")]

// So that the derives' paths, which are those of `notion-session`, hold in this crate's own tests.
#[cfg(test)]
extern crate self as notion_session;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod codec;
pub mod column;
pub mod error;
#[doc(hidden)]
pub mod internal;
pub mod plan;
pub mod row;
pub mod schema;
pub mod text_query;
pub mod view;

pub use error::{Error, Result};
#[cfg(test)]
use notion_derive::{NotionOptions, NotionSchema};
/// Notion's JSON objects as Rust types.
pub use notion_model as model;
pub use row::Row;
pub use schema::{NotionOptions, NotionSchema};

/// What `notion-session` has under this name, as far as tests of this crate use it.
#[cfg(test)]
mod prelude {
    pub(crate) use crate::schema::{
        Button, CreatedBy, CreatedTime, Date, DateRange, Files, Formula, LastEditedBy,
        LastEditedTime, People, Place, Relation, Rollup, UniqueId,
    };
    pub(crate) use crate::{NotionOptions, NotionSchema, Row};
}
