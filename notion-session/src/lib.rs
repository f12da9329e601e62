#![doc = include_str!("docs/lib.md")]
// On docs.rs an item shows the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

// So that the derives' paths hold in this crate's own tests.
#[cfg(test)]
extern crate self as notion_session;

// The documentation of `Session` and `Database` shows methods in the order of these modules: open a session, find
// something, create and bind databases, work with rows, then with everything else.
pub mod session;

mod find;

mod binding;

mod rows;

pub mod query;

mod handle;

#[cfg(feature = "arrow")]
pub mod arrow;
mod awaitable;
pub mod error;
mod fits;
mod items;
pub mod plan;
pub mod row;
mod store;
pub mod table;
#[cfg(feature = "webhook")]
pub mod webhook;

pub use error::{Error, Result};
/// Documents: blocks and rich text, and what Notion takes of them.
pub use notion_content as content;
pub use notion_derive::{NotionOptions, NotionProperty, NotionSchema};
/// The local Notion API server: what [`Session::local`] opens a session on.
#[cfg(feature = "local")]
pub use notion_local as local;
/// Notion's JSON objects as Rust types.
pub use notion_model as model;
/// The REST client under a session: the endpoints, and the transport with its retries and rate limit.
pub use notion_rest as rest;
pub use notion_rest::{api, http};
#[doc(hidden)]
pub use notion_schema::__private;
#[doc(inline)]
pub use notion_schema::{column, schema, view};
pub use row::Row;
pub use schema::{NotionOptions, NotionSchema};
pub use session::{
    Block, Builder, Config, Database, Found, IntoId, IntoParent, Page, Session, Untyped, User,
};

/// Longer texts, which exist in the documentation only.
#[cfg(any(doc, doctest))]
pub mod guide {
    #[doc = include_str!("docs/testing.md")]
    pub mod testing {}
    #[doc = include_str!("docs/without-a-struct.md")]
    pub mod without_a_struct {}
    #[doc = include_str!("docs/property-types.md")]
    pub mod property_types {}
    #[doc = include_str!("docs/errors.md")]
    pub mod errors {}
    #[doc = include_str!("docs/limits.md")]
    pub mod limits {}
    #[doc = include_str!("docs/logging.md")]
    pub mod logging {}
    #[doc = include_str!("docs/comparison.md")]
    pub mod comparison {}
}

/// The items that most programs use: the derives, the types of properties, and the session.
pub mod prelude {
    pub use notion_model::PageId;

    pub use crate::column::{Column, Filter, Relative, Sort};
    pub use crate::row::RowExt;
    pub use crate::schema::{
        Button, CreatedBy, CreatedTime, Date, DateRange, DateTime, Email, Files, Formula,
        LastEditedBy, LastEditedTime, People, PhoneNumber, Place, Relation, RichText, Rollup,
        Status, Title, UniqueId, Url, Verification,
    };
    pub use crate::{
        Database, Error, NotionOptions, NotionProperty, NotionSchema, Page, Result, Row, Session,
    };
}
