//! Rows: inserted, changed, brought up to date, completed, and led to by relations.
//!
//! | file | what it does |
//! |---|---|
//! | `write` | one row: insert, save, update, trash |
//! | `insert_one` | one row, with the content of its page |
//! | `insert` | many rows, inserted concurrently |
//! | `change` | many rows: saved, updated by a query, trashed |
//! | `bulk` | the options of calls that write many rows |
//! | `key` | the columns that tell rows apart |
//! | `upsert` | many rows, inserted where they are missing and changed where they differ |
//! | `complete`, `whole` | values that Notion truncates |
//! | `load` | the rows that relations lead to |

pub(crate) mod bulk;
pub(crate) mod change;
pub(crate) mod complete;
pub(crate) mod insert;
pub(crate) mod insert_one;
pub(crate) mod key;
pub(crate) mod load;
pub(crate) mod upsert;
pub(crate) mod whole;
pub(crate) mod write;
