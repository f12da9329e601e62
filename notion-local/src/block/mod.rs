//! Blocks: what each type holds, how requests make and change them.

mod build;
mod kinds;
mod place;
mod shapes;
mod update;

pub(crate) use build::{Draft, copy, draft, drafts};
pub(crate) use kinds::{check_inside, foreign, kind};
pub(crate) use place::{Place, insert, new_child};
pub(crate) use shapes::{children_shape, update_shape};
pub(crate) use update::update;
