//! Checks on what comes in, before anything is changed, and bodies as types.

mod body;
mod check;
pub(crate) mod common;
mod emoji;
pub(crate) mod macros;
mod paging;
mod parts;
pub(crate) mod property;
mod shape;

pub(crate) use body::{Body, In2025, In2026, Key, Request, trash};
pub(crate) use macros::{body, one_of, tagged};
pub(crate) use paging::{Cursor, MAX_PAGE, PageSize, Paging, paging_of_query};
pub(crate) use parts::{AnyMap, Limited, List, Nullable, Number, Reference, True};
pub(crate) use shape::{Field, Shape, only_in, optional, required};
