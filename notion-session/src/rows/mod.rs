//! Rows: inserting, changing, upserting and completing them, and loading those that relations point to.
//!
//! | file | what it does |
//! |---|---|
//! | `write` | one row: insert, save, update, trash |
//! | `insert_one` | one row, with the content of its page |
//! | `insert` | many rows, inserted concurrently |
//! | `change` | many rows: saved, updated by a query, trashed |
//! | `bulk` | the options of calls that write many rows |
//! | `key` | the columns that identify a row |
//! | `upsert` | rows that are inserted if they are missing, and changed if they differ |
//! | `complete`, `whole` | values that Notion truncates |
//! | `load` | the rows that relations point to |

// In the order in which the documentation of `Database` shows their methods.
pub(crate) mod write;

pub(crate) mod insert;
pub(crate) mod upsert;

pub(crate) mod change;

pub(crate) mod bulk;
pub(crate) mod complete;
pub(crate) mod insert_one;
pub(crate) mod key;
pub(crate) mod load;
pub(crate) mod whole;
