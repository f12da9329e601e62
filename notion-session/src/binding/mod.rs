//! Which schema lives in which data source: binding what exists, creating what is missing, changing what differs.
//!
//! | file | what it does |
//! |---|---|
//! | `store` | the bindings of a session: which data source each schema lives in |
//! | `set` | sets of schemas, and where their databases go |
//! | `overrides` | titles and settings that a call gives in place of its schemas |
//! | `locate` | finds databases by their titles on pages |
//! | `survey` | which databases of a set exist, and how they differ |
//! | `bind`, `create`, `get_or_create`, `get_or_create_dbs` | the methods of the session |
//! | `carry_out` | the requests of a plan of creation |
//! | `editor` | who changed a data source last |
//! | `apply` | plans for one database, and their requests |
//! | `apply_set` | plans for sets of schemas, and their requests |
//! | `views` | those about views |
//! | `plan_all` | how such plans are made |
//!
//! Each file uses those above it, and the methods use `carry_out`.

pub(crate) mod apply;
pub(crate) mod apply_set;
pub(crate) mod bind;
pub(crate) mod carry_out;
pub(crate) mod create;
mod editor;
pub(crate) mod get_or_create;
pub(crate) mod get_or_create_dbs;
pub(crate) mod locate;
pub(crate) mod overrides;
pub(crate) mod plan_all;
pub(crate) mod set;
pub(crate) mod store;
pub(crate) mod survey;
mod views;
