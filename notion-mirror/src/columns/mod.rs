//! From properties to columns, without I/O: names, types, cells, and the steps that follow a schema.

pub(crate) mod layout;
pub(crate) mod migrate;
pub(crate) mod name;
pub(crate) mod value;
