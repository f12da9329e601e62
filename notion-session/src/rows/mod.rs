//! Rows: inserted, changed, brought up to date, completed, and led to by relations.
//!
//! | file | what it does |
//! |---|---|
//! | `write` | one row: insert, save, update, trash |
//! | `insert` | many rows, inserted concurrently |
//! | `upsert` | many rows, inserted where they are missing and changed where they differ |
//! | `complete`, `whole` | values that Notion truncates |
//! | `load` | the rows that relations lead to |

pub(crate) mod complete;
pub(crate) mod insert;
pub(crate) mod load;
pub(crate) mod upsert;
pub(crate) mod whole;
pub(crate) mod write;
