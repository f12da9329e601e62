//! Blocks: what each type holds, how requests make and change them.

mod build;
mod kinds;
mod place;
mod shapes;
mod update;

/// How many blocks deep a tree is gone through, for Markdown and for templates. Choice: what is deeper stays as it is,
/// but nobody should bring the server down by a stack of blocks.
pub(crate) const MAX_DEPTH: usize = 100;

pub(crate) use build::{Draft, copy, draft, drafts};
pub(crate) use kinds::{LANGUAGES, check_inside, foreign, kind};
pub(crate) use place::{ChildPosition, insert, new_child};
pub(crate) use shapes::{BlocksBody, update_shape};
pub(crate) use update::update;
