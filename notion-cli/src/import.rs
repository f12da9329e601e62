//! Rows from files: records, what they mean by a schema, and what makes two values the same.

mod check;
mod digest;
mod record;

pub(crate) use check::{Checked, Columns, check, has_people, key_of, titles};
pub(crate) use digest::digest;
pub(crate) use record::{Input, Record, Records};
