//! Checks on what comes in, before anything is changed.

mod check;
pub(crate) mod common;
mod paging;
pub(crate) mod property;
mod shape;

pub(crate) use check::check_body;
pub(crate) use paging::{Cursor, MAX_PAGE, Paging, paging_fields, paging_of_body, paging_of_query};
pub(crate) use shape::{Field, Shape, only_in, optional, required};
